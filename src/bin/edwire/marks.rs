//! The operator's word on items, and what it would change.

use std::path::Path;

use anyhow::{Context as _, Result};
use edwire::config;
use edwire::curate::judge::{Document, Judge, LazyJudge, Marked, Proposal};
use edwire::daemon::clock;
use edwire::model::{Call, RelevanceMode, WebUrl};
use edwire::store::items::{self, Item, Occasion};
use edwire::store::notes::{self, Note};
use edwire::store::{Transaction, outbox, views};
use serde_json::{Value, json};

use crate::args::{Format, Mark, MarkAs, Tune};
use crate::{Outcome, env, item_json, output, show};

const COLUMNS: [&str; 5] = ["id", "marked", "before", "after", "title"];

/// `edwire mark`.
pub(crate) fn mark(config: Option<&Path>, options: &Mark) -> Result<Outcome> {
    let mut connection = env::writer(config)?;
    let tx = Transaction::begin(&mut connection)?;
    let Some(mut item) = show::find(&tx, &options.item)? else {
        output::complain(&format!("there is no item {}", options.item));
        return Ok(Outcome::Failed);
    };
    item.mark = Some(match options.word {
        MarkAs::Relevant => Call::Relevant,
        MarkAs::OffTopic => Call::OffTopic,
    });
    let offered = item.relevant() && outbox::of_story(&tx, item.story)?.is_empty();
    let mut dropped = 0;
    if offered {
        item.occasion = Some(Occasion::Regular { last_look: item.first_seen });
    } else if !item.relevant() {
        dropped = outbox::drop_stale(&tx, item.story, "marked off-topic", clock::now())?;
    }
    items::update(&tx, &item)?;
    let now = if options.dry_run { "would be" } else { "is" };
    let word = if item.relevant() { "relevant" } else { "off-topic" };
    output::remark(&format!("item {} {now} {word}: {}", item.id, output::visible(&item.title)));
    if offered {
        output::remark(&format!("it {now} offered to the channels at its source's next look"));
    }
    if dropped > 0 {
        output::remark(&format!("{dropped} of its posts that wait in the outbox {now} dropped"));
    }
    item_json::print(&tx, &[item.id], options.format)?;
    if options.dry_run {
        return Ok(Outcome::Fine); // the transaction is let go of
    }
    tx.commit()?;
    Ok(Outcome::Fine)
}

fn document<'a>(item: &'a Item, url: Option<&'a WebUrl>) -> Document<'a> {
    Document {
        title: &item.title,
        text: item.body(),
        url,
        lang: item.lang.as_ref(),
        source_name: None,
        source_tags: &[],
        mode: RelevanceMode::Judge,
    }
}

/// `edwire tune`: shows what the marks would change; `--apply` makes it so, `--reset` undoes it.
pub(crate) fn tune(config: Option<&Path>, options: &Tune) -> Result<Outcome> {
    let connection = env::writer(config)?;
    if options.reset {
        notes::remove(&connection, Note::Weights)?;
        output::remark("the shipped weights count again");
        return Ok(Outcome::Fine);
    }
    let mut marked = Vec::new();
    views::each_marked(&connection, |item| {
        let url = WebUrl::parse(&item.link).ok();
        marked.push((item, url));
        Ok(())
    })?;
    if marked.is_empty() {
        output::complain("nothing is marked yet; `edwire mark ITEM relevant|off-topic` does it");
        return Ok(Outcome::Failed);
    }
    let loaded = config::find(config)?.map(|file| config::load(&file)).transpose()?;
    let settings = loaded.map(|(config, _)| config.judge).unwrap_or_default();
    let mut judge = Judge::new(&settings);
    if let Some(weights) = notes::get(&connection, Note::Weights)? {
        judge = tuned(judge, &weights)?;
    }
    let marks: Vec<Marked<'_>> = marked
        .iter()
        .map(|(item, url)| Marked {
            document: document(item, url.as_ref()),
            relevant: item.relevant(),
        })
        .collect();
    let proposal = judge.tune(&marks);
    told(&proposal, &marked, settings.threshold, options.format)?;
    let better =
        right(&proposal, settings.threshold, true) > right(&proposal, settings.threshold, false);
    if !options.apply {
        output::remark("nothing was changed; --apply takes these weights");
        return Ok(Outcome::Fine);
    }
    if !better && !options.force {
        output::complain(
            "nothing was changed: these weights judge no more marks rightly than the present ones; \
             --force takes them all the same",
        );
        return Ok(Outcome::Failed);
    }
    notes::set(&connection, Note::Weights, &proposal.weights.to_toml())?;
    output::remark(
        "applied; a running edwire judges by them within half a minute. What is stored keeps its \
         verdict: `edwire rejudge` shows what would change",
    );
    Ok(Outcome::Fine)
}

/// How many marks are judged rightly, now or under the proposal.
fn right(proposal: &Proposal, threshold: f64, after: bool) -> usize {
    let right = |e: &&edwire::curate::judge::Effect| {
        if after { e.right_after(threshold) } else { e.right_before(threshold) }
    };
    proposal.effects.iter().filter(right).count()
}

/// Shows what would change, and the marked items before and after.
fn told(
    proposal: &Proposal,
    marked: &[(Item, Option<WebUrl>)],
    threshold: f64,
    format: Option<Format>,
) -> Result<()> {
    for change in proposal.changes.iter().take(20) {
        output::remark(&format!("{}: {:?} -> {:?}", change.evidence, change.before, change.after));
    }
    let rows: Vec<Value> = proposal
        .effects
        .iter()
        .filter_map(|effect| {
            let (item, _) = marked.get(effect.mark)?;
            Some(json!({
                "id": item.id, "marked": if effect.relevant { "relevant" } else { "off-topic" },
                "before": item_json::score(effect.before), "after": item_json::score(effect.after),
                "title": item.title,
            }))
        })
        .collect();
    output::rows(output::format(format), &COLUMNS, &rows)?;
    output::remark(&format!(
        "{} of {} marks right before, {} after",
        right(proposal, threshold, false),
        rows.len(),
        right(proposal, threshold, true)
    ));
    Ok(())
}

/// The judge with weights that were tuned on a store, as its notes have them.
pub(crate) fn tuned(judge: Judge, weights: &str) -> Result<Judge> {
    judge
        .with_weights_text(weights)
        .context("the tuned weights in the store; `edwire tune --reset` drops them")
}

/// The same for a judge that need not be made where no weights were tuned.
pub(crate) fn tuned_lazily(judge: LazyJudge, weights: Option<&str>) -> Result<LazyJudge> {
    let Some(weights) = weights else { return Ok(judge) };
    let settings = judge.settings().clone();
    let tuned = tuned(Judge::new(&settings), weights)?;
    Ok(LazyJudge::made(settings, tuned))
}
