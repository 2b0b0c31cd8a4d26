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
    assert!(rows >= 300);
    assert!(wrong.is_empty(), "{} of {rows} rows wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn addresses_give_the_day_they_carry_and_never_an_id() {
    for (url, wanted) in [
        ("http://www.example.edu/news/2026/03/31/visit.html", "2026-03-31"),
        ("http://www.example.edu/2026/3/5/visit", "2026-03-05"),
        ("http://www.example.edu/info/202603/t20260331_1234.html", "2026-03-31"),
        ("http://www.example.edu/202603/t20260331_1234.shtml", "2026-03-31"),
        ("http://www.example.edu/news/2026-03-31-visit-of-a-delegation", "2026-03-31"),
        ("http://www.example.edu/2026/0331/c123a4567/page.htm", "2026-03-31"),
        ("http://www.example.edu/20260331/index.html", "2026-03-31"),
        ("http://www.example.edu/a/2026-03/31/content_5.htm", "2026-03-31"),
        ("http://www.example.edu/news/visit_2026_03_31.html", "2026-03-31"),
        ("http://www.example.edu/news/visit-20260331.html", "2026-03-31"),
        ("http://www.example.edu/2026/mar/31/visit", "2026-03-31"),
        (
            "http://archive.example.org/web/20270101101010/http://www.example.edu/2026/03/31/x",
            "2026-03-31",
        ),
        ("http://www.example.edu/info/1043/20260331.htm?x=20270101", "2026-03-31"),
        ("http://www.example.edu/2026/03/visit", ""),
        ("http://www.example.edu/info/1043/123456.htm", ""),
        ("http://www.example.edu/content/a20260331b77.html", ""),
        ("http://www.example.edu/doc/202603311234567", ""),
        ("http://www.example.edu/news/20261331.html", ""),
        ("http://www.example.edu/news?id=20260331", ""),
        ("http://www.example.edu/2026/27/programme", ""),
        ("http://20260331.example.edu/news", ""),
        ("", ""),
    ] {
        let found = date::in_url(url).map(|day| day.to_string()).unwrap_or_default();
        assert_eq!(found, wanted, "{url}");
    }
}

#[test]
fn a_site_shows_the_order_of_day_and_month_by_its_own_dates() {
    let day = Some(DayMonthOrder::DayFirst);
    let month = Some(DayMonthOrder::MonthFirst);
    assert_eq!(date::infer_order(["03/04/2026", "31/03/2026"]), day);
    assert_eq!(date::infer_order(["03/04/2026", "03/31/2026"]), month);
    assert_eq!(date::infer_order(["03/04/2026", "05/04/2026", "07/04/2026", "09/04/2026"]), day);
    assert_eq!(date::infer_order(["04/03/2026", "04/05/2026", "04/07/2026", "04/09/2026"]), month);
    assert_eq!(date::infer_order(["03/04/2026"]), None);
    assert_eq!(date::infer_order(["2026-03-04", "no date"]), None);
}

#[test]
fn a_date_without_a_year_is_never_more_than_a_day_ahead() {
    for (now, text, wanted) in [
        ("2026-01-05T00:00:00Z", "12-30", "2025-12-30"),
        ("2026-01-05T00:00:00Z", "01-06", "2026-01-06"),
        ("2026-01-05T00:00:00Z", "01-07", "2025-01-07"),
        ("2026-03-01T00:00:00Z", "02-29", "2024-02-29"),
    ] {
        let clues = Clues { now: now.parse().unwrap(), timezone: TimeZone::UTC, order: None };
        let found = date::scan(text, &clues);
        assert_eq!(found.first().and_then(|f| f.date(&clues)).unwrap().to_string(), wanted);
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_scanned_and_spans_lie_inside_in_order(text in r"(?s)[0-9年月日年월일./\-: ,a-zA-Zé上午下一二十零~～٣३]{0,80}|.{0,60}") {
        let clues = clues("");
        let mut last = 0;
        for found in date::scan(&text, &clues) {
            proptest::prop_assert!(last <= found.start && found.start < found.end);
            proptest::prop_assert!(text.get(found.start..found.end).is_some());
            last = found.end;
        }
    }

    #[test]
    fn every_day_is_read_back_from_every_common_form(days in 0i32..40_000) {
        use jiff::ToSpan;
        let day = jiff::civil::date(1991, 1, 1).saturating_add(days.days());
        let clues = clues("now=2101-01-01T00:00:00Z");
        for form in ["%Y-%m-%d", "%Y年%m月%d日", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%Y%m%d", "%Y.%m.%d."] {
            let text = day.strftime(form).to_string();
            let found = date::scan(&text, &clues);
            let read = found.first().and_then(|f| f.date(&clues));
            if form == "%d.%m.%Y" && day.day() <= 12 {
                continue;
            }
            proptest::prop_assert_eq!(read, Some(day), "{}", text);
        }
    }
}
