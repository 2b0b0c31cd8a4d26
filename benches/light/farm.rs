//! A farm of feeds on loopback: each on an address of its own, as sources live on hosts of their
//! own. Runs as a process of its own, so that its time is not counted.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use edwire::model::mix;

/// Entries of a feed.
const ENTRIES: u64 = 25;
/// Words and characters of a language.
const VOCABULARY: u64 = 6_000;
const CHARACTERS: u64 = 2_500;
/// What makes an entry one of international education; the rest of its title and text is drawn.
const CALLS: [&str; 12] = [
    "Scholarships for international students of",
    "Call for applications: exchange semester abroad at",
    "Joint master programme with the partner university in",
    "Delegation of the embassy visits our faculty of",
    "Admission of international students opens for",
    "Erasmus mobility grants for staff of",
    "来华留学生奖学金",
    "学生出国交换项目选拔",
    "中外合作办学洽谈",
    "国际学生招生简章",
    "外国专家代表团来访",
    "国家公派留学申请",
];

/// The farm as the bench sees it; it ends with it.
pub(crate) struct Farm {
    child: Child,
    pub(crate) port: u16,
}

impl Farm {
    pub(crate) fn start() -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("farm")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().context("the farm says nothing")?;
        BufReader::new(out).read_line(&mut line)?;
        Ok(Self { child, port: line.trim().parse()? })
    }

    /// Publishes a new entry on one feed in so many; with 0, nothing.
    pub(crate) fn publish(&self, one_in: u64) -> Result<()> {
        self.tell(&format!("/publish/{one_in}"))
    }

    /// Whether feeds carry an `ETag`.
    pub(crate) fn validators(&self, on: bool) -> Result<()> {
        self.tell(&format!("/validators/{}", u8::from(on)))
    }

    fn tell(&self, path: &str) -> Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        write!(stream, "GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new())?;
        Ok(())
    }
}

impl Drop for Farm {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

/// A configuration that reads so many feeds and posts nothing.
pub(crate) fn configuration(feeds: u64, port: u16) -> String {
    let mut text = "[fetch]\nallow_private_networks = true\nrespect_robots = false\n\
         per_host_interval = \"0s\"\n[web]\nlisten = \"\"\n[[channel]]\nname = \"held\"\nkind = \
         \"terminal\"\nmax_age = \"1h\"\n"
        .to_owned();
    for feed in 0..feeds {
        let url = address(feed, port);
        let _infallible = write!(
            text,
            "[[source]]\nid = \"s{feed}\"\nname = \"University {feed}\"\nurl = \"{url}\"\n"
        );
    }
    text
}

/// The address of a feed.
pub(crate) fn address(feed: u64, port: u16) -> String {
    format!("http://127.{}.{}.1:{port}/feed/{feed}", 1 + feed / 250, 1 + feed % 250)
}

#[derive(Default)]
struct State {
    turn: u64,
    /// How often each feed has published since the start.
    published: HashMap<u64, u64>,
    silent: bool,
}

/// The farm's own process: tells its port, and serves until its input ends.
#[expect(clippy::print_stdout, reason = "the bench reads the port there")]
pub(crate) fn serve() -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    println!("{}", listener.local_addr()?.port());
    let state = Arc::new(Mutex::new(State::default()));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let state = Arc::clone(&state);
            thread::spawn(move || drop(answer_all(stream, &state)));
        }
    });
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn answer_all(stream: TcpStream, state: &Mutex<State>) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    loop {
        let (mut path, mut tag, mut line) = (String::new(), String::new(), String::new());
        let mut last = false;
        while reader.read_line(&mut line)? > 2 {
            if path.is_empty() {
                line.split(' ').nth(1).unwrap_or_default().clone_into(&mut path);
            } else if let Some(value) = line.to_ascii_lowercase().strip_prefix("if-none-match:") {
                value.trim().trim_matches('"').clone_into(&mut tag);
            }
            last |= line.eq_ignore_ascii_case("connection: close\r\n");
            line.clear();
        }
        if path.is_empty() {
            return Ok(());
        }
        stream.write_all(&answer(&path, &tag, state))?;
        if last {
            return Ok(());
        }
    }
}

