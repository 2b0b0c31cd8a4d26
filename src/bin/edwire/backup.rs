use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::args::{Backup, Format};
use crate::progress::Progress;
use crate::{Outcome, env, output};

pub(crate) fn run(config: Option<&Path>, options: &Backup) -> Result<Outcome> {
    if options.file.exists() {
        output::complain(&format!(
            "{} exists already; choose another name",
            options.file.display()
        ));
        return Ok(Outcome::Usage);
    }
    let connection = env::reader(config)?;
    let mut progress = Progress::new("copying, step", None);
    edwire::store::backup(&connection, &options.file, move || progress.step(1))?;
    let items = edwire::store::open_reader(&options.file)
        .and_then(|copy| edwire::store::views::count(&copy))?;
    match options.format {
        Some(format @ (Format::Json | Format::Jsonl | Format::Csv)) => {
            let row = json!({"file": options.file, "items": items});
            output::rows(format, &["file", "items"], &[row])?;
        }
        _ => output::remark(&format!("{} holds {items} items", options.file.display())),
    }
    Ok(Outcome::Fine)
}
