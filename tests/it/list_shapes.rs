//! Lists as the systems of universities and ministries make them, and fronts that show several.

use edwire::model::Listing;
use edwire::parse::page::{self, Memory};

use crate::lists::context;

const TITLES: [&str; 6] = [
    "University signs exchange agreement with partners in Lisbon",
    "Applications open for the staff week of the Erasmus programme",
    "New scholarship for doctoral students from Latin America",
    "Delegation from Kyoto visits the Faculty of Engineering",
    "Summer school in data science: register by the end of April",
    "Researchers win European grant for the recycling of batteries",
];
const TEASER: &str =
    "The rectorate has announced details that concern students and staff of all faculties.";

fn read(url: &str, body: &str) -> Listing {
    let menu: String = ["Bachelor programmes", "How to apply for admission", "Campus map"]
        .iter()
        .enumerate()
        .map(|(i, name)| format!("<li><a href='/menu/{i}'>{name}</a></li>"))
        .collect();
    let html = format!(
        "<html><head><title>University</title></head><body><nav><ul>{menu}</ul></nav>{body}\
         <footer><a href='/imprint'>Imprint</a> <a href='/privacy'>Data protection statement</a></footer></body></html>"
    );
    page::read(&html, &context(url), &Memory::default(), None)
}

fn rows(row: impl Fn(usize, &str) -> String) -> String {
    TITLES.iter().enumerate().map(|(i, title)| row(i, title)).collect()
}

fn titles(listing: &Listing) -> Vec<&str> {
    listing.entries.iter().map(|entry| entry.title.as_str()).collect()
}

#[track_caller]
fn all_found(listing: &Listing) {
    assert_eq!(titles(listing), TITLES);
    let days: Vec<i8> = listing
        .entries
        .iter()
        .map(|entry| entry.published.map_or(0, |date| date.date().day()))
        .collect();
    assert_eq!(days, [18, 17, 16, 15, 14, 13]);
}

#[test]
fn what_the_common_systems_make_is_read() {
    type Row = fn(usize, &str) -> String;
    let shapes: [(&str, Row); 5] = [
        ("cards with a stretched link and no text in it", |i, t| {
            format!(
                "<div class=col><div class='card h-100'><img src='{i}.jpg' alt=''><div class=card-body><span class=badge>Research</span>\
                 <h5 class=card-title>{t}</h5><p class=card-text>{TEASER}</p><a href='/news/2{i}1' class=stretched-link aria-label='{t}'></a></div>\
                 <div class=card-footer><small>{} March 2026</small></div></div></div>",
                18 - i
            )
        }),
        ("views with a picture, tags and a button", |i, t| {
            format!(
                "<div class='views-row views-row-{i}'><article><a href='/news/2{i}1'><img src='{i}.jpg' alt=Picture></a><h2><a href='/news/2{i}1'><span>{t}</span></a></h2>\
                 <time datetime='2026-03-{}T12:00:00Z'>lately</time><p>{TEASER}</p><a href='/tags/international'>International</a>, <a href='/tags/students'>Students</a>\
                 <a href='/news/2{i}1'>Read more<span class=hidden> about {t}</span></a></article></div>",
                18 - i
            )
        }),
        ("boxes with names made by a program", |i, t| {
            format!(
                "<div class='sc-1x{i}kq2 css-1q{i}z8h'><a class='css-8at e1n{i}' href='/news/2{i}1'><div><div><img alt='' src='{i}.jpg'></div>\
                 <div class=css-vur><p class=css-kz1>Campus life</p><p class=css-a1b>{t}</p><p class=css-q9>Mar {}, 2026</p></div></div></a></div>",
                18 - i
            )
        }),
        ("details that unfold", |i, t| {
            format!(
                "<details><summary><span class=date>2026-03-{}</span> {t}</summary><div><p>{TEASER}</p><a href='/news/2{i}1'>Full announcement</a></div></details>",
                18 - i
            )
        }),
        ("tiles with a line above the title", |i, t| {
            format!(
                "<div class=cmp-tile><div class=cmp-teaser><a href='/news/2{i}1'><img src='{i}.jpg' alt='{t}'></a><p class=pretitle>{} March 2026</p>\
                 <h3 class=cmp-teaser__title><a href='/news/2{i}1'>{t}</a></h3><div><p>{TEASER}</p></div><a href='/news/2{i}1'>Learn more</a></div></div>",
                18 - i
            )
        }),
    ];
    for (name, row) in shapes {
        let body = format!("<main><h1>Newsroom</h1><div class=grid>{}</div></main>", rows(row));
        let listing = read("https://www.example.edu/en/newsroom", &body);
        assert_eq!(titles(&listing), TITLES, "{name}");
        all_found(&listing);
    }
}

