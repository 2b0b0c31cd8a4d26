use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use edwire::daemon::documents;
use edwire::model::{Article, DateOrigin, Listing, Published, Warning, WarningKind, WebUrl};
use edwire::parse::sniff::{self, Sniffed};
use edwire::parse::{self, Context, Reading, Want, page::Memory};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::args::{As, Extract, Format};
use crate::{Outcome, output};

/// Stands in for the address of a file that has none; never shown.
const NOWHERE: &str = "saved.invalid";

/// Said where addresses are left out.
const RELATIVE: &str = "links are relative and --url was not given: their addresses are left out";

pub(crate) fn run(options: &Extract) -> Result<Outcome> {
    let context = context(options)?;
    let format = output::format(options.format);
    let mut outcome = Outcome::Fine;
    for file in &options.files {
        let body = match body(file) {
            Ok(body) => body,
            Err(error) => {
                output::complain(&format!("{}: {error}", file.display()));
                outcome = Outcome::Failed;
                continue;
            }
        };
        let report = match unreadable(&body, &context, options.kind) {
            Some(why) => Err(why),
            None => report(file, &body, &context, options.kind),
        };
        let report = report.unwrap_or_else(|why| {
            output::complain(&format!("{}: {why}", file.display()));
            outcome = Outcome::Failed;
            let warnings = vec![Warning::new(WarningKind::Note, why)];
            article_json(file, &Article { warnings, ..Article::default() }, &context)
        });
        show(&report, format)?;
    }
    Ok(outcome)
}

/// A file, or standard input for `-`.
fn body(file: &Path) -> std::io::Result<Vec<u8>> {
    if file != Path::new("-") {
        return std::fs::read(file);
    }
    let mut body = Vec::new();
    std::io::stdin().lock().read_to_end(&mut body)?;
    Ok(body)
}

/// Why there is nothing to read in a file.
fn unreadable(body: &[u8], context: &Context, kind: As) -> Option<String> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Some("the file is empty".to_owned());
    }
    let binary = sniff::sniff(body, context.content_type.as_deref()) == Sniffed::Binary;
    let binary = binary && matches!(kind, As::Auto | As::Article);
    binary.then(|| "binary data, neither a page nor a feed nor a document".to_owned())
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
    let nowhere = format!("http://{NOWHERE}/");
    let url = options.url.as_deref().unwrap_or(&nowhere);
    let url = WebUrl::parse(url).with_context(|| format!("--url {url}"))?;
    let (mut content_type, mut last_modified) = (None, None);
    for header in &options.header {
        let Some((name, value)) = header.split_once(':') else {
            bail!("--header wants \"Name: value\", not {header:?}");
        };
        if name.trim().eq_ignore_ascii_case("content-type") {
            content_type = Some(value.trim().to_owned());
        }
        if name.trim().eq_ignore_ascii_case("last-modified") {
            let stamp = jiff::fmt::rfc2822::parse(value.trim());
            last_modified = stamp.ok().map(|stamp| stamp.timestamp());
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
    Ok(Context { url, content_type, encoding: None, now, timezone, lang: None, last_modified })
}

fn report(file: &Path, body: &[u8], context: &Context, kind: As) -> Result<Value, String> {
    let want = match kind {
        As::Auto => Want::Auto,
        As::Feed => Want::Feed,
        As::List => Want::List,
        As::Article => Want::Article,
    };
    if matches!(want, Want::Auto | Want::Article)
        && documents::is_document(body, context.content_type.as_deref())
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let article = runtime.block_on(documents::article(body, context));
        let article = article.map_err(|error| error.to_string())?;
        return Ok(article_json(file, &article, context));
    }
    Ok(match parse::read(body, context, want, &Memory::default(), (None, None)) {
        Reading::Listing(listing) => listing_json(file, &listing),
        Reading::Article(article) => article_json(file, &article, context),
    })
}

fn listing_json(file: &Path, listing: &Listing) -> Value {
    let nowhere = listing.entries.iter().any(|entry| entry.url.host() == NOWHERE);
    let mut warnings = listing.warnings.clone();
    if nowhere {
        warnings.push(Warning::new(WarningKind::Note, RELATIVE));
    }
    let items: Vec<Value> = listing
        .entries
        .iter()
        .map(|entry| {
            let mut item = Map::new();
            if entry.url.host() != NOWHERE {
                let url = entry.spelled.as_deref().unwrap_or_else(|| entry.url.as_str());
                item.insert("url".into(), json!(url));
            }
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
        "warnings": texts(&warnings),
    })
}

fn texts(warnings: &[Warning]) -> Vec<String> {
    warnings.iter().map(ToString::to_string).collect()
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
    let told: Vec<&WebUrl> =
        article.images.iter().filter(|image| image.host() != NOWHERE).collect();
    let mut warnings = article.warnings.clone();
    if told.len() < article.images.len() {
        warnings.push(Warning::new(WarningKind::Note, RELATIVE));
    }
    put("images", Some(json!(told)));
    let deadlines: Vec<Value> = deadlines
        .iter()
        .map(|deadline| json!({"date": deadline.date, "what": deadline.what}))
        .collect();
    put("deadlines", Some(json!(deadlines)));
    put("warnings", Some(json!(texts(&warnings))));
    Value::Object(out)
}
