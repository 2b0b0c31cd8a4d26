//! Which stories stand in which message of a digest: grouped by topic, split between stories,
//! corrections last. Pure.

use super::message::{Change, Digest, DigestEntry, Group, Post};
use super::telegram::digest_fits;
use super::words::{date, deadlines};
use crate::model::DeliveryId;

const CORRECTIONS: &str = "Corrections";
const OTHER: &str = "News";

/// One queued delivery that a digest is to carry.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    pub delivery: DeliveryId,
    pub post: Post,
    /// What changed since the story stood in an earlier digest; empty for news.
    pub changes: Vec<Change>,
}

/// One message, and the deliveries it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub digest: Digest,
    pub carries: Vec<DeliveryId>,
}

/// The messages for all that waits, in the given order within each topic; none when nothing waits.
/// `date` is the day in the channel's time zone.
pub fn compose(waiting: &[Waiting], date: &str) -> Vec<Part> {
    let mut groups: Vec<(String, Vec<&Waiting>)> = Vec::new();
    let (corrections, news): (Vec<_>, Vec<_>) =
        waiting.iter().partition(|one| !one.changes.is_empty());
    for one in news {
        let heading = one.post.topics.first().map_or(OTHER, |topic| topic.name.as_str());
        match groups.iter_mut().find(|(name, _)| name == heading) {
            Some((_, group)) => group.push(one),
            None => groups.push((heading.to_owned(), vec![one])),
        }
    }
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    if !corrections.is_empty() {
        groups.push((CORRECTIONS.to_owned(), corrections));
    }
    let mut parts = split(&groups, date);
    let count = parts.len();
    for (place, part) in parts.iter_mut().enumerate() {
        part.digest.part = place + 1;
        part.digest.parts = count;
    }
    parts
}

fn split(groups: &[(String, Vec<&Waiting>)], date: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (heading, group) in groups {
        for one in group {
            let entry = entry(one);
            let joined = parts.last_mut().is_some_and(|part| add(part, heading, &entry));
            if !joined {
                let mut part = empty(date);
                let alone = Group { heading: heading.clone(), entries: vec![entry] };
                part.digest.groups.push(alone);
                parts.push(part);
            }
            if let Some(part) = parts.last_mut() {
                part.carries.push(one.delivery);
            }
        }
    }
    parts
}

/// Numbers as wide as they may become, so that the final ones fit too.
fn empty(date: &str) -> Part {
    let digest = Digest { date: date.to_owned(), part: 999, parts: 999, groups: Vec::new() };
    Part { digest, carries: Vec::new() }
}

/// Adds the entry if the message still fits with it.
fn add(part: &mut Part, heading: &str, entry: &DigestEntry) -> bool {
    let groups = &mut part.digest.groups;
    let opened = groups.last().is_none_or(|group| group.heading != heading);
    if opened {
        groups.push(Group { heading: heading.to_owned(), entries: Vec::new() });
    }
    if let Some(group) = groups.last_mut() {
        group.entries.push(entry.clone());
    }
    if digest_fits(&part.digest) {
        return true;
    }
    let groups = &mut part.digest.groups;
    if opened {
        groups.pop();
    } else if let Some(group) = groups.last_mut() {
        group.entries.pop();
    }
    false
}

fn entry(waiting: &Waiting) -> DigestEntry {
    let post = &waiting.post;
    DigestEntry {
        title: post.title.clone(),
        url: post.url.clone(),
        source: post.source.clone(),
        country: post.country.clone(),
        date: date(post.published),
        deadline: deadlines(post).into_iter().next(),
        changes: waiting.changes.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::Topic;
    use crate::model::{StoryId, TopicId, WebUrl};

    fn waiting(number: i64, topic: &str, title: &str) -> Waiting {
        let topic =
            Topic { id: TopicId::new(topic), name: topic.to_owned(), hashtag: topic.to_owned() };
        let post = Post {
            story: StoryId(number),
            title: title.to_owned(),
            url: WebUrl::parse(&format!("https://uni.example/{number}")).unwrap(),
            source: "Example University".to_owned(),
            country: None,
            lang: None,
            published: None,
            summary: None,
            topics: vec![topic],
            deadlines: Vec::new(),
            also: Vec::new(),
            image: None,
        };
        Waiting { delivery: DeliveryId(number), post, changes: Vec::new() }
    }

    #[test]
    fn nothing_waiting_makes_no_digest() {
        assert_eq!(compose(&[], "2026-05-01"), []);
    }

    #[test]
    fn stories_are_grouped_by_topic_and_corrections_come_last() {
        let mut corrected = waiting(4, "Visas", "Corrected");
        let (from, to) = ("Old".to_owned(), "Corrected".to_owned());
        corrected.changes = vec![Change::Title { from, to }];
        let all = [
            corrected,
            waiting(1, "Visas", "a"),
            waiting(2, "Scholarships", "b"),
            waiting(3, "Scholarships", "c"),
        ];
        let parts = compose(&all, "2026-05-01");
        assert_eq!(parts.len(), 1);
        let groups = &parts[0].digest.groups;
        let headings: Vec<&str> = groups.iter().map(|group| group.heading.as_str()).collect();
        assert_eq!(headings, ["Scholarships", "Visas", CORRECTIONS]);
        assert_eq!(parts[0].carries, [2, 3, 1, 4].map(DeliveryId));
    }

    #[test]
    fn a_long_digest_is_split_between_stories_and_carries_each_once() {
        let title = "一篇很长的标题".repeat(30);
        let all: Vec<Waiting> = (0..300)
            .map(|number| waiting(number, ["a", "b", "c"][number as usize % 3], &title))
            .collect();
        let parts = compose(&all, "2026-05-01");
        assert!(parts.len() > 3);
        assert!(parts.iter().all(|part| digest_fits(&part.digest)));
        assert!(parts.iter().all(|part| part.digest.groups.iter().all(|g| !g.entries.is_empty())));
        assert!(parts.iter().enumerate().all(|(place, part)| part.digest.part == place + 1));
        let mut carried: Vec<i64> =
            parts.iter().flat_map(|part| part.carries.iter().map(|id| id.0)).collect();
        carried.sort_unstable();
        assert_eq!(carried, (0..300).collect::<Vec<_>>());
    }
}
