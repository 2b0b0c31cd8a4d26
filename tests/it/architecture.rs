//! The house rules that a compiler does not know: who may import whom, which rooms are pure, how
//! long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// Room, and the rooms it may import besides itself.
const TABLE: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("fetch", &["model"]),
    ("parse", &["model"]),
    ("curate", &["model"]),
    ("store", &["model"]),
    ("deliver", &["model"]),
    ("serve", &["model", "store"]),
    ("daemon", &["model", "fetch", "parse", "curate", "store", "deliver", "serve"]),
    ("config", &["model", "fetch", "curate", "deliver", "daemon", "serve"]),
];

/// Rooms and files that do no I/O, with the names that would betray them.
const PURE: [&str; 9] = [
    "src/model",
    "src/parse",
    "src/curate",
    "src/deliver/route.rs",
    "src/deliver/pace.rs",
    "src/deliver/rhythm.rs",
    "src/daemon/rhythm.rs",
    "src/daemon/schedule.rs",
    "src/daemon/line.rs",
];
const IMPURE: [&str; 8] = [
    "std::fs",
    "std::net",
    "std::process",
    "tokio::",
    "reqwest",
    "rusqlite",
    "SystemTime",
    "Instant::now",
];

const LONGEST: usize = 400;

fn sources(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing at {folder}");
    found
}

/// Every line of code, with its place; comments and test modules are left out.
fn lines(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line.to_owned()))
        .collect()
}

fn name(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string()
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for (room, allowed) in TABLE {
        for path in sources(&format!("src/{room}")) {
            for (number, line) in lines(&path) {
                for piece in line.split("crate::").skip(1) {
                    let end = piece.find(|c: char| !c.is_alphanumeric() && c != '_');
                    let target = end.map_or(piece, |end| piece.get(..end).unwrap());
                    let known = TABLE.iter().any(|(other, _)| *other == target);
                    if known && target != room && !allowed.contains(&target) {
                        wrong.push(format!("{}:{number}: {room} imports {target}", name(&path)));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_do_no_input_or_output() {
    let mut wrong = Vec::new();
    for folder in PURE {
        for path in sources(folder) {
            for (number, line) in lines(&path) {
                for word in IMPURE.iter().filter(|word| line.contains(**word)) {
                    wrong.push(format!("{}:{number}: {word} in a pure room", name(&path)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sql_is_written_in_the_store_alone() {
    let mut wrong = Vec::new();
    for path in sources("src") {
        if name(&path).starts_with("src/store") {
            continue;
        }
        for (number, line) in lines(&path) {
            let sql = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA "];
            if sql.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{}:{number}: SQL outside the store", name(&path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_hold_one_idea() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for path in sources(folder) {
            let count = fs::read_to_string(&path).unwrap().lines().count();
            if count > LONGEST {
                wrong.push(format!("{}:{LONGEST}: {count} lines, {LONGEST} at most", name(&path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_stands_in_the_readme() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let help = assert_cmd::Command::cargo_bin("edwire").unwrap().arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands: Vec<&str> = help
        .split("Commands:")
        .nth(1)
        .unwrap()
        .split("Options:")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))
        .collect();
    assert!(commands.len() > 10, "{help}");
    for command in commands {
        assert!(readme.contains(&format!("edwire {command}")), "README.md lacks edwire {command}");
    }
}
