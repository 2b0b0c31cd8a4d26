//! Whatever an item holds, its post is valid Telegram HTML within the limits and links to the item.

use edwire::deliver::telegram::{DEFAULT_TEMPLATE, Room, Template, TemplateError, html, plain};
use edwire::deliver::{Mention, Message, Post, Topic};
use edwire::model::{
    DateOrigin, Deadline, DeadlineKind, Lang, Published, StoryId, TopicId, WebUrl,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::bot_html::parse;

const PIECES: [&str; 44] = [
    "scholarship",
    "University",
    "奖学金申请",
    "大学。",
    "международный",
    "جامعة",
    "אוניברסיטה",
    " ",
    " ",
    "\n",
    "\t",
    ". ",
    "! ",
    "。",
    "<b>",
    "</b>",
    "<a href=\"",
    "</a>",
    "&amp;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "&#x202e;",
    "\u{202E}",
    "\u{2066}",
    "\u{200F}",
    "\u{200B}",
    "\u{FEFF}",
    "\u{0}",
    "\u{1B}[31m",
    "🎓",
    "👩\u{200D}👩\u{200D}👧",
    "🇩🇪",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{3164}",
    "\u{E0041}",
    "\u{FFFD}",
    "<br>",
    "<!-- x -->",
    "{{ title }}",
    "x",
    "https://evil.example/",
];

fn text(most: usize) -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..14);
    let long = (0..most).prop_map(|length| "字".repeat(length));
    let wide = (0..most).prop_map(|length| "🎓".repeat(length));
    let unbroken = (0..most).prop_map(|length| "w".repeat(length));
    prop_oneof![
        12 => pieces.prop_map(|pieces| pieces.concat()),
        1 => long,
        1 => wide,
        1 => unbroken,
    ]
}

fn url() -> impl Strategy<Value = WebUrl> {
    let host = prop::sample::select(vec![
        "example.org",
        "大学.example",
        "127.0.0.1:8080",
        "[2001:db8::1]",
        "intranet",
    ]);
    let tail = prop_oneof![
        9 => text(40),
        1 => (0..700_usize).prop_map(|length| "?a=1&b=".to_owned() + &"字&".repeat(length / 2)),
    ];
    (host, tail).prop_filter_map("no address", |(host, tail)| {
        WebUrl::parse(&format!("https://{host}/{tail}")).ok()
    })
}

fn deadline() -> impl Strategy<Value = Deadline> {
    (text(200), any::<bool>()).prop_map(|(what, event)| Deadline {
        date: Published::parse("2026-03-31", DateOrigin::Article).unwrap(),
        until: event.then(|| jiff::civil::date(2026, 4, 2)),
        kind: if event { DeadlineKind::Event } else { DeadlineKind::Apply },
        what,
    })
}

fn topic() -> impl Strategy<Value = Topic> {
    (text(40), text(100)).prop_map(|(name, hashtag)| Topic {
        id: TopicId::new("topic"),
        name,
        hashtag,
    })
}

fn post() -> impl Strategy<Value = Post> {
    let words = (text(900), url(), text(300), prop::option::of(text(4_000)));
    let lists = (
        prop::collection::vec(topic(), 0..3),
        prop::collection::vec(deadline(), 0..3),
        prop::collection::vec((text(300), url()), 0..10),
    );
    let tags = (any::<bool>(), prop::option::of(prop::sample::select(vec!["DE", "cn", "??"])));
    (words, lists, tags).prop_map(|((title, url, source, summary), lists, (chinese, country))| {
        let (topics, deadlines, also) = lists;
        Post {
            story: StoryId(1),
            title,
            url,
            source,
            country: country.map(str::to_owned),
            lang: Lang::parse(if chinese { "zh" } else { "en" }),
            published: Published::parse("2026-03-01T10:00:00+08:00", DateOrigin::Feed).ok(),
            summary,
            topics,
            deadlines,
            also: also.into_iter().map(|(source, url)| Mention { source, url }).collect(),
            image: None,
        }
    })
}

/// Steers what follows, or is not seen at all.
fn is_wild(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        || (c.is_control() && c != '\n')
}

