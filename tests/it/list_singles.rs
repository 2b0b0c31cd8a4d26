//! Places for news with a single entry, offers that are no news, and notices that share their names.

use edwire::model::Listing;
use edwire::parse::page::{self, Memory};

use crate::lists::context;

fn page(title: &str, body: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><nav><ul><li><a href='/'>Home</a></li>\
         <li><a href='/about/'>About us</a></li><li><a href='/contact/'>Contact</a></li></ul></nav>{body}\
         <footer><a href='/imprint/'>Imprint</a></footer></body></html>"
    )
}

fn read(url: &str, html: &str) -> Listing {
    page::read(html, &context(url), &Memory::default(), None)
}

fn guess(url: &str, html: &str) -> Listing {
    page::guess(html, &context(url), &Memory::default(), None)
}

fn told(listing: &Listing) -> Vec<(String, String)> {
    let day = |entry: &edwire::model::Entry| {
        entry.published.map(|date| date.date().to_string()).unwrap_or_default()
    };
    listing.entries.iter().map(|entry| (entry.title.clone(), day(entry))).collect()
}

fn titles(listing: &Listing) -> Vec<&str> {
    listing.entries.iter().map(|entry| entry.title.as_str()).collect()
}

const TEXT: &str = "The general assembly of the association takes place at the headquarters at seven in \
                    the evening; members who cannot come may send a proxy in writing until the day before.";

#[test]
fn the_only_entry_of_a_place_for_news_is_read() {
    let cases = [
        (
            "https://www.example.org/haberler/",
            format!(
                "<h1>Haberler</h1><p>Duyurular</p><div class=grid><div class=card><span>06.12.2025</span>\
                 <h3>Genel Kurul Çağrısı</h3><p>{TEXT}</p><a href='/haberler/genel-kurul-2025.html'>Detayları Gör</a></div></div>"
            ),
            "Genel Kurul Çağrısı",
        ),
        (
            "https://www.example.org/nyheter/",
            format!(
                "<div class=content><h1>Nyheter</h1><h2><a href='/2025/12/06/ny-webb.html'>Föreningen har en ny webbsida!</a></h2>\
                 <p>2025-12-06</p><p>{TEXT} More on <a href='https://other.example.net/'>other.example.net</a>.</p></div>"
            ),
            "Föreningen har en ny webbsida!",
        ),
        (
            "https://www.example.org/bekanntmachungen.html",
            "<h1>Amtliche Bekanntmachungen</h1><p>06.12.2025 <a href='/files/2025-12-satzung.pdf'>Neufassung der Satzung des Vereins (PDF, 120 KB)</a></p>".to_owned(),
            "Neufassung der Satzung des Vereins",
        ),
        (
            "https://www.example.org/blog/",
            format!(
                "<h1>News and announcements</h1><section><article><header><h2><a href='/blog/welcome-to-our-new-blog/'>Welcome to our new blog</a></h2>\
                 <time datetime='2025-12-06'>December 6, 2025</time></header><p>{TEXT}</p></article></section>"
            ),
            "Welcome to our new blog",
        ),
    ];
    for (url, body, title) in cases {
        let listing = read(url, &page("Association", &body));
        assert_eq!(told(&listing), [(title.to_owned(), "2025-12-06".to_owned())], "{url}");
    }
}

#[test]
fn a_second_entry_is_found_beside_the_only_one() {
    let card = |day: u8, name: &str| {
        format!(
            "<div class=card><span>{day:02}.12.2025</span><h3>{name}</h3><p>{TEXT}</p>\
             <a href='/haberler/haber-2025-{day}.html'>Detayları Gör</a></div>"
        )
    };
    let at =
        |cards: &str| page("Dernek", &format!("<h1>Haberler</h1><div class=grid>{cards}</div>"));
    let (old, new) = (card(6, "Genel Kurul Çağrısı"), card(9, "Yeni yönetim kurulu seçildi"));
    let url = "https://www.example.org/haberler/";
    let first = read(url, &at(&old));
    let known = first.entries.iter().map(|entry| (entry.title.clone(), entry.url.to_string()));
    let memory = Memory { template: first.template.clone(), known: known.collect() };
    for (html, count) in [(at(&old), 1), (at(&format!("{new}{old}")), 2)] {
        let next = page::read(&html, &context(url), &memory, None);
        assert_eq!(next.entries.len(), count, "{:?}", next.warnings);
        assert!(next.warnings.is_empty(), "{:?}", next.warnings);
    }
}

