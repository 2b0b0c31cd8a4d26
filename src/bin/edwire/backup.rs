use std::path::Path;

use anyhow::{Result, bail};

use crate::args::Backup;
use crate::{Outcome, env, output};

pub(crate) fn run(config: Option<&Path>, options: &Backup) -> Result<Outcome> {
    if options.file.exists() {
        bail!("{} exists already; choose another name", options.file.display());
    }
    let connection = env::reader(config)?;
    edwire::store::backup(&connection, &options.file)?;
    let items = edwire::store::open_reader(&options.file)
        .and_then(|copy| edwire::store::views::count(&copy))?;
    output::remark(&format!("{} holds {items} items", options.file.display()));
    Ok(Outcome::Fine)
}