fn check(post: &Post, template: Option<&Template>) -> Result<(), TestCaseError> {
    let url = post.url.as_str();
    let message = Message::Post(post.clone());
    for (room, most) in [(Room::Text, 4096), (Room::Caption, 1024)] {
        let html = html(&message, template, room);
        let parsed = parse(&html).map_err(|why| TestCaseError::fail(format!("{why}: {html}")))?;
        prop_assert!(parsed.units() <= most, "{} units", parsed.units());
        prop_assert!(parsed.entities <= 100);
        prop_assert!(!parsed.text.chars().any(is_wild), "{:?}", parsed.text);
        let linked = parsed.links.iter().any(|(to, text)| to == url && !text.trim().is_empty());
        // an address without a dot is written out, for which a caption may be too small; such a
        // post goes without a photo
        let written = room == Room::Caption || parsed.text.contains(url);
        prop_assert!(if post.url.host() == "intranet" { written } else { linked }, "{html}");
        prop_assert!(
            parsed
                .links
                .iter()
                .all(|(to, _)| to == url
                    || post.also.iter().any(|mention| mention.url.as_str() == to))
        );
        let plain = plain(&message, room);
        prop_assert!(plain.encode_utf16().count() <= most.max(url.len() + 1));
        prop_assert!(plain.ends_with(url));
    }
    Ok(())
}

fn run(cases: u32, template: Option<&Template>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&post(), |post| check(&post, template));
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// A hundred thousand posts in a release build; fewer where each takes twenty times as long.
const POSTS: u32 = if cfg!(debug_assertions) { 5_000 } else { 100_000 };

#[test]
fn posts_are_valid_and_keep_their_link_whatever_they_hold() {
    run(POSTS, None);
}

#[test]
fn a_template_cannot_break_a_post() {
    let template = Template::parse(
        "<b>{{ source }}</b>: <a href=\"{{ url }}\">{{ title }}</a>\n\
         <blockquote>{{ summary }}</blockquote>{% for topic in topics %} {{ topic.hashtag }}{% endfor %}",
    );
    run(POSTS / 20, Some(&template.unwrap()));
}

#[test]
fn the_default_template_writes_what_the_built_in_layout_does() {
    let template = Template::parse(DEFAULT_TEMPLATE).unwrap();
    let config = Config { cases: POSTS / 20, failure_persistence: None, ..Config::default() };
    let dotted = post().prop_filter("written out otherwise", |post| {
        post.url.host().contains(['.', ':'])
            && post.also.iter().all(|mention| mention.url.as_str().len() <= 1_000)
            && post.also.len() <= 8
    });
    let same = |post: Post| {
        let message = Message::Post(post);
        let built_in = html(&message, None, Room::Text);
        let own = html(&message, Some(&template), Room::Text);
        prop_assert_eq!(parse(&own), parse(&built_in));
        Ok(())
    };
    if let Err(error) = TestRunner::new(config).run(&dotted, same) {
        panic!("{error}");
    }
}

#[test]
fn a_bad_template_is_found_before_anything_is_posted() {
    let wrong = |source: &str| Template::parse(source).unwrap_err();
    assert!(matches!(wrong("{{ title"), TemplateError::Syntax { line: 1, .. }));
    assert!(matches!(wrong("a\n{{ titel }}"), TemplateError::Syntax { line: 2, .. }));
    assert!(matches!(wrong("<p>{{ title }}</p>"), TemplateError::Markup(_)));
    assert!(matches!(wrong("<b>{{ title }}"), TemplateError::Markup(_)));
    assert_eq!(wrong("<b>{{ title }}</b>"), TemplateError::NoLink);
    assert_eq!(
        wrong("{% if summary %}<a href=\"{{ url }}\">x</a>{% endif %}"),
        TemplateError::Empty
    );
}

#[test]
fn a_post_looks_as_promised() {
    let post = Post {
        story: StoryId(1),
        title: "Stipendien für internationale Studierende".to_owned(),
        url: WebUrl::parse("https://uni.example/news/1?a=1&b=2").unwrap(),
        source: "Example University".to_owned(),
        country: Some("DE".to_owned()),
        lang: Lang::parse("de"),
        published: Published::parse("2026-03-01", DateOrigin::Listing).ok(),
        summary: Some("The call is open. Apply online.".to_owned()),
        topics: vec![Topic {
            id: TopicId::new("scholarship"),
            name: "Scholarships".to_owned(),
            hashtag: "scholarship".to_owned(),
        }],
        deadlines: vec![Deadline {
            date: Published::parse("2026-03-31", DateOrigin::Article).unwrap(),
            until: None,
            kind: DeadlineKind::Apply,
            what: "applications".to_owned(),
        }],
        also: vec![Mention {
            source: "Ministry".to_owned(),
            url: WebUrl::parse("https://ministry.example/7").unwrap(),
        }],
        image: None,
    };
    let html = html(&Message::Post(post), None, Room::Text);
    assert_eq!(
        html,
        "<a href=\"https://uni.example/news/1?a=1&amp;b=2\"><b>Stipendien für internationale \
         Studierende</b></a>\nExample University · 2026-03-01 · 🇩🇪\n\nThe call is open. Apply \
         online.\n\n⏳ Deadline: 2026-03-31 – applications\n\nAlso: \
         <a href=\"https://ministry.example/7\">Ministry</a>\n\n#scholarship"
    );
}
