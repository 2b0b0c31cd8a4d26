//! Month names of the languages that universities write in, as tables. Names are written folded
//! (see [`super::words::fold`]): lower case, without accents; genitive and locative forms beside
//! the nominative, abbreviations as newspapers use them.

use super::calendar::Calendar;

/// January to December in the Gregorian calendar.
const GREGORIAN: [&str; 12] = [
    "january jan januar janner jänner janvier janv enero ene gennaio gen janeiro januari janurai ocak oca stycznia styczen sty leden ledna led január januara januar sijecanj siječnja januarja januára ianuarie ian tammikuu tammikuuta tammikuun tammi jaanuar jaanuari janvaris janvari sausio sausis январь января янв январе січень січня січ януари студзеня ιανουαριος ιανουαριου ιαν gener urtarrila urtarrilaren janar января enero يناير جانفي ינואר जनवरी जन জানুয়ারি มกราคม มค ม.ค جنوری ژانویه қаңтар yanvar jануар јануар јануара ionawr eanair იანვარი",
    "february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari subat şubat sub lutego luty lut unor unora februara februára veljace veljača veljače februarja februarie helmikuu helmikuuta helmikuun helmi veebruar veebruari februaris februari vasario vasaris февраль февраля фев февр феврале лютии лютого лют лютага φεβρουαριος φεβρουαριου φεβ febrer otsaila otsailaren shkurt فبراير فيفري פברואר फरवरी फ़रवरी ফেব্রুয়ারি กุมภาพันธ์ กพ ก.พ فروری فوریه ақпан fevral фебруар фебруара chwefror feabhra თებერვალი",
    "march mar marz marc maerz mars marzo março marco maret mac maart mrt marca marzec brezen brezna bre brezen marec marcius marci ozujak ozujka martie maaliskuu maaliskuuta maaliskuun maalis marts marta kovo kovas mart март марта мар марте березень березня бер сакавіка μαρτιος μαρτιου μαρ marc martxoa martxoaren مارس מרץ मार्च মার্চ มีนาคม มีค มี.ค مارچ наурыз mawrth marta მარტი",
    "april apr avril avr abril abr aprile nisan nis kwietnia kwiecien kwi duben dubna dub aprila aprilie huhtikuu huhtikuuta huhtikuun huhti aprill aprilli aprilis aprili balandzio balandis travnja travanj апрель апреля апр апреле квітень квітня кві квіт красавіка απριλιος απριλιου απρ aprilis apirila apirilaren prill أبريل إبريل افريل نيسان אפריל अप्रैल এপ্রিল เมษายน เมย เม.ย اپریل آوریل сәуір aprel април априла ebrill aibrean აპრილი",
    "may mai mayo maggio mag maio mei mayis maja maj kveten kvetna kve maja majus maju svibnja svibanj toukokuu toukokuuta toukokuun touko maijs maija geguzes geguze май мая мае травень травня трав мая μαιος μαιου μαι maig maiatza maiatzaren مايو ماي أيار מאי मई মে พฤษภาคม พค พ.ค مئی مه мамыр мај маја bealtaine bal მაისი",
    "june jun juni juin giugno giu junho junio haziran haz czerwca czerwiec cze cerven cervna cvn juna junija junius lipnja lipanj iunie iun kesakuu kesakuuta kesakuun kesa juuni junijs junija birzelio birzelis июнь июня июн июне червень червня черв чэрвеня ιουνιος ιουνιου ιουν juny ekaina ekainaren qershor يونيو جوان حزيران יוני जून জুন มิถุนายน มิย มิ.ย جون ژوئن маусым iyun јун јуна mehefin meitheamh ივნისი",
    "july jul juli juillet juil luglio lug julho julio temmuz tem lipca lipiec lip cervenec cervence cvc jula julija julius srpnja srpanj iulie iul heinakuu heinakuuta heinakuun heina juuli julijs julija liepos liepa июль июля июл июле липень липня лип ліпеня ιουλιος ιουλιου ιουλ juliol uztaila uztailaren korrik julai يوليو يوليوز جويلية تموز יולי जुलाई জুলাই กรกฎาคม กค ก.ค جولائی ژوئیه шілде iyul јул јула gorffennaf iuil ივლისი",
    "august aug aout agosto ago agustus agus agu augustus augusztus agustos sierpnia sierpien sie srpen srpna srp augusta avgusta avgust kolovoza kolovoz elokuu elokuuta elokuun elo augusts rugpjucio rugpjutis август августа авг августе серпень серпня серп жніўня αυγουστος αυγουστου αυγ agost abuztua abuztuaren gusht ogos أغسطس اوت غشت آب אוגוסט अगस्त আগস্ট สิงหาคม สค ส.ค اگست اوت тамыз avqust август августа awst lunasa აგვისტო",
    "september sep sept septembre septiembre setiembre settembre set setembro eylul eyl wrzesnia wrzesien wrz zari zar septembra szeptember septembrie rujna rujan syyskuu syyskuuta syyskuun syys septembris septembri rugsejo rugsejis сентябрь сентября сен сент сентябре вересень вересня вер верасня септември σεπτεμβριος σεπτεμβριου σεπ σεπτ setembre iraila irailaren shtator سبتمبر شتنبر أيلول ספטמבר सितंबर सितम्बर সেপ্টেম্বর กันยายน กย ก.ย ستمبر سپتامبر қыркүйек sentyabr септембар септембра medi სექტემბერი",
    "october oct oktober okt octobre octubre ottobre ott outubro out ekim eki pazdziernika pazdziernik paz rijen rijna rij oktobra oktober octombrie lokakuu lokakuuta lokakuun loka oktoobri oktoober oktobris oktobri spalio spalis октябрь октября окт октябре жовтень жовтня жовт кастрычніка октомври οκτωβριος οκτωβριου οκτ urria urriaren tetor أكتوبر اكتوبر אוקטובר अक्टूबर अक्तूबर অক্টোবর ตุลาคม ตค ต.ค اکتوبر اکتبر қазан oktyabr октобар октобра hydref ოქტომბერი",
    "november nov novembre noviembre novembro kasim kas listopada listopad lis novembra noiembrie noi studenoga studeni marraskuu marraskuuta marraskuun marras novembri novembris lapkricio lapkritis ноябрь ноября ноя нояб ноябре листопад листопада лист лістапада ноември νοεμβριος νοεμβριου νοε νοεμ azaroa azaroaren nentor نوفمبر نونبر נובמבר नवंबर नवम्बर নভেম্বর พฤศจิกายน พย พ.ย نومبر نوامبر қараша noyabr новембар новембра tachwedd samhain ნოემბერი",
    "december dec dezember dez decembre diciembre dic dicembre dezembro desember desember des aralik ara grudnia grudzien gru prosinec prosince pro decembra decembrie prosinca joulukuu joulukuuta joulukuun joulu detsember detsembri decembris decembri gruodzio gruodis декабрь декабря дек декабре грудень грудня груд снежня декември δεκεμβριος δεκεμβριου δεκ desembre abendua abenduaren dhjetor ديسمبر دجنبر דצמבר दिसंबर दिसम्बर ডিসেম্বর ธันวาคม ธค ธ.ค دسمبر دسامبر желтоқсан dekabr децембар децембра rhagfyr nollaig დეკემბერი",
];

