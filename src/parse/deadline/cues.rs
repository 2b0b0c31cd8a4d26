//! Words that tell what a date is for, in the languages of our sources. A cue of a script with
//! words matches from the beginning of a word, with a star before it also inside of compounds; one
//! that ends in a space matches whole words.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::date;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// Says "deadline" by itself.
    Due,
    /// "closes on", "ends on": a deadline where something can be applied for.
    Close,
    /// "by", "until": a deadline right before the date, where something can be applied for.
    Until,
    /// "前", "까지": the same right behind the date.
    Before,
    /// Something is applied for, registered for, handed in.
    Apply,
    /// Something is on offer, for which one may have to apply.
    Offer,
    /// Something takes place.
    Event,
    /// Starts, results, holidays: neither.
    Other,
    /// In force, out of office: until then nothing is due.
    Valid,
    /// Does not take place.
    Cancel,
    /// The deadline was moved.
    Extend,
    /// The deadline is past.
    Over,
}

const CUES: [(Cue, &str); 12] = [
    (
        Cue::Due,
        "antragstermin|abgabetermin|bewerbungstermin|einreichungstermin|anmeldetermin|submission date|final date|date de remise|fecha de entrega|data di scadenza|data-limite|no later than|not later than|latest by|spätestens|au plus tard|a más tardar|не позднее|не позже|uiterlijk|nejpozději|at the latest|on or before|entries close|must reach us by|must be received by|gilt als fristgerecht|posteingang|bewerbungszeitraum|date de fin|dernier jour|dernière limite|forclusion|hasta las |fecha final|último plazo|вплоть до|сроки подачи|сроки приёма|сроки приема|最迟|最晚|不晚于|截止日|报名截止|提交截止|最終日|締め切ります|〆|応募締|申込締|마감일|까지 제출|까지 신청|deadline|closing date|last date|last day to|cut-off|cutoff|due by|due on|are due|is due|due date|due:|apply by|register by|submit by|rsvp by|bewerbungsfrist|bewerbungsschluss|bewerbungsende|anmeldefrist|anmeldeschluss|einsendeschluss|einreichungsfrist|einreichfrist|abgabefrist|abgabeschluss|antragsfrist|antragsschluss|meldeschluss|meldefrist|einschreibefrist|einschreibungsfrist|ausschlussfrist|frist |frist:|fristende|letzter termin|stichtag für|date limite|date butoir|dernier délai|date de clôture|délai de|limite de dépôt|échéance|fecha límite|fecha limite|fecha tope|plazo|último día|fecha de cierre|cierre de |scadenza|termine ultimo|entro il|prazo|data limite|data-limite|срок подачи|срок приёма|срок приема|срок регистрации|крайний срок|последний день|дедлайн|окончание приёма|окончание приема|срок до|кінцевий термін|截止|截至|截稿|逾期|截標|締切|締め切り|〆切|締切り|申込期限|提出期限|応募期限|期限|必着|消印有効|마감|신청 기한|제출 기한|접수 기한|기한|hạn nộp|hạn chót|hạn đăng ký|hạn cuối|thời hạn|termin składania|termin zgłoszeń|uzávěrka|son başvuru|son tarih|batas akhir|tenggat|uiterste|sista ansökningsdag|søknadsfrist|hakuaika päättyy|الموعد النهائي|آخر موعد|مهلت",
    ),
    (
        Cue::Close,
        "ferme le|fermera|cierra|se cierra|закрывается|закроется|关闭|shut|終了します|종료됩니다|closes|close on|closing|ends on|will end|end on|expires|endet|endete|schließt|schliesst|läuft bis|clôture|cloture|se termine|fin des|fin de|prend fin|termina|finaliza|cierre|cierra|vence|заканчива|завершается|завершится|chiude|encerra|結束|结束|止",
    ),
    (
        Cue::Until,
        "by |by: |before |until |till |up to |through |bis |bis: |bis zum |bis einschließlich |vor dem |jusqu'au |jusqu’au |jusque |avant le |avant |pour le |hasta |hasta el |antes del |antes de |до |включительно до |по |entro |fino al |até |até ao |ate |do |tot |senast |innen |trước ngày |trước |đến ngày |đến hết |sampai |hingga |kadar |قبل |حتى |截至|即日起至|起至",
    ),
    (
        Cue::Before,
        "前|之前|以前|止|截止|までに|まで|迄|까지|전까지|이전|한 |kadar|itibarıyla|締切|必着|마감|включительно|截稿",
    ),
    (
        Cue::Apply,
        "hand in|turn in|upload|return the|put forward|platform|plateforme|plataforma|платформ|系统填|portail|déclar|candidature|abgeben|hochladen|rellenar|cumpliment|загруз|アップロード|업로드|수강신청|call is|the call|open call|open until|open till|competition|reserve|sign-up|take part|interested|join the|entry|entries|fill in|fill out|complete the form|wettbewerb|teilnahme|teilnehm|interessier|bewerber|unterlagen|formular|vorschl|nominier|concours|réserv|transmett|remettre|remis |particip|appel |manifest|formulaire|solliciter|concurso|interesad|reserva|formulario|entregar|entrega|inscrib|registr|конкурс|участ|анкету|форму|присла|отправ|желающ|接收|参加者|参加希望|登録|応じ|エントリー|応募|참가|공모전|등록|작성|내 주|参赛|投递|交至|填报|遴选|选派|受理|预约|报送|缴|有意|bando|edital|dự thi|tham gia|appl|regist|sign up|enrol|submi|nominat|propos|abstract|call for|entries|candida|express|rsvp|book your|send |sent to|portal|admission|intake|request|bewerb|bewirb|anmeld|meldet|melden sie|einreich|eingereicht|antrag|anträge|abstracts|rückmeldung|einschreib|eingehen|zusend|ausschreibung|candidat|dossier|inscri|postul|dépos|dépôt|envoy|adress|demande|soumett|soumis|propositions|appel à|solicit|presentar|presentación|postula|convocatoria|matrícula|matricula|enviar|envi|apúnt|apunt|remit|resúmenes|domanda|domande|iscri|inscriç|подать|подач|заяв|документ|направля|направит|регистр|запис|приём|прием|тезис|анкет|подава|представ|报名|网报|申请|申請|報名|提交|发送|發送|报送|送至|寄至|申报|填写|投稿|征集|征文|递交|材料|上报|推荐|注册|招募|选拔|報送|応募|申込|申し込|提出|出願|受付|募集|公募|신청|접수|제출|모집|원서|지원|공모|응모|등록|đăng ký|nộp|hồ sơ|ứng tuyển|tuyển sinh|xét tuyển|zgłosz|wniosk|rekrut|přihlá|başvuru|pendaftaran|aanmeld|ansök|ansøg|søk|التقديم|التسجيل",
    ),
    (
        Cue::Offer,
        "fellowship|grant|scholarship|funding|bourse|beca|стипенд|грант|奨学|助成|장학|奖学金|资助|borsa|bolsa|stypend|stipend|học bổng|beasiswa|burs|participat|programme|place |places|vacanc|position|workshop|course|platz|plätze|stelle|kurs|place |poste|cours|plaza|puesto|curso|мест|вакан|курс|项目|課程|プログラム|프로그램|课程|名额|岗位",
    ),
    (
        Cue::Event,
        "winter school|spring school|autumn school|school:|camp |bootcamp|academy|schule:|école :|escuela:|школа|オリエンテーション|ワークショップ|講演会|오리엔테이션|진행|특강|박람회|yaz okulu|szkoła|returns|save the date|week |exhibition|expo |concert|talk |colloquium|congress|forum|fair:|exam |test date|orientation|graduation|vortrag|vorlesung|ausstellung|konzert|messe|eröffnung|prüfung|kolloquium|se tient|se tiennent|exposition|concert|salon|forum|atelier|conférence|séminaire|remise|soutenance|inaugur|exposic|feria|foro|taller|charla|conferencia|acto |ceremonia|examen|форум|выставк|лекци|вебинар|ярмарк|фестивал|экзамен|олимпиад|мастер-класс|тестирован|フェア|フォーラム|期間|講座|学会|シンポジウム|試験|授業|式典|交流会|축제|포럼|강연|세미나|워크숍|워크샵|학술대회|기간|시험|개강|论坛|展览|博览会|研讨会|文化节|晚会|典礼|大赛|比赛|报到|开班|开营|夏令营|学期|takes place|take place|taking place|will be held|is held|held on|held from|be held|when:|date:|dates:|event date|date and time|date & time|meeting|seminar|webinar|workshop|conference|symposium|lecture|ceremony|open day|info session|information session|fair |festival|join us|summer school|findet|finden|stattfinden|termin:|termine:|datum:|wann?|wann:|lädt|laden|*tagung|*treffen|*veranstaltung|beginn:|zeit:|auront lieu|aura lieu|a lieu|se tiendra|se tiendront|se déroul|rendez-vous|réunion|colloque|journée|date :|date:|quand|tendrá lugar|tendrán lugar|se celebra|se realizará|se llevará|te esperamos|os esperamos|reunión|jornada|congreso|fecha:|fecha y hora|cuándo|si terrà|si svolg|terá lugar|realiza-se|состоит|состоят|пройдёт|пройдет|пройдут|проведени|встреч|приглаша|конференц|семинар|дата:|когда|活动时间|活动日期|讲座时间|会议时间|会议日期|项目时间|考试日期|考试时间|培训时间|比赛时间|举办时间|时间：|时间:|日期：|日期:|举行|举办|召开|开幕|活動時間|舉行|舉辦|召開|讲座|宣讲会|说明会|日時|開催|開催日|実施期間|実施日|会期|行います|行われます|行う予定|説明会|セミナー|講演|試験日|일시|개최|열립|열린|열릴|실시|연수 기간|행사|설명회|기간:|기간 :|시험일|diễn ra|tổ chức|odbędzie|koná se|dijadwalkan|gerçekleş|hålls|finder sted|سيعقد|تقام",
    ),
    (
        Cue::Other,
        "助成期間|助成期间|förderzeitraum|förderung|funding period|runs from|période de financement|periodo de ejecución|starts|start on|start:|starting|begin|beginning|opens|open on|opening date|results|result |notification|announced|announcement|published|released|born|employment|valid|holiday|closed from|effective|ab dem|ab |beginnt|beginn der|frühestens|ergebnis|geboren|veröffentlich|erhebung|zusage|à partir|débute|commence|début |résultats|notification|né |nés |prise de fonctions|a partir|comenzará|comienza|inicio|empezará|resultados|publicar|nacid|начина|начнёт|начнется|начало|результат|объявл|опубликован|родивш|зачислени|контракт|отчёт|录用通知|公布|公示|放假|执行期|開始|开始|起|生效|出生|录取|发放|通知日期|名单|休假|合格発表|結果|採用予定|着任|通知します|発表|調査|발표|임용|합격|시작|결과|통보|조사|출생|bắt đầu|công bố",
    ),
    (
        Cue::Valid,
        "est fermé|sera fermé|seront fermé|fermeture|permit|visa |visum|aufenthalt|titre de séjour|residencia|виза|виз|居留|签证|在留|ビザ|체류|비자|valid|in force|runs from|runs until|run until|run through|lasts|remains|will be closed|is closed|are closed|closed from|on leave|agreement|gilt |gelten|gültig|geschlossen|in kraft|laufzeit|vertrag|vigent|en vigor|en vigueur|valab|cerrad|convenio|accord |convention|действу|действителен|закрыт|соглашени|договор|有效期|有效至|生效|协议|闭馆|休馆|停用|有効|閉室|休館|閉館|協定|유효|휴관|휴무|협약|협정|valido|vigore|válido|còn hiệu lực",
    ),
    (
        Cue::Cancel,
        "cancelled|canceled|called off|postponed indefinitely|will not take place|abgesagt|entfällt|entfallen|fällt aus|ausfallen|annulé|annule |suspend|cancelad|отмен|取消|停办|停止举办|中止|취소|annullat|hủy|odwołan|zrušen|iptal",
    ),
    (
        Cue::Extend,
        "extended|extension|new deadline|previously|originally|instead of|postponed to|moved to|rescheduled|verlängert|verlängerung|bisher|ursprünglich|verschoben|neuer termin|neue frist|prolong|report|repouss|initialement|nouvelle date|amplía|amplia|ampliación|prórroga|prorrog|aplaz|inicialmente|nueva fecha|продл|перенес|ранее|новый срок|延长|延長|延期|顺延|推迟|调整为|改为|原定|変更|연장|연기|변경|gia hạn|prorog|przedłuż|uzatıl",
    ),
    (
        Cue::Over,
        "has passed|have passed|is over|are over|now closed|closed on|has closed|have closed|expired|abgelaufen|beendet|geschlossen|nicht mehr möglich|closes depuis|clos depuis|est close|sont closes|terminée|finalizó|ha finalizado|cerrado|cerrada|завершил|закончил|закрыт|已截止|已结束|已結束|終了|종료|마감되었|đã kết thúc|scadut|encerrad",
    ),
];

