//! Sites that publish, and sites that are rebuilt: what edwire makes of them with its memory.

use edwire::model::{Listing, WarningKind};
use edwire::parse::page::{self, Memory};

use crate::lists::context;

/// A small generator of numbers (Knuth's MMIX constants), so that every run is the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

#[derive(Clone)]
struct Item {
    title: String,
    url: String,
    date: String,
}

struct Site {
    dice: Dice,
    items: Vec<Item>,
    day: i64,
    chinese: bool,
}

impl Site {
    fn new(seed: u64) -> Self {
        let mut site = Self {
            dice: Dice(seed * 7919 + 17),
            items: Vec::new(),
            day: 0,
            chinese: seed.is_multiple_of(2),
        };
        for _ in 0..12 {
            site.publish("news");
        }
        site
    }

    /// Adds one item in front.
    fn publish(&mut self, folder: &str) {
        self.day += i64::try_from(self.dice.roll(4)).unwrap();
        let date = jiff::civil::date(2025, 3, 1) + jiff::Span::new().days(self.day);
        let number = 1000 + self.items.len() * 7;
        let item = Item {
            title: self.title(),
            url: format!("/{folder}/{}/{number}.htm", date.year()),
            date: date.to_string(),
        };
        self.items.insert(0, item);
    }

    fn title(&mut self) -> String {
        let dice = &mut self.dice;
        let number = dice.roll(9000);
        if self.chinese {
            let who = dice.pick(&[
                "我校代表团",
                "国际合作与交流处",
                "留学生工作办公室",
                "外国语学院",
                "海外校友会",
            ]);
            let what = dice.pick(&[
                "访问德国高校",
                "发布交换生项目报名通知",
                "举行留学生奖学金评审",
                "签署合作办学协议",
                "召开国际化工作会议",
            ]);
            return format!("{who}{what}（第{number}号）");
        }
        let who = dice.pick(&[
            "University of Northfield",
            "International Office",
            "Ministry of Education",
            "Exchange programme",
        ]);
        let what = dice.pick(&[
            "opens applications for scholarships",
            "signs agreement with partner",
            "announces summer school",
            "publishes new visa guidance",
        ]);
        format!("{who} {what} no. {number}")
    }

    fn shown(&self) -> &[Item] {
        &self.items[..self.items.len().min(12)]
    }
}

/// The list in one of six designs.
fn design(kind: usize, class: &str, items: &[Item]) -> String {
    let row = |item: &Item| {
        let Item { title, url, date } = item;
        match kind % 6 {
            0 => {
                format!("<li><a href='{url}'>{title}</a><span class='{class}-d'>{date}</span></li>")
            }
            1 => format!(
                "<tr><td class='{class}-t'><a href='{url}'>{title}</a></td><td>{date}</td></tr>"
            ),
            2 => format!(
                "<div class='{class}-card'><a href='{url}'><img src=p.jpg></a><h3><a href='{url}'>{title}</a></h3><time datetime='{date}'>x</time></div>"
            ),
            3 => format!("<dt>{date}</dt><dd><a href='{url}'>{title}</a></dd>"),
            4 => format!("<a href='{url}'>{title}</a> ({date})<br>"),
            _ => format!(
                "<article><p class=meta>{date}</p><h2><a href='{url}' title='{title}'>{title}</a></h2><p>A short teaser that tells a little about it.</p></article>"
            ),
        }
    };
    let rows: String = items.iter().map(row).collect();
    match kind % 6 {
        0 => format!("<ul class='{class}'>{rows}</ul>"),
        1 => format!("<table class='{class}'><tbody>{rows}</tbody></table>"),
        3 => format!("<dl class='{class}'>{rows}</dl>"),
        _ => format!("<div class='{class}'>{rows}</div>"),
    }
}

fn frame(before: &str, list: &str) -> String {
    let names = ["About", "Study", "Research", "Library", "Contact", "Campus"];
    let menu: String =
        names.iter().map(|name| format!("<li><a href='/{name}/'>{name}</a></li>")).collect();
    format!(
        "<html><head><title>News</title></head><body><ul class=menu>{menu}</ul>{before}<div class=main>{list}</div>\
         <div class=footer><a href='/imprint'>Imprint</a> <a href='/privacy'>Privacy</a></div></body></html>"
    )
}

fn look(html: &str, memory: &mut Memory) -> Listing {
    let listing = page::read(html, &context("https://www.example.edu/list/"), memory, None);
    for entry in listing.entries.iter().rev() {
        let item = (entry.title.clone(), entry.url.to_string());
        if !memory.known.contains(&item) {
            memory.known.insert(0, item);
        }
    }
    memory.known.truncate(200);
    if listing.template.is_some() {
        memory.template.clone_from(&listing.template);
    }
    listing
}

