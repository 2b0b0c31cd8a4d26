//! Which of the blocks of a front are news: beside galleries, sections, sticky and small blocks.

use edwire::model::Listing;
use edwire::parse::page::{self, Memory};

use crate::lists::context;

const TITLES: [&str; 6] = [
    "City council agrees on a new plan for the old harbour",
    "Heavy rain closes two roads in the north of the county",
    "School orchestra wins first prize at the national contest",
    "Fishermen report the best season in more than ten years",
    "Museum opens an exhibition on the history of sailing",
    "Local bakery reopens after the fire of last November",
];
const TEASER: &str =
    "The decision was taken late on Monday evening after a debate of more than four hours.";
const FRONT: &str = "https://www.example.org/";

fn page(body: &str) -> String {
    format!("<html><head><title>Harbour Courier</title></head><body>{body}</body></html>")
}

fn read(url: &str, body: &str) -> Listing {
    page::read(&page(body), &context(url), &Memory::default(), None)
}

fn guess(url: &str, body: &str) -> Listing {
    page::guess(&page(body), &context(url), &Memory::default(), None)
}

fn titles(listing: &Listing) -> Vec<&str> {
    listing.entries.iter().map(|entry| entry.title.as_str()).collect()
}

fn dated(titles: &[&str]) -> String {
    let row = |(i, title): (usize, &&str)| {
        format!("<li><a href='/news/2{i}1'>{title}</a> <span>2026-03-1{}</span></li>", 8 - i)
    };
    titles.iter().enumerate().map(row).collect()
}

fn cards(folder: &str, titles: &[&str]) -> String {
    let card = |(i, title): (usize, &&str)| {
        format!(
            "<div class=card><a href='{folder}{i}'><img src='{i}.jpg' alt=''></a><h3><a href='{folder}{i}'>{title}</a></h3><p>{TEASER}</p></div>"
        )
    };
    titles.iter().enumerate().map(card).collect()
}

#[test]
fn small_blocks_that_lead_to_the_like_of_the_lists_are_news() {
    let main = cards("/news/2026/item-30", &TITLES);
    let pair = |titles: [&str; 2], folder: &str| -> String {
        let row =
            |(i, title): (usize, &&str)| format!("<li><a href='{folder}{i}'>{title}</a></li>");
        titles.iter().enumerate().map(row).collect()
    };
    let body = format!(
        "<div class=main>{main}</div>\
         <div class=sport><h2>Sport</h2><ul class=short>{}</ul></div>\
         <div class=shop><h2>Shop</h2><ul class=goods>{}</ul></div>",
        pair(
            [
                "Rowers miss the podium by half a second",
                "Young sailor wins the spring regatta again"
            ],
            "/sport/2026/item-41"
        ),
        pair(["Coat of oiled cotton", "A map of the old coast"], "/shop/coats-and-maps-")
    );
    let listing = read(FRONT, &body);
    let found = titles(&listing);
    assert_eq!(found.len(), 8, "{found:?}");
    assert!(found.contains(&"Rowers miss the podium by half a second"), "{found:?}");
}

#[test]
fn a_front_without_dates_is_seen_for_what_it_is() {
    let lead: String = cards("/story/2026-30", &TITLES[..4]);
    let rest: String = TITLES[4..]
        .iter()
        .chain(
            ["Ferry to the islands sails more often from May", "Volunteers clean the beach"].iter(),
        )
        .enumerate()
        .map(|(i, title)| format!("<li><a href='/story/2026-5{i}'>{title}</a></li>"))
        .collect();
    let listing = guess(FRONT, &format!("<div id=a>{lead}</div><ul id=b>{rest}</ul>"));
    assert_eq!(listing.entries.len(), 8, "{:?}", titles(&listing));
}

#[test]
fn links_to_sections_are_no_front() {
    let sections = [
        "Services and information for residents",
        "Permits, licences and applications",
        "Departments and their opening hours",
        "How the council takes its decisions",
    ];
    let rows: String = sections
        .iter()
        .enumerate()
        .map(|(i, name)| {
            format!(
                "<li><a href='/{}'>{name}</a></li>",
                ["services", "permits", "offices", "council"][i]
            )
        })
        .collect();
    let listing = guess(FRONT, &format!("<div id=a><ul>{rows}</ul></div>"));
    assert!(listing.entries.is_empty(), "{:?}", titles(&listing));
}