#[test]
fn a_dated_link_elsewhere_is_no_single_entry() {
    let related = format!(
        "<h1>Genel kurul ertelendi ve yeni tarih belli oldu</h1><p>06.12.2025</p><p>{TEXT}</p><p>{TEXT}</p>\
         <div class=card><span>01.12.2025</span><h3>Genel Kurul Çağrısı</h3><a href='/haberler/cagri-2025.html'>Detaylar</a></div>"
    );
    let listing = read(
        "https://www.example.org/haberler/genel-kurul-ertelendi.html",
        &page("Haberler", &related),
    );
    assert!(listing.entries.is_empty(), "{:?}", titles(&listing));
    let about = "<h1>About us</h1><p>We are an association.</p><div><span>06.12.2025</span>\
                 <a href='/files/statutes-2025.pdf'>Statutes of the association as amended</a></div>";
    let listing = read("https://www.example.org/about/", &page("About us", about));
    assert!(listing.entries.is_empty(), "{:?}", titles(&listing));
}

const THINGS: [&str; 8] = [
    "Waterproof seven pole connector for trailers",
    "Tail light of a touring motorcycle, as good as new",
    "Estate car with petrol engine from first owner",
    "Hydraulic lift for patients with two slings",
    "Mobile phone in working order with charger",
    "High visibility work wear in several sizes",
    "Garden table with six folding chairs of teak",
    "Electric piano with stool and headphones",
];

fn offers(price: impl Fn(usize) -> String) -> String {
    let row = |(i, thing): (usize, &&str)| {
        format!(
            "<div class=item><span class=date>2026-03-{:02}</span><h3><a href='/offer/12345{i}.htm'>{thing}</a></h3>\
             <span class=price>{}</span></div>",
            18 - i,
            price(i)
        )
    };
    THINGS.iter().enumerate().map(row).collect()
}

#[test]
fn rows_that_ask_for_money_are_offers() {
    type Price = fn(usize) -> String;
    let prices: [Price; 8] = [
        |i| format!("{} 000 Ft", i + 2),
        |i| format!("€ {}.299,-", i + 1),
        |i| format!("${},234.56", i + 1),
        |i| format!("{} 500 Kč", i + 1),
        |i| format!("¥{},980", i + 1),
        |i| format!("{}800元", i + 1),
        |i| format!("Rp {}.250.000", i + 1),
        |i| format!("{} 300 руб.", i + 1),
    ];
    for price in prices {
        let html = page("Offers near you", &format!("<h1>Offers</h1><div>{}</div>", offers(price)));
        let listing = guess("https://www.example.org/county", &html);
        assert!(listing.entries.is_empty(), "{}: {:?}", price(1), titles(&listing));
    }
}

#[test]
fn amounts_that_are_given_or_stand_in_titles_are_news() {
    let awards = |i: usize| format!("Award: ${},000", i + 1);
    let html = page("Scholarships", &format!("<h1>Scholarships</h1><div>{}</div>", offers(awards)));
    assert_eq!(guess("https://www.example.org/scholarships/", &html).entries.len(), THINGS.len());
    let row = |i: usize| {
        format!(
            "<li><a href='/news/77{i}1.html'>Scholarship of ${},000 a year for students of engineering number {i}</a> <span>2026-03-{:02}</span></li>",
            i + 5,
            18 - i
        )
    };
    let rows: String = (0..8).map(row).collect();
    let html = page("News", &format!("<h1>News</h1><ul>{rows}</ul>"));
    assert_eq!(guess("https://www.example.org/news/", &html).entries.len(), 8);
}

