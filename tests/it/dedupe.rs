//! Stories: what joins, what stays apart, and that arrivals decide it, not chance.

use std::collections::HashSet;

use edwire::curate::dedupe::{Facts, Neighbour, Placement, place};
use edwire::curate::normalise::canonical;
use edwire::model::{DateOrigin, ItemId, JoinReason, Published, SourceId, StoryId, WebUrl};
use edwire::store::neighbours;
use proptest::prelude::*;
use rusqlite::{Connection, params};

fn facts(url: &str, title: &str, text: &str) -> Facts {
    Facts {
        url: canonical(&WebUrl::parse(url).unwrap()),
        source: SourceId::new("source"),
        guid: None,
        title: title.to_owned(),
        text: text.to_owned(),
        published: None,
        first_seen: jiff::Timestamp::UNIX_EPOCH,
    }
}

fn published(facts: Facts, day: &str) -> Facts {
    Facts { published: Published::parse(day, DateOrigin::Feed).ok(), ..facts }
}

/// A store of items with the real index.
struct Desk {
    connection: Connection,
    items: Vec<Neighbour>,
    related: Vec<Vec<StoryId>>,
}

impl Desk {
    fn new() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE item (id INTEGER PRIMARY KEY, story INTEGER NOT NULL) STRICT;
                 CREATE INDEX item_story ON item (story);
                 CREATE TABLE fingerprint (key INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (key, item))
                 STRICT, WITHOUT ROWID;",
            )
            .unwrap();
        Self { connection, items: Vec::new(), related: Vec::new() }
    }

    fn add(&mut self, facts: Facts) -> StoryId {
        self.add_shuffled(facts, |_| ())
    }

    fn add_shuffled(&mut self, facts: Facts, shuffle: impl FnOnce(&mut Vec<Neighbour>)) -> StoryId {
        let fingerprint = facts.fingerprint();
        let found = neighbours::candidates(&self.connection, &fingerprint.sought()).unwrap();
        let mut near: Vec<Neighbour> =
            found.into_iter().map(|id| self.items[id.0 as usize].clone()).collect();
        shuffle(&mut near);
        let item = ItemId(self.items.len() as i64);
        let (story, related) = match place(&facts, &fingerprint.sketch, &near) {
            Placement::Opens { related } => (StoryId(item.0), related),
            Placement::Joins { story, related, .. } => (story, related),
        };
        self.connection
            .execute("INSERT INTO item VALUES (?1, ?2)", params![item.0, story.0])
            .unwrap();
        neighbours::insert(&self.connection, item, &fingerprint.stored()).unwrap();
        let sketch = Some(fingerprint.sketch);
        self.items.push(Neighbour { item, story, facts, sketch });
        self.related.push(related);
        story
    }

    fn stories(&self) -> Vec<StoryId> {
        self.items.iter().map(|item| item.story).collect()
    }
}

fn joined(a: Facts, b: Facts) -> bool {
    let mut desk = Desk::new();
    desk.add(a) == desk.add(b)
}

/// An article of invented sentences in no language; sentence `n` is the same wherever it stands.
fn article(sentences: impl IntoIterator<Item = usize>) -> String {
    sentences.into_iter().map(|n| words(n, 10) + ". ").collect()
}

fn words(seed: usize, count: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ra", "to", "mi", "ven", "lu", "sko", "pe", "dar", "ni", "fo", "gul", "be", "zan", "ki",
        "wor", "ty",
    ];
    let mut state = seed as u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as usize
    };
    let word = |mut draw: usize| -> String {
        (0..2 + draw % 3)
            .map(|_| {
                draw /= 5;
                SYLLABLES[draw % 16]
            })
            .collect()
    };
    (0..count).map(|_| word(next())).collect::<Vec<_>>().join(" ")
}

