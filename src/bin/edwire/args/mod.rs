//! The command line's grammar. Help texts are part of the product.

mod reading;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

pub(crate) use reading::{Due, Filters, Latest, Search, Show, Sort, hinted};

/// Over the options that all commands have.
const GENERAL: &str = "Options of every command";
/// Of every `--format`.
const FORMAT: &str = "How it is written: a table on a terminal, JSON lines to a file or program";

/// A news wire for international education: reads news pages and feeds, keeps what matters, posts
/// each story once.
#[derive(Debug, Parser)]
#[command(name = "edwire", version, about, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Args {
    /// The configuration file (default: config.toml, then the user's and the system's folders)
    #[arg(long, global = true, value_name = "FILE", help_heading = GENERAL)]
    pub(crate) config: Option<PathBuf>,
    /// Say more; twice for everything
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = GENERAL)]
    pub(crate) verbose: u8,
    /// Say only what went wrong
    #[arg(short, long, global = true, help_heading = GENERAL)]
    pub(crate) quiet: bool,
    /// How logs are written to stderr
    #[arg(long, global = true, value_enum, default_value = "text", help_heading = GENERAL)]
    pub(crate) log: LogFormat,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Watch edwire work on a bundled newsroom: no account, no network
    Demo(Demo),
    /// Read the sources and post what is new; runs until stopped
    Run(Run),
    /// From nothing to a first post: asks for the few things needed and writes config.toml
    Init(Init),
    /// Validate the configuration; every fault with its place
    Check(Check),
    /// Show what would be read at an address or from a source, item by item; stores nothing
    Preview(Preview),
    /// The same on saved files; no network
    Extract(Extract),
    /// Judge texts given as JSON lines on stdin: relevant or not, topics, deadlines, reasons
    Classify(Classify),
    /// Full-text search over everything stored, in English and Chinese
    Search(Search),
    /// The newest items
    Latest(Latest),
    /// Items with a deadline or an event ahead
    Due(Due),
    /// One item whole: text, verdict and reasons, story, where it was posted
    #[command(alias = "explain")]
    Show(Show),
    /// List, add, remove, pause or resume sources
    Sources(Sources),
    /// Messages waiting, failed or held; send them again or drop them
    Outbox(Outbox),
    /// Bring in items (JSON lines) or sources (OPML)
    Import(Import),
    /// Write items or sources to stdout
    Export(Export),
    /// Judge stored items again after topics or rules changed
    Rejudge(Rejudge),
    /// Your word on an item: relevant or off-topic
    Mark(Mark),
    /// What your marks would change in the judge
    Tune(Tune),
    /// Merge or separate stories by hand
    Story(Story),
    /// How much of everything is stored
    Stats(Stats),
    /// Copy the store to a file while edwire runs
    Backup(Backup),
    /// Completions for a shell
    Completions(Completions),
    /// The manual page, in roff: edwire man search | man -l -
    Man(Man),
    /// What `documents` starts for an attached file
    #[command(name = edwire::daemon::documents::COMMAND, hide = true)]
    ReadDocument,
    /// What `heavy` starts for a page that takes much memory
    #[command(name = edwire::daemon::heavy::COMMAND, hide = true)]
    ReadPage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum As {
    Auto,
    Feed,
    List,
    Article,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Jsonl,
    Csv,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Keep the newsroom running afterwards, until Ctrl-C
    #[arg(long)]
    pub(crate) serve: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// One pass over every due source, deliver what is queued, exit
    #[arg(long)]
    pub(crate) once: bool,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// A news page or feed to read; may be given several times
    #[arg(long, value_name = "URL")]
    pub(crate) source: Vec<String>,
    /// The Telegram chat to post to, such as `@your_channel`; without one, posts go to the terminal
    #[arg(long, value_name = "CHAT", allow_hyphen_values = true)]
    pub(crate) chat: Option<String>,
    /// Where webmasters can reach you, such as mailto:you@example.edu
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) contact: Option<String>,
    /// Ask nothing, take what is found
    #[arg(long)]
    pub(crate) yes: bool,
    /// Only write the file; look at nothing
    #[arg(long)]
    pub(crate) offline: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Stats {
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Also look at every source and ask every channel whether posting is allowed
    #[arg(long)]
    pub(crate) online: bool,
    /// With --online: post a test message to every channel
    #[arg(long, requires = "online")]
    pub(crate) send_test: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Preview {
    /// An address, or the id of a source
    #[arg(required_unless_present = "channel")]
    pub(crate) target: Option<String>,
    /// What this channel's filters would have posted, from what is stored
    #[arg(long, value_name = "NAME", conflicts_with = "target")]
    pub(crate) channel: Option<String>,
    /// With --channel: how far back (default 30d)
    #[arg(long, value_name = "WHEN")]
    pub(crate) since: Option<String>,
    /// The moment to read relative and year-less dates by (default: now)
    #[arg(long, value_name = "DATE")]
    pub(crate) now: Option<String>,
    /// The source's time zone, such as Asia/Shanghai
    #[arg(long, value_name = "TZ")]
    pub(crate) timezone: Option<String>,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Extract {
    /// What the files are
    #[arg(long = "as", value_enum, default_value = "auto")]
    pub(crate) kind: As,
    /// The address the files were saved from; links are resolved against it
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// A response header, such as "Content-Type: text/html; charset=gbk"
    #[arg(long)]
    pub(crate) header: Vec<String>,
    /// The moment to read relative and year-less dates by (default: now)
    #[arg(long, value_name = "DATE")]
    pub(crate) now: Option<String>,
    /// The source's time zone, such as Asia/Shanghai (default: UTC)
    #[arg(long, value_name = "TZ")]
    pub(crate) timezone: Option<String>,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
    /// Saved pages, feeds, PDF or Word files; `-` is standard input
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Classify {
    #[arg(long, value_enum, help = "How the answers are written [default: jsonl]")]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Sources {
    #[command(subcommand)]
    pub(crate) what: Option<SourcesWhat>,
    #[arg(long, value_enum, global = true, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourcesWhat {
    /// Health, interval, last news and next check of each
    List,
    /// Look at an address and, if news is found there, add it to config.toml
    Add {
        url: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Take a source out of config.toml; its items stay
    Remove { id: String },
    /// Stop reading a source
    Pause { id: String },
    /// Read it again, from now on
    Resume { id: String },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Outbox {
    #[command(subcommand)]
    pub(crate) what: Option<OutboxWhat>,
    #[arg(long, value_enum, global = true, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OutboxWhat {
    /// What waits, is held, failed or is in doubt
    List,
    /// Send one again
    Retry { id: i64 },
    /// Never send one
    Drop { id: i64 },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// Items as JSON lines, or sources as .opml; - for stdin
    pub(crate) file: PathBuf,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Jsonl,
    Csv,
    Opml,
    Atom,
    JsonFeed,
    Ics,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: ExportFormat,
    #[command(flatten)]
    pub(crate) filters: Filters,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Rejudge {
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Write the new verdicts; without it they are only shown
    #[arg(long)]
    pub(crate) apply: bool,
    /// Write them, and offer what became relevant to the channels
    #[arg(long)]
    pub(crate) post: bool,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MarkAs {
    Relevant,
    OffTopic,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Mark {
    /// An item's number or its address
    pub(crate) item: String,
    #[arg(value_enum)]
    pub(crate) word: MarkAs,
    /// Only say what would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Tune {
    /// Judge by the proposed weights from now on, where they judge more marks rightly
    #[arg(long, conflicts_with = "reset")]
    pub(crate) apply: bool,
    /// Apply them even where they are no better
    #[arg(long, requires = "apply")]
    pub(crate) force: bool,
    /// Back to the shipped weights
    #[arg(long)]
    pub(crate) reset: bool,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Story {
    #[command(subcommand)]
    pub(crate) what: StoryWhat,
    #[arg(long, value_enum, global = true, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoryWhat {
    /// These items tell one story; the first one's is kept
    Join {
        #[arg(required = true, num_args = 2..)]
        items: Vec<String>,
    },
    /// Each of these items is a story of its own
    Split {
        #[arg(required = true)]
        items: Vec<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The file to write; it must not exist yet
    pub(crate) file: PathBuf,
    #[arg(long, value_enum, help = FORMAT)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Man {
    /// Of one command; without it, of edwire as a whole
    pub(crate) command: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    pub(crate) shell: clap_complete::Shell,
}
