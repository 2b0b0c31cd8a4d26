//! A judge that is made when the first text is put before it: reading the word lists takes longer than
//! a whole pass in which nothing is new.

use std::ops::Deref;
use std::sync::OnceLock;

use super::rules::Rules;
use super::topics::{Topic, apply_rules, read_topic};
use super::{Judge, Settings};

#[derive(Debug)]
pub struct LazyJudge {
    settings: Settings,
    judge: OnceLock<Judge>,
}

impl LazyJudge {
    /// The shipped rules with the operator's settings over them.
    pub fn new(settings: Settings) -> Self {
        Self { settings, judge: OnceLock::new() }
    }

    /// One that was made of these settings and then changed.
    pub fn made(settings: Settings, judge: Judge) -> Self {
        Self { settings, judge: OnceLock::from(judge) }
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The topics alone, for which no judge is made.
    pub fn topics(&self) -> Vec<Topic> {
        let shipped = Rules::shipped().topics.into_iter();
        let mut models = shipped.filter_map(|file| read_topic(file, &|_| Some(0)).ok()).collect();
        apply_rules(&mut models, &self.settings.topics, &|_| None);
        models.into_iter().map(|model| model.topic).collect()
    }
}

impl Deref for LazyJudge {
    type Target = Judge;

    fn deref(&self) -> &Judge {
        self.judge.get_or_init(|| Judge::new(&self.settings))
    }
}

#[cfg(test)]
mod tests {
    use super::super::TopicRule;
    use super::*;

    #[test]
    fn the_topics_are_the_same_before_and_after_it_is_made() {
        let rule = |id: &str| TopicRule {
            id: id.to_owned(),
            hashtag: Some("#Own".to_owned()),
            words: vec!["nurs*".to_owned()],
            ..TopicRule::default()
        };
        let topics = vec![rule("nursing"), rule("scholarship")];
        let judge = LazyJudge::new(Settings { topics, ..Settings::default() });
        let before = judge.topics();
        assert!(judge.judge.get().is_none());
        let after: Vec<Topic> = Judge::topics(&judge).into_iter().cloned().collect();
        assert_eq!(before, after);
    }
}
