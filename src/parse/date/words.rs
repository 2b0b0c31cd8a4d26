//! The words round a date and what they mean: months, weekdays, units, "ago", morning and evening.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::calendar::Calendar;
use super::months;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) calendar: Calendar,
    pub(super) number: i8,
    /// Also an everyday word: a year or a capital must confirm it.
    pub(super) weak: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
}

/// What a word may be besides a month's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Weekday = 1,
    /// After the number: "2 hours ago".
    Ago = 2,
    /// Before the number: "vor 2 Stunden".
    Before = 4,
    /// Stands between the parts of a date: "31 de marzo de 2026".
    Link = 8,
    /// Behind a day: "31st".
    Ordinal = 16,
    Am = 32,
    Pm = 64,
    /// Between date and time: "at", "um".
    At = 128,
    /// Between hour and minute or behind them: "9 Uhr 30".
    Hour = 256,
    /// A number word for one: "an hour ago".
    One = 512,
    /// Before a date with neither year nor month name: "bis 31.03.".
    Until = 1024,
    /// "tháng 3".
    MonthNumber = 2048,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sense {
    pub(super) month: Option<Month>,
    pub(super) unit: Option<Unit>,
    /// Today is 0, yesterday -1.
    pub(super) day: Option<i8>,
    roles: u16,
}

impl Sense {
    pub(super) fn is(self, role: Role) -> bool {
        self.roles & role as u16 != 0
    }
}

const ROLES: [(Role, &str); 12] = [
    (
        Role::Weekday,
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica segunda terca quarta quinta sexta feira понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс понеділок вівторок середа четвер п'ятниця субота неділя poniedzialek wtorek sroda czwartek piatek sobota niedziela pondeli utery streda ctvrtek patek nedele maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mandag tirsdag onsdag torsdag fredag lordag sondag måndag tisdag lordag maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai pazartesi sali carsamba persembe cuma cumartesi pazar senin selasa rabu kamis jumat sabtu minggu ahad isnin khamis δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد mo di mi do fr sa so lun mer jeu ven sam dim mar mie jue vie sab dom hetfo kedd szerda csutortok pentek szombat vasarnap शनिवार रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार",
    ),
    (
        Role::Ago,
        "ago назад тому atras fa temu zpet pred siden sedan sitten once oncesi geleden terug yang lalu trước tru truoc पहले پیش önce nazaj inapoi prije",
    ),
    (
        Role::Before,
        "vor il y hace ha há for för fore fur πριν قبل منذ před pred przed acum πριν לפני",
    ),
    (
        Role::Link,
        "de del of den des d' d le the thang tháng năm nam y gada gadā m ko года год р г року tahun عام سنة م ه هـ the o n th พศ พ.ศ ค.ศ que ka ב al hb an rok roku r g god godine e luna anno",
    ),
    (Role::Ordinal, "st nd rd th er ere re eme o a ª º ste de te го е е'e st. m"),
    (Role::Am, "am a.m ص पूर्वाह्न ق.ظ"),
    (Role::Pm, "pm p.m م अपराह्न"),
    (
        Role::At,
        "at um à a as às ore kl klo klo. saat o в о alle la at. om pukul lúc luc uhr в kl. godz godzina h في الساعة ساعت เวลา ob u i ve et the published updated t",
    ),
    (Role::Hour, "h uhr hrs hr hours uur hod น น. klo godz ч час"),
    (
        Role::One,
        "a an one ein eine einem einer eines un une uno una um uma один одну одна en et één een jeden jedną jednu bir seorang sebuah satu",
    ),
    (
        Role::Until,
        "am bis vom zum den ab il dal al fino до с от по от do od dne kl til fra den la pe pana tot vanaf op until by till",
    ),
    (Role::MonthNumber, "thang thg th"),
];

const UNITS: [(Unit, &str); 5] = [
    (
        Unit::Second,
        "second seconds sec secs sekunde sekunden seconde secondes segundo segundos secondi секунд секунды секунду sekund sekundy sekunder saniye detik giay",
    ),
    (
        Unit::Minute,
        "minute minutes min mins mn minuten minuto minutos minuti минут минуты минуту мин minut minuty minuter minutter minuuttia dakika menit phut хвилин хвилини دقيقة دقائق دقیقه",
    ),
    (
        Unit::Hour,
        "hour hours hr hrs h std stunde stunden heure heures hora horas ora ore час часа часов ч godzin godziny godzine hodinami hodiny uur timer time timme timmar tuntia saat jam gio годин години ωρες ώρα ساعة ساعات ساعت",
    ),
    (
        Unit::Day,
        "day days tag tage tagen jour jours dia dias giorno giorni день дня дней dni dzien dny dnem dag dagen dage dager dagar paivaa gun hari ngay днів дні ημερες يوم أيام روز",
    ),
    (
        Unit::Week,
        "week weeks wk woche wochen semaine semaines semana semanas settimana settimane неделю недели недель tydzien tygodnie tygodni tydny tydnem weken uge uger vecka veckor viikkoa hafta minggu tuan тижні тиждень أسبوع أسابيع هفته",
    ),
];

const DAYS: [(i8, &str); 3] = [
    (
        0,
        "today heute hoy oggi hoje aujourd'hui aujourd сегодня сьогодні dzis dzisiaj dnes vandaag idag dag tanaan bugun σημερα اليوم امروز आज วันนี้",
    ),
    (
        -1,
        "yesterday gestern hier ayer ieri ontem вчера вчора wczoraj vcera gisteren igar eilen dun kemarin χθες أمس دیروز कल เมื่อวาน",
    ),
    (-2, "vorgestern anteayer позавчера przedwczoraj eergisteren"),
];

type Lexicon = HashMap<String, Sense, foldhash::fast::RandomState>;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    for (name, calendar, number) in months::all() {
        let sense = lexicon.entry(fold(name)).or_default();
        sense.month.get_or_insert(Month { calendar, number, weak: false });
    }
    for name in months::weak() {
        if let Some(month) = lexicon.get_mut(&fold(name)).and_then(|sense| sense.month.as_mut()) {
            month.weak = true;
        }
    }
    for (role, line) in ROLES {
        for word in line.split(' ') {
            lexicon.entry(fold(word)).or_default().roles |= role as u16;
        }
    }
    for (unit, line) in UNITS {
        for word in line.split(' ') {
            lexicon.entry(fold(word)).or_default().unit = Some(unit);
        }
    }
    for (days, line) in DAYS {
        for word in line.split(' ') {
            lexicon.entry(fold(word)).or_default().day = Some(days);
        }
    }
    lexicon
});

/// What a word means for dates; nothing for most words.
pub(super) fn sense(word: &str) -> Sense {
    // the longest name has 26 bytes; whatever is longer is prose of a script without spaces
    if word.len() > 48 {
        return Sense::default();
    }
    if !word.is_ascii() {
        return LEXICON.get(&fold(word)).copied().unwrap_or_default();
    }
    let mut lower = [0; 48];
    let lower = lower.get_mut(..word.len()).unwrap_or_default();
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let sense = std::str::from_utf8(lower).ok().and_then(|word| LEXICON.get(word));
    sense.copied().unwrap_or_default()
}

/// Lower case without accents and points, so that `MÄRZ`, `marz` and `März` are one.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !is_point(*c))
        .nfc()
        .map(|c| match c {
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'ς' => 'σ',
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            _ => c,
        })
        .collect()
}

fn is_point(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{655}' | '\u{670}')
}
