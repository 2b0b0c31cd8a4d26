use std::path::Path;

use anyhow::Result;
use edwire::store;
use serde_json::{Value, json};

use crate::args::{Format, Stats};
use crate::{Outcome, env, output};

pub(crate) fn run(config: Option<&Path>, options: &Stats) -> Result<Outcome> {
    let path = env::store_path(config)?;
    let connection = store::open_reader(&path)?;
    let rows: Vec<Value> = store::stats(&connection)?
        .into_iter()
        .map(|count| json!({"what": count.what, "value": count.value, "count": count.count}))
        .collect();
    let format = output::format(options.format);
    output::rows(format, &["what", "value", "count"], &rows)?;
    if format == Format::Table {
        let bytes = std::fs::metadata(&path).map_or(0, |meta| meta.len());
        output::remark(&format!("{}: {:.1} MB", path.display(), bytes as f64 / 1e6));
    }
    Ok(Outcome::Fine)
}
