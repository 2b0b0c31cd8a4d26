use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Whether a fault keeps edwire from starting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    Error,
    /// Worth a look; edwire runs all the same.
    Warning,
}

/// Something wrong in a configuration file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub severity: Severity,
    pub file: PathBuf,
    /// Counted from 1; 0 where the fault is of the whole file.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    pub text: String,
    pub hint: Option<String>,
}

impl Fault {
    /// Where it stands in the report: the main file first, each file from its top.
    pub(super) fn standing<'a>(&'a self, main: &Path) -> (bool, &'a Path, usize, usize) {
        (self.file != main, &self.file, self.line, self.column)
    }
}

/// `config.toml:12:3: error: ... (did you mean ...?)`
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, " {word}: {}", self.text)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

/// All faults of a configuration, in the order met.
#[derive(Debug, Clone, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Those that keep edwire from starting.
    #[must_use]
    pub fn errors(&self) -> Self {
        let is_error = |fault: &&Fault| fault.severity == Severity::Error;
        Self(self.0.iter().filter(is_error).cloned().collect())
    }

    pub fn fatal(&self) -> bool {
        self.0.iter().any(|fault| fault.severity == Severity::Error)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, fault) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// One configuration file while it is read: knows where each byte stands.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) file: &'a Path,
    pub(super) text: &'a str,
    /// Where each line begins, once that was asked.
    lines: OnceCell<Vec<usize>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(file: &'a Path, text: &'a str) -> Self {
        Self { file, text, lines: OnceCell::new() }
    }
}

impl Sheet<'_> {
    pub(super) fn fault(&self, span: Option<Range<usize>>, text: impl Into<String>) -> Fault {
        let (line, column) = span.map_or((0, 0), |span| self.place(span.start));
        Fault {
            severity: Severity::Error,
            file: self.file.to_owned(),
            line,
            column,
            text: text.into(),
            hint: None,
        }
    }

    fn place(&self, byte: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.match_indices('\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        });
        let line = lines.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or_default();
        let before = self.text.get(start..byte).unwrap_or_default();
        (line.max(1), before.chars().count() + 1)
    }
}

/// The known name nearest to a mistyped one, if any is near enough.
pub(super) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::jaro_winkler(typed, name), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
