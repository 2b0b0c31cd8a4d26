//! Words of dates that are moved, kept or over.

pub(super) const EXTEND: &[&str] = &[
    "extended|extension|new deadline|previously|originally|postponed to|moved to|rescheduled",
    "verlängert|verlängerung|bisher|ursprünglich|verschoben|neuer termin|neue frist|prolong",
    "report|repouss|initialement|nouvelle date|amplía|amplia|ampliación|prórroga|prorrog|aplaz",
    "inicialmente|nueva fecha|продл|перенес|ранее|новый срок|延长|延長|延期|顺延|推迟|调整为",
    "改为|原定|変更|연장|연기|변경|gia hạn|prorog|przedłuż|uzatıl|will now|is now",
    "has been moved|stay open|remain open|nunmehr|désormais|ahora|queda ampliado|ampliado",
    "продлевается|продлён|продлен|到着延|順延|繰り下げ|推迟至|延期至|延长至|顺延至|展延|改期",
    "再延|postponed|put back|pushed back|put off|deferred|rearranged|shifted|switched to",
    "changed to|now takes place|new date|verlegt|nachgeholt|umgelegt|auf den neuen|décalé",
    "décalée|reprogrammé|remis au|remise au|reporté|reportée|se traslada|trasladad|traslada al",
    "pasa al|pasa a celebrarse|se pospone|pospuest|reprogramad|pospone|перенос|переносится",
    "сдвинут|сдвигается|изменён|изменен|改到|改至|改在|改於|挪到|调整到|调至|延至|振替|振り替え",
    "へ変更|に変更|日程変更|延期し|미뤄|미루|옮겨|늦추|늦춰|순연",
];

pub(super) const ADVANCE: &[&str] = &[
    "brought forward|moved forward|earlier than|vorgezogen|vorverlegt|avancé|adelant|anticipa",
    "перенесён на более ранн|более ранний|提前至|提前到|提前截止|繰り上げ|繰上げ|前倒し|앞당",
];

pub(super) const INSTEAD: &[&str] = &[
    "instead of|rather than|statt |anstatt|anstelle|au lieu d|en lugar del|en vez del|вместо",
    "ではなく|대신|initially|originally|previously|formerly|original deadline|old deadline",
    "was due to|was to close|was to end|ursprünglich|bisher|zunächst|initialement|précédemment",
    "auparavant|d'abord fixé|prévue au départ|inicialmente|originalmente|anteriormente",
    "previamente|vencía|finalizaba|terminaba|estaba previst|ранее |первоначальн|изначально",
    "прежн|原定|原定于|原本|原为|原截止|原報名|当初|元の|従来|当初の|당초|기존|원래|이전 마감",
    "had been planned|had been scheduled|geplante|vorgesehene|angesetzte|geplant war",
    "vorgesehen war|angekündigte|initialement prév|qui devait|devait se tenir|devait avoir lieu",
    "que debía|iba a celebrarse|estaba prevista|prevista para|previsto para|намеченн",
    "запланированн|назначенн|原计划|原訂|原定於|原拟|old date|previous date|former date",
    "altes datum|alter termin|ancienne date|fecha anterior|antigua fecha|прежняя дата",
    "старая дата|原日期|原时间|旧日程|変更前|변경 전|기존 일정|convocada para|convocado para",
    "programada para|programado para|fijada para|fijado para|anunciada para|was to take place",
    "was to be held|was planned|was scheduled|назначенный на|назначенная на|назначенное на",
    "намеченный на",
];

pub(super) const FORMER: &[&str] = &[
    "予定しておりました|予定していた|予定しており|予定されていた|予定されておりました",
    "開催予定でした|予定でした|を予定した|예정이었던|예정되었던|예정이던|예정되어 있던",
    "계획되었던|예정했던|予定であった|だった|でしたが|이었던|였던|예정이었으나|이었으나",
];

pub(super) const KEEP: &[&str] = &[
    "remains unchanged|remain unchanged|is unchanged|are unchanged|unchanged|is not affected",
    "not affected|still applies|stays the same|stays as|remains the|bleibt unverändert",
    "bleiben unverändert|unverändert|bleibt es bei|bleibt bestehen|gilt weiterhin",
    "gelten weiterhin|reste inchangé|restent inchangé|inchangé|est maintenu|sont maintenu",
    "demeure fixé|demeurent|reste fixé|se mantiene|se mantienen|no se modifica|sin cambios",
    "permanece|permanecen|sigue siendo|остаётся|остается|остаются|без изменений|не меняется",
    "не меняются|не изменился|сохраняется|сохраняются|不变|不變|保持不变|维持不变|維持不變|仍为",
    "仍為|照旧|変更なし|変更はありません|変更ありません|従来どおり|そのまま|변경 없|변경이 없",
    "변경되지|변동 없|변동이 없|그대로|종전대로",
];

pub(super) const OVER: &[&str] = &[
    "has passed|have passed|is over|are over|now closed|closed on|has closed|have closed",
    "expired|abgelaufen|beendet|geschlossen|nicht mehr möglich|closes depuis|clos depuis",
    "est close|sont closes|terminée|finalizó|ha finalizado|cerrado|cerrada|завершил|закончил",
    "закрыт|已截止|已结束|已結束|終了|종료|마감되었|đã kết thúc|scadut|encerrad|complet depuis",
    "complète depuis|ausgebucht|finished|ended on|was closed|endete|se cerró|cerró|завершена",
    "завершён|завершилась|окончена|окончен|закрыта|закрыт |締め切りました|締切りました",
    "終了しました|終了いたしました|종료되었|마감됐|截止了|已于|已經截止|报名结束",
];