#[test]
fn whole_posts_with_the_links_of_their_texts_are_a_list() {
    let links: String =
        (0..30).map(|i| format!("<a href='/tag/t{i}' rel=tag>topic number {i}</a>, ")).collect();
    let list = rows(|i, t| {
        format!(
            "<article class='post hentry'><header><h2><a href='/blog/2026/03/2{i}1/' rel=bookmark>{t}</a></h2><time datetime='2026-03-{}'>lately</time></header>\
             <div><p>{TEASER} We talked about <a href='https://partner.example.org/summer/2026'>the new summer programme of our partner</a> with everyone. {TEASER}</p></div>\
             <footer>Tagged {links}</footer></article>",
            18 - i
        )
    });
    let body = format!("<div id=primary><main id=main>{list}</main></div>");
    all_found(&read("https://blog.example.edu/", &body));
}

#[test]
fn what_is_called_a_side_bar_but_holds_the_page_is_none() {
    let list = rows(|i, t| {
        format!("<div class=item><h3><a href='/a-{i}-{i}01/'>{t}</a></h3><p>{TEASER}</p></div>")
    });
    let body = format!("<div id=main-sidebar-container><section id=main>{list}</section></div>");
    assert_eq!(titles(&read("https://www.example.edu/stories", &body)), TITLES);
}

#[test]
fn a_short_year_tells_the_order_of_day_and_month_too() {
    let list = rows(|i, t| {
        format!("<li><a href='/content/2{i}1'>{t}</a> <span>3/{}/26</span></li>", 18 - i)
    });
    let list = list.replace("3/13/26", "3/9/26");
    let listing = read("https://www.example.edu/news", &format!("<main><ul>{list}</ul></main>"));
    let last = listing.entries.last().and_then(|entry| entry.published).unwrap();
    assert_eq!(last.date().to_string(), "2026-03-09");
}

#[test]
fn labels_glued_to_a_title_are_no_part_of_it() {
    let list = rows(|i, t| {
        format!(
            "<article><h3><a href='/news/2{i}1'><span class=label>Region</span><span class=label>Porto</span>{t}</a></h3><time>2026-03-{}</time></article>",
            18 - i
        )
    });
    all_found(&read("https://www.example.edu/news", &format!("<main>{list}</main>")));
}

#[test]
fn a_front_shows_news_events_and_research() {
    let dated: String = rows(|i, t| {
        let text =
            format!("<li><h3><a href='/news/2{i}1'>{t}</a></h3><p>{} March 2026</p></li>", 18 - i);
        if i < 4 { text } else { String::new() }
    });
    let stories: String = ["How cities can stay cool in summer", "A new map of the immune system"]
        .iter()
        .enumerate()
        .map(|(i, t)| format!("<article class=card><a href='/research/9{i}1'><h3>{t}</h3><p>{TEASER}</p></a></article>"))
        .collect();
    let body = format!(
        "<section><h2>Latest</h2><ul>{dated}</ul></section><section class=home-research><h2>Ideas</h2><div>{stories}</div></section>\
         <section><h2>Information for</h2><ul><li><a href='/for/prospective-students'>Prospective students and parents</a></li>\
         <li><a href='/for/alumni'>Alumni and friends of the university</a></li><li><a href='/for/press'>Members of the press</a></li></ul></section>"
    );
    let listing = read("https://www.example.edu/", &body);
    let found = titles(&listing);
    assert_eq!(found.len(), 6, "{found:?}");
    assert_eq!(
        found[4..],
        ["How cities can stay cool in summer", "A new map of the immune system"]
    );
}

#[test]
fn a_front_of_boxes_alike_takes_the_news_and_its_pictures() {
    let titles_of = [
        "我校与里斯本大学签署学生交换协议",
        "国际处赴日本高校开展调研访问",
        "外国留学生奖学金评审结果公示",
        "暑期国际学校开始接受报名",
    ];
    let box_of = |folder: usize| -> String {
        titles_of
            .iter()
            .enumerate()
            .map(|(i, t)| {
                format!("<li><a href='info/{folder}/4{i}00.htm'>{t}</a><span>03-1{i}</span></li>")
            })
            .collect()
    };
    let pictures: String = (0..3)
        .map(|i| format!("<li><a href='info/1012/42{i}0.htm'><img src='i{i}.jpg'></a><p><a href='info/1012/42{i}0.htm'>校领导会见海外大学代表团第{i}次</a></p></li>"))
        .collect();
    let quick = "<li><a href='http://sys.example.cn/'>因公出国（境）管理系统</a></li><li><a href='http://vis.example.cn/'>外国专家来华工作管理平台</a></li><li><a href='xz.htm'>常用表格下载专区入口</a></li>";
    let body = format!(
        "<div class=banner><ul>{pictures}</ul></div><div class=box1><h2>新闻动态</h2><ul>{}</ul></div>\
         <div class=box2><h2>通知公告</h2><ul>{}</ul></div><div class=box3><h2>快速通道</h2><ul>{quick}</ul></div>",
        box_of(1010),
        box_of(1011)
    );
    let listing = read("https://gjc.example.edu.cn/", &body);
    assert_eq!(listing.entries.len(), 11, "{:?}", titles(&listing));
    assert!(listing.entries.iter().all(|entry| entry.url.as_str().contains("/info/")));
}

