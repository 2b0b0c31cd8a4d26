//! A message as the text of a Telegram message. Pure.

use super::layout;
use super::rich::Rich;
use super::template::Template;
use crate::deliver::message::{Digest, Message};
use crate::deliver::text::{cut_words, tame, utf16_len};
use crate::deliver::words::{change, labels, title};

/// How much fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A message: 4,096 UTF-16 units after entities.
    Text,
    /// Below a photo: 1,024.
    Caption,
}

impl Room {
    fn units(self) -> usize {
        match self {
            Self::Text => layout::MOST_TEXT,
            Self::Caption => layout::MOST_CAPTION,
        }
    }
}

/// Telegram's HTML: valid and within the limits whatever the message holds. The template, if any,
/// lays out posts and edits.
pub fn html(message: &Message, template: Option<&Template>, room: Room) -> String {
    rich(message, template, room).html()
}

fn rich(message: &Message, template: Option<&Template>, room: Room) -> Rich {
    let most = room.units();
    match message {
        Message::Post(post) | Message::Edit { post, .. } => template
            .and_then(|template| template.layout(post, most))
            .unwrap_or_else(|| layout::post(post, most)),
        Message::Reply { correction, .. } => layout::correction(correction),
        Message::Digest(digest) => layout::digest(digest),
        Message::Alert(alert) => layout::alert(alert),
        Message::Pin { .. } => Rich::default(),
    }
}

/// No markup at all, addresses written out: for a server that finds fault with everything else.
pub fn plain(message: &Message, room: Room) -> String {
    let most = room.units();
    match message {
        Message::Post(post) | Message::Edit { post, .. } => {
            titled(&title(&post.title, post.url.host()), post.url.as_str(), most)
        }
        Message::Reply { correction, .. } => {
            let labels = labels(correction.lang.as_ref());
            let changes: Vec<String> =
                correction.changes.iter().map(|one| change(one, labels)).collect();
            let head = format!("{}: {}", labels.correction, tame(&changes.join("; ")));
            titled(&head, correction.url.as_str(), most)
        }
        Message::Digest(digest) => digest_plain(digest, most),
        Message::Alert(_) | Message::Pin { .. } => rich(message, None, room).plain(),
    }
}

/// The address is never cut.
fn titled(title: &str, url: &str, most: usize) -> String {
    let room = most.saturating_sub(utf16_len(url) + 1);
    let title = cut_words(title, room, utf16_len);
    if title.is_empty() { url.to_owned() } else { format!("{title}\n{url}") }
}

/// As many whole entries as fit, and how many do not.
fn digest_plain(digest: &Digest, most: usize) -> String {
    /// For the line that says how many are missing.
    const SPARE: usize = 40;
    let mut text = digest.date.clone();
    let mut missing = 0;
    for entry in digest.groups.iter().flat_map(|group| &group.entries) {
        let line = format!("\n• {}\n{}", title(&entry.title, entry.url.host()), entry.url);
        if missing > 0 || utf16_len(&text) + utf16_len(&line) + SPARE > most {
            missing += 1;
        } else {
            text.push_str(&line);
        }
    }
    if missing > 0 {
        text = format!("{text}\n+{missing} {}", labels(None).more);
    }
    text
}
