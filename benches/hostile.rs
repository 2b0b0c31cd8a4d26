//! The service with twenty hostile sources beside honest ones: its peak memory, and how much longer
//! the honest ones take than without them. Prints both; fails above 150 MB or 1.10. Takes a number of rounds.

#[path = "../tests/it/bombs.rs"]
mod bombs;

#[path = "../tests/it/server.rs"]
#[expect(dead_code, clippy::unwrap_used, clippy::panic, reason = "a part of the tests")]
mod server;

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use server::{Server, answer, ok, redirect};

const HONEST: usize = 16;
const ARTICLES: usize = 6;
const MOST_MEGABYTES: u64 = 150;
const MOST_DELAY: f64 = 1.10;
/// How long the service runs beside hostile sources before its memory is read.
const SIEGE: Duration = Duration::from_secs(75);

/// Between two looks at the memory: what takes much of it lasts longer.
const LOOK: Duration = Duration::from_millis(50);

fn pause(span: Duration) {
    std::thread::park_timeout(span);
}

/// A news page and its articles, each answer as slow as a server abroad.
fn honest(number: usize) -> Server {
    let date = edwire::daemon::clock::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    Server::of(move |seen| {
        pause(Duration::from_millis(150));
        if seen.path() == "/news" {
            let rows: String = (0..ARTICLES)
                .map(|row| {
                    format!(
                        "<li><a href=\"/{row}.htm\">Scholarships for international students: call \
                         {row} of school {number}</a><span>{date}</span></li>"
                    )
                })
                .collect();
            return ok(&format!(
                "<html><body><h1>News</h1><ul class=news>{rows}</ul></body></html>"
            ));
        }
        let text = "<p>The university invites students from abroad to apply. The office answers \
                    all questions by mail.</p>"
            .repeat(40);
        ok(&format!("<html><body><h1>Call</h1><div class=article>{text}</div></body></html>"))
    })
}

fn send(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).is_ok()
}

/// The same bytes over and over until the other side has had enough.
fn endless(kind: &'static str, start: &'static str, piece: fn(usize) -> String) -> Server {
    Server::start(move |_, stream| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{start}");
        let mut number = 0;
        let mut more = send(stream, head.as_bytes());
        while more {
            let mut block = String::new();
            while block.len() < 1 << 16 {
                block.push_str(&piece(number));
                number += 1;
            }
            more = send(stream, block.as_bytes());
        }
    })
}

fn packed(encoding: &'static str, bomb: Vec<u8>) -> Server {
    Server::start(move |_, stream| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n\
             Content-Length: {}\r\n\r\n",
            bomb.len()
        );
        let _gone = send(stream, head.as_bytes()) && send(stream, &bomb);
    })
}

fn slow(start: &'static str, piece: &'static str) -> Server {
    Server::start(move |_, stream| {
        let mut more = send(stream, start.as_bytes());
        while more {
            pause(Duration::from_millis(200));
            more = send(stream, piece.as_bytes());
        }
    })
}

fn item(number: usize) -> String {
    format!(
        "<item><title>International students {number}</title><link>http://h.example/{number}\
         </link><description>Scholarship {number}</description></item>"
    )
}

fn row(number: usize) -> String {
    format!("<li><a href=\"/{number}.htm\">Scholarship for students {number}</a> 2026-03-01</li>")
}

