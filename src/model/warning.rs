use std::fmt;

use serde::{Deserialize, Serialize};

/// Something a parser met and got past. Parsing never fails on bad content: it returns what it
/// could read, and these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub kind: WarningKind,
    /// One sentence for the operator, without a full stop.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WarningKind {
    /// A limit on size, depth or number was reached; the rest was not read.
    Limit,
    /// The declared character encoding was wrong, or bytes could not be decoded.
    Charset,
    /// The markup or XML was broken and repaired.
    Markup,
    /// A date was missing, unreadable or implausible.
    Date,
    /// The page is a log-in form.
    Login,
    /// The page is a bot challenge or a block page.
    Challenge,
    /// The page says that the site is closed, moved or in maintenance, or that nothing was found.
    Closed,
    /// Nothing that looks like news was found.
    NoList,
    /// What was learned about this source no longer fits.
    Template,
    /// Anything else worth saying.
    Note,
}

impl Warning {
    pub fn new(kind: WarningKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
