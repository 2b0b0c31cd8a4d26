//! A message as JSON: the body of a webhook and a line of the terminal's JSON form. Absent facts are
//! absent fields. Pure.

use serde::Serialize;

use super::message::{Alert, Change, Correction, Digest, Mention, Message, Post};
use super::text::tame;
use super::words::date;
use crate::model::{DateOrigin, Deadline, DeadlineKind};

/// Grows by fields only; a field that changes its meaning changes this number.
const VERSION: u32 = 1;

/// One object per message:
///
/// ```json
/// {"version":1,"id":"wire/17","channel":"wire","event":"post",
///  "post":{"story":3,"url":"https://...","title":"...","source":"...","country":"DE","lang":"en",
///          "published":"2026-03-31","summary":"...","topics":["visa"],
///          "deadlines":[{"date":"2026-04-30","kind":"apply","what":"..."}],
///          "also":[{"source":"...","url":"https://..."}],"image":"https://..."}}
/// ```
///
/// `event` is `post`, `edit` (the same post in its new form), `correction`, `digest` or `alert`;
/// the object named after it holds the content (`post` for an edit). `id` stays the same however
/// often a message is sent.
#[derive(Debug, Serialize)]
pub(crate) struct Payload<'a> {
    version: u32,
    id: &'a str,
    channel: &'a str,
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<PostView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<&'a Correction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'a Digest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert: Option<&'a Alert>,
}

#[derive(Debug, Serialize)]
struct PostView<'a> {
    story: i64,
    url: &'a str,
    title: String,
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    topics: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deadlines: Vec<DeadlineView<'a>>,
    #[serde(skip_serializing_if = "<[Mention]>::is_empty")]
    also: &'a [Mention],
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct DeadlineView<'a> {
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    kind: DeadlineKind,
    #[serde(skip_serializing_if = "str::is_empty")]
    what: &'a str,
}

impl<'a> Payload<'a> {
    pub(crate) fn new(id: &'a str, channel: &'a str, message: &'a Message) -> Self {
        let empty = Self {
            version: VERSION,
            id,
            channel,
            event: "",
            post: None,
            correction: None,
            digest: None,
            alert: None,
        };
        match message {
            Message::Post(post) => Self { event: "post", post: Some(view(post)), ..empty },
            Message::Edit { post, .. } => Self { event: "edit", post: Some(view(post)), ..empty },
            Message::Reply { correction, .. } => {
                Self { event: "correction", correction: Some(correction), ..empty }
            }
            Message::Digest(digest) => Self { event: "digest", digest: Some(digest), ..empty },
            Message::Alert(alert) => Self { event: "alert", alert: Some(alert), ..empty },
            Message::Pin { .. } => Self { event: "pin", ..empty },
        }
    }
}

fn view(post: &Post) -> PostView<'_> {
    let published = post.published.filter(|published| published.from != DateOrigin::FirstSeen);
    PostView {
        story: post.story.0,
        url: post.url.as_str(),
        title: tame(&post.title),
        source: tame(&post.source),
        country: post.country.as_deref(),
        lang: post.lang.as_ref().map(crate::model::Lang::as_str),
        published: published.map(|published| published.to_string()),
        summary: post.summary.as_deref().map(tame).filter(|summary| !summary.is_empty()),
        topics: post.topics.iter().map(|topic| topic.id.as_str()).collect(),
        deadlines: post.deadlines.iter().map(deadline).collect(),
        also: &post.also,
        image: post.image.as_ref().map(crate::model::WebUrl::as_str),
    }
}

fn deadline(deadline: &Deadline) -> DeadlineView<'_> {
    DeadlineView {
        date: deadline.date.to_string(),
        until: deadline.until.map(|until| until.to_string()),
        kind: deadline.kind,
        what: &deadline.what,
    }
}

/// Plain lines for a terminal and for chats without markup: the head first, then the rest.
pub(crate) fn lines(message: &Message) -> (String, Vec<String>) {
    match message {
        Message::Post(post) => (tame(&post.title), post_lines(post)),
        Message::Edit { post, .. } => (format!("(edited) {}", tame(&post.title)), post_lines(post)),
        Message::Reply { correction, .. } => {
            let mut lines = vec![correction.url.as_str().to_owned()];
            lines.extend(changes(&correction.changes));
            (format!("Correction: {}", tame(&correction.title)), lines)
        }
        Message::Digest(digest) => digest_lines(digest),
        Message::Alert(alert) => (tame(&alert.title), alert.text.lines().map(tame).collect()),
        Message::Pin { .. } => ("(pinned)".to_owned(), Vec::new()),
    }
}

fn changes(changes: &[Change]) -> impl Iterator<Item = String> {
    let labels = super::words::labels(None);
    changes.iter().map(move |one| super::words::change(one, labels))
}

fn post_lines(post: &Post) -> Vec<String> {
    let facts = [super::words::name(&post.source), date(post.published), post.country.clone()];
    let mut lines = vec![facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")];
    lines.extend(super::words::summary(post));
    lines.extend(super::words::deadlines(post));
    if !post.also.is_empty() {
        let also: Vec<String> = post.also.iter().map(|mention| tame(&mention.source)).collect();
        lines.push(format!("Also: {}", also.join(", ")));
    }
    let tags: Vec<String> =
        post.topics.iter().filter_map(|topic| super::words::hashtag(&topic.hashtag)).collect();
    if !tags.is_empty() {
        lines.push(tags.join(" "));
    }
    lines.push(post.url.as_str().to_owned());
    lines
}

fn digest_lines(digest: &Digest) -> (String, Vec<String>) {
    let mut lines = Vec::new();
    for group in &digest.groups {
        lines.push(format!("{}:", tame(&group.heading)));
        for entry in &group.entries {
            lines.push(format!("  {} — {}", tame(&entry.title), tame(&entry.source)));
            lines.extend(entry.deadline.iter().map(|deadline| format!("    {}", tame(deadline))));
            lines.extend(changes(&entry.changes).map(|change| format!("    {change}")));
            lines.push(format!("    {}", entry.url));
        }
    }
    (format!("Digest of {} ({}/{})", digest.date, digest.part, digest.parts), lines)
}
