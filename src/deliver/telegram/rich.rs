//! Text with markup as runs: valid Telegram HTML by construction, counted and cut without ever
//! meeting a tag.

use std::fmt::Write as _;

use crate::deliver::text::{cut_words, utf16_len};

/// Telegram's limit on the raw text, tags and all, in bytes.
const MOST_BYTES: usize = 32_000;
/// Telegram's limit on links, bold words and the like in one message.
pub(crate) const MOST_ENTITIES: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Mark {
    Bold,
    Italic,
    Underline,
    Strike,
    Spoiler,
    Code,
    Pre,
    Quote,
}

impl Mark {
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Bold => "b",
            Self::Italic => "i",
            Self::Underline => "u",
            Self::Strike => "s",
            Self::Spoiler => "tg-spoiler",
            Self::Code => "code",
            Self::Pre => "pre",
            Self::Quote => "blockquote",
        }
    }
}

/// A piece of text in one dress.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) marks: Vec<Mark>,
    pub(crate) link: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Rich {
    runs: Vec<Run>,
}

impl Rich {
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.push(Run { text: text.to_owned(), ..Run::default() })
    }

    pub(crate) fn marked(&mut self, mark: Mark, text: &str) -> &mut Self {
        self.push(Run { text: text.to_owned(), marks: vec![mark], link: None })
    }

    pub(crate) fn link(&mut self, url: &str, text: &str) -> &mut Self {
        self.push(Run { text: text.to_owned(), marks: Vec::new(), link: Some(url.to_owned()) })
    }

    /// Neighbours in the same dress become one.
    pub(crate) fn push(&mut self, run: Run) -> &mut Self {
        if run.text.is_empty() {
            return self;
        }
        match self.runs.last_mut() {
            Some(last) if last.marks == run.marks && last.link == run.link => {
                last.text.push_str(&run.text);
            }
            _ => self.runs.push(run),
        }
        self
    }

    pub(crate) fn append(&mut self, other: Self) -> &mut Self {
        for run in other.runs {
            self.push(run);
        }
        self
    }

    pub(crate) fn bold(mut self) -> Self {
        for run in &mut self.runs {
            run.marks.push(Mark::Bold);
        }
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// UTF-16 units after entities.
    pub(crate) fn len(&self) -> usize {
        self.runs.iter().map(|run| utf16_len(&run.text)).sum()
    }

    pub(crate) fn entities(&self) -> usize {
        self.runs.iter().map(|run| run.marks.len() + usize::from(run.link.is_some())).sum()
    }

    pub(crate) fn links_to(&self, url: &str) -> bool {
        self.runs.iter().any(|run| run.link.as_deref() == Some(url) && !run.text.trim().is_empty())
    }

    /// Whether Telegram takes it as one message of at most `most` units.
    pub(crate) fn fits(&self, most: usize) -> bool {
        self.len() <= most && self.entities() <= MOST_ENTITIES && self.html().len() <= MOST_BYTES
    }

    pub(crate) fn html(&self) -> String {
        let mut html = String::new();
        for run in &self.runs {
            if let Some(url) = &run.link {
                html.push_str("<a href=\"");
                escape(url, &mut html);
                html.push_str("\">");
            }
            for mark in &run.marks {
                // writing to a String cannot fail
                write!(html, "<{}>", mark.tag()).ok();
            }
            escape(&run.text, &mut html);
            for mark in run.marks.iter().rev() {
                write!(html, "</{}>", mark.tag()).ok();
            }
            if run.link.is_some() {
                html.push_str("</a>");
            }
        }
        html
    }

    pub(crate) fn plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Cut to what Telegram takes, from the end; the text of a run is cut between words.
    pub(crate) fn cut(mut self, most: usize) -> Self {
        let mut kept = Self::default();
        let mut left = most;
        for run in self.runs.drain(..) {
            if kept.entities() + run.marks.len() + usize::from(run.link.is_some()) > MOST_ENTITIES {
                break;
            }
            let length = utf16_len(&run.text);
            if length <= left {
                left -= length;
                kept.push(run);
                continue;
            }
            let text = cut_words(&run.text, left, utf16_len);
            kept.push(Run { text, ..run });
            break;
        }
        while !kept.runs.is_empty() && kept.html().len() > MOST_BYTES {
            kept.runs.pop();
        }
        kept
    }
}

/// The four characters that Telegram's parser reads; it knows no other names.
pub(crate) fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_cannot_break_out_of_its_quotes() {
        let mut rich = Rich::default();
        rich.link("https://e.org/?a=1&b=\"><b>", "a < b & c");
        assert_eq!(
            rich.html(),
            "<a href=\"https://e.org/?a=1&amp;b=&quot;&gt;&lt;b&gt;\">a &lt; b &amp; c</a>"
        );
    }

    #[test]
    fn cutting_leaves_tags_balanced_and_counts_in_utf_16() {
        let mut rich = Rich::default();
        rich.marked(Mark::Bold, "🎓🎓🎓🎓").text(" and more");
        let cut = rich.cut(5);
        assert_eq!(cut.html(), "<b>🎓🎓…</b>");
        assert_eq!(cut.len(), 5);
    }
}
