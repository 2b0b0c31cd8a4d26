//! What each kind of message looks like in Telegram, before it becomes HTML. Pure.

use std::fmt::Write as _;

use super::rich::{Mark, Rich};
use crate::deliver::message::{Alert, Correction, Digest, DigestEntry, Post};
use crate::deliver::text::{cut_words, tame, utf16_len};
use crate::deliver::words::{
    MENTIONS, change, date, deadlines, flag, hashtag, labels, name, summary, title,
};
use crate::model::WebUrl;

/// UTF-16 units after entities.
pub(crate) const MOST_TEXT: usize = 4096;
pub(crate) const MOST_CAPTION: usize = 1024;
/// Addresses of other sources above this many bytes are named without a link: the raw text has a
/// limit too.
const LONG_ADDRESS: usize = 1_000;

/// What is left out first when a message is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    All,
    NoMentions,
    NoSummary,
    TitleOnly,
}

/// The built-in layout, in `most` units.
pub(crate) fn post(post: &Post, most: usize) -> Rich {
    [Detail::All, Detail::NoMentions, Detail::NoSummary, Detail::TitleOnly]
        .into_iter()
        .map(|detail| post_with(post, detail))
        .find(|rich| rich.fits(most))
        .unwrap_or_else(|| bare(post, most))
}

/// For an address so long that, written out, it leaves no room for anything but a piece of the
/// title.
fn bare(post: &Post, most: usize) -> Rich {
    let url = post.url.as_str();
    let title = title(&post.title, post.url.host());
    let mut rich = Rich::default();
    if is_linkable(&post.url) {
        rich.link(url, &title);
        return rich.cut(most);
    }
    let room = most.saturating_sub(utf16_len(url) + 1);
    rich.text(&cut_words(&title, room, utf16_len)).text("\n").text(url);
    rich.cut(most)
}

/// Telegram drops a link to a host without a dot silently: such an address is written out.
pub(crate) fn is_linkable(url: &WebUrl) -> bool {
    url.host().contains(['.', ':'])
}

fn post_with(post: &Post, detail: Detail) -> Rich {
    let mut rich = Rich::default();
    linked_title(&mut rich, &post.title, &post.url);
    let place = post.country.as_deref().and_then(flag);
    let facts = [name(&post.source), date(post.published), place];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        rich.text("\n").text(&facts.join(" · "));
    }
    if detail >= Detail::TitleOnly {
        return rich;
    }
    if let Some(summary) = summary(post).filter(|_| detail < Detail::NoSummary) {
        rich.text("\n\n").text(&summary);
    }
    let deadlines = deadlines(post);
    if !deadlines.is_empty() {
        rich.text("\n\n⏳ ").text(&deadlines.join("\n⏳ "));
    }
    if detail < Detail::NoMentions {
        mentions(&mut rich, post);
    }
    let tags: Vec<String> =
        post.topics.iter().filter_map(|topic| hashtag(&topic.hashtag)).take(10).collect();
    if !tags.is_empty() {
        rich.text("\n\n").text(&tags.join(" "));
    }
    rich
}

fn linked_title(rich: &mut Rich, text: &str, url: &WebUrl) {
    let text = title(text, url.host());
    let mut run = Rich::default();
    run.link(url.as_str(), &text);
    rich.append(run.bold());
    if !is_linkable(url) {
        rich.text("\n").text(url.as_str());
    }
}

fn mentions(rich: &mut Rich, post: &Post) {
    let labels = labels(post.lang.as_ref());
    let named: Vec<(String, &WebUrl)> = post
        .also
        .iter()
        .filter_map(|mention| name(&mention.source).map(|name| (name, &mention.url)))
        .collect();
    if named.is_empty() {
        return;
    }
    rich.text("\n\n").text(labels.also);
    for (place, (name, url)) in named.iter().take(MENTIONS).enumerate() {
        if place > 0 {
            rich.text(", ");
        }
        if url.as_str().len() > LONG_ADDRESS {
            rich.text(name);
        } else {
            rich.link(url.as_str(), name);
        }
    }
    if named.len() > MENTIONS {
        rich.text(&format!(" +{} {}", named.len() - MENTIONS, labels.more));
    }
}

pub(crate) fn correction(correction: &Correction) -> Rich {
    let labels = labels(correction.lang.as_ref());
    let mut rich = Rich::default();
    rich.marked(Mark::Bold, labels.correction).text(": ");
    linked_title(&mut rich, &correction.title, &correction.url);
    for one in &correction.changes {
        rich.text("\n").text(&change(one, labels));
    }
    rich.cut(MOST_TEXT)
}

pub(crate) fn digest(digest: &Digest) -> Rich {
    let mut rich = Rich::default();
    let mut head = format!("🗞 {}", digest.date);
    if digest.parts > 1 {
        // writing to a String cannot fail
        write!(head, " · {}/{}", digest.part, digest.parts).ok();
    }
    rich.marked(Mark::Bold, &head);
    for group in &digest.groups {
        rich.text("\n\n").marked(Mark::Bold, &name(&group.heading).unwrap_or_default());
        for entry in &group.entries {
            rich.text("\n• ").append(digest_entry(entry));
        }
    }
    rich
}

fn digest_entry(entry: &DigestEntry) -> Rich {
    let mut rich = Rich::default();
    let url = entry.url.as_str();
    rich.link(url, &title(&entry.title, entry.url.host()));
    if !is_linkable(&entry.url) {
        rich.text(" ").text(url);
    }
    let place = entry.country.as_deref().and_then(flag);
    let facts: Vec<String> =
        [name(&entry.source), entry.date.clone(), place].into_iter().flatten().collect();
    if !facts.is_empty() {
        rich.text(" — ").text(&facts.join(" · "));
    }
    if let Some(deadline) = &entry.deadline {
        rich.text("\n   ⏳ ").text(&cut_words(&tame(deadline), MOST_DEADLINE, utf16_len));
    }
    for one in &entry.changes {
        rich.text("\n   ✏️ ").text(&change(one, labels(None)));
    }
    rich
}

const MOST_DEADLINE: usize = 200;

pub(crate) fn alert(alert: &Alert) -> Rich {
    let mut rich = Rich::default();
    rich.marked(Mark::Bold, &format!("⚠️ {}", tame(&alert.title)));
    for line in alert.text.lines() {
        rich.text("\n").text(&tame(line));
    }
    rich.cut(MOST_TEXT)
}