#[test]
fn copies_of_one_story_join_with_the_reason() {
    let text = article(0..14);
    let title = "Delegation from Northern University visits the coastal campus";
    let first = facts("https://news.a.example.edu/1", title, &text);
    let reprint = facts(
        "https://b.example.org/r/9",
        &format!("{title} - Campus News"),
        &format!("(Staff reporter) {}", article(0..11)),
    );
    let mut desk = Desk::new();
    let story = desk.add(first.clone());
    let near = [desk.items[0].clone()];
    match place(&reprint, &reprint.fingerprint().sketch, &near) {
        Placement::Joins { story: joined, like, why: JoinReason::NearText(likeness), related } => {
            assert_eq!((joined, like, related), (story, ItemId(0), vec![]));
            assert!(likeness > 0.6 && likeness < 1.0);
        }
        other => panic!("{other:?}"),
    }
    let bare = facts("https://c.example.edu/77", title, "");
    let placed = place(&bare, &bare.fingerprint().sketch, &near);
    assert!(matches!(placed, Placement::Joins { why: JoinReason::SameTitle, .. }));
}

#[test]
fn alike_is_not_same_when_a_number_a_name_a_round_or_a_step_differs() {
    let body = |year: &str| {
        format!("{} Applications close on 31 March {year}. {}", article(0..8), article(8..14))
    };
    for (a, b) in [
        (
            ("Summer school opens for applications", body("2025")),
            ("Summer school opens for applications", body("2026")),
        ),
        (("名家讲堂第二十一期", String::new()), ("名家讲堂第二十二期", String::new())),
        (
            ("关于选拔学生赴河西大学访学的通知", String::new()),
            ("关于选拔学生赴江东大学访学的通知", String::new()),
        ),
        (
            ("Ann Example named Distinguished Professor", String::new()),
            ("Bea Sample named Distinguished Professor", String::new()),
        ),
        (
            ("교환학생 선발 결과 발표 2026학년도 1학기", String::new()),
            ("교환학생 선발 결과 발표 2026학년도 2학기", String::new()),
        ),
        (
            ("Стипендия фонда на осенний семестр", article(0..9)),
            ("Продление конкурса: стипендия фонда на осенний семестр", article(0..9)),
        ),
    ] {
        let one = facts("https://x.example.edu/1", a.0, &a.1);
        let two = facts("https://x.example.edu/2", b.0, &b.1);
        assert!(!joined(one, two), "{} | {}", a.0, b.0);
    }
}

#[test]
fn a_template_with_another_partner_stays_apart_however_alike() {
    let notice = |partner: &str, days: u32| {
        format!(
            "根据我校与{partner}签署的校际协议，现选拔学生赴{partner}学习。项目为期{days}天。请有意向的同学向所在学院提交申请表、成绩单和外语水平证明，由学院审核后统一报送国际交流与合作处，逾期不予受理。学生在{partner}学习期间须遵守两国法律和两校规定，按时返校并提交学习总结，所修学分按照学校规定予以认定。联系人和电话见附件，其他未尽事宜由国际交流与合作处负责解释。"
        )
    };
    let one =
        facts("https://x.example.edu.cn/1", "河西大学交流项目选拔通知", &notice("河西大学", 30));
    let two =
        facts("https://x.example.edu.cn/2", "江东大学交流项目选拔通知", &notice("江东大学", 30));
    assert!(!joined(one.clone(), two));
    let again = facts(
        "https://partner.example.cn/8",
        "河西大學交流項目選拔通知_新闻网",
        &notice("河西大学", 30),
    );
    assert!(joined(one, again));
}

#[test]
fn one_notice_for_many_subjects_is_a_story_of_each() {
    let notice = |id: usize, subject: &str| {
        let title = format!("Scholarships in {subject} for students from Kenya");
        let rest = "They cover tuition and a monthly stipend. Apply in the portal of our office.";
        facts(&format!("https://u.example/{id}"), &title, &format!("We offer {title}. {rest}"))
    };
    let mut desk = Desk::new();
    let told: HashSet<StoryId> =
        (0..4).map(|i| desk.add(notice(i, ["chemistry", "law", "arts", "music"][i]))).collect();
    assert_eq!(told.len(), 4);
    let copy =
        Facts { title: "Scholarships in chemistry for Kenya".into(), ..notice(9, "chemistry") };
    assert!(told.contains(&desk.add(copy)), "the same notice under another title");
}

