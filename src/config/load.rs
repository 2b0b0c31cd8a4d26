//! Reading the files: TOML to tables, one table at a time so that every fault is found, not only
//! the first.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::fault::{Fault, Faults, Severity, Sheet, nearest};
use super::placed::{Placed, Places};
use super::plain::wrong_kind;
use super::raw;
use super::resolve::{Config, resolve};

const TOP_LEVEL: [&str; 10] = [
    "include",
    "store",
    "fetch",
    "schedule",
    "relevance",
    "topic",
    "web",
    "channel",
    "admin",
    "source",
];

/// Everything that the files say.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) store: Option<Placed<raw::Store>>,
    pub(super) fetch: Option<Placed<raw::Fetch>>,
    pub(super) schedule: Option<Placed<raw::Schedule>>,
    pub(super) relevance: Option<Placed<raw::Relevance>>,
    pub(super) web: Option<Placed<raw::Web>>,
    pub(super) admin: Option<Placed<raw::Admin>>,
    pub(super) topics: Vec<Placed<raw::Topic>>,
    pub(super) channels: Vec<Placed<raw::Channel>>,
    pub(super) sources: Vec<Placed<raw::Source>>,
}

/// Reads `config.toml` and what it includes. Warnings come with the configuration, errors instead
/// of it.
pub fn load(file: &Path) -> Result<(Config, Faults), Faults> {
    let mut tables = Tables::default();
    let mut faults = Faults::default();
    let includes = read_file(file, &mut tables, &mut faults);
    for (pattern, fault) in includes {
        match included(file, &pattern) {
            Ok(paths) => {
                if paths.is_empty() {
                    let text = format!("no file fits {pattern:?}");
                    faults.0.push(Fault { severity: Severity::Warning, text, ..fault });
                }
                for path in paths {
                    for (_, nested) in read_file(&path, &mut tables, &mut faults) {
                        faults.0.push(Fault {
                            text: "included files include no others".into(),
                            ..nested
                        });
                    }
                }
            }
            Err(error) => faults.0.push(Fault { text: format!("include: {error}"), ..fault }),
        }
    }
    let config = resolve(file, tables, &mut faults);
    faults.0.sort_by(|a, b| a.standing(file).cmp(&b.standing(file)));
    if faults.fatal() { Err(faults) } else { Ok((config, faults)) }
}

/// The files that make up a configuration, as far as the first can be read.
pub fn files(main: &Path) -> Vec<PathBuf> {
    let (mut tables, mut faults) = (Tables::default(), Faults::default());
    let includes = read_file(main, &mut tables, &mut faults);
    let others = includes.iter().filter_map(|(pattern, _)| included(main, pattern).ok()).flatten();
    std::iter::once(main.to_owned()).chain(others).collect()
}

fn included(main: &Path, pattern: &str) -> Result<Vec<PathBuf>, glob::PatternError> {
    let files = main.parent().unwrap_or(Path::new(".")).join(pattern);
    Ok(glob::glob(&files.to_string_lossy())?.flatten().collect())
}

/// Reads one file into the tables; returns its `include` patterns.
fn read_file(path: &Path, tables: &mut Tables, faults: &mut Faults) -> Vec<(String, Fault)> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let sheet = Sheet::new(path, "");
            faults.0.push(sheet.fault(None, format!("cannot be read: {error}")));
            return Vec::new();
        }
    };
    let sheet = Sheet::new(path, &text);
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in errors {
        faults.0.push(sheet.fault(error.span(), error.message()));
    }
    let mut reader = Reader { sheet, faults, includes: Vec::new() };
    for (key, value) in table.into_inner() {
        reader.top(&key, value, tables);
    }
    reader.includes
}

struct Reader<'a> {
    sheet: Sheet<'a>,
    faults: &'a mut Faults,
    includes: Vec<(String, Fault)>,
}

impl<'a> Reader<'a> {
    fn top(
        &mut self,
        key: &Spanned<Cow<'a, str>>,
        value: Spanned<DeValue<'a>>,
        tables: &mut Tables,
    ) {
        match key.get_ref().as_ref() {
            "include" => self.include(&value),
            "store" => tables.store = self.one(value),
            "fetch" => tables.fetch = self.one(value),
            "schedule" => tables.schedule = self.one(value),
            "relevance" => tables.relevance = self.one(value),
            "web" => tables.web = self.one(value),
            "admin" => tables.admin = self.one(value),
            "topic" => self.many(value, &mut tables.topics),
            "channel" => self.many(value, &mut tables.channels),
            "source" => self.many(value, &mut tables.sources),
            other => {
                let mut fault =
                    self.sheet.fault(Some(key.span()), format!("unknown key `{other}`"));
                fault.hint = nearest(other, TOP_LEVEL.into_iter())
                    .map(|name| format!("did you mean `{name}`?"));
                self.faults.0.push(fault);
            }
        }
    }