#[test]
fn what_stands_in_two_lists_is_told_by_both() {
    let pictures = rows(|i, t| {
        let text = format!(
            "<div class=slide><a href='/news/2{i}1'><img src='{i}.jpg'></a><h3><a href='/news/2{i}1'>{t}</a></h3><p>{TEASER}</p></div>"
        );
        if i < 3 { text } else { String::new() }
    });
    let list = rows(|i, t| {
        format!("<li><a href='/news/2{i}1'>{t}</a><span>2026-03-{}</span></li>", 18 - i)
    });
    let body =
        format!("<section>{pictures}</section><section><h2>Latest</h2><ul>{list}</ul></section>");
    all_found(&read("https://www.example.edu/", &body));
}

#[test]
fn what_is_most_read_leaves_the_blocks_it_looks_like() {
    let list = rows(|i, t| {
        format!("<li><a href='/news/2{i}1'>{t}</a><span>2026-03-{}</span></li>", 18 - i)
    });
    let old: String = (0..4)
        .map(|i| {
            format!("<li><a href='/news/1{i}1'>An older story that everyone has read, number {i}</a><span>2025-03-1{i}</span></li>")
        })
        .collect();
    let body = format!(
        "<div class=tab><h3>Newest</h3><ul>{list}</ul></div><div class=tab><h3>Más leídas</h3><ul>{old}</ul></div>"
    );
    all_found(&read("https://www.example.edu/", &body));
}

#[test]
fn answers_to_the_page_are_no_news() {
    let posts: String = (0..3)
        .map(|i| {
            format!(
                "<div class=entry><table><tr><td>posted 2026-03-1{i} 10:00</td></tr><tr><td>{TEASER} Contribution number {i}.</td></tr>\
                 <tr><td><a href='/reply.php?board=study&re=3195542{i}&gid=31955425'>Reply</a></td></tr></table></div>"
            )
        })
        .collect();
    let html = format!(
        "<html><head><title>Board</title></head><body><div class=thread>{posts}</div></body></html>"
    );
    let context = context("https://board.example.org/study/31955425.html");
    let listing = page::guess(&html, &context, &Memory::default(), None);
    assert!(listing.entries.is_empty(), "{:?}", titles(&listing));
}

#[test]
fn a_column_that_keeps_its_title_is_read_each_time() {
    let same = "Visa appointments for international students";
    let titles =
        [same, same, same, "Library closes early", "Delegation visits Kyoto", "Term begins"];
    let rows: String = (1..)
        .zip(titles)
        .map(|(i, title)| {
            format!("<li><a href='/news/{i}.htm'>{title}</a> <span>2026-03-0{i}</span></li>")
        })
        .collect();
    let listing = read("https://www.example.edu/news/", &format!("<h1>News</h1><ul>{rows}</ul>"));
    let read: Vec<&str> = listing.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(read, titles);
}

#[test]
fn a_link_over_a_card_is_called_after_the_heading_that_it_covers() {
    let body = rows(|i, title| {
        format!(
            "<article><h2>{title}</h2><p>{TEASER}</p><time datetime='2026-03-1{i}'>March 2026</time>\
             <a aria-label='post link to {title}' href='/posts/{i}/'></a></article>"
        )
    });
    let listing = read("https://www.example.edu/posts/", &format!("<main>{body}</main>"));
    assert_eq!(titles(&listing), TITLES);
}

#[test]
fn a_date_that_a_title_leads_up_to_stays_in_it() {
    let events = [
        "Open rehearsal of the choir in the main hall on 4 March 2026",
        "Exhibition of student work, open through 5 March 2026",
        "The deadline for the language course is 12 March 2026",
        "Sprachcafé im Foyer der Bibliothek am 14. März 2026",
    ];
    let row =
        |(i, title): (usize, &&str)| format!("<li><a href='/events/{i}.htm'>{title}</a></li>");
    let rows: String = events.iter().enumerate().map(row).collect();
    let listing =
        read("https://www.example.edu/", &format!("<h2>News and events</h2><ul>{rows}</ul>"));
    assert_eq!(titles(&listing), events);
}
