//! Tables of calls: what closes on a day was not published on it.

use crate::lists::{all_found, page, read, rows};

/// The dates of a list of the usual titles, each row made by `row`; `None` where there is none.
fn dates(head: &str, row: impl Fn(&str, &str, &str) -> String) -> Vec<Option<String>> {
    let list = rows(|i, title| {
        row(
            &format!("<a href='/c/{i}.htm'>{title}</a>"),
            &format!("2026-03-{:02}", 18 - i),
            "2026-05-31",
        )
    });
    let listing = read(&page(&format!("{head}{list}</tbody></table>")));
    all_found(&listing, false);
    listing
        .entries
        .iter()
        .map(|entry| entry.published.map(|date| date.date().to_string()))
        .collect()
}

#[test]
fn a_day_on_which_a_call_closes_is_no_day_of_publication() {
    let table = |heads: &[&str]| {
        let heads: String = heads.iter().map(|head| format!("<th>{head}</th>")).collect();
        format!("<table><thead><tr>{heads}</tr></thead><tbody>")
    };
    for head in ["Deadline", "Closing date", "截止日期", "Bewerbungsfrist", "Date limite", "締切"]
    {
        let closing = dates(&table(&["Call", "Office", head]), |link, _, closes| {
            format!("<tr><td>{link}</td><td>International</td><td>{closes}</td></tr>")
        });
        assert!(closing.iter().all(Option::is_none), "{head}: {closing:?}");
        let both = dates(&table(&["Call", head, "Posted"]), |link, posted, closes| {
            format!("<tr><td>{link}</td><td>{closes}</td><td>{posted}</td></tr>")
        });
        assert_eq!(both[0].as_deref(), Some("2026-03-18"), "{head}: {both:?}");
        assert_eq!(both[7].as_deref(), Some("2026-03-11"), "{head}: {both:?}");
    }
    for (label, value) in [("<b>Deadline</b><br>", ""), ("<span>截止日期</span><p>", "</p>")] {
        let labelled = dates("<table><tbody>", |link, _, closes| {
            format!("<tr><td>{link}<div>{label}{closes}{value}</div></td></tr>")
        });
        assert!(labelled.iter().all(Option::is_none), "{label}: {labelled:?}");
    }
    let posted = dates(&table(&["Call", "Office", "Date"]), |link, posted, _| {
        format!("<tr><td>{link}</td><td>International</td><td>{posted}</td></tr>")
    });
    assert!(posted.iter().all(Option::is_some), "{posted:?}");
}
