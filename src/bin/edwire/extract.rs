use std::path::Path;

use anyhow::{Context as _, Result, bail};
use edwire::model::{Article, DateOrigin, Listing, Published, WebUrl};
use edwire::parse::{self, Context, Reading, Want, page::Memory};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::args::{As, Extract, Format};
use crate::{Outcome, output};

pub(crate) fn run(options: &Extract) -> Result<Outcome> {
    let context = context(options)?;
    let format = output::format(options.format);
    let mut outcome = Outcome::Fine;
    for file in &options.files {
        match std::fs::read(file) {
            Ok(body) => show(&report(file, &body, &context, options.kind), format)?,
            Err(error) => {
                output::complain(&format!("{}: {error}", file.display()));
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}

/// A listing as rows, an article as one; JSON as it is.
fn show(report: &Value, format: Format) -> Result<()> {
    if matches!(format, Format::Json | Format::Jsonl) {
        return Ok(output::line(&report.to_string())?);
    }
    match report["items"].as_array() {
        Some(items) => output::rows(format, &["date", "title", "url"], items),
        None => output::rows(
            format,
            &["date", "title", "author", "source", "lang", "text"],
            std::slice::from_ref(report),
        ),
    }
}

fn context(options: &Extract) -> Result<Context> {
    let url = options.url.as_deref().unwrap_or("http://saved.invalid/");
    let url = WebUrl::parse(url).with_context(|| format!("--url {url}"))?;
    let mut content_type = None;
    for header in &options.header {
        let Some((name, value)) = header.split_once(':') else {
            bail!("--header wants \"Name: value\", not {header:?}");
        };
        if name.trim().eq_ignore_ascii_case("content-type") {
            content_type = Some(value.trim().to_owned());
        }
    }
    let timezone = match &options.timezone {
        Some(name) => TimeZone::get(name).with_context(|| format!("--timezone {name}"))?,
        None => TimeZone::UTC,
    };
    let now = match &options.now {
        Some(text) => Published::parse(text, DateOrigin::FirstSeen).context("--now")?.at,
        None => edwire::daemon::clock::now(),
    };
    Ok(Context { url, content_type, encoding: None, now, timezone, lang: None })
}

fn report(file: &Path, body: &[u8], context: &Context, kind: As) -> Value {
    let want = match kind {
        As::Auto => Want::Auto,
        As::Feed => Want::Feed,
        As::List => Want::List,
        As::Article => Want::Article,
    };
    match parse::read(body, context, want, &Memory::default(), (None, None)) {
        Reading::Listing(listing) => listing_json(file, &listing),
        Reading::Article(article) => article_json(file, &article, context),
    }
}

fn listing_json(file: &Path, listing: &Listing) -> Value {
    let items: Vec<Value> = listing
        .entries
        .iter()
        .map(|entry| {
            let mut item = Map::new();
            let url = entry.spelled.as_deref().unwrap_or_else(|| entry.url.as_str());
            item.insert("url".into(), json!(url));
            item.insert("title".into(), json!(entry.title));
            if let Some(published) = &entry.published {
                item.insert("date".into(), json!(published));
            }
            Value::Object(item)
        })
        .collect();
    json!({
        "file": file.display().to_string(),
        "kind": listing.kind.as_str(),
        "items": items,
        "warnings": listing.warnings,
    })
}

fn article_json(file: &Path, article: &Article, context: &Context) -> Value {
    let clues =
        parse::date::Clues { now: context.now, timezone: context.timezone.clone(), order: None };
    let deadlines = parse::deadline::find(
        article.title.as_deref().unwrap_or_default(),
        &article.text,
        article.published.as_ref(),
        &clues,
    );
    let mut out = Map::new();
    out.insert("file".into(), json!(file.display().to_string()));
    out.insert("kind".into(), json!("article"));
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value);
        }
    };
    put("title", article.title.as_ref().map(|title| json!(title)));
    put("date", article.published.as_ref().map(|date| json!(date)));
    put("author", article.author.as_ref().map(|author| json!(author)));
    put("source", article.source.as_ref().map(|source| json!(source)));
    put("lang", article.lang.as_ref().map(|lang| json!(lang)));
    put("text", Some(json!(article.text)));
    put("images", Some(json!(article.images)));
    let deadlines: Vec<Value> = deadlines
        .iter()
        .map(|deadline| json!({"date": deadline.date, "what": deadline.what}))
        .collect();
    put("deadlines", Some(json!(deadlines)));
    put("warnings", Some(json!(article.warnings)));
    Value::Object(out)
}
