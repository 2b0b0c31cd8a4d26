//! Dates as people write them, row by row.

use edwire::parse::date::{self, Clues, DayMonthOrder, Found};
use jiff::tz::TimeZone;

fn clues(extra: &str) -> Clues {
    let timezone = TimeZone::get("Asia/Shanghai").unwrap();
    let mut clues =
        Clues { now: "2026-04-02T10:00:00+08:00".parse().unwrap(), timezone, order: None };
    for word in extra.split_whitespace() {
        match word.split_once('=').unwrap() {
            ("now", now) => clues.now = now.parse().unwrap(),
            ("order", "day") => clues.order = Some(DayMonthOrder::DayFirst),
            ("order", "month") => clues.order = Some(DayMonthOrder::MonthFirst),
            other => panic!("unknown clue {other:?}"),
        }
    }
    clues
}

fn shown(found: &Found) -> String {
    let mut out = match found.year {
        Some(year) => format!("{year:04}"),
        None => "-".to_owned(),
    };
    out += &format!("-{:02}-{:02}", found.month, found.day);
    if let Some(time) = found.time {
        out += &format!("T{:02}:{:02}", time.hour(), time.minute());
        if time.second() != 0 {
            out += &format!(":{:02}", time.second());
        }
    }
    if let Some(offset) = found.offset {
        out += &offset.to_string();
    }
    out
}

#[test]
fn every_row_of_the_table_is_read_right() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in include_str!("../fixtures/dates.tsv").lines() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        rows += 1;
        let mut columns = line.split('\t');
        let text = columns.next().unwrap().replace("\\n", "\n");
        let wanted = columns.next().unwrap();
        let clues = clues(columns.next().unwrap_or_default());
        let found = date::scan(&text, &clues);
        for one in &found {
            assert!(text.get(one.start..one.end).is_some(), "{text}: bad span {one:?}");
        }
        let got: Vec<String> = found.iter().map(shown).collect();
        let got = if got.is_empty() { "-".to_owned() } else { got.join(" ") };
        if got != wanted {
            wrong.push(format!("{text:?}: {got}, wanted {wanted}"));
        }
    }
    assert!(rows >= 1);
    assert!(wrong.is_empty(), "{} of {rows} rows wrong:\n{}", wrong.len(), wrong.join("\n"));
}