struct Table {
    automaton: AhoCorasick,
    /// The cue of each pattern and whether it counts inside of words.
    cues: Vec<(Cue, bool)>,
}

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let mut patterns: Vec<&str> = Vec::new();
    let mut cues = Vec::new();
    for (cue, line) in CUES {
        for pattern in line.split('|').filter(|p| !p.is_empty()) {
            patterns.push(pattern.trim_start_matches('*'));
            cues.push((cue, pattern.starts_with('*')));
        }
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(patterns.iter().map(|pattern| date::fold(pattern)))
        .ok()?;
    Some(Table { automaton, cues })
});

/// A cue with its byte range in the folded text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) cue: Cue,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// All cues of a text, which the caller has folded.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let Some(table) = TABLE.as_ref() else { return Vec::new() };
    table
        .automaton
        .find_overlapping_iter(text)
        .filter_map(|found| {
            let (cue, anywhere) = *table.cues.get(found.pattern().as_usize())?;
            let (start, end) = (found.start(), found.end());
            let before = text.get(..start)?.chars().next_back();
            let first = text.get(start..)?.chars().next()?;
            let inside = is_spelled(first) && before.is_some_and(is_spelled);
            (anywhere || !inside).then_some(Hit { cue, start, end })
        })
        .collect()
}

/// Letters of scripts that part words by spaces.
fn is_spelled(c: char) -> bool {
    c.is_alphabetic()
        && !('\u{2e80}'..='\u{9fff}').contains(&c)
        && !('\u{ac00}'..='\u{d7ff}').contains(&c)
}
