use std::io::BufWriter;
use std::path::Path;

use anyhow::Result;
use edwire::daemon::clock;
use edwire::serve::export::{self, About, Format, ItemRow, SourceRow};
use edwire::store::{self, views};

use crate::args::{Export, ExportFormat};
use crate::progress::Progress;
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
    let _seen = store::snapshot(&connection)?;
    let filter = env::filter(&options.filters, None)?;
    env::known(&connection, &filter)?;
    let mut out = format.start(BufWriter::new(output::stdout()), &about)?;
    let mut failed = None;
    let mut progress = Progress::new("items", None);
    // One item at a time, so that any number fits into memory.
    views::each(&connection, &filter, |item| {
        let row = ItemRow::from(views::view(&connection, item)?);
        if let Err(error) = out.item(&row) {
            failed = Some(error);
            return Ok(false);
        }
        progress.step(1);
        Ok(true)
    })?;
    drop(progress);
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
