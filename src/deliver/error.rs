use std::time::Duration;

/// Why a message was not sent, by what is to be done about it. None of the texts holds a token or
/// an address that carries one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing can be sent to this channel until a person acts: bot blocked, chat not found, no
    /// rights, token refused.
    #[error("{0}")]
    Gone(String),
    /// The group became a supergroup; it is the same chat under another number.
    #[error("the group is now the supergroup {to}")]
    Moved { to: i64 },
    /// The other side says how long to be quiet.
    #[error("told to wait {} s", wait.as_secs())]
    Wait { wait: Duration, scope: WaitScope },
    /// It certainly did not arrive, and may later.
    #[error("{0}")]
    Retry(String),
    /// The message itself is at fault; a poorer form may pass.
    #[error("{0}")]
    Rejected(String),
    /// What the message was about is no longer there: an edit of a deleted post.
    #[error("{0}")]
    Moot(String),
    /// It may have arrived.
    #[error("{0}")]
    Unknown(String),
}

/// Who has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaitScope {
    Chat,
    /// Every chat of the bot.
    Bot,
}
