use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

#[derive(Debug, Parser)]
#[command(name = "edwire", version, about, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read saved pages and feeds and print what edwire sees in them; no network
    Extract(Extract),
    /// Judge texts given as JSON lines on stdin: relevant or not, topics, deadlines, reasons
    Classify(Classify),
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
    #[arg(long)]
    pub(crate) now: Option<String>,
    /// The source's time zone, such as Asia/Shanghai (default: UTC)
    #[arg(long)]
    pub(crate) timezone: Option<String>,
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Classify {
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}
