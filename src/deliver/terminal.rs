//! Posts to a terminal: a calm card each, or a JSON line each.

use std::fmt::Write as _;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use anstyle::{AnsiColor, Style};

use super::error::SendError;
use super::message::{Message, Receipts};
use super::payload::{Payload, lines};
use super::settings::TerminalLook;

/// Where the terminal channel writes. The binary says whether that is standard output or error.
#[derive(Clone)]
pub struct Printer(Arc<Mutex<dyn Write + Send>>);

impl std::fmt::Debug for Printer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Printer")
    }
}

impl Printer {
    pub fn new(output: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(output)))
    }
}

#[derive(Debug, Clone)]
pub(super) struct Terminal {
    printer: Printer,
    look: TerminalLook,
}

impl Terminal {
    pub(super) fn new(printer: Printer, look: TerminalLook) -> Self {
        Self { printer, look }
    }

    pub(super) fn send(
        &self,
        id: &str,
        channel: &str,
        message: &Message,
    ) -> Result<Receipts, SendError> {
        let text = match self.look {
            TerminalLook::JsonLines => {
                let line = serde_json::to_string(&Payload::new(id, channel, message));
                line.map_err(|error| SendError::Rejected(error.to_string()))? + "\n"
            }
            look => card(message, look),
        };
        let mut output = self.printer.0.lock().unwrap_or_else(PoisonError::into_inner);
        output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush())
            .map(|()| Receipts::none())
            .map_err(|error| SendError::Gone(format!("cannot write to the terminal: {error}")))
    }
}

/// The head line, then the rest indented. Everything shown was tamed: no escape sequence passes.
fn card(message: &Message, look: TerminalLook) -> String {
    let colour = match message {
        Message::Alert(_) => AnsiColor::Yellow,
        _ => AnsiColor::Cyan,
    };
    let (head_style, calm) = if look == TerminalLook::Coloured {
        (Style::new().bold().fg_color(Some(colour.into())), Style::new().dimmed())
    } else {
        (Style::new(), Style::new())
    };
    let (head, rest) = lines(message);
    let mut card = format!("{head_style}{head}{head_style:#}\n");
    for line in rest.iter().filter(|line| !line.is_empty()) {
        writeln!(card, "  {calm}{line}{calm:#}").ok();
    }
    card
}