fn hostile() -> Vec<Server> {
    const HTML: &str = "text/html";
    vec![
        packed("gzip", bombs::gzip()),
        packed("deflate", bombs::zlib()),
        packed("br", bombs::brotli()),
        packed("zstd", bombs::zstd()),
        endless(HTML, "<html><body>", |_| "<div>".to_owned()),
        endless(HTML, "<html><body>", |_| "<table><tr><td>".to_owned()),
        endless(HTML, "<html><body>", |_| "<b><i><a href=x>".to_owned()),
        endless(HTML, "<html><body><ul>", row),
        endless(HTML, "<html><body><ul>", |number| row(number).replace('/', "/a/b/c/")),
        endless(HTML, "<html><body>", |_| "<!-- news --".to_owned()),
        endless(HTML, "<html><body><p title=\"", |_| "留学生奖学金".to_owned()),
        endless(HTML, "<html><body><p>", |_| "国际学生奖学金申请".to_owned()),
        endless("application/rss+xml", "<rss version=\"2.0\"><channel>", item),
        endless("application/rss+xml", "<rss version=\"2.0\"><channel>", |_| "<a>".to_owned()),
        endless("application/rss+xml", "<!DOCTYPE r [", |number| {
            format!("<!ENTITY e{number} \"&e{};\">", number.wrapping_sub(1))
        }),
        endless("application/feed+json", "{\"items\":[", |_| "[".to_owned()),
        slow("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "x"),
        slow("HTTP/1.1 200 OK\r\n", "X-More: y\r\n"),
        Server::of(|seen| redirect(302, &format!("{}x", seen.path()))),
        Server::of(|seen| match seen.path() {
            "/news" => ok(&(0..50).map(row).collect::<String>()),
            _ => answer("200 OK", "Content-Type: text/html\r\n", &"<p>留学生 news".repeat(500_000)),
        }),
    ]
}

fn config(folder: &Path, honest: &[Server], hostile: &[Server]) -> Result<(), Box<dyn Error>> {
    let mut text = "[fetch]\nallow_private_networks = true\nper_host_interval = \"0s\"\n\
                    respect_robots = false\n[web]\nlisten = \"\"\n[schedule]\nmin_interval = \"1m\"\n\
                    interval = \"1m\"\n"
        .to_owned();
    for (name, servers) in [("honest", honest), ("hostile", hostile)] {
        for (number, server) in servers.iter().enumerate() {
            let url = server.url("/news");
            write!(text, "[[source]]\nid = \"{name}-{number}\"\nurl = \"{url}\"\n")?;
        }
    }
    std::fs::write(folder.join("config.toml"), text)?;
    Ok(())
}

fn threads(process: &str) -> impl Iterator<Item = String> {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task"));
    tasks
        .into_iter()
        .flatten()
        .flatten()
        .map(|task| task.file_name().to_string_lossy().into_owned())
}

/// In KiB; nothing of a process that has ended.
fn of_process(id: &str, file: &str, name: &str) -> u64 {
    let figures = std::fs::read_to_string(format!("/proc/{id}/{file}")).unwrap_or_default();
    let line = figures.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The service, ended when it is let go of.
struct Service(Child);

impl Service {
    fn start(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let child = Command::new(env!("CARGO_BIN_EXE_edwire"))
            .arg("run")
            .current_dir(folder)
            .env("HOME", folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(child))
    }

    /// What it and the children that read for it have now, and the most that it alone ever had, in MB.
    fn memory(&self) -> (u64, u64) {
        let id = self.0.id().to_string();
        let children: Vec<String> = threads(&id)
            .filter_map(|thread| {
                std::fs::read_to_string(format!("/proc/{id}/task/{thread}/children")).ok()
            })
            .collect();
        let children = children.iter().flat_map(|ids| ids.split_whitespace());
        // a child that has not yet become another program shares its parent's memory
        let shares = children.chain([id.as_str()]).map(|id| of_process(id, "smaps_rollup", "Pss:"));
        (shares.sum::<u64>() / 1024, of_process(&id, "status", "VmHWM:") / 1024)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _ended = self.0.wait();
    }
}

/// Seconds until every honest page and article was read, the most memory of all its processes at any moment,
/// and of the service alone.
fn run(hostile: &[Server]) -> Result<(f64, u64, u64), Box<dyn Error>> {
    let honest: Vec<Server> = (0..HONEST).map(honest).collect();
    let folder = tempfile::tempdir()?;
    config(folder.path(), &honest, hostile)?;
    let start = Instant::now();
    let service = Service::start(folder.path())?;
    let mut most = 0;
    let is_read = |server: &Server| server.seen().len() > ARTICLES;
    while !honest.iter().all(is_read) {
        if start.elapsed() > Duration::from_mins(4) {
            let asked: Vec<usize> = honest.iter().map(|server| server.seen().len()).collect();
            return Err(format!("too slow: the honest servers were asked {asked:?} times").into());
        }
        most = most.max(service.memory().0);
        pause(LOOK);
    }
    let ends = honest.iter().filter_map(|server| server.seen().get(ARTICLES).map(|seen| seen.at));
    let took = ends.max().unwrap_or(start).duration_since(start).as_secs_f64();
    while !hostile.is_empty() && start.elapsed() < SIEGE {
        most = most.max(service.memory().0);
        pause(LOOK);
    }
    let (_, alone) = service.memory();
    Ok((took, most, alone))
}

fn measure(rounds: u32) -> Result<bool, Box<dyn Error>> {
    let mut out = std::io::stdout();
    let (mut alone, mut besieged) = (Vec::new(), Vec::new());
    let (mut peak, mut own) = (0, 0);
    for _ in 0..rounds {
        alone.push(run(&[])?.0);
        let (took, most, of_service) = run(&hostile())?;
        besieged.push(took);
        peak = most.max(of_service).max(peak);
        own = of_service.max(own);
    }
    let best = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    let ratio = best(&besieged) / best(&alone);
    writeln!(
        out,
        "{HONEST} honest sources alone {alone:.2?} s, beside 20 hostile ones {besieged:.2?} s: \
         ratio of the best {ratio:.3}; peak memory with its children {peak} MB, of the service alone {own} MB"
    )?;
    Ok(ratio <= MOST_DELAY && peak <= MOST_MEGABYTES)
}

fn main() -> ExitCode {
    // `cargo test --benches` only asks whether it starts
    if std::env::args().any(|argument| argument == "--test") {
        return ExitCode::SUCCESS;
    }
    let rounds = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(3);
    match measure(rounds) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            writeln!(std::io::stderr(), "{error}").ok();
            ExitCode::FAILURE
        }
    }
}