    fn include(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(patterns) = value.get_ref().as_array() else {
            let text = "include wants a list of files, like [\"sources/*.toml\"]";
            self.faults.0.push(self.sheet.fault(Some(value.span()), text));
            return;
        };
        for pattern in patterns {
            let fault = self.sheet.fault(Some(pattern.span()), "include wants file names");
            match pattern.get_ref().as_str() {
                Some(text) => self.includes.push((text.to_owned(), fault)),
                None => self.faults.0.push(fault),
            }
        }
    }

    fn many<T: DeserializeOwned>(
        &mut self,
        value: Spanned<DeValue<'a>>,
        into: &mut Vec<Placed<T>>,
    ) {
        let span = value.span();
        if let DeValue::Array(array) = value.into_inner() {
            into.extend(array.into_iter().filter_map(|table| self.one(table)));
        } else {
            let text = "several of these may stand here: write it as [[...]], not [...]";
            self.faults.0.push(self.sheet.fault(Some(span), text));
        }
    }

    /// Reads one table. A key at fault is reported and left out, and the rest is tried again, so
    /// that all faults of the table come to light.
    fn one<T: DeserializeOwned>(&mut self, mut value: Spanned<DeValue<'a>>) -> Option<Placed<T>> {
        let span = value.span();
        let mut at = self.places(&value);
        for _ in 0..=64 {
            match T::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(value) => return Some(Placed { value, at }),
                Err(error) => {
                    let key = key_at(&value, error.span());
                    if !missing(&error).is_some_and(|key| at.unread.contains(key)) {
                        self.report(&error, key.as_ref().map(|key| key.get_ref().as_ref()), &span);
                    }
                    let DeValue::Table(table) = value.get_mut() else { return None };
                    table.remove(&key.clone()?);
                    at.unread.extend(key.map(|key| key.get_ref().to_string()));
                }
            }
        }
        None
    }

    fn report(&mut self, error: &toml::de::Error, key: Option<&str>, table: &Range<usize>) {
        let message = error.message();
        let span = error.span().unwrap_or_else(|| table.clone());
        let mut names = message.split('`').skip(1).step_by(2);
        let unknown = ["field", "variant"]
            .into_iter()
            .find(|what| message.starts_with(&format!("unknown {what}")))
            .zip(names.next());
        let mut fault = self.sheet.fault(Some(span), "");
        if let Some((what, unknown)) = unknown {
            let what = if what == "field" { "key" } else { "value" };
            fault.text = format!("unknown {what} `{unknown}`");
            fault.hint = Some(match nearest(unknown, names.clone()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known here: {}", names.collect::<Vec<_>>().join(", ")),
            });
        } else if let Some(key) = missing(error) {
            fault.text = format!("`{key}` is missing");
        } else {
            fault.text = wrong_kind(key, message);
        }
        self.faults.0.push(fault);
    }

    fn places(&self, table: &Spanned<DeValue<'_>>) -> Places {
        let place = |span: Range<usize>| {
            let fault = self.sheet.fault(Some(span), "");
            (fault.line, fault.column)
        };
        let (line, column) = place(table.span());
        let keys = table.get_ref().as_table().map_or_else(BTreeMap::new, |table| {
            table.iter().map(|(key, _)| (key.get_ref().to_string(), place(key.span()))).collect()
        });
        Places { file: self.sheet.file.to_owned(), line, column, keys, unread: BTreeSet::new() }
    }
}

/// The key that a table lacks, where that is the fault.
fn missing(error: &toml::de::Error) -> Option<&str> {
    error.message().strip_prefix("missing field `")?.strip_suffix('`')
}

/// The key whose name or value covers the span.
fn key_at<'a>(
    value: &Spanned<DeValue<'a>>,
    span: Option<Range<usize>>,
) -> Option<Spanned<Cow<'a, str>>> {
    let (Some(span), DeValue::Table(table)) = (span, value.get_ref()) else { return None };
    table
        .iter()
        .find(|(key, value)| {
            let whole =
                key.span().start.min(value.span().start)..key.span().end.max(value.span().end);
            whole.start <= span.start && span.end <= whole.end
        })
        .map(|(key, _)| key.clone())
}
