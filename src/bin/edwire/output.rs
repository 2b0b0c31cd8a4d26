//! The only place that prints.

use std::io::{self, Write};

/// Writes one line to stdout; a reader that has gone away is no error.
pub(crate) fn line(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// One message to stderr.
#[expect(clippy::print_stderr, reason = "the only place that prints")]
pub(crate) fn complain(text: &str) {
    eprintln!("edwire: {text}");
}