#[test]
fn notices_that_share_their_name_are_news_each() {
    for (name, other) in
        [("Weekly notice", "Change of the timetable"), ("每周会议通知", "关于调整作息时间的通知")]
    {
        for others in [0, 2] {
            let row = |i: usize| {
                let title = if i < others { format!("{other} {i}") } else { name.to_owned() };
                format!(
                    "<li><a href='/notices/9{i}41.html'>{title}</a><span>2026-03-{:02}</span></li>",
                    18 - i
                )
            };
            let rows: String = (0..8).map(row).collect();
            let html = page("Notices", &format!("<h1>Notices</h1><ul>{rows}</ul>"));
            let listing = read("https://www.example.org/notices/", &html);
            assert_eq!(listing.entries.len(), 8, "{name} {others}");
            assert_eq!(
                listing.entries.iter().filter(|entry| entry.title == name).count(),
                8 - others
            );
        }
    }
}

#[test]
fn buttons_that_share_their_name_are_none() {
    let row = |i: usize| {
        format!(
            "<li><a href='/notices/9{i}41.html'>Read more</a><span>2026-03-{:02}</span></li>",
            18 - i
        )
    };
    let rows: String = (0..8).map(row).collect();
    let listing = read(
        "https://www.example.org/notices/",
        &page("Notices", &format!("<h1>Notices</h1><ul>{rows}</ul>")),
    );
    assert!(listing.entries.is_empty(), "{:?}", titles(&listing));
}

#[test]
fn sections_among_entries_are_left_out() {
    let body = "<h1>Aktuelles</h1><div class=text>\
        <p>Visits and <a href='/tours/'>tours</a> on Sundays at three. Others by appointment, for children too.</p>\
        <p><a href='/events/2016/'><strong>All events of 2016</strong></a></p>\
        <p><a href='/events/2016/grube/'><strong>Sonntag, 21. August</strong> Musik nach der Führung</a><br>Works for violin alone by a professor from Quito</p>\
        <p><a href='/events/2016/seminar/'><strong>Freitag, 9. September</strong> Seminar für Musik und Transzendenz</a><br>Does music tune our soul?</p>\
        <p><a href='/events/2016/leonie/'><strong>Samstag, 10. September</strong> Solo-Recital Schlagzeug</a><br>With a young drummer</p></div>";
    let listing = read("https://www.example.org/aktuelles/", &page("Stiftung", body));
    let expected = [
        ("Musik nach der Führung", "2016-08-21"),
        ("Seminar für Musik und Transzendenz", "2016-09-09"),
        ("Solo-Recital Schlagzeug", "2016-09-10"),
    ];
    assert_eq!(told(&listing), expected.map(|(title, date)| (title.to_owned(), date.to_owned())));
}

#[test]
fn a_title_is_what_stands_where_the_titles_of_its_list_do() {
    let kinds = [
        "23 -- Ground effects vehicles, motor vehicles, trailers & cycles",
        "53 -- Hardware & abrasives",
        "D -- Information technology services, including telecommunications",
        "Z -- Maintenance, repair, and alteration of real property",
        "70 -- General purpose information technology equipment",
    ];
    let names = [
        "Trailer requirements",
        "Seal, plain",
        "Request for quotations, first amendment",
        "Repair of the roofs of two hangars",
        "Network switches and their licences",
    ];
    let row = |(i, name): (usize, &&str)| {
        format!(
            "<tr><td><a href='/notice?id=80{i}71'><div class=s>{name}</div><div class=n>7503-{i}-SOURCES-SOUGHT-X</div><div class=c>{}</div></a></td>\
             <td>Dec {:02}, 2015</td></tr>",
            kinds[i],
            i + 1
        )
    };
    let rows: String = names.iter().enumerate().map(row).collect();
    let listing = read(
        "https://www.example.org/opportunities",
        &page("Opportunities", &format!("<table>{rows}</table>")),
    );
    assert_eq!(titles(&listing), names);
}

