//! What the pages say, in English and Chinese.

use std::collections::BTreeMap;

use minijinja::Value;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tongue {
    English,
    Chinese,
}

impl Tongue {
    pub(super) fn parse(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// The best of an `Accept-Language` header; English where neither is accepted.
    pub(super) fn accepted(header: &str) -> Self {
        let mut best = (Self::English, 0.0);
        for part in header.split(',').take(20) {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok());
            if let (Some(tongue), Some(weight)) = (Self::parse(tag), weight)
                && weight > best.1
            {
                best = (tongue, weight);
            }
        }
        best.0
    }

    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "中文",
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::English => Self::Chinese,
            Self::Chinese => Self::English,
        }
    }

    pub(super) fn word(self, key: &str) -> &'static str {
        let found = WORDS.iter().find(|(known, ..)| *known == key);
        found.map_or("", |(_, english, chinese)| match self {
            Self::English => english,
            Self::Chinese => chinese,
        })
    }

    /// All of them by key, hyphens as underscores, for templates.
    pub(super) fn words(self) -> Value {
        let words: BTreeMap<String, &str> =
            WORDS.iter().map(|(key, ..)| (key.replace('-', "_"), self.word(key))).collect();
        Value::from(words)
    }
}

const WORDS: [(&str, &str, &str); 86] = [
    ("skip", "Skip to the content", "跳到正文"),
    ("pages", "Pages", "页面"),
    ("latest", "Latest", "最新"),
    ("search", "Search", "搜索"),
    ("due", "Deadlines", "截止日期"),
    ("sources", "Sources", "来源"),
    ("read-only", "edwire, a news wire for international education", "edwire · 国际教育新闻"),
    ("words", "Words", "关键词"),
    ("more-filters", "Filters", "筛选"),
    ("since", "Since", "起始"),
    ("until", "Until", "截至"),
    ("when-hint", "7d, or 2026-03-31", "7d 或 2026-03-31"),
    ("source", "Source", "来源"),
    ("topic", "Topic", "主题"),
    ("any", "any", "不限"),
    ("lang", "Language", "语言"),
    ("country", "Country", "国家"),
    ("all", "Also off-topic items and copies", "包括无关条目和重复条目"),
    ("sort", "Order", "排序"),
    ("sort-relevance", "best first", "按相关度"),
    ("sort-date", "newest first", "按时间"),
    ("clear", "Clear the filters", "清除筛选"),
    ("subscribe", "Subscribe to this list", "订阅此列表"),
    ("calendar", "Calendar", "日历"),
    ("nothing", "Nothing found.", "没有找到。"),
    (
        "nothing-hint",
        "Fewer filters find more; “also off-topic items” shows what was held back.",
        "减少筛选条件可找到更多；勾选“包括无关条目”可查看被过滤的内容。",
    ),
    ("facets", "Counts", "统计"),
    ("month", "Month", "月份"),
    ("newer", "Previous page", "上一页"),
    ("older", "Next page", "下一页"),
    ("paging", "More pages", "分页"),
    ("seen", "seen", "发现于"),
    ("apply", "apply by", "申请截止"),
    ("event", "event", "活动"),
    ("more-sources", "more sources", "个其他来源"),
    ("story", "Story", "报道"),
    ("details", "Story and reasons", "详情与理由"),
    ("members", "Where it was seen", "所有来源"),
    ("why-joined", "Why it belongs here", "归入理由"),
    ("judged", "How it was judged", "判断依据"),
    ("score", "Score", "得分"),
    ("evidence", "Evidence", "依据"),
    ("place", "Where", "位置"),
    ("weight", "Weight", "权重"),
    ("no-reasons", "No reasons were kept.", "没有保存理由。"),
    ("by-hand", "Marked by hand.", "人工标注。"),
    ("deliveries", "Where it was posted", "推送情况"),
    ("no-deliveries", "Nowhere.", "未推送。"),
    ("channel", "Channel", "频道"),
    ("what", "What", "内容"),
    ("state", "State", "状态"),
    ("why", "Why", "原因"),
    ("related", "Related stories", "相关报道"),
    ("text", "The text as it was read", "抓取的正文"),
    ("date", "Date", "日期"),
    ("title", "Title", "标题"),
    ("health", "Health", "状态"),
    ("kind", "Kind", "类型"),
    ("interval", "Read every", "间隔"),
    ("last-checked", "Last read", "上次读取"),
    ("last-news", "Last news", "最近新闻"),
    ("next-check", "Next", "下次读取"),
    ("never", "never", "从未"),
    ("now", "now", "现在"),
    ("no-sources", "There are no sources yet.", "还没有来源。"),
    ("times", "Times are in UTC.", "时间为 UTC。"),
    ("no-due", "No dates ahead are known.", "目前没有将到的日期。"),
    ("bad-title", "That cannot be asked", "无法理解的请求"),
    ("missing-title", "Not found", "未找到"),
    ("broken-title", "No answer", "无法回答"),
    ("no-such-page", "There is no such page.", "没有这个页面。"),
    (
        "no-such-story",
        "There is no such story; it may have been joined to another.",
        "没有这篇报道；它可能已并入其他报道。",
    ),
    (
        "no-address",
        "This needs a public_url in the configuration.",
        "需要在配置中设置 public_url。",
    ),
    (
        "busy",
        "Too many questions at the same time; try again in a moment.",
        "请求过多，请稍后再试。",
    ),
    (
        "too-long",
        "That took too long to look up; narrow it with since or a source.",
        "查询时间过长；请用起始时间或来源缩小范围。",
    ),
    ("broken", "Something is wrong here; the log says what.", "出错了；详情见日志。"),
    ("state-withdrawn", "withdrawn", "已撤回"),
    ("state-duplicate", "copy", "重复"),
    ("state-off-topic", "off-topic", "无关"),
    ("state-pending", "pending", "待处理"),
    ("state-posted", "posted", "已推送"),
    ("state-failed", "failed", "推送失败"),
    ("state-queued", "queued", "排队中"),
    ("state-held", "held", "已暂扣"),
    ("state-imported", "imported", "已导入"),
    ("state-unwanted", "not asked for", "无频道需要"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_word_stands_once_in_both_languages() {
        let keys: HashSet<_> = WORDS.iter().map(|(key, ..)| key).collect();
        assert_eq!(keys.len(), WORDS.len());
        assert!(
            WORDS.iter().all(|(_, english, chinese)| !english.is_empty() && !chinese.is_empty())
        );
    }

    #[test]
    fn the_reader_s_first_choice_counts() {
        assert_eq!(Tongue::accepted("zh-CN,zh;q=0.9,en;q=0.8"), Tongue::Chinese);
        assert_eq!(Tongue::accepted("fr, en;q=0.5, zh;q=0.7"), Tongue::Chinese);
        assert_eq!(Tongue::accepted("en-GB,zh;q=0.1"), Tongue::English);
        for other in ["", "fr", "zh;q=0", "zh;q=x", ",,;"] {
            assert_eq!(Tongue::accepted(other), Tongue::English, "{other}");
        }
    }
}