#[test]
fn one_title_on_another_day_is_another_story() {
    let title = "International students gather for the spring reception";
    let one = published(facts("https://x.example.edu/1", title, ""), "2026-03-02");
    let same_week = Facts {
        source: SourceId::new("a faculty"),
        ..published(facts("https://y.example.edu/5", title, ""), "2026-03-03")
    };
    let next_year = published(facts("https://x.example.edu/9", title, ""), "2027-03-02");
    assert!(joined(one.clone(), same_week));
    assert!(!joined(one.clone(), next_year));
    let next_issue = published(facts("https://x.example.edu/2", title, ""), "2026-03-03");
    assert!(!joined(one, next_issue), "one list shows both");
}

#[test]
fn a_column_that_keeps_its_title_tells_another_story_each_week() {
    let title = "Weekly notice for international students";
    let issue = |address, text, date| {
        let source = SourceId::new("office");
        Facts { source, ..published(facts(address, title, text), date) }
    };
    let first = issue(
        "https://x.example.edu/1",
        "Bring your passport to the registration desk in the main hall before Friday noon.",
        "2026-11-28",
    );
    let second = issue(
        "https://x.example.edu/2",
        "The Christmas dinner takes place in the canteen. Sign up with the student union by 11 December.",
        "2026-11-29",
    );
    assert!(!joined(first, second));
}

#[test]
fn notices_of_many_houses_under_one_title_stay_apart() {
    let title = "关于2026年国家公派出国留学选派工作的通知";
    let one = facts("https://one.edu.cn/info/1/1.htm", title, "");
    let two = facts("https://two.edu.cn/info/1/1.htm", title, "");
    assert!(!joined(one, two));
}

#[test]
fn a_chain_of_small_steps_does_not_pull_unlike_ends_together() {
    let mut desk = Desk::new();
    for step in 0..12 {
        let text = article(step * 3..step * 3 + 16);
        desk.add(facts(
            &format!("https://s{step}.example.edu/a"),
            &format!("Campus digest {}", words(step * 11 + 900, 5)),
            &text,
        ));
    }
    let stories = desk.stories();
    assert_eq!(stories[0], stories[1], "neighbours in the chain are alike");
    for (i, a) in stories.iter().enumerate() {
        for (j, b) in stories.iter().enumerate() {
            assert!(i.abs_diff(j) < 4 || a != b, "{i} and {j} share nothing: {stories:?}");
        }
    }
}

#[test]
fn an_item_between_two_posted_stories_joins_one_and_relates_to_the_other() {
    let mut desk = Desk::new();
    let left = desk.add(facts(
        "https://a.example.edu/1",
        "Rector opens the week of cultures",
        &article(0..16),
    ));
    let right = desk.add(facts(
        "https://b.example.edu/1",
        "A week for the whole world on campus",
        &article(7..23),
    ));
    assert_ne!(left, right);
    let story = desk.add(facts(
        "https://c.example.edu/1",
        "What a week it was for the university",
        &article(3..20),
    ));
    assert_eq!(desk.stories()[..2], [left, right], "nothing that was told before moves");
    assert!(story != left || story != right);
    let linked = &desk.related[2];
    assert!(
        [left, right].iter().all(|other| story == *other || linked.contains(other)),
        "{linked:?}"
    );
}

