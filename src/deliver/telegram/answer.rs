//! What an answer of the Bot API means. Sorted by code and parameters; by the server's words only
//! where one code covers several classes. Pure.

use std::time::Duration;

use serde::Deserialize;
use teloxide::ApiError;

use crate::deliver::error::{SendError, WaitScope};
use crate::deliver::text::{cut_words, tame};

/// For a 429 that does not say how long.
const UNSAID_WAIT: u64 = 30;

#[derive(Debug, Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    result: serde_json::Value,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

/// Both fields in one: the server never sends them together, but may one day.
#[derive(Debug, Deserialize)]
struct Parameters {
    migrate_to_chat_id: Option<i64>,
    retry_after: Option<u64>,
}

/// The number of the message, where the server accepted it; 0 where it does not say.
pub(crate) fn read(status: u16, retry_after: Option<u64>, body: &[u8]) -> Result<i32, SendError> {
    let Ok(answer) = serde_json::from_slice::<Answer>(body) else {
        return Err(unreadable(status, retry_after));
    };
    if answer.ok && (200..300).contains(&status) {
        let number = answer.result.get("message_id").and_then(serde_json::Value::as_i64);
        return Ok(number.and_then(|number| number.try_into().ok()).unwrap_or_default());
    }
    let parameters = answer.parameters.as_ref();
    if let Some(to) = parameters.and_then(|parameters| parameters.migrate_to_chat_id) {
        return Err(SendError::Moved { to });
    }
    let code = answer.error_code.unwrap_or(status);
    let said = parameters.and_then(|parameters| parameters.retry_after).or(retry_after);
    Err(refusal(code, said, answer.description.as_deref().unwrap_or_default()))
}

/// Not JSON: a proxy or a broken front answered.
fn unreadable(status: u16, retry_after: Option<u64>) -> SendError {
    match status {
        429 => wait(retry_after),
        // a page instead of an answer says nothing about what stands behind it
        200..=299 => SendError::Unknown(format!("answer {status} is not the Bot API's")),
        500..=599 => SendError::Unknown(format!("server error {status}")),
        413 => SendError::Rejected("the message is too large".to_owned()),
        _ => SendError::Retry(format!("answer {status} is not the Bot API's")),
    }
}

fn wait(seconds: Option<u64>) -> SendError {
    let wait = Duration::from_secs(seconds.unwrap_or(UNSAID_WAIT));
    SendError::Wait { wait, scope: WaitScope::Chat }
}

fn refusal(code: u16, retry_after: Option<u64>, description: &str) -> SendError {
    let said = cut_words(&tame(description), 200, |text| text.chars().count());
    match code {
        429 => wait(retry_after),
        401 | 404 => SendError::Gone(format!("Telegram does not know the token ({said})")),
        403 => SendError::Gone(said),
        409 => SendError::Retry(said),
        500..=599 => SendError::Unknown(format!("server error {code}: {said}")),
        400 => bad_request(description, said),
        _ => SendError::Rejected(said),
    }
}

/// 400 covers the chat, the message and what the message refers to.
fn bad_request(description: &str, said: String) -> SendError {
    let known = serde_json::from_value::<ApiError>(serde_json::Value::from(description));
    match known {
        Ok(
            ApiError::ChatNotFound
            | ApiError::UserNotFound
            | ApiError::GroupDeactivated
            | ApiError::NotEnoughRightsToPostMessages,
        ) => SendError::Gone(said),
        Ok(
            ApiError::MessageToEditNotFound
            | ApiError::MessageCantBeEdited
            | ApiError::MessageNotModified
            | ApiError::MessageIdInvalid
            | ApiError::MessageToReplyNotFound,
        ) => SendError::Moot(said),
        _ => by_words(&description.to_ascii_lowercase(), said),
    }
}

/// Words of the server that the library's table does not have.
fn by_words(description: &str, said: String) -> SendError {
    const CHAT: [&str; 12] = [
        "chat not found",
        "not enough rights",
        "have no rights",
        "need administrator rights",
        "chat_write_forbidden",
        "chat_admin_required",
        "channel_private",
        "peer_id_invalid",
        "group chat was deactivated",
        "user is deactivated",
        "message thread not found",
        "topic_closed",
    ];
    const TARGET: [&str; 4] = [
        "message is not modified",
        "message to edit not found",
        "message can't be edited",
        "there is no caption in the message to edit",
    ];
    let has = |words: &[&str]| words.iter().any(|word| description.contains(word));
    if has(&CHAT) {
        SendError::Gone(said)
    } else if has(&TARGET) {
        SendError::Moot(said)
    } else {
        SendError::Rejected(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(status: u16, body: &str) -> String {
        match read(status, None, body.as_bytes()) {
            Ok(number) => format!("sent {number}"),
            Err(SendError::Gone(_)) => "gone".to_owned(),
            Err(SendError::Moved { to }) => format!("moved {to}"),
            Err(SendError::Wait { wait, .. }) => format!("wait {}", wait.as_secs()),
            Err(SendError::Retry(_)) => "retry".to_owned(),
            Err(SendError::Rejected(_)) => "rejected".to_owned(),
            Err(SendError::Moot(_)) => "moot".to_owned(),
            Err(SendError::Unknown(_)) => "unknown".to_owned(),
        }
    }

    fn error(code: u16, description: &str) -> String {
        let body = serde_json::json!({
            "ok": false, "error_code": code, "description": description,
        });
        class(code, &body.to_string())
    }

    #[test]
    fn every_answer_has_its_class() {
        assert_eq!(class(200, r#"{"ok":true,"result":{"message_id":7,"new":{}}}"#), "sent 7");
        assert_eq!(class(200, r#"{"ok":true,"result":true}"#), "sent 0");
        assert_eq!(class(200, "<html>log in to the hotel's network"), "unknown");
        assert_eq!(class(502, "<html><h1>502 Bad Gateway</h1>"), "unknown");
        assert_eq!(error(500, "Internal Server Error"), "unknown");
        assert_eq!(error(401, "Unauthorized"), "gone");
        assert_eq!(error(404, "Not Found"), "gone");
        assert_eq!(error(403, "Forbidden: bot was blocked by the user"), "gone");
        assert_eq!(error(400, "Bad Request: chat not found"), "gone");
        assert_eq!(
            error(400, "Bad Request: not enough rights to send text messages to the chat"),
            "gone"
        );
        assert_eq!(error(400, "Bad Request: can't parse entities: Unsupported tag"), "rejected");
        assert_eq!(error(400, "Bad Request: message to edit not found"), "moot");
        assert_eq!(error(400, "Bad Request: message is not modified: same content"), "moot");
    }

    #[test]
    fn waits_and_moves_are_read_from_the_parameters() {
        let body = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5",
            "parameters":{"retry_after":43838}}"#;
        assert_eq!(class(429, body), "wait 43838");
        let moved = r#"{"ok":false,"error_code":400,"description":"Bad Request: upgraded","parameters":{"migrate_to_chat_id":-1001234567890}}"#;
        assert_eq!(class(400, moved), "moved -1001234567890");
        let header_only = read(429, Some(9), b"slow down");
        assert!(matches!(header_only, Err(SendError::Wait { wait, .. }) if wait.as_secs() == 9));
    }
}