#[test]
fn entries_marked_up_as_such_need_no_bare_page() {
    let row = |(i, title): (usize, &&str)| {
        format!(
            "<li class='hentry news'><h3 class=entry-title><a href='/all/01{i}.html'>{title}</a></h3>\
             <abbr class=published title='2026-03-1{i}T11:30:00Z'>1{i}.03.2026 14:30</abbr></li>"
        )
    };
    let rows: String = TITLES.iter().enumerate().map(row).collect();
    let advice =
        format!("<b>Register in time.</b> {TEASER} {TEASER} <a href='/register.html'>More</a><br>")
            .repeat(8);
    let body = format!(
        "<div id=content><h1>News</h1>{advice}<table><tr><td><ul class=hfeed>{rows}</ul></td></tr></table></div>"
    );
    let listing = read("https://www.example.org/novosti/", &body);
    assert_eq!(titles(&listing), TITLES);
}

#[test]
fn cards_of_sections_are_no_news_beside_cards_of_news() {
    let news = cards("/news-opinion/2026/05/1", &TITLES[..3]);
    let sections: String = [("areas", "Research areas"), ("centres", "Research centres"), ("people", "Find a researcher")]
        .iter()
        .map(|(name, title)| format!("<div class=card><a href='/research/{name}.html'><h3>{title}</h3><p>{TEASER}</p></a></div>"))
        .collect();
    let body = format!(
        "<div class=s1><h2>News and opinion</h2><div class=g1>{news}</div></div>\
         <div class=s2><h2>Our research</h2><div class=g2>{sections}</div></div>"
    );
    assert_eq!(titles(&read(FRONT, &body)), TITLES[..3]);
}

#[test]
fn pictures_are_news_where_they_lead_to_news_and_show_no_gallery() {
    let names = [
        "Anna of the library",
        "Ben of the workshop",
        "Carla of the kitchen",
        "David of the archive",
    ];
    let slides = [
        "Mayor opens the bridge over the northern channel",
        "Record number of swimmers at the winter race",
        "Old lighthouse shines again after twenty years",
    ];
    let slide = |folder: &str, titles: &[&str]| -> String {
        let one = |(i, title): (usize, &&str)| {
            format!(
                "<li><a href='{folder}9{i}1'><img src='{i}.jpg'></a><p><a href='{folder}9{i}1'>{title}</a></p></li>"
            )
        };
        titles.iter().enumerate().map(one).collect()
    };
    let list = dated(&TITLES);
    let read = |folder: &str, titles: &[&str]| {
        let body = format!(
            "<div class=top><ul class=pictures>{}</ul></div><div class=box><h2>Latest</h2><ul>{list}</ul></div>",
            slide(folder, titles)
        );
        read(FRONT, &body).entries.len()
    };
    assert_eq!(read("/news/", &slides), 9);
    assert_eq!(read("/projects/reports/", &slides), 6);
    assert_eq!(read("/news/", &names), 6);
}

#[test]
fn what_is_put_at_the_head_of_a_section_belongs_to_it() {
    let row = |at: usize, title: &str| {
        format!("<li><h3><a href='/article/story-{at}'>{title}</a></h3><p>{TEASER}</p></li>")
    };
    let sticky: String = (0..3).map(|i| row(i, TITLES[i])).collect();
    let rest: String = (3..6).map(|i| row(i, TITLES[i])).collect();
    let body = format!(
        "<div class='block featured'><h2>Do not miss: swimming</h2><ul>{sticky}</ul></div>\
         <div class='block latest'><h1>Swimming</h1><ul>{rest}</ul></div>"
    );
    assert_eq!(titles(&read("https://www.example.org/section/swimming", &body)), TITLES);
}

#[test]
fn a_section_that_shows_the_news_once_more_adds_what_is_new() {
    let again = format!(
        "{}<div class=line><a href='/news/991'>Lighthouse keeper retires after forty years</a></div>",
        TITLES[..4]
            .iter()
            .enumerate()
            .map(|(i, title)| format!("<div class=line><a href='/news/2{i}1'>{title}</a></div>"))
            .collect::<String>()
    );
    let list = dated(&TITLES);
    let body = |class: &str| {
        format!(
            "<div class=box><h2>Latest</h2><ul>{list}</ul></div><div class=box2><div class='{class}'>{again}</div></div>"
        )
    };
    assert_eq!(
        read(
            FRONT,
            &format!(
                "{}<h2>x</h2>",
                body("region").replace("<div class=box2>", "<div class=box2><h2>Coast</h2>")
            )
        )
        .entries
        .len(),
        7
    );
    assert_eq!(read(FRONT, &body("view-maislidos")).entries.len(), 6);
}