#[test]
fn one_house_s_chinese_and_english_versions_are_related_not_one() {
    let mut desk = Desk::new();
    let english = facts(
        "https://english.u.example.edu.cn/info/7/1.htm",
        "University attends XQSE 2025 seminar",
        "On January 3, the XQSE held its 2025 seminar. The vice-president spoke on 16 joint programmes.",
    );
    let chinese = facts(
        "https://www.u.example.edu.cn/info/9/4.htm",
        "学校参加2025年国际教育研讨会",
        "1月3日，XQSE在京召开2025年研讨会，副校长介绍了16个合作办学项目的进展情况。",
    );
    let other = facts(
        "https://www.u.example.edu.cn/info/9/5.htm",
        "图书馆延长开放时间",
        "自5月6日起，图书馆每晚开放至22点。",
    );
    let first = desk.add(english);
    let second = desk.add(chinese);
    desk.add(other);
    assert_ne!(first, second);
    assert_eq!(desk.related, [vec![], vec![first], vec![]]);
}

/// Entries of two sources that carry the same six stories, each in its own words around them.
fn two_sources() -> [Vec<Facts>; 2] {
    let titles = [
        "Fair for study abroad draws crowd",
        "Rector welcomes envoys of five lands",
        "New double degree with Aurora College",
        "Language centre opens evening courses",
        "Exchange students plant an orchard",
        "Visa desk moves to the library",
    ];
    let entry = |source: usize, n: usize| {
        let lead = if source == 0 { "" } else { "As the university reports: " };
        let text = format!("{lead}{}", article(n * 20..n * 20 + 6 - source));
        facts(&format!("https://s{source}.example.edu/{n}"), titles[n], &text)
    };
    [(0..6).map(|n| entry(0, n)).collect(), (0..6).map(|n| entry(1, 5 - n)).collect()]
}

#[test]
fn two_sources_at_the_same_moment_tell_each_story_once_in_a_thousand_interleavings() {
    let [left, right] = two_sources();
    let mut seed = 1_u64;
    for _ in 0..1_000 {
        let (mut a, mut b) = (left.iter(), right.iter());
        let mut desk = Desk::new();
        while desk.items.len() < left.len() + right.len() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (first, second) = if seed >> 63 == 0 { (&mut a, &mut b) } else { (&mut b, &mut a) };
            if let Some(next) = first.next().or_else(|| second.next()) {
                desk.add(next.clone());
            }
        }
        let mut stories = desk.stories();
        stories.sort_unstable();
        stories.dedup();
        assert_eq!(stories.len(), 6);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever arrives, the same arrivals give the same stories, in any order of neighbours, and
    /// no item shares a story with one that it would not stand beside alone or over a like member.
    #[test]
    fn joining_is_repeatable(
        arrivals in prop::collection::vec((0_usize..5, 0_usize..8, 6_usize..14, any::<bool>()), 1..18),
        seed in any::<u64>(),
    ) {
        let item = |(at, (topic, from, length, year)): (usize, &(usize, usize, usize, bool))| {
            let year = if *year { "2025" } else { "2026" };
            let text = format!("In {year} {}", article(topic * 30 + from..topic * 30 + from + length));
            facts(&format!("https://s{at}.example.edu/{topic}"), &words(topic * 13 + 700, 6), &text)
        };
        let (mut plain, mut shuffled) = (Desk::new(), Desk::new());
        for (at, arrival) in arrivals.iter().enumerate() {
            let story = plain.add(item((at, arrival)));
            let turned = shuffled.add_shuffled(item((at, arrival)), |near| {
                let turn = seed as usize % near.len().max(1);
                near.rotate_left(turn);
                if seed & 1 == 1 { near.reverse(); }
            });
            prop_assert_eq!(story, turned);
        }
        for (i, a) in arrivals.iter().enumerate() {
            for (j, b) in arrivals.iter().enumerate().skip(i + 1) {
                if plain.items[i].story == plain.items[j].story {
                    prop_assert_eq!((a.0, a.3), (b.0, b.3), "other topics and years are never one story");
                }
            }
        }
    }
}
