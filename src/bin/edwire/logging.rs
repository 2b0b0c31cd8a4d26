//! Logs on stderr: readable by a person, or as JSON.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::args::{Args, Command, LogFormat};

pub(crate) fn start(args: &Args) {
    let level = match (args.quiet, args.verbose) {
        (true, _) => "error",
        // The demo tells its story itself.
        (false, 0) if matches!(args.command, Command::Demo(_)) => "error",
        (false, 0) => "warn,edwire=info",
        (false, 1) => "info,edwire=debug",
        (false, _) => "debug,edwire=trace",
    };
    // Below their info level these print addresses, and Telegram's carry the token.
    let filter = EnvFilter::new(format!(
        "{level},reqwest=info,hyper=info,hyper_util=info,teloxide_core=info,html5ever=error,\
         selectors=error"
    ));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match args.log {
        LogFormat::Json => logs.json().flatten_event(true).init(),
        LogFormat::Text => {
            logs.with_ansi(std::io::stderr().is_terminal()).with_target(false).compact().init();
        }
    }
}
