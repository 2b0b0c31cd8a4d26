//! Sites that publish, and sites that are rebuilt: what edwire makes of them with its memory.

use edwire::model::Listing;

use crate::watch::{Sight, Watch};

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

    /// The day after the last one on which something was published.
    fn today(&self) -> i64 {
        const FIRST: i64 = 20_148; // 1 March 2025 in days since 1970
        FIRST + self.day + 1
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
        let mut watch = Watch::default();
        for at in 0..50 {
            for _ in 0..site.dice.roll(4) {
                site.publish("news");
            }
            // a holiday now and then
            site.day += if at % 17 == 16 { 21 } else { 0 };
            let html = frame("", &design(seed as usize, "list", site.shown()));
            let sight = watch.look(&html, site.today());
            let told = (&sight.why, &sight.listing.warnings);
            assert_eq!(count(&sight.listing, &site), (12, 0), "site {seed}, look {at}: {told:?}");
            assert_eq!(told, (&None, &vec![]), "site {seed}, look {at}");
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
        9 => {
            (frame(&format!("<ul>{hot}</ul>"), "<p>Loading</p><script src=app.js></script>"), false)
        }
        12 => (
            frame(
                "<h2>Welcome back</h2><p>We have moved things around.</p>",
                &design(old + 1, "list", &shown[..2]),
            ),
            true,
        ),
        _ => (spoilt(change, site, old), false),
    }
}

/// Pages in the list's place on which nothing is to be read.
fn spoilt(change: usize, site: &Site, design_now: usize) -> String {
    match change {
        10 => frame("", &design(design_now, "list", &site.shown()[9..])),
        // a cache gives what stood here some looks ago
        11 => frame("", &design(design_now, "list", &site.items[8..20])),
        _ => frame(
            "<div class=alert>Please sign in</div>",
            "<form action=/sso><h1>Single sign-on</h1><input name=id><input name=pw type=password></form>",
        ),
    }
}

/// How many kinds of change there are.
const CHANGES: usize = 14;

#[test]
fn a_rebuilt_site_is_found_again_or_flagged_and_nothing_wrong_is_read() {
    let (mut sound, mut repaired, mut repairable, mut cases, mut wrong) = (0, 0, 0, 0, 0);
    for seed in 0..30 {
        for change in 0..CHANGES {
            let mut site = Site::new(seed as u64);
            let mut watch = Watch::default();
            for _ in 0..5 {
                (0..3).for_each(|_| site.publish("news"));
                site.day += 1;
                watch.look(&frame("", &design(seed, "list", site.shown())), site.today());
            }
            cases += 1;
            let (mut found, mut flagged, mut here) = (false, false, false);
            for _ in 0..3 {
                site.publish("news");
                let (html, there) = rebuilt(change, &mut site, seed);
                here = there;
                let Sight { listing, why } = watch.look(&html, site.today());
                let (right, others) = count(&listing, &site);
                found |= there && right * 2 >= listing.entries.len().max(2) && others == 0;
                flagged |= why.is_some();
                wrong += usize::from(others > 0 && why.is_none());
            }
            repairable += usize::from(here);
            repaired += usize::from(found);
            sound += usize::from(found || flagged);
            assert!(found || flagged, "change {change} of site {seed} went unseen");
        }
    }
    println!(
        "{sound} of {cases} flagged or repaired, {repaired} of {repairable} repaired, {wrong} looks with wrong items"
    );
    assert!(sound * 100 >= cases * 98, "{sound} of {cases} flagged or repaired");
    assert!(repaired * 100 >= repairable * 80, "{repaired} of {repairable} repaired");
    assert_eq!(wrong, 0);
}

#[test]
fn a_site_that_freezes_is_flagged_within_its_rhythm() {
    let mut waits = Vec::new();
    for seed in 0..12 {
        let mut site = Site::new(seed);
        let mut watch = Watch::default();
        let pace = 1 + i64::try_from(seed).unwrap();
        let mut longest = 0;
        for _ in 0..30 {
            let gap = pace + site.dice.roll(3) as i64;
            longest = longest.max(gap + 3);
            site.day += gap;
            site.publish("news");
            let html = frame("", &design(seed as usize, "list", site.shown()));
            assert_eq!(watch.look(&html, site.today()).why, None);
        }
        let html = frame("", &design(seed as usize, "list", site.shown()));
        let still = (1..400).find(|wait| watch.look(&html, site.today() + wait).why.is_some());
        let wait = still.expect("it was flagged");
        assert!(wait <= 31.max(3 * longest + 1), "site {seed}: {wait} days, longest gap {longest}");
        waits.push(wait);
    }
    println!("frozen sites flagged after {waits:?} days");
}
