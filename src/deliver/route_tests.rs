use jiff::tz::TimeZone;

use super::*;
use crate::deliver::settings::{
    AfterCrash, ChannelKind, FirstLook, Rhythm, TerminalLook, TerminalSettings,
};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn now() -> Timestamp {
    "2026-05-20T12:00:00Z".parse().unwrap()
}

fn channel(rules: Rules) -> ChannelSettings {
    ChannelSettings {
        name: ChannelName::new("wire"),
        kind: ChannelKind::Terminal(TerminalSettings { look: TerminalLook::Plain }),
        rules,
        rhythm: Rhythm::default(),
        after_crash: AfterCrash::Resend,
    }
}

fn at(moment: Timestamp) -> Published {
    let offset = jiff::tz::Offset::UTC;
    Published { at: moment, offset, precision: Precision::Minute, from: DateOrigin::Feed }
}

struct Batch {
    source: SourceId,
    topics: Vec<TopicId>,
    lang: Lang,
    published: Vec<Option<Published>>,
}

impl Batch {
    fn aged(hours: &[i32]) -> Self {
        Self::dated(hours.iter().map(|hours| Some(at(now() - HOUR * *hours))).collect())
    }

    fn dated(published: Vec<Option<Published>>) -> Self {
        let topics = vec![TopicId::new("scholarship")];
        Self { source: SourceId::new("u"), topics, lang: Lang::parse("en").unwrap(), published }
    }

    fn candidates(&self) -> Vec<Candidate<'_>> {
        let one = |(number, published): (usize, &Option<Published>)| Candidate {
            item: ItemId(number as i64),
            story: StoryId(number as i64),
            source: &self.source,
            topics: &self.topics,
            lang: Some(&self.lang),
            country: Some("DE"),
            score: 0.8,
            published: *published,
            first_seen: now(),
        };
        self.published.iter().enumerate().map(one).collect()
    }

    /// A word per item, in the batch's order.
    fn outcome(&self, rules: Rules, occasion: Occasion) -> Vec<String> {
        let mut routes = route(&[channel(rules)], &self.candidates(), occasion, now());
        routes.sort_by_key(|route| route.item);
        let word = |route: &Route| match &route.decision {
            Decision::Post { .. } => "post".to_owned(),
            Decision::Hold { why, .. } => why.to_string(),
            Decision::Unwanted(why) => why.to_string(),
        };
        routes.iter().map(word).collect()
    }
}

#[test]
fn a_first_look_posts_the_latest_three_and_holds_the_rest() {
    let batch = Batch::aged(&[1, 2, 3, 4, 100]);
    let outcome = batch.outcome(Rules::default(), Occasion::FirstLook);
    assert_eq!(outcome, ["post", "post", "post", "backlog", "backlog"]);
    let all = Rules { first_look: FirstLook::All, ..Rules::default() };
    let outcome = batch.outcome(all, Occasion::FirstLook);
    assert_eq!(outcome, ["post", "post", "post", "post", "backlog"]);
}

#[test]
fn undated_items_of_a_new_source_stay_in_the_backlog_and_later_ones_are_news() {
    let batch = Batch::dated(vec![None, Some(at(now()))]);
    let outcome = batch.outcome(Rules::default(), Occasion::FirstLook);
    assert_eq!(outcome, ["backlog: undated", "post"]);
    let regular = Occasion::Regular { last_look: now() - HOUR };
    assert_eq!(batch.outcome(Rules::default(), regular), ["post", "post"]);
}

#[test]
fn what_appeared_while_the_network_was_down_is_still_news() {
    let batch = Batch::aged(&[130, 300]);
    let regular = Occasion::Regular { last_look: now() - HOUR * 140 };
    assert_eq!(batch.outcome(Rules::default(), regular), ["post", "older than max_age"]);
}

#[test]
fn a_day_without_an_hour_is_young_until_its_end() {
    let midnight = jiff::civil::date(2026, 5, 17);
    let day = Published::day(midnight, &TimeZone::UTC, DateOrigin::Listing);
    let batch = Batch::dated(vec![day]);
    assert_eq!(batch.outcome(Rules::default(), Occasion::FirstLook), ["post"]);
}

#[test]
fn a_flood_is_held_whole() {
    let old: Vec<_> = (0..20).map(|number| Some(at(now() - HOUR * (200 + number)))).collect();
    let outcome = Batch::dated(old).outcome(Rules::default(), Occasion::Flood);
    assert!(outcome.iter().all(|word| word.starts_with("brake")), "{outcome:?}");
}

#[test]
fn each_rule_names_itself() {
    let batch = Batch::aged(&[1]);
    let check = |rules: Rules, expected: &str| {
        assert_eq!(batch.outcome(rules, Occasion::FirstLook), [expected]);
    };
    let none = Rules::default;
    check(Rules { topics: vec![TopicId::new("visa")], ..none() }, "none of the channel's topics");
    let sources = vec![SourceId::new("v")];
    check(Rules { sources, ..none() }, "not one of the channel's sources");
    let languages = vec![Lang::parse("zh").unwrap()];
    check(Rules { languages, ..none() }, "not in one of the channel's languages");
    let countries = vec!["CN".to_owned()];
    check(Rules { countries, ..none() }, "not from one of the channel's countries");
    check(Rules { min_score: Some(0.9), ..none() }, "below the channel's min_score");
    check(Rules { countries: vec!["de".to_owned()], ..none() }, "post");
}

#[test]
fn posts_are_planned_oldest_first() {
    let batch = Batch::aged(&[1, 3, 2]);
    let routes =
        route(&[channel(Rules::default())], &batch.candidates(), Occasion::FirstLook, now());
    let order: Vec<i64> = routes.iter().map(|route| route.item.0).collect();
    assert_eq!(order, [1, 2, 0]);
}
