//! Asks, without posting, whether the token is good and the bot may post.

use teloxide::requests::Requester;
use teloxide::types::ChatMemberKind;
use teloxide::{ApiError, RequestError};

use super::Telegram;
use crate::deliver::error::SendError;

/// What the probe found, for a person to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The bot's name, with its `@`.
    pub bot: String,
    /// The chat's title or a person's name.
    pub chat: String,
}

impl Telegram {
    /// Probes the token, the chat and the right to post.
    pub async fn probe(&self) -> Result<Probe, SendError> {
        let me = self.bot.get_me().await.map_err(|error| self.failed(&error))?;
        let chat =
            self.bot.get_chat(self.recipient()).await.map_err(|error| self.failed(&error))?;
        let title = chat.title().or_else(|| chat.first_name()).unwrap_or_default().to_owned();
        let found = Probe { bot: me.mention(), chat: title };
        if chat.is_private() {
            return Ok(found);
        }
        let member = self
            .bot
            .get_chat_member(self.recipient(), me.id)
            .await
            .map_err(|error| self.failed(&error))?;
        let may_post = match &member.kind {
            ChatMemberKind::Owner(_) => true,
            ChatMemberKind::Administrator(rights) => !chat.is_channel() || rights.can_post_messages,
            ChatMemberKind::Member(_) => !chat.is_channel(),
            ChatMemberKind::Restricted(rights) => rights.can_send_messages,
            ChatMemberKind::Left | ChatMemberKind::Banned(_) => false,
        };
        if may_post {
            return Ok(found);
        }
        Err(SendError::Gone(format!(
            "{} may not post in {}: make it an administrator with the right to post messages",
            found.bot, found.chat
        )))
    }

    /// What went wrong and what to do; the library's errors name no token.
    fn failed(&self, error: &RequestError) -> SendError {
        let server = self.bot.api_url();
        let server = server.host_str().unwrap_or_default();
        match error {
            RequestError::Api(ApiError::InvalidToken) => SendError::Gone(
                "Telegram does not know the token; @BotFather shows the right one".to_owned(),
            ),
            RequestError::Api(ApiError::ChatNotFound) => SendError::Gone(
                "chat not found; `chat` is its @name or number, and the bot has to be in it"
                    .to_owned(),
            ),
            RequestError::Api(error) => SendError::Gone(error.to_string()),
            RequestError::MigrateToChatId(to) => SendError::Moved { to: to.0 },
            RequestError::RetryAfter(seconds) => SendError::Wait {
                wait: seconds.duration(),
                scope: crate::deliver::error::WaitScope::Bot,
            },
            RequestError::Network(_) => SendError::Retry(format!(
                "{server} cannot be reached; is the network up, and `api_url` right?"
            )),
            RequestError::InvalidJson { .. } => SendError::Retry(format!(
                "what {server} answers is not the Bot API's; is `api_url` right?"
            )),
            other @ RequestError::Io(_) => SendError::Retry(other.to_string()),
        }
    }
}