#[test]
fn a_story_apart_is_news_where_it_leads_to_the_like_of_the_lists() {
    let main = cards("/news/2026/item-30", &TITLES);
    let hero = |to: &str| {
        format!(
            "<main class=lead><article><h2><a href='{to}'>Ship with two hundred guests runs aground</a></h2></article></main>"
        )
    };
    let body = |to: &str| format!("{}<div class=grid>{main}</div>", hero(to));
    assert_eq!(read(FRONT, &body("/news/2026/item-999")).entries.len(), 7);
    assert_eq!(read(FRONT, &body("/offers")).entries.len(), 6);
}

#[test]
fn the_day_shown_beats_the_hour_of_the_last_change() {
    let row = |(i, title): (usize, &&str)| {
        format!(
            "<article><h2><a href='/all/01{i}.html'>{title}</a></h2>\
             <p>on <time class=updated datetime='2026-04-0{}T11:30:00Z'>March 1{i}, 2026</time></p></article>",
            i + 1
        )
    };
    let rows: String = TITLES.iter().enumerate().map(row).collect();
    let listing =
        read("https://www.example.org/news/", &format!("<div class=entries>{rows}</div>"));
    let days: Vec<String> = listing
        .entries
        .iter()
        .filter_map(|entry| Some(entry.published?.date().to_string()))
        .collect();
    assert_eq!(days.first().map(String::as_str), Some("2026-03-10"), "{days:?}");
}

#[test]
fn names_of_builders_and_of_searches_do_not_put_a_list_aside() {
    let menu: String =
        (0..40).map(|i| format!("<a href='/m/{i}'>Menu entry number {i}</a> ")).collect();
    let rows: String = TITLES
        .iter()
        .enumerate()
        .map(|(i, title)| format!("<li><a href='/all/long-story-no-{i}'>{title}</a></li>"))
        .collect();
    let found = |name: &str| {
        let body = format!("<nav>{menu}</nav><div><div class='{name}'><ul>{rows}</ul></div></div>");
        guess("https://www.example.org/all", &body).entries.len()
    };
    for name in
        ["elementor-widget-posts elementor-widget", "search-results", "events-calendar-list"]
    {
        assert_eq!(found(name), TITLES.len(), "{name}");
    }
    for name in ["widget", "search-box", "calendar"] {
        assert_eq!(found(name), 0, "{name}");
    }
}

#[test]
fn columns_that_go_on_below_a_story_are_news_where_others_have_the_dates() {
    let column = |n: usize| {
        let row = |i: usize| {
            format!(
                "<li><a href='/8{n}{i}71.html'>Story number {i} of the column number {n}</a></li>"
            )
        };
        let rows: String = (0..4).map(row).collect();
        format!(
            "<div class=panes><div class=one><div class=title><a href='/9{n}477.html'>Exchange of works of art shown in column {n}</a></div></div>\
             <div class=main><ul>{rows}</ul></div></div>"
        )
    };
    let row = |i: usize| {
        format!(
            "<li><span>2026-03-{:02}</span><a href='/7{i}481.html'>Dated story of the day number {i}</a></li>",
            18 - i
        )
    };
    let rows: String = (0..8).map(row).collect();
    let columns: String = (0..3).map(column).collect();
    let listing = read(
        "https://www.example.org/",
        &page(&format!("<div class=left><ul>{rows}</ul></div>{columns}")),
    );
    let below = listing.entries.iter().filter(|entry| entry.title.starts_with("Story number"));
    assert_eq!(below.count(), 12, "{:?}", titles(&listing));
}

#[test]
fn teasers_of_something_else_are_no_news_beside_what_is_called_so() {
    let contest = |i: usize| {
        format!(
            "<div class=box><h3><a href='/plans/-/contests/id/13033{i}1'>Harness the power of alumni in city {i}</a></h3>\
             <p>What can be done by those who left the university long ago to help those who are still there?</p></div>"
        )
    };
    let row = |i: usize| {
        format!(
            "<li>2026-03-{:02} <a href='/community/news-of-the-day-{i}-x'>Climate researchers meet in city number {i}</a></li>",
            18 - i
        )
    };
    let rows: String = (0..6).map(row).collect();
    let contests: String = (0..4).map(contest).collect();
    let body = format!(
        "<div class=contests><h2>Contests to take part in</h2><div>{contests}</div></div><div><h2>Top news</h2><ul>{rows}</ul></div>"
    );
    let listing = read("https://www.example.org/", &page(&body));
    assert!(
        listing.entries.iter().all(|entry| entry.title.starts_with("Climate")),
        "{:?}",
        titles(&listing)
    );
    assert_eq!(listing.entries.len(), 6);
}
