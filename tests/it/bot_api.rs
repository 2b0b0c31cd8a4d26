//! A Bot API on loopback that misbehaves as the real one does: it waits, fails before and after it
//! accepted a message, answers with a page, breaks the connection, says nothing at all.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server does with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Accept,
    TooFast(u32),
    /// 500 with the API's JSON, not accepted.
    Failed,
    /// 502 with a page; whether it was accepted is the flag.
    Gateway(bool),
    /// The connection breaks.
    Break(bool),
    /// No answer for as long as the client waits.
    Hang(bool),
    /// A refusal with this code and description.
    Refuse(u16, &'static str),
    MovedTo(i64),
}

/// A call as it came.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) raw: Vec<u8>,
    pub(crate) body: serde_json::Value,
    pub(crate) mood: Mood,
}

impl Call {
    /// Whether it now stands in the chat.
    pub(crate) fn accepted(&self) -> bool {
        matches!(
            self.mood,
            Mood::Accept | Mood::Gateway(true) | Mood::Break(true) | Mood::Hang(true)
        )
    }

    /// Whether the sender was told so.
    pub(crate) fn answered(&self) -> bool {
        self.mood == Mood::Accept
    }

    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    pub(crate) fn chat(&self) -> String {
        self.body["chat_id"].to_string()
    }

    pub(crate) fn text(&self) -> &str {
        self.body["text"].as_str().unwrap_or_default()
    }
}

pub(crate) struct BotApi {
    pub(crate) url: url::Url,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl BotApi {
    /// The closure is asked once a call, with the number of calls before it.
    pub(crate) fn start(mood: impl Fn(usize) -> Mood + Send + Sync + 'static) -> Self {
        Self::judging(move |number, _| mood(number))
    }

    /// The same with the call itself at hand.
    pub(crate) fn judging(mood: impl Fn(usize, &Call) -> Mood + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let (log, mood) = (Arc::clone(&calls), Arc::new(mood));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, mood) = (Arc::clone(&log), Arc::clone(&mood));
                thread::spawn(move || serve(stream, &log, mood.as_ref()));
            }
        });
        Self { url, calls }
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.calls.lock().unwrap().len()
    }
}

fn serve(stream: TcpStream, log: &Mutex<Vec<Call>>, mood: &dyn Fn(usize, &Call) -> Mood) {
    let Ok(mut answer) = stream.try_clone() else { return };
    let mut reader = BufReader::new(stream);
    while let Some(call) = request(&mut reader) {
        let (number, mood) = {
            let mut log = log.lock().unwrap();
            let mood = mood(log.len(), &call);
            log.push(Call { mood, ..call });
            (log.len(), mood)
        };
        let sent = match mood {
            Mood::Accept => json(
                &mut answer,
                200,
                &format!(r#"{{"ok":true,"result":{{"message_id":{number}}}}}"#),
            ),
            Mood::TooFast(seconds) => error(
                &mut answer,
                429,
                &format!("Too Many Requests: retry after {seconds}"),
                &format!(r#","parameters":{{"retry_after":{seconds}}}"#),
            ),
            Mood::Failed => error(&mut answer, 500, "Internal Server Error", ""),
            Mood::Refuse(code, why) => error(&mut answer, code, why, ""),
            Mood::MovedTo(id) => error(
                &mut answer,
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                &format!(r#","parameters":{{"migrate_to_chat_id":{id}}}"#),
            ),
            Mood::Gateway(_) => {
                respond(&mut answer, 502, "text/html", "<html><h1>502 Bad Gateway</h1></html>")
            }
            Mood::Break(_) => return,
            Mood::Hang(_) => {
                thread::park_timeout(Duration::from_mins(1));
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

fn request(reader: &mut impl BufRead) -> Option<Call> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok().filter(|read| *read > 0)?;
        if header.trim().is_empty() {
            break;
        }
        let (name, value) = header.split_once(':')?;
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
        if name == "content-length" {
            length = value.parse().ok()?;
        }
        headers.push((name, value));
    }
    let mut raw = vec![0; length];
    reader.read_exact(&mut raw).ok()?;
    let body = serde_json::from_slice(&raw).unwrap_or_default();
    Some(Call { path, headers, raw, body, mood: Mood::Accept })
}

fn error(stream: &mut TcpStream, code: u16, why: &str, more: &str) -> std::io::Result<()> {
    json(
        stream,
        code,
        &format!(r#"{{"ok":false,"error_code":{code},"description":{why:?}{more}}}"#),
    )
}

fn json(stream: &mut TcpStream, status: u16, body: &str) -> std::io::Result<()> {
    respond(stream, status, "application/json", body)
}

fn respond(stream: &mut TcpStream, status: u16, kind: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(head.as_bytes())
}
