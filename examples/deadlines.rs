//! How well deadlines and event dates are found in labelled notices.
//!
//! ```text
//! cargo run --example deadlines -- [--odd | --even] [--quiet] FILE.jsonl...
//! ```
//!
//! A line is an object with `published`, `title`, `text`, `due` and `events`; the languages are told
//! apart by the first two letters of the file's name. Prints precision and recall by language and
//! kind, and unless `--quiet` each date that was missed or made up.

#![expect(clippy::print_stdout, reason = "a command whose output is its figures")]

#[path = "notices/notice.rs"]
mod notice;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};
use edwire::model::DeadlineKind;
use edwire::parse::deadline;
use notice::Notice;

fn wanted(notice: &Notice) -> BTreeSet<(char, String)> {
    let due = notice.due.iter().map(|day| ('a', day.clone()));
    due.chain(notice.events.iter().map(|day| ('e', day.clone()))).collect()
}

fn found(notice: &Notice) -> Result<BTreeSet<(char, String)>> {
    let (published, clues) = notice.clues()?;
    let found = deadline::find(&notice.title, &notice.text, Some(&published), &clues);
    let told = found.into_iter().map(|one| {
        let until = one.until.map(|last| format!("/{last}")).unwrap_or_default();
        let kind = if one.kind == DeadlineKind::Apply { 'a' } else { 'e' };
        (kind, format!("{}{until}", one.date.date()))
    });
    Ok(told.collect())
}

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    right: usize,
    made_up: usize,
    missed: usize,
}

impl Counts {
    fn line(self) -> String {
        let part = |of: usize| if of == 0 { 1.0 } else { self.right as f64 / of as f64 };
        let (precision, recall) = (part(self.right + self.made_up), part(self.right + self.missed));
        format!(
            "P {precision:.3}  R {recall:.3}  ({} right, {} made up, {} missed)",
            self.right, self.made_up, self.missed
        )
    }
}

pub fn main() -> Result<()> {
    let mut counts: BTreeMap<(String, char), Counts> = BTreeMap::new();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    let (odd, even, quiet) = (has("--odd"), has("--even"), has("--quiet"));
    for path in args.iter().filter(|arg| !arg.starts_with("--")).map(Path::new) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let lang: String = name.chars().take(2).collect();
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        for (at, line) in text.lines().enumerate() {
            if odd && at % 2 == 1 || even && at % 2 == 0 {
                continue;
            }
            let notice: Notice = serde_json::from_str(line).context(name.to_string())?;
            let (wanted, found) = (wanted(&notice), found(&notice)?);
            let mut told = Vec::new();
            for (kind, day) in wanted.union(&found) {
                let (want, got) =
                    (wanted.contains(&(*kind, day.clone())), found.contains(&(*kind, day.clone())));
                for lang in [lang.as_str(), "all"] {
                    for kind in [*kind, '*'] {
                        let one = counts.entry((lang.to_owned(), kind)).or_default();
                        one.right += usize::from(want && got);
                        one.made_up += usize::from(!want);
                        one.missed += usize::from(!got);
                    }
                }
                if want != got {
                    told.push(format!(
                        "  {} {kind} {day}",
                        if want { "missed " } else { "made up" }
                    ));
                }
            }
            if !told.is_empty() && !quiet {
                println!(
                    "{name}:{} {} | {}\n{}\n{}\n",
                    at + 1,
                    notice.published,
                    notice.title,
                    notice.text,
                    told.join("\n")
                );
            }
        }
    }
    for ((lang, kind), one) in counts {
        let kind = match kind {
            'a' => "apply",
            'e' => "event",
            _ => "both",
        };
        println!("{lang:4} {kind:6} {}", one.line());
    }
    Ok(())
}