/// Farvardin to Esfand, in Persian and as transcribed.
const JALALI: [&str; 12] = [
    "فروردین فروردين farvardin",
    "اردیبهشت ارديبهشت ordibehesht",
    "خرداد khordad",
    "تیر تير tir",
    "مرداد امرداد mordad",
    "شهریور شهريور shahrivar",
    "مهر mehr",
    "آبان aban",
    "آذر azar",
    "دی دي dey",
    "بهمن bahman",
    "اسفند esfand",
];

/// Muharram to Dhu al-Hijjah; names of two words are joined with a space.
const HIJRI: [&str; 12] = [
    "محرم المحرم muharram",
    "صفر safar",
    "ربيع_الأول ربيع_أول",
    "ربيع_الآخر ربيع_الثاني",
    "جمادى_الأولى جمادى_الاولى جمادى_الأول",
    "جمادى_الآخرة جمادى_الثانية جمادى_الآخر",
    "رجب rajab",
    "شعبان shaban",
    "رمضان ramadan ramazan",
    "شوال shawwal",
    "ذو_القعدة ذي_القعدة ذوالقعدة",
    "ذو_الحجة ذي_الحجة ذوالحجة",
];

/// Levantine names of two words.
const GREGORIAN_PAIRS: [(&str, i8); 4] =
    [("كانون_الثاني", 1), ("تشرين_الأول", 10), ("تشرين_الثاني", 11), ("كانون_الأول", 12)];

/// One-word Levantine names.
const LEVANTINE: [(&str, i8); 2] = [("شباط", 2), ("آذار", 3)];

/// Vietnamese numerals, as months only after "tháng".
pub(super) const VIETNAMESE: [&str; 12] =
    ["mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi_mot", "muoi_hai"];

/// Names that are everyday words of some language: they need a year beside them to count.
const WEAK: &str = "may march mar out ago set dec sub sie lip tem led pro tir ara noi bre dub \
                    rij zar mag gen giu des haz mac sty med elo loka bal paz oca eki kas nis eyl \
                    cze gru lis kwi lut wrz sijecanj лист бер вер лип трав дек مه دی دي می جن جन \
                    tammi kesa syys touko huhti azar dey mehr aban safar مهر تیر";

/// Every (name, calendar, month, weak) of the tables, names not yet folded.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Calendar, i8)> {
    let table = |names: &'static [&'static str; 12], calendar: Calendar| {
        names.iter().zip(1i8..).flat_map(move |(line, number)| {
            line.split(' ').map(move |name| (name, calendar, number))
        })
    };
    table(&GREGORIAN, Calendar::Gregorian)
        .chain(table(&JALALI, Calendar::Jalali))
        .chain(table(&HIJRI, Calendar::Hijri))
        .chain(
            GREGORIAN_PAIRS
                .into_iter()
                .chain(LEVANTINE)
                .map(|(name, number)| (name, Calendar::Gregorian, number)),
        )
}

pub(super) fn weak() -> impl Iterator<Item = &'static str> {
    WEAK.split_ascii_whitespace()
}
