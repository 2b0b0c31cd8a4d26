use std::path::Path;

use anyhow::Result;
use edwire::daemon::clock;
use edwire::daemon::desk::{Copy, Desk};
use edwire::daemon::{import, offer};
use edwire::model::{Call, WebUrl};
use edwire::store::items::{self, ArticleState, Item, Occasion};
use edwire::store::notes::{self, Note};
use edwire::store::{self, Transaction, stories, views};
use serde_json::{Value, json};

use crate::args::Rejudge;
use crate::progress::Progress;
use crate::{Outcome, env, item_json, marks, output, room};

const COLUMNS: [&str; 6] = ["id", "change", "before", "after", "topics", "title"];

pub(crate) fn run(config: Option<&Path>, options: &Rejudge) -> Result<Outcome> {
    let loaded = env::config(config)?;
    let mut connection = env::writer(config)?;
    // sources' names and tags count as evidence too; items of unknown sources are judged without
    let mut desk = room::desk_of(&loaded, Vec::new());
    let weights = notes::get(&connection, Note::Weights)?;
    desk.judge = marks::tuned_lazily(desk.judge, weights.as_deref())?;
    let filter = store::Filter { all: true, ..env::filter(&options.filters, None)? };
    env::known(&connection, &filter)?;
    let mut changed = Vec::new();
    let mut seen = 0_u64;
    let mut progress = Progress::new("items", Some(views::count(&connection)?));
    views::each(&connection, &filter, |item| {
        seen += 1;
        progress.step(1);
        if let Some(change) = judged_again(&desk, item) {
            changed.push(change);
        }
        Ok(true)
    })?;
    drop(progress);
    let rows: Vec<Value> = changed.iter().map(row).collect();
    output::rows(output::format(options.format), &COLUMNS, &rows)?;
    output::remark(&summary(&changed));
    if options.apply || options.post {
        let tx = Transaction::begin(&mut connection)?;
        for change in changed {
            write(&tx, &desk, change, options.post)?;
        }
        tx.commit()?;
        output::remark(&format!("{} of {seen} items changed", rows.len()));
    } else {
        output::remark(&format!(
            "{} of {seen} items would change; --apply writes it, --post also offers what became \
             relevant to the channels",
            rows.len()
        ));
    }
    Ok(Outcome::Fine)
}

/// Writes an item back. What became relevant is compared with what is stored, so that a later copy is
/// known for one, and may tell its story from now on.
fn write(
    tx: &Transaction<'_>,
    desk: &Desk,
    (before, mut after): (Item, Item),
    post: bool,
) -> Result<()> {
    let now_relevant = after.relevant() && !before.relevant();
    if now_relevant && let Ok(url) = WebUrl::parse(&after.link) {
        let source = import::source(desk, after.source.as_str(), &url);
        offer::catch_up(tx, desk, &source, &mut after, clock::now())?;
    }
    if now_relevant && post {
        after.occasion = Some(Occasion::Regular { last_look: before.first_seen });
    }
    items::update(tx, &after)?;
    Ok(stories::elect(tx, after.story)?)
}

/// How many change in which way.
fn summary(changed: &[(Item, Item)]) -> String {
    let count = |wanted: &str| changed.iter().filter(|pair| kind(pair) == wanted).count();
    format!(
        "{} now relevant, {} now off-topic, {} with other topics",
        count(NOW_RELEVANT),
        count(NOW_OFF_TOPIC),
        count(OTHER_TOPICS)
    )
}

const NOW_RELEVANT: &str = "now relevant";
const NOW_OFF_TOPIC: &str = "now off-topic";
const OTHER_TOPICS: &str = "topics";

fn kind((before, after): &(Item, Item)) -> &'static str {
    match (before.verdict.call, after.verdict.call) {
        (Call::OffTopic, Call::Relevant) => NOW_RELEVANT,
        (Call::Relevant, Call::OffTopic) => NOW_OFF_TOPIC,
        _ => OTHER_TOPICS,
    }
}

/// The item before and after, where the call or the topics differ.
fn judged_again(desk: &Desk, before: Item) -> Option<(Item, Item)> {
    // The operator's word stands whatever the rules say.
    if before.mark.is_some() {
        return None;
    }
    let url = WebUrl::parse(&before.link).ok();
    let source = import::source(desk, before.source.as_str(), url.as_ref()?);
    let opinion = desk.opinion(&source, &Copy::of(&before, url.as_ref()), clock::now());
    let verdict = opinion.verdict;
    let same = verdict.call == before.verdict.call && verdict.topics == before.verdict.topics;
    if same {
        return None;
    }
    let mut after = Item { verdict, ..before.clone() };
    // what was off-topic was not read
    if !before.relevant() && before.deadlines.is_empty() && before.article != ArticleState::Read {
        after.deadlines = opinion.deadlines;
        after.summary = opinion.summary.or(after.summary);
    }
    Some((before, after))
}

fn row(pair: &(Item, Item)) -> Value {
    let (before, after) = pair;
    json!({
        "id": after.id, "change": kind(pair), "before": item_json::score(before.verdict.score),
        "after": item_json::score(after.verdict.score), "topics": after.verdict.topics,
        "title": after.title,
    })
}