fn alarmed(listing: &Listing) -> bool {
    let quiet = |kind| matches!(kind, WarningKind::Note | WarningKind::Date);
    listing.entries.is_empty() && listing.warnings.iter().any(|warning| !quiet(warning.kind))
}

/// How many of the site's shown items were read, and how many others.
fn count(listing: &Listing, site: &Site) -> (usize, usize) {
    let own = |url: &str| site.items.iter().any(|item| url.ends_with(&item.url));
    let right = listing.entries.iter().filter(|entry| own(entry.url.as_str())).count();
    (right, listing.entries.len() - right)
}

#[test]
fn sites_that_merely_publish_raise_no_alarm() {
    for seed in 0..20 {
        let mut site = Site::new(seed);
        let mut memory = Memory::default();
        for at in 0..50 {
            for _ in 0..site.dice.roll(4) {
                site.publish("news");
            }
            let html = frame("", &design(seed as usize, "list", site.shown()));
            let listing = look(&html, &mut memory);
            assert_eq!(
                count(&listing, &site),
                (12, 0),
                "site {seed}, look {at}: {:?}",
                listing.warnings
            );
            assert!(listing.warnings.is_empty(), "site {seed}, look {at}: {:?}", listing.warnings);
        }
    }
}

/// What a redesign does to a page; true where the list is still there to be found.
fn rebuilt(change: usize, site: &mut Site, seed: usize) -> (String, bool) {
    let old = seed % 6;
    let shown = site.shown().to_vec();
    let others: Vec<Item> = (0..6)
        .map(|i| Item {
            title: format!("{} {i}", site.title()),
            url: format!("/events/2024/{}.htm", 90 + i),
            date: format!("2024-05-{:02}", 20 - i),
        })
        .collect();
    let hot: String = others
        .iter()
        .map(|item| format!("<li><a href='{}'>{}</a></li>", item.url, item.title))
        .collect();
    match change {
        0 => (frame("", &design(old + 1 + seed % 5, "fresh", &shown)), true),
        1 => (
            frame(
                "<div class=hero><h1>Welcome</h1></div>",
                &format!(
                    "<section><div class=wrap>{}</div></section>",
                    design(old, "list", &shown)
                ),
            ),
            true,
        ),
        2 => (frame("", &design(old, "renamed", &shown)), true),
        3 => (
            frame(
                &format!("<div class=main>{}</div>", design(old, "list", &others)),
                &design(old, "list", &shown),
            ),
            true,
        ),
        4 => (
            frame(
                &format!("<div class=col><h3>Most read</h3><ul>{hot}</ul></div>"),
                &design(old + 2, "fresh", &shown),
            ),
            true,
        ),
        5 => (frame("", &design(old, "list", &[])), false),
        6 => (
            "<title>Sign in</title><form><input name=u><input type=password></form>".to_owned(),
            false,
        ),
        7 => (frame("<h1>Page not found</h1>", &format!("<ul>{hot}</ul>")), false),
        8 => (frame("", &format!("<h3>Events</h3>{}", design(old, "list", &others))), false),
        _ => {
            (frame(&format!("<ul>{hot}</ul>"), "<p>Loading</p><script src=app.js></script>"), false)
        }
    }
}

#[test]
fn a_rebuilt_site_is_found_again_or_flagged_and_nothing_wrong_is_read() {
    let (mut sound, mut repaired, mut repairable, mut cases, mut wrong) = (0, 0, 0, 0, 0);
    for seed in 0..60 {
        for change in 0..10 {
            let mut site = Site::new(seed as u64);
            let mut memory = Memory::default();
            for _ in 0..3 {
                site.publish("news");
                look(&frame("", &design(seed, "list", site.shown())), &mut memory);
            }
            cases += 1;
            let (mut found, mut flagged, mut here) = (false, false, false);
            for _ in 0..3 {
                site.publish("news");
                let (html, there) = rebuilt(change, &mut site, seed);
                here = there;
                let listing = look(&html, &mut memory);
                let (right, others) = count(&listing, &site);
                found |= there && right >= 10 && others == 0;
                flagged |= alarmed(&listing);
                wrong += usize::from(others > 0);
            }
            repairable += usize::from(here);
            repaired += usize::from(found);
            sound += usize::from(found || flagged);
        }
    }
    println!(
        "{sound} of {cases} flagged or repaired, {repaired} of {repairable} repaired, {wrong} looks with wrong items"
    );
    assert!(sound * 100 >= cases * 98, "{sound} of {cases} flagged or repaired");
    assert!(repaired * 100 >= repairable * 80, "{repaired} of {repairable} repaired");
    assert_eq!(wrong, 0);
}