fn answer(path: &str, tag: &str, state: &Mutex<State>) -> Vec<u8> {
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let mut parts = path.split('/').skip(1);
    let (what, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let number = number.parse().unwrap_or(0);
    match what {
        "feed" => {
            let version = state.published.get(&number).copied().unwrap_or(0);
            let silent = state.silent;
            drop(state);
            if tag == version.to_string() && !silent {
                let text = format!("HTTP/1.1 304 Not Modified\r\nETag: \"{version}\"\r\n\r\n");
                return text.into_bytes();
            }
            let tag = if silent { String::new() } else { format!("ETag: \"{version}\"\r\n") };
            reply(
                "200 OK",
                &format!("Content-Type: application/rss+xml\r\n{tag}"),
                &feed(number, version),
            )
        }
        "publish" => {
            if number > 0 {
                let turn = state.turn % number;
                state.turn += 1;
                for feed in (turn..25_000).step_by(number as usize) {
                    *state.published.entry(feed).or_default() += 1;
                }
            }
            reply("200 OK", "Connection: close\r\n", "")
        }
        "validators" => {
            state.silent = number == 0;
            reply("200 OK", "Connection: close\r\n", "")
        }
        _ => reply("404 Not Found", "", ""),
    }
}

fn reply(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

/// So many words, common ones far more often than rare ones.
fn words(count: u64, seed: u64, chinese: bool) -> String {
    let mut out = String::new();
    for at in 0..count {
        let uneven = |end: u64| {
            let share = (mix(seed ^ at) % 1_000_000) as f64 / 1e6;
            ((end as f64).powf(share) - 1.0) as u64
        };
        if chinese {
            out.extend(char::from_u32(0x4e00 + 3 * uneven(CHARACTERS) as u32));
        } else {
            let mut rest = mix(uneven(VOCABULARY));
            for _ in 0..2 + rest % 3 {
                rest /= 7;
                out.push(char::from(b"bdfgklmnprst"[(rest % 12) as usize]));
                rest /= 12;
                out.push(char::from(b"aeiou"[(rest % 5) as usize]));
            }
            out.push(' ');
        }
    }
    out
}

/// RSS with the whole text of each entry, as most content systems write it: newest first, every
/// third feed in Chinese, every fourth entry about international education.
fn feed(number: u64, version: u64) -> String {
    let mut out = String::with_capacity(48 << 10);
    let _infallible = write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>University \
         {number}</title><link>http://www.university{number}.example/</link><description>News</description>"
    );
    let chinese = number.is_multiple_of(3);
    for entry in (version..version + ENTRIES).rev() {
        let seed = mix(number << 20 | entry);
        let words = |count: u64, salt: u64| {
            words(if chinese { count * 6 } else { count }, mix(seed ^ salt), chinese)
        };
        let call = if seed.is_multiple_of(4) {
            CALLS[usize::from(chinese) * 6 + (seed >> 8) as usize % 6]
        } else {
            ""
        };
        let _infallible = write!(
            out,
            "<item><title>{call} {}</title><link>http://www.university{number}.example/news/{entry}.htm\
             </link><guid>http://www.university{number}.example/news/{entry}.htm</guid><pubDate>{:02} Nov \
             2026 {:02}:{:02}:00 +0000</pubDate><content:encoded><![CDATA[<p>{}.</p><p>{call} {}. \
             {}.</p>]]></content:encoded></item>",
            words(7, 1),
            1 + (entry % 20),
            seed % 24,
            seed % 60,
            words(50, 2),
            words(10, 3),
            words(60, 4),
        );
    }
    out.push_str("</channel></rss>");
    out
}
