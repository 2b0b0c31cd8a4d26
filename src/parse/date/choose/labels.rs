//! The words before a date that say what happened on it, in the languages of our pages.

use super::super::words::fold;

/// Whether a short line begins by telling of publication: "Erschienen am: 01.11.2023".
pub(super) fn announces(line: &str) -> bool {
    line.len() <= 60 && line.contains(':') && {
        let label = fold(line.split(':').next().unwrap_or_default());
        PUBLISHED.split_ascii_whitespace().any(|word| label.starts_with(word))
    }
}

/// What a label says of the date behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Published,
    /// "Date", "Time": publication in a meta line, an event elsewhere.
    Plain,
    Modified,
    /// An event, a deadline, the day of printing.
    Foreign,
}

const PUBLISHED: &str = "发布 发表 刊登 刊发 登载 上线时间 發布 發佈 發表 張貼 刊登 公告日 公告時間 发文日期 成文日期 录入 添加时间 上传时间 创建时间 建立日期 投稿 掲載 公開 配信 등록 작성 게시 입력 승인 기사입력 \
published posted publication release pubdate issued created on_line added veroffentlicht erstellt erschienen eingestellt pressemitteilung_vom meldung_vom publie mis_en_ligne paru cree publicad publicacion pubblicat publicat opublikowan dodano utworzono publikovan zverejnen vydano опубликован размещен добавлен дата_публикации публикация создан опубликов оприлюднен gepubliceerd geplaatst publicerad publisert offentliggjort julkaistu yayin eklenme diterbitkan dipublikasikan ngay_dang dang_luc δημοσιευ نشر انتشار пуб";
const PLAIN: &str = "日期 时间 時間 日時 日付 date time datum fecha data дата время on am le vom ngay tarih tanggal 날짜 일자 التاریخ تاریخ التاريخ paivays dato";
const MODIFIED: &str = "更新 修改 编辑于 最終更新 更新日 수정 updated update modified changed revised edited mis_a_jour modifie actualis aktualisiert geandert bearbeitet stand aggiornat modificat actualiz atualizad обновлен изменен актуализ оновлен zaktualizowan zmieniono aktualizovan bijgewerkt gewijzigd oppdatert uppdaterad opdateret muokattu paivitetty guncelle diperbarui cap_nhat reviewed";
const FOREIGN: &str = "活动 会议时间 讲座 举办 举行 截止 报名 考试 申请 开始 结束 打印 今天是 现在是 当前 有效 生效 培训时间 比赛 面试 開催 締切 申込 期限 募集 行事 마감 기간 일시 행사 접수 event when deadline print today expire valid until due closing apply registration beginn veranstaltung termin bewerbungs frist einsendeschluss druck uhr ab bis debut evenement echeance limite cloture evento plazo inicio cierre scadenza prazo срок начало мероприят до с copyright born visited accessed retrieved archived abgerufen consulte start end from to between since wann quand cuando quando когда где place venue 地点 地點 場所 장소 lieu ort lugar";

/// Headers that show the reader's own day.
const TODAY: [&str; 9] =
    ["today", "今天", "现在", "今日", "heute ist", "aujourd'hui", "hoy es", "сегодня", "오늘"];

/// What the text before a date says, its last words first; `lead` is cut to the same line.
pub(super) fn before(lead: &str) -> Option<Label> {
    let tail: String = fold(last_chars(lead, 28));
    let tail = tail.trim_end();
    let colon = tail.ends_with([':', '：']);
    let bare = tail
        .trim_end_matches([':', '：', ' ', '-', '|', '/', '】', ']', ')', '(', '（', '[', '【']);
    if TODAY.iter().any(|word| bare.contains(word)) {
        return Some(Label::Foreign);
    }
    let foreign = ends_or_has(bare, FOREIGN, colon);
    // the label nearest the date decides
    let nearest = [
        (rightmost(bare, MODIFIED), Label::Modified),
        (rightmost(bare, PUBLISHED), Label::Published),
        (foreign, Label::Foreign),
    ]
    .into_iter()
    .filter_map(|(at, label)| at.map(|at| (at, label)))
    .max_by_key(|(at, _)| *at);
    match nearest {
        Some((_, label)) => Some(label),
        None => ends_or_has(bare, PLAIN, false).map(|_| Label::Plain),
    }
}

fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last().map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// Where the last of the words begins, as a whole word where its script has words.
fn rightmost(text: &str, words: &str) -> Option<usize> {
    words.split_ascii_whitespace().filter_map(|word| find(text, word, false)).max()
}

fn ends_or_has(text: &str, words: &str, anywhere: bool) -> Option<usize> {
    words
        .split_ascii_whitespace()
        .filter_map(|word| {
            let at = find(text, word, true)?;
            let end = at + word.len();
            (anywhere || text.get(end..).is_some_and(|rest| rest.trim().is_empty())).then_some(at)
        })
        .max()
}

fn find(text: &str, word: &str, whole: bool) -> Option<usize> {
    let spaced;
    let word = if word.contains('_') {
        spaced = word.replace('_', " ");
        spaced.as_str()
    } else {
        word
    };
    let at = text.rfind(word)?;
    let letters = |c: char| c.is_alphabetic() && !('\u{2e80}'..='\u{d7ff}').contains(&c);
    let first = word.chars().next().is_some_and(letters);
    let opens = !first || !text.get(..at)?.chars().next_back().is_some_and(letters);
    let closes =
        !whole || !first || !text.get(at + word.len()..)?.chars().next().is_some_and(letters);
    (opens && closes).then_some(at)
}

/// Words of a line that tells about an article: who, whence, how often read.
const META: &str = "来源 來源 作者 编辑 編輯 责编 点击 點擊 浏览 瀏覽 阅读 閱讀 访问 人气 字号 字體 字体 供稿 撰稿 审核 审稿 校对 文章来源 信息来源 发布者 发布人 发布单位 供稿单位 摄影 조회 작성자 기자 글쓴이 出典 hits views clicks clicktimes click_count page_view read_count browse editor author source written_by by min_read minutes_read autor autorin redaktion par auteur por autore redazione автор просмотр источник редактор просмотров wyswietl odslon";

/// Whether a line tells who wrote an article or how often it was read.
pub(super) fn is_meta_line(line: &str) -> bool {
    let folded = fold(line);
    META.split_ascii_whitespace().any(|word| find(&folded, word, true).is_some())
}

/// Whether a line tells where something takes place: its date is an event's.
pub(super) fn tells_place(line: &str) -> bool {
    let folded = fold(line);
    [
        "地点",
        "地點",
        "場所",
        "会场",
        "장소",
        "venue:",
        "location:",
        "ort:",
        "lieu:",
        "lugar:",
        "luogo:",
        "место:",
    ]
    .iter()
    .any(|word| folded.contains(word))
}
