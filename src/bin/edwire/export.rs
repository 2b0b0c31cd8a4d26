use std::io::BufWriter;
use std::path::Path;

use anyhow::Result;
use edwire::daemon::clock;
use edwire::model::ChannelName;
use edwire::serve::export::{self, About, DeadlineRow, DeliveryRow, Format, ItemRow, SourceRow};
use edwire::store::views::{self, ItemView};

use crate::args::{Export, ExportFormat};
use crate::{Outcome, env, output};

pub(crate) fn run(config: Option<&Path>, options: &Export) -> Result<Outcome> {
    let about =
        About { title: "edwire".to_owned(), address: None, home: None, updated: clock::now() };
    let format = match options.format {
        ExportFormat::Opml => return opml(config, &about),
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Atom => Format::Atom,
        ExportFormat::JsonFeed => Format::JsonFeed,
        ExportFormat::Ics => Format::Ics,
    };
    let connection = env::reader(config)?;
    let filter = env::filter(&options.filters, None)?;
    let mut out = format.start(BufWriter::new(output::stdout()), &about)?;
    let mut failed = None;
    // One item at a time, so that any number fits into memory.
    views::each(&connection, &filter, |item| {
        let row = row(views::view(&connection, item)?);
        if let Err(error) = out.item(&row) {
            failed = Some(error);
            return Ok(false);
        }
        Ok(true)
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    out.finish()?;
    Ok(Outcome::Fine)
}

fn opml(config: Option<&Path>, about: &About) -> Result<Outcome> {
    let sources = env::config(config)?.sources;
    let rows = sources.into_iter().map(|source| SourceRow {
        name: source.name,
        url: source.url.to_string(),
        kind: source.kind,
        lang: source.lang,
        tags: source.tags,
    });
    export::write_opml(output::stdout(), about, rows)?;
    Ok(Outcome::Fine)
}

fn row(view: ItemView) -> ItemRow {
    let ItemView { item, state, why, also, deliveries, source_name } = view;
    ItemRow {
        id: item.id,
        url: item.url.to_string(),
        relevant: item.relevant(),
        title: item.title,
        summary: item.summary,
        text: Some(item.text).filter(|text| !text.is_empty()),
        source: item.source,
        source_name,
        lang: item.lang,
        published: item.published,
        first_seen: item.first_seen,
        score: (item.verdict.score * 1000.0).round() / 1000.0,
        topics: item.verdict.topics,
        story: item.story,
        also,
        deadlines: item
            .deadlines
            .into_iter()
            .map(|deadline| DeadlineRow {
                date: deadline.date,
                until: deadline.until,
                kind: deadline.kind,
                what: deadline.what,
            })
            .collect(),
        state,
        why,
        deliveries: deliveries
            .into_iter()
            .map(|delivery| DeliveryRow {
                channel: ChannelName::new(delivery.channel),
                state: delivery.state,
                why: delivery.why,
            })
            .collect(),
    }
}
