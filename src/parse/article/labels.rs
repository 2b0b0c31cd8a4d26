//! The labels of a meta line ("发布时间：… 来源：… 作者：") and what follows each.

use std::sync::LazyLock;

use regex::Regex;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Author,
    Editor,
    Source,
    /// A date, a counter, a tool: ends the value before it and has none of interest.
    Other,
}

/// Each label with its words, as alternatives of a pattern; longer words first.
const LABELS: &[(Label, &str)] = &[
    (
        Label::Author,
        "文章作者|作\\s*者|撰稿人|撰稿|撰文|供稿人|通讯员|通訊員|记者|記者|报道人|投稿人|原作者|图文|圖文|图/文|文/图|文图|文字|文稿|文\
         |written\\s+by|words|text\\s+by|author\\(s\\)|authors?|writer|reporter|posted\\s+by|created\\s+by|autora?|auteure?|verfasser|autor\\(in\\)|автор\
         |tác\\s+giả|작성자|글쓴이|등록자|기자명|執筆者|投稿者|yazar|penulis|autore|نویسنده|الكاتب",
    ),
    (
        Label::Editor,
        "本文责任编辑|责任编辑|責任編輯|本文编辑|网络编辑|责\\s*编|责\\s*任|編\\s*輯|编\\s*辑|编\\s*审|一\\s*审|初\\s*审\
         |发布者|发布人|發布人|發佈者|录入员|录入者|录入|上传者|上传|editors?|edited\\s+by|publisher|redakteur|editora?|редактор|biên\\s+tập",
    ),
    (
        Label::Source,
        "文章来源|信息来源|新闻来源|稿件来源|资料来源|消息来源|来源于|来\\s*源|來\\s*源|出\\s*处|出\\s*處|转载自|转自|摘自\
         |供稿单位|发布单位|發布單位|發佈單位|發文單位|发文单位|发文机关|发布机构|发布部门|公告單位|公告单位|供稿部门|单位|單位|供\\s*稿\
         |sources?|from|department|issued\\s+by|provided\\s+by|contributed\\s+by|source\\s+de|fuente|quelle|herausgeber|источник\
         |nguồn|출처|제공|담당부서|작성부서|부서|発信元|出典|fonte|sumber|kaynak|منبع|المصدر",
    ),
    (
        Label::Other,
        "文章发布日期|更新时间|更新時間|更新日期|发布时间|發布時間|發佈時間|发布日期|發布日期|發佈日期|发表时间|发表日期|录入时间|添加时间|时间|時間|日期|上网日期\
         |浏览次数|浏览量|浏览|瀏覽次數|阅读次数|阅读量|阅读|点击次数|点击数|点击量|点击率|点击|點擊數量|點擊數|點擊|访问次数|访问量|阅览|人气|次数|设置\
         |二\\s*审|三\\s*审|终\\s*审|复\\s*审|审\\s*核|审\\s*校|审\\s*签|校\\s*对|责\\s*校|摄影|摄像|图片|图|编译|字体大小|字体|字號|字号|分享|打印|关闭|手机看新闻|关键词|关键字|标签\
         |photographs?|photos?(?:\\s+by)?|images?|release\\s+time|published(?:\\s+(?:on|at|date|time))?|last\\s+updated|updated|posted(?:\\s+on)?|publish\\s+time|date|time|hits?|views?|clicks?|click\\s*times|browse|visits?|tags?\
         |fecha\\s+de\\s+publicación|fecha|veröffentlicht(?:\\s+am)?|stand|mis\\s+à\\s+jour|publié(?:\\s+le)?|등록일|작성일|조회수|조회|첨부|更新日|公開日|掲載日|дата|просмотров|ngày|lượt\\s+xem",
    ),
];

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let groups: Vec<String> = LABELS.iter().map(|(_, words)| format!("({words})")).collect();
    Regex::new(&format!("(?i)(?:{})", groups.join("|"))).ok()
});

/// A label met in a line and the text up to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labelled<'a> {
    pub label: Label,
    pub value: &'a str,
}

/// What stands before the first label of a text.
pub(super) fn before_first(text: &str) -> &str {
    positions(text).first().and_then(|&(_, start, _)| text.get(..start)).unwrap_or(text)
}

/// All labelled values of a line. A Latin label wants a colon; a Chinese one a colon, a slash or a
/// blank.
pub(super) fn read(line: &str) -> Vec<Labelled<'_>> {
    let found = positions(line);
    let ends = found.iter().skip(1).map(|&(_, start, _)| start).chain([line.len()]);
    found
        .iter()
        .zip(ends)
        .filter_map(|(&(label, _, start), end)| {
            Some(Labelled { label, value: line.get(start..end)?.trim() })
        })
        .collect()
}

/// Each label with the bytes where it starts and where its value starts.
fn positions(line: &str) -> Vec<(Label, usize, usize)> {
    let Some(pattern) = PATTERN.as_ref() else { return Vec::new() };
    let mut found: Vec<(Label, usize, usize)> = Vec::new();
    for capture in pattern.captures_iter(line) {
        let Some(whole) = capture.get(0) else { continue };
        let label = LABELS
            .iter()
            .enumerate()
            .find(|(i, _)| capture.get(i + 1).is_some())
            .map_or(Label::Other, |(_, (label, _))| *label);
        let Some((before, after)) = line.get(..whole.start()).zip(line.get(whole.end()..)) else {
            continue;
        };
        if let Some(gap) = separator(before, whole.as_str(), after) {
            found.push((label, whole.start(), whole.end() + gap));
        }
    }
    found
}

/// How many bytes after a word make it a label; `None` where it is just a word.
fn separator(before: &str, word: &str, after: &str) -> Option<usize> {
    let blank = after.len() - after.trim_start().len();
    let rest = after.trim_start();
    if let Some(c) = rest.chars().next().filter(|c| matches!(c, ':' | '：' | '︰')) {
        let latin_inside = word.is_ascii()
            && before.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        return (!latin_inside).then_some(blank + c.len_utf8());
    }
    let starts = before.trim_end().is_empty()
        || before.ends_with(|c: char| c.is_whitespace() || "|(（[【".contains(c));
    if !starts {
        return None;
    }
    if rest.starts_with(['/', '／', '|']) && blank == 0 && !word.is_ascii() {
        return Some(rest.chars().next().map_or(0, char::len_utf8));
    }
    let wide = word.chars().any(|c| c >= '\u{1100}');
    (wide && (blank > 0 || rest.is_empty())).then_some(blank)
}
