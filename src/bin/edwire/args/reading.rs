//! Options of the commands that read the store.

use clap::ValueEnum;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{FORMAT, Format};

/// Which items; the same everywhere.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Filters {
    /// Published since: 7d, 24h, or a date
    #[arg(long, value_name = "WHEN")]
    pub(crate) since: Option<String>,
    /// Published before: 7d, 24h, or a date
    #[arg(long, value_name = "WHEN")]
    pub(crate) until: Option<String>,
    /// Only this source; may be given several times
    #[arg(long, value_name = "ID")]
    pub(crate) source: Vec<String>,
    /// Only this topic; may be given several times
    #[arg(long, value_name = "TOPIC")]
    pub(crate) topic: Vec<String>,
    /// Only this language, such as en or zh
    #[arg(long, value_name = "LANG")]
    pub(crate) lang: Vec<String>,
    /// Only sources of this country, such as CN
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) country: Vec<String>,
    /// Also off-topic items and later copies
    #[arg(long)]
    pub(crate) all: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    Relevance,
    Date,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// Words that must all occur; "a phrase", OR, NOT word, begin*, title:word, and source:,
    /// topic:, lang: or country: as the options below
    #[arg(required = true)]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// The best first, or the newest
    #[arg(long, value_enum, default_value = "relevance")]
    pub(crate) sort: Sort,
    /// Count the hits by topic, source and month instead
    #[arg(long)]
    pub(crate) facets: bool,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

/// A word that is excluded looks like an option, unless it is quoted with the words before it.
pub(crate) fn hinted(mut error: clap::Error) -> clap::Error {
    let searched = std::env::args_os().any(|arg| arg == "search");
    let short = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(arg)) => arg.starts_with('-') && !arg.starts_with("--"),
        _ => false,
    };
    if searched && short && error.kind() == ErrorKind::UnknownArgument {
        let tip =
            "to exclude a word, write NOT before it or quote the whole query: \"grant -visa\"";
        let tip = ContextValue::StyledStrs(vec![tip.into()]);
        error.insert(ContextKind::Suggested, tip);
    }
    error
}

#[derive(Debug, clap::Args)]
pub(crate) struct Latest {
    #[command(flatten)]
    pub(crate) filters: Filters,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Due {
    /// How far ahead, such as 30d
    #[arg(long, value_name = "SPAN")]
    pub(crate) within: Option<String>,
    #[command(flatten)]
    pub(crate) filters: Filters,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// An item's number or its address
    pub(crate) item: String,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}
