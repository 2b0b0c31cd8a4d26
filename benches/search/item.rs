//! An invented item in the store.

use edwire::model::{Call, CanonicalUrl, ItemId, JoinReason, SourceId, StoryId, TopicId, Verdict};
use edwire::store::items::{ArticleState, Item};
use edwire::store::{Connection, StoreError, Transaction, items, stories, transact};
use jiff::{SignedDuration, Timestamp};

use crate::texts::{Text, text};

fn item(number: u64, story: StoryId, Text { title, text }: Text) -> Item {
    let link = format!("https://u{}.example/{number}", number % 500);
    let ago = SignedDuration::from_secs(((5_000_000 - number) * 60) as i64);
    Item {
        id: ItemId(0),
        url: CanonicalUrl::from_canonical(link.clone()),
        link,
        source: SourceId::new(format!("u{}", number % 500)),
        story,
        joined: JoinReason::First,
        title,
        summary: None,
        text,
        lang: None,
        author: None,
        office: None,
        published: None,
        first_seen: Timestamp::from_second(1_790_000_000).unwrap_or_default() - ago,
        verdict: Verdict {
            call: Call::Relevant,
            score: 0.9,
            topics: vec![TopicId::new(["scholarship", "visa", "admission"][number as usize % 3])],
            reasons: Vec::new(),
            judge_version: 1,
        },
        mark: None,
        deadlines: Vec::new(),
        image: None,
        article: ArticleState::None,
        occasion: None,
        imported: true,
        withdrawn: false,
    }
}

pub(crate) fn add(tx: &Transaction<'_>, number: u64) -> Result<(), StoreError> {
    let story = stories::open(tx)?;
    items::insert(tx, &item(number, story, text(number)))?;
    Ok(())
}

/// Adds items, a thousand in a transaction.
pub(crate) fn fill(
    connection: &mut Connection,
    numbers: std::ops::Range<u64>,
) -> Result<(), StoreError> {
    let mut from = numbers.start;
    while from < numbers.end {
        let to = numbers.end.min(from + 1_000);
        transact(connection, |tx| (from..to).try_for_each(|number| add(tx, number)))?;
        from = to;
    }
    Ok(())
}
