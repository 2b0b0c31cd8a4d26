//! The web page in a real browser: headless Chromium, asked through its driver (W3C `WebDriver`).
//! Without the browser the test says so and passes, unless `EDWIRE_BROWSER=required` is set.
//! `EDWIRE_AXE` names axe-core's `axe.min.js`, the checker of accessibility.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use crate::web::Page;

/// What `WebDriver` calls an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const ENTER: &str = "\u{E007}";
const TAB: &str = "\u{E004}";

#[expect(clippy::disallowed_methods, reason = "what the test set-up installed")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

struct Browser {
    driver: Child,
    session: String,
    client: Client,
    _profile: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // a driver that is killed leaves its browser behind
        self.close().ok();
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

impl Browser {
    async fn open() -> Option<Self> {
        let (Some(driver), Some(chromium)) = (program("chromedriver"), program("chromium")) else {
            assert!(variable("EDWIRE_BROWSER").is_none(), "chromium or chromedriver is missing");
            eprintln!("skipped: no chromium and chromedriver here");
            return None;
        };
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new(driver)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let profile = tempfile::tempdir().unwrap();
        rustls::crypto::ring::default_provider().install_default().ok();
        let client = Client::builder().no_proxy().timeout(Duration::from_mins(2)).build().unwrap();
        let folder = format!("--user-data-dir={}", profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1000,900",
            "--lang=en",
            &folder,
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {"binary": chromium, "args": arguments},
        }}});
        let root = format!("http://127.0.0.1:{port}");
        let mut browser = Self { driver, session: root.clone(), client, _profile: profile };
        for _ in 0..100 {
            if browser.client.get(format!("{root}/status")).send().await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let made = browser.post("/session", &wanted).await;
        browser.session = format!("{root}/session/{}", made["sessionId"].as_str().unwrap());
        Some(browser)
    }

    fn close(&self) -> std::io::Result<()> {
        let url = url::Url::parse(&self.session).map_err(std::io::Error::other)?;
        let mut to = TcpStream::connect(("127.0.0.1", url.port().unwrap_or_default()))?;
        to.set_read_timeout(Some(Duration::from_secs(10)))?;
        let path = url.path();
        write!(to, "DELETE {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        to.read(&mut [0; 64]).map(drop)
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.client.post(format!("{}{path}", self.session)).json(body).send();
        let answer: Value = answer.await.unwrap().json().await.unwrap();
        assert!(answer["value"].get("error").is_none(), "{path}: {answer}");
        answer["value"].clone()
    }

    async fn go(&self, url: &str) {
        self.post("/url", &json!({"url": url})).await;
    }

    async fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": []})).await
    }

    /// Presses keys on whatever has the focus.
    async fn press(&self, keys: &str) {
        let focused = self.run("return document.activeElement").await;
        let id = focused[ELEMENT].as_str().unwrap().to_owned();
        self.post(&format!("/element/{id}/value"), &json!({"text": keys})).await;
    }

    /// What the console was told since the last question, complaints alone.
    async fn complaints(&self) -> Vec<Value> {
        let log = self.post("/se/log", &json!({"type": "browser"})).await;
        let log = log.as_array().cloned().unwrap_or_default();
        log.into_iter()
            .filter(|entry| entry["level"] != "INFO" && entry["level"] != "DEBUG")
            .collect()
    }

    /// What axe-core holds against the page.
    async fn violations(&self, axe: &str) -> Vec<String> {
        self.run(axe).await;
        let script = "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']})
            .then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))),
                  e => done(['axe failed: ' + e]))";
        let found = self.post("/execute/async", &json!({"script": script, "args": []})).await;
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    }
}

#[tokio::test]
async fn the_pages_work_in_a_browser_by_keyboard_and_for_everybody() {
    let page = Page::open().await;
    let Some(browser) = Browser::open().await else { return };
    let axe = variable("EDWIRE_AXE").map(|path| std::fs::read_to_string(path).unwrap());
    assert!(axe.is_some() || variable("EDWIRE_BROWSER").is_none(), "EDWIRE_AXE names no file");
    for path in [
        "/",
        "/?hl=zh",
        "/search?q=nordmark",
        "/search?q=%E5%A5%96%E5%AD%A6%E9%87%91&hl=zh",
        "/search?q=zebra",
        "/story/1",
        "/story/1?hl=zh",
        "/due",
        "/sources",
        "/sources?hl=zh",
    ] {
        browser.go(&format!("{}{path}", page.address)).await;
        let title = browser.run("return document.title").await;
        assert!(title.as_str().unwrap().contains("edwire"), "{path}: {title}");
        let styled = browser.run("return getComputedStyle(document.body).maxWidth").await;
        assert_eq!(styled, "960px", "{path}: the style sheet is not applied");
        let wide = browser
            .run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            .await;
        assert_eq!(wide, true, "{path} is wider than the window");
        if let Some(axe) = &axe {
            assert_eq!(browser.violations(axe).await, Vec::<String>::new(), "{path}");
        }
        assert_eq!(browser.complaints().await, Vec::<Value>::new(), "{path}");
    }
    by_keyboard(&browser, &page.address).await;
}

/// The first key press offers to skip to the content; from there a search is made without a mouse.
async fn by_keyboard(browser: &Browser, address: &str) {
    browser.go(&format!("{address}/")).await;
    browser.press(TAB).await;
    let first = browser.run("return document.activeElement.className").await;
    assert_eq!(first, "skip");
    browser.press(ENTER).await;
    for _ in 0..20 {
        browser.press(TAB).await;
        if browser.run("return document.activeElement.id").await == "q" {
            break;
        }
    }
    browser.press(&format!("Nordmark{ENTER}")).await;
    for _ in 0..50 {
        if browser.run("return location.pathname").await == "/search" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let marked = browser.run("return document.querySelector('h2 mark').textContent").await;
    assert_eq!(marked, "Nordmark");
    assert_eq!(browser.complaints().await, Vec::<Value>::new());
}
