//! The service as a process of its own, with all that it writes kept.

use std::fs::File;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli::Desk;

pub(crate) struct Service {
    child: Child,
    log: std::path::PathBuf,
}

impl Service {
    /// Starts `edwire run`, telling all it has to tell.
    pub(crate) fn start(desk: &Desk, environment: &[(&str, &str)]) -> Self {
        let log = desk.path().join("log");
        let out = File::create(&log).unwrap();
        let child = Command::new(assert_cmd::cargo::cargo_bin("edwire"))
            .args(["-vvv", "run"])
            .current_dir(desk.path())
            .env("HOME", desk.path())
            .envs(environment.iter().copied())
            .stdout(Stdio::from(out.try_clone().unwrap()))
            .stderr(Stdio::from(out))
            .spawn()
            .unwrap();
        Self { child, log }
    }

    /// Everything that it wrote, after it was told to stop.
    pub(crate) fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        std::fs::read_to_string(&self.log).unwrap()
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// A port that nobody uses at the moment.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until it is so.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(90);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what} did not come about");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}
