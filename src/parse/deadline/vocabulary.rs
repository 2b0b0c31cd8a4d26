//! The words of each cue. A cue of a script with words matches from the beginning of a word, with a
//! star before it also inside of compounds; one that ends in a space matches whole words.

use super::cues::Cue;

pub(super) const CUES: &[(Cue, &str)] = &[
    (
        Cue::Due,
        "antragstermin|abgabetermin|bewerbungstermin|einreichungstermin|anmeldetermin|submission date|final date|date de remise|fecha de entrega|data di scadenza|data-limite|entries close|must reach us by|must be received by|gilt als fristgerecht|posteingang|bewerbungszeitraum|date de fin|dernier jour|dernière limite|forclusion|hasta las |fecha final|último plazo|вплоть до|сроки подачи|сроки приёма|сроки приема|截止日|报名截止|提交截止|最終日|締め切ります|〆|応募締|申込締|마감일|까지 제출|까지 신청|deadline|closing date|last date|last day to|cut-off|cutoff|due by|due on|are due|is due|due date|due:|apply by|register by|submit by|rsvp by|bewerbungsfrist|bewerbungsschluss|bewerbungsende|anmeldefrist|anmeldeschluss|einsendeschluss|einreichungsfrist|einreichfrist|abgabefrist|abgabeschluss|antragsfrist|antragsschluss|meldeschluss|meldefrist|einschreibefrist|einschreibungsfrist|ausschlussfrist|frist |frist:|fristende|letzter termin|stichtag für|date limite|date butoir|dernier délai|date de clôture|délai de|limite de dépôt|échéance|fecha límite|fecha limite|fecha tope|plazo|último día|fecha de cierre|cierre de |scadenza|termine ultimo|entro il|prazo|data limite|data-limite|срок подачи|срок приёма|срок приема|срок регистрации|крайний срок|последний день|дедлайн|окончание приёма|окончание приема|срок до|кінцевий термін|截止|截至|截稿|逾期|截標|締切|締め切り|〆切|締切り|申込期限|提出期限|応募期限|期限|必着|消印有効|마감|신청 기한|제출 기한|접수 기한|기한|hạn nộp|hạn chót|hạn đăng ký|hạn cuối|thời hạn|termin składania|termin zgłoszeń|uzávěrka|son başvuru|son tarih|batas akhir|tenggat|uiterste|sista ansökningsdag|søknadsfrist|hakuaika päättyy|الموعد النهائي|آخر موعد|مهلت",
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
        "winter school|spring school|autumn school|school:|camp |bootcamp|academy|schule:|école :|escuela:|школа|オリエンテーション|ワークショップ|講演会|오리엔테이션|특강|박람회|yaz okulu|szkoła|returns|save the date|week |exhibition|expo |concert|talk |colloquium|congress|forum|fair:|exam |test date|orientation|graduation|vortrag|vorlesung|ausstellung|konzert|messe|eröffnung|prüfung|kolloquium|exposition|concert|salon|forum|atelier|conférence|séminaire|remise|soutenance|inaugur|exposic|feria|foro|taller|charla|conferencia|acto |ceremonia|examen|форум|выставк|лекци|вебинар|ярмарк|фестивал|экзамен|олимпиад|мастер-класс|тестирован|フェア|フォーラム|期間|講座|学会|シンポジウム|試験|授業|式典|交流会|축제|포럼|강연|세미나|워크숍|워크샵|학술대회|기간|시험|개강|论坛|展览|博览会|研讨会|文化节|晚会|典礼|大赛|比赛|报到|开班|开营|夏令营|学期|when:|date:|dates:|event date|date and time|date & time|meeting|seminar|webinar|workshop|conference|symposium|lecture|ceremony|open day|info session|information session|fair |festival|join us|summer school|termin:|termine:|datum:|wann?|wann:|lädt|laden|*tagung|*treffen|*veranstaltung|beginn:|zeit:|rendez-vous|réunion|colloque|journée|date :|date:|quand|te esperamos|os esperamos|reunión|jornada|congreso|fecha:|fecha y hora|cuándo|встреч|приглаша|конференц|семинар|дата:|когда|活动时间|活动日期|讲座时间|会议时间|会议日期|项目时间|考试日期|考试时间|培训时间|比赛时间|举办时间|时间：|时间:|日期：|日期:|开幕|活動時間|讲座|宣讲会|说明会|日時|開催日|実施日|会期|説明会|セミナー|講演|試験日|일시|연수 기간|행사|설명회|기간:|기간 :|시험일|سيعقد|تقام",
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
        "extended|extension|new deadline|previously|originally|postponed to|moved to|rescheduled|verlängert|verlängerung|bisher|ursprünglich|verschoben|neuer termin|neue frist|prolong|report|repouss|initialement|nouvelle date|amplía|amplia|ampliación|prórroga|prorrog|aplaz|inicialmente|nueva fecha|продл|перенес|ранее|новый срок|延长|延長|延期|顺延|推迟|调整为|改为|原定|変更|연장|연기|변경|gia hạn|prorog|przedłuż|uzatıl",
    ),
    (
        Cue::Over,
        "has passed|have passed|is over|are over|now closed|closed on|has closed|have closed|expired|abgelaufen|beendet|geschlossen|nicht mehr möglich|closes depuis|clos depuis|est close|sont closes|terminée|finalizó|ha finalizado|cerrado|cerrada|завершил|закончил|закрыт|已截止|已结束|已結束|終了|종료|마감되었|đã kết thúc|scadut|encerrad",
    ),
    (
        Cue::Due,
        "final day|last chance|last call|closing time|application period|application window|registration period|submission period|nomination period|window closes|apply before|apply until|register before|register until|book by|enrol by|enroll by|nominate by|respond by|reply by|confirm by|received by|returned by|reach us by|must arrive by|postmarked|entries by|submissions by|applications by|proposals by",
    ),
    (
        Cue::Due,
        "anmeldezeitraum|einreichungszeitraum|antragszeitraum|bewerbungsphase|bewerbungsdeadline|anmeldeende|anmeldung bis|bewerbung bis|bewerbungen bis|anträge bis|einreichung bis|rückmeldefrist|zahlungsfrist|annahmefrist|nachfrist|schlusstermin|teilnahmeschluss|redaktionsschluss|annahmeschluss|antragsende|abgabe bis|bis längstens|frist endet|frist läuft|meldeende",
    ),
    (
        Cue::Due,
        "clôture des|fin des candidatures|fin des inscriptions|fin du dépôt|fin de dépôt|limite d'inscription|limite d’inscription|limite de candidature|limite d'envoi|limite d’envoi|limite de réception|limite de soumission|date d'échéance|délai d'inscription|délai de candidature|délai de dépôt|période de candidature|période d'inscription|période d’inscription|période de dépôt|inscriptions jusqu|candidatures jusqu|dernier jour|jusqu'à minuit|sont attendues|sont attendus|est attendu",
    ),
    (
        Cue::Due,
        "cierre de convocatoria|fin de plazo|fin del plazo|fecha de vencimiento|vencimiento|término del plazo|límite de|límite para|período de inscripción|periodo de inscripción|período de postulación|periodo de postulación|periodo de solicitud|período de solicitud|periodo de presentación|antes del próximo|último día|última fecha",
    ),
    (
        Cue::Due,
        "крайняя дата|конечный срок|последний срок|предельный срок|срок представления|срок предоставления|срок окончания|срок сдачи|срок приёма|срок отправки|дата окончания|дата завершения приёма|дата завершения приема|завершение приёма|завершение приема|период подачи|период приёма|период приема|период регистрации|заявки до|заявок до|успейте",
    ),
    (
        Cue::Due,
        "报名时间|申请时间|申报时间|受理时间|网报时间|提交时间|网申时间|征集时间|征稿时间|投稿时间|填报时间|报送时间|报名期|申请期限|申报期限|报名期限|受理期限|提交期限|申報期限|最后期限|最后一天|截止到|截止至|截止於|报名起止|申报起止|申请起止|起止时间为|报名日期|申请日期|報名時間|報名日期|申請時間|收件",
    ),
    (
        Cue::Due,
        "申請期間|応募期間|出願期間|受付期間|募集期間|申込期間|登録期間|提出期間|エントリー期間|申請期限|登録期限|出願期限|回答期限|期日|厳守|受付終了日|手続期間|入学手続|受付は|申込は|提出は|応募は",
    ),
    (
        Cue::Due,
        "신청기간|신청 기간|신청기한|접수기간|접수 기간|접수기한|모집기간|모집 기간|지원기간|지원 기간|원서접수|공모기간|공모 기간|등록기간|등록 기간|등록기한|제출기간|제출 기간|제출기한|응모기간|응모 기간|선발 신청|납부기간|납부 기간",
    ),
    (
        Cue::Close,
        "conclu|concluye|concluirá|s'achève|s’achève|s'achèvera|prendra fin|ferment|expira|expire|caduca|закроют|истекает|истечёт|заканчивается|締め切|閉め切|마감합니다|마감한다|마감됩니다|종료됩니다",
    ),
    (
        Cue::Until,
        "closing |closes |closes: |closing: |not after |antes de las |hasta las |à midi le |längstens |до конца |ещё до |bis inkl. |bis inklusive |bis einschl. |bis und mit ",
    ),
    (
        Cue::Before,
        "前日|前截止|前提交|까지입니다|도착|도착분|소인|到着|中まで|をもって締|に締め切|에 마감|締切|迄",
    ),
    (
        Cue::Apply,
        "call |lodge|wish to|would like to|get in touch|let us know|come forward|send up|send us|send in|send your|send a|email us|vormerk|eintragen|erbeten|beantrag|mitmachen|einzusenden|zuzusend|schicken|vorlegen|vorliegen|inscription|candidat|transmis|retourn|renvoy|communiqu|faire connaître|faire parvenir|à déposer|envoi|proposez|cumplimentar|presentarse|presenten|presentad|presenta|solicite|remitir|envío|originales|alegaciones|optar|aspirant|присыл|пришл|заполн|оформ|предостав|представл|сдать|сдач|откликн|поучаств|желающ|записаться|запис|申し出|送付|送信|予約|回答|出品|作品|エントリ|応募|願書|참여|신청서|작성|보내|지원서|이력서|제안서|추천서|서류|办理报名|联系|发至|回执|来稿|作品|缴费|登录|填表|上传|扫码|咨询报名|应聘",
    ),
    (
        Cue::Offer,
        "internship|traineeship|contest|prize|award|praktik|preis|stage |prix |premio|prácticas|стажиров|приз|преми|コンテスト|賞|インターン|인턴|공모|상 |实习|竞赛|奖项|征集",
    ),
    (
        Cue::Event,
        "award ceremony|prize-giving|prizegiving|reception|welcome day|welcome event|arrival day|information evening|info evening|evening|roundtable|round table|panel|hackathon|festival|tour |trip |excursion|session on|sessions on|interviews take|starts with|kick-off|launch event|visits campus|defence|viva ",
    ),
    (
        Cue::Event,
        "*verleihung|*feier|*abend|*workshop|*seminar|*konferenz|*kongress|*symposium|*messe|*kurs findet|*woche findet|zeitraum:|zeitraum :|sommerschule|winterschule|eröffnet|wird eröffnet|informieren wir|podium|lesung|führung|auftakt|gespräch|prüfungstermin|testtermin",
    ),
    (
        Cue::Event,
        "soirée|cérémonie|réception|session du|session de|session :|remise des prix|remise du prix|rencontre|débat|table ronde|projection|accueil des|rentrée|dates du|dates :|dates de|durée :|forum|examen|épreuve|oral |visite guidée|webinaire|stage intensif|festival|inauguration|tenue",
    ),
    (
        Cue::Event,
        "entrega de premios|ceremonia|gala|sesión|encuentro|mesa redonda|fechas de realización|fechas de celebración|fechas:|fechas de la|lugar y fecha|bienvenida|acto de|webinario|webinar|curso de verano|escuela de|excursión|visita guiada|abrirá sus puertas|impartirá|examen|prueba|presentación del|será el",
    ),
    (
        Cue::Event,
        "церемони|награждени|торжеств|презентаци|круглый стол|даты проведения|дата проведения|сроки проведения|время проведения|собрани|собеседован|экскурси|концерт|открыти|занятие|дни открытых|день открытых|вводная|мероприяти|школа",
    ),
    (
        Cue::Event,
        "颁奖|开营仪式|结营|开学典礼|迎新|体检|面试|笔试|考试|测试|地点在|报到|培训|研修|研讨|交流会|见面会|推介会|招聘会|双选会|音乐会|分享会|沙龙|直播|开讲|比赛|决赛|复赛|活动|頒獎|說明會|講座|會議",
    ),
    (
        Cue::Event,
        "表彰式|授賞式|面接|開講|研修期間|講習|入学式|卒業式|歓迎会|懇親会|見学|開会|公演|ツアー|イベント|体験|コンサート|発表会|セッション|筆記試験|実技|配信|来学|会期|開始時間|留学期間|派遣期間",
    ),
    (
        Cue::Event,
        "시상식|면접|수여식|개회|개막|입학식|졸업식|환영회|간담회|토론회|견학|체험|교육 기간|교육기간|연수기간|일자|날짜|발표회|콘서트|투어|시험일|시험 일|필기|실기|개강일|활동 기간|활동기간|파견 기간|파견기간|캠프|문화제",
    ),
    (
        Cue::Other,
        "week of |week commencing |w/c |weeks of |in the week|decision|decisions|notified|informed by|hear from us|selection|obtained|completed|conferred|graduated|awarded|dated|contract|take up|commence|kicks off|travel between|stay between|eligib|teaching |lectures|semester |classes|term |arriv|issued|approved|signed|since |as of ",
    ),
    (
        Cue::Other,
        "woche vom|woche ab|bescheid|auswahl|entscheid|benachricht|freischalt|freigeschaltet|dienstantritt|dienstbeginn|förderbeginn|beginnt am|kursbeginn|semesterbeginn|vorlesung|erworben|abgeschlossen|nach dem|seit dem|seit |zugesagt|anreise|reisen bis|reisen zw|aufgenommen|unterzeichn",
    ),
    (
        Cue::Other,
        "semaine du|réponses|réponse |avisés|avisé|informés|sélection|notifi|publication|ouverture|ouvre le|prise de poste|obtenu|après le|depuis le|signé|début des|commencent|commencera|délivr|entrée en|admissibilité",
    ),
    (
        Cue::Other,
        "semana del|resolución|fallo|apertura|se abre|abre el|comunicará|notific|publica|listado|obtenido|posterioridad|posterior|desde el|firmó|empiezan|inicia|iniciará|darán comienzo|dará comienzo|incorporación|selección|clases",
    ),
    (
        Cue::Other,
        "стартует|старт |откро|начнут|занятия|сесси|семестр|итоги|подведен|уведомл|сообщим|отбор|ответ|подписал|выдан|получивш|после |старше|младше|ожидается|не ранее|со дня|рождени",
    ),
    (
        Cue::Other,
        "公布|录用|录取|通知书|出生|以后|之后起|以后取得|开学|上课|停课|放假|缴纳期|预计|出结果|揭晓|公告|签署|取得|毕业于|成立|开放|启动|聘期|实施周期|资助期|项目周期|执行周期|起算|異議|有异议|异议",
    ),
    (
        Cue::Other,
        "採否|選考結果|お知らせします|通知予定|入学予定|募集開始|受付開始|開始日|以降|生まれ|締結|取得した|着任予定|採用日|支給|入居|渡航|卒業見込|合格者|開示",
    ),
    (
        Cue::Other,
        "결과 발표|합격자|발표일|심사 결과|통보|접수 시작|시작일|이후|출생|체결|취득|근무|개시|입학일|지급|입주|출국|선발 결과|공고일|게시",
    ),
    (
        Cue::Valid,
        "在留期限|在留期間|有効期限|有効期間|체류 만료|체류기간|만료일|유효기간|有效期|居留许可|签证到期|到期|期满|expiring|expires on|expiry date|residence permit|titres expir|expirant|caducidad|vigencia|vigente|истека|срок действия|сроком до|сроком на|gültigkeit|läuft ab|ablaufen|休館日|閉館",
    ),
    (
        Cue::Extend,
        "will now|is now|has been moved|stay open|remain open|nunmehr|désormais|ahora|queda ampliado|ampliado|продлевается|продлён|продлен|到着延|順延|繰り下げ|推迟至|延期至|延长至|顺延至|展延|改期|再延|postponed",
    ),
    (
        Cue::Over,
        "complet depuis|complète depuis|ausgebucht|finished|ended on|was closed|abgelaufen|endete|finalizó|se cerró|cerró|завершена|завершён|завершилась|окончена|окончен|закрыта|закрыт |締め切りました|締切りました|終了しました|終了いたしました|종료되었|마감되었|마감됐|截止了|已于|已經截止|报名结束",
    ),
    (
        Cue::Happen,
        "takes place|take place|taking place|will be held|is held|held on|held from|be held|findet|finden|stattfinden|auront lieu|aura lieu|a lieu|se tiendra|se tiendront|se tient|se tiennent|se déroul|tendrá lugar|tendrán lugar|se celebra|se realizará|se realiza|se llevará|si terrà|si svolg|terá lugar|realiza-se|состоит|состоят|пройдёт|пройдет|пройдут|проведени|проводит|состояться|проходит|проходят|举行|举办|召开|舉行|舉辦|召開|行います|行われます|行う予定|実施|開催|実施期間|진행|실시|개최|열립|열린|열릴|将于|定于|拟于|安排在|时间为|日期为|时间定|进行|予定しています|予定です|を予定|예정|diễn ra|tổ chức|odbędzie|koná se|dijadwalkan|gerçekleş|hålls|finder sted|se desarrolla|se impartirá|tendrán|geplant|ожида",
    ),
    (
        Cue::Limit,
        "no later than|not later than|latest by|spätestens|au plus tard|a más tardar|не позднее|не позже|uiterlijk|nejpozději|at the latest|on or before|como máximo|como muy tarde|最迟|最晚|不晚于",
    ),
    (Cue::Close, "ends |ended "),
    (
        Cue::Until,
        "cierre: |cierre : |clôture : |clôture: |закрытие: |fin : |fin: |ende: |schluss: |конец: ",
    ),
    (Cue::Apply, "admisi|招生|選抜|選考|入試|입시|모집요강|zulassung|приёмная|приемная|набор"),
    (
        Cue::Event,
        "careers day|career day|open house|scheduled for|planned for|geplant für|prévu pour",
    ),
    (
        Cue::Outcome,
        "results|result |outcome|decision|successful applicants|successful candidates|will be notified|will be informed|be announced|hear from us|notification|ergebnis|entscheid|auswahl erfolgt|rückmeldung erfolgt|bescheid|zusage|résultats|lauréats|réponses|seront prévenu|seront informé|seront avisé|resultados|resolución|fallo|avisaremos|comunicaremos|informaremos|результат|итоги|решени|сообщим|известим|入选结果|入选名单|录取结果|录取名单|录取通知|评审结果|结果将|结果预计|结果于|成绩|結果|採否|合否|결과|합격자|통보합니다",
    ),
    (
        Cue::Advance,
        "brought forward|moved forward|earlier than|vorgezogen|vorverlegt|avancé|adelant|anticipa|перенесён на более ранн|более ранний|提前至|提前到|提前截止|繰り上げ|繰上げ|前倒し|앞당",
    ),
    (
        Cue::Instead,
        "instead of|rather than|statt |anstatt|anstelle|au lieu d|en lugar del|en vez del|вместо|ではなく|대신",
    ),
    (
        Cue::Valid,
        "insurance|policy covers|versicherung|police gilt|assurance|contrat couvre|seguro|póliza|страхов|полис|保险|保險|保険|보험",
    ),
    (
        Cue::Event,
        "test: |exam: |examination: |los geht|geht es los|prüfung: |épreuves|prueba: |экзамен",
    ),
    (
        Cue::Apply,
        "trag dich|tragt euch|tragen sie sich|in die liste|confirm|rückmeld|téléverse|sube |subir|持参|携带|汇总表|交到|登記",
    ),
    (Cue::Until, "к "),
    (
        Cue::Apply,
        "must |muss |müssen |doit |doivent |debe|deberá|deben|необходимо|нужно|следует|должн|务必|须|须于|请于|请在|てください|해야|바랍니다|주시기|immatrikul|inscription administrative|注册|履修登録|수강신청|оформ",
    ),
    (
        Cue::Due,
        "letzter tag|letztmögliche|letzte gelegenheit|last opportunity|dernière chance|última oportunidad",
    ),
    (
        Cue::Outcome,
        "offers will|offers are|places will be|adjudicar|werden vergeben|seront attribu|répondrons|parviendra|parviendront|распредел|안내합니다|放榜",
    ),
    (Cue::Other, "始ま|始め|授業|시작|débutent|débute|comienzan|beginnen|начинаются|plazas se"),
    (
        Cue::Event,
        "*vortrag|*vorlesung|*konzert|*forum|*ausstellung|*führung|*gala|*empfang|*treff |speaks|spricht|interviendra|hablará|выступит|作报告|讲演|演讲|講演します|강연",
    ),
];