#[test]
fn neither_the_author_nor_a_hint_nor_a_range_of_days_is_the_title() {
    type Row = fn(usize) -> String;
    let title = |i: usize| format!("Column of the week, part {i}");
    let shapes: [(&str, Row); 3] = [
        ("author", |i| {
            format!(
                "<div class=node><h2 class=node-author><a href='/opinion/48{i}08-x'>Bernard Melville {}</a></h2>\
             <p class=node-title><a href='/opinion/48{i}08-x'>Column of the week, part {i}</a></p><p>2026-03-{:02}</p></div>",
                ["Araujo", "Oliveira", "Almada", "Fernandes", "Gouveia", "Teixeira"][i],
                18 - i
            )
        }),
        ("hint", |i| {
            format!(
                "<div class=slide><p><a href='/opinion/48{i}08-x'>Column of the week, part {i}</a></p><div class=hint>\
             <a href='/opinion/48{i}08-x'>What you have to know of it before you read on {i}</a></div><p>2026-03-{:02}</p></div>",
                18 - i
            )
        }),
        ("range", |i| {
            format!(
                "<div class=show><p><a href='/opinion/48{i}08-x'>Column of the week, part {i}</a></p>\
             <p><a href='/opinion/48{i}08-x'>du {} décembre 2014 au {} janvier 2015</a></p></div>",
                i + 1,
                i + 13
            )
        }),
    ];
    for (name, row) in shapes {
        let rows: String = (0..6).map(row).collect();
        let listing = read(
            "https://www.example.org/opinion/",
            &page("Opinion", &format!("<div>{rows}</div>")),
        );
        assert_eq!(titles(&listing), (0..6).map(title).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn days_are_those_that_are_shown() {
    type Row = fn(usize) -> String;
    let shapes: [(&str, Row); 3] = [
        ("an abbreviation spelled out", |i| {
            format!(
                "<abbr class=published title='2026-03-{:02}T10:47:03+04:00'>{:02}.03/10:47</abbr><p>A debate on it takes place on 28 March.</p>",
                18 - i,
                18 - i
            )
        }),
        ("another clock", |i| {
            format!("<time datetime='2026-03-{:02}'>{:02}/03/2026 00:00</time>", 17 - i, 18 - i)
        }),
        ("months in the title", |i| {
            format!(
                "<i>2026-03-{:02}</i><p>2026年1-11月公路水路交通固定资产投资完成情况</p>",
                18 - i
            )
        }),
    ];
    for (name, row) in shapes {
        let row = |i: usize| {
            format!(
                "<li><h3><a href='/news/9{i}41.html'>News of the ministry of roads, number {i}</a></h3>{}</li>",
                row(i)
            )
        };
        let rows: String = (0..6).map(row).collect();
        let listing =
            read("https://www.example.org/news/", &page("News", &format!("<ul>{rows}</ul>")));
        let days: Vec<String> = told(&listing).into_iter().map(|(_, day)| day).collect();
        assert_eq!(
            days,
            (0..6).map(|i| format!("2026-03-{:02}", 18 - i)).collect::<Vec<_>>(),
            "{name}"
        );
    }
}

#[test]
fn a_link_that_shows_when_is_called_what_its_attribute_says() {
    let row = |i: usize| {
        format!(
            "<tr><td><h4><a title='Meeting of committee number {i}' href='/view/{i}'><strong><abbr \
             title='March'>Mar</abbr> {}, 2026</strong> &mdash; Posted <abbr title='March'>Mar</abbr> {}, \
             2026 11:47 AM</a></h4><p>Meeting of committee number {i}</p></td></tr>",
            20 - i,
            10 - i
        )
    };
    let section = |name: &str, rows: std::ops::Range<usize>| {
        let rows: String = rows.map(row).collect();
        format!("<div class=listing><h2>{name} of the city</h2><table>{rows}</table></div>")
    };
    let body = [("Board of parks", 0..2), ("Council of arts", 2..3), ("Committee on water", 3..6)]
        .map(|(n, r)| section(n, r));
    let listing = read("https://www.example.org/agendas/", &page("Agendas", &body.concat()));
    let expected: Vec<(String, String)> = (0..6)
        .map(|i| (format!("Meeting of committee number {i}"), format!("2026-03-{:02}", 20 - i)))
        .collect();
    assert_eq!(told(&listing), expected);
}
