//! One thing to look for, and what the index is asked for it.

use super::fold;
use super::stem::stem;
use super::tokens::{self, Part, Token, each_run};

/// One thing to look for: a word, or what stands together.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) runs: Vec<Run>,
    pub(super) folded: String,
    pub(super) title: bool,
    /// What all forms of its one word have in common; none in quotation marks, which ask for
    /// exactly these words.
    stem: Option<String>,
    /// `schol*`: the last word only begins so.
    begins: bool,
}

/// Letters or characters in the order in which they stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    Word(String),
    Unspaced(Vec<char>),
}

/// Where a term has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Any,
    Title,
}

impl Term {
    pub(super) fn of(text: &str, field: Field, exact: bool) -> Option<Self> {
        let mut runs = Vec::new();
        each_run(text, |run| {
            runs.push(match run {
                tokens::Run::Word(word) => Run::Word(word.to_owned()),
                tokens::Run::Unspaced(characters) => Run::Unspaced(characters.to_vec()),
            });
        });
        let folded = fold::folded(text);
        let star = text.strip_suffix(['*', '＊']).and_then(|word| word.chars().next_back());
        let begins =
            star.is_some_and(char::is_alphanumeric) && matches!(runs.last(), Some(Run::Word(_)));
        let stem = match runs.as_slice() {
            [Run::Word(word)] if !exact && !begins => Some(stemmed(word)),
            _ => None,
        };
        let title = field == Field::Title;
        (!runs.is_empty()).then_some(Self { runs, folded, title, stem, begins })
    }

    /// Whether its last word may go on.
    pub(super) fn begins(&self) -> bool {
        self.begins
    }

    /// Whether the index alone cannot tell.
    pub(super) fn is_loose(&self) -> bool {
        match self.runs.as_slice() {
            [Run::Unspaced(characters)] => characters.len() > 2,
            [Run::Word(_)] => self.stem.is_none(),
            _ => true,
        }
    }

    /// The stem of the one word of which other forms count too.
    pub(super) fn stem(&self) -> Option<&str> {
        self.stem.as_deref()
    }

    /// What the index is asked for, all of it: neighbours first, for few items hold them, and of words
    /// and characters only what stands in none of them. With `titles`, all of them have to stand
    /// there. Nothing where only the beginning of one word is known: the index has whole words.
    pub(super) fn tokens(&self, titles: bool) -> Vec<Token> {
        let titled = titles || self.title;
        let part = if titled { Part::Title } else { Part::Whole };
        let whole = self.runs.len() - usize::from(self.begins);
        let runs = self.runs.get(..whole).unwrap_or_default();
        let mut rare = Vec::new();
        let mut common = Vec::new();
        for (at, run) in runs.iter().enumerate() {
            match run {
                Run::Word(word) => {
                    let before = at.checked_sub(1).and_then(|before| runs.get(before));
                    if let Some(Run::Word(before)) = before {
                        rare.push(tokens::two_words(before, word));
                    }
                    let beside = [before, runs.get(at + 1)];
                    if titled || !beside.iter().any(|near| matches!(near, Some(Run::Word(_)))) {
                        common.push(tokens::word(&stemmed(word), part));
                    }
                }
                Run::Unspaced(characters) => {
                    rare.extend(characters.windows(3).map(tokens::three));
                    if let [one] = characters.as_slice() {
                        common.push(tokens::sign(*one, part));
                    }
                    if titled || characters.len() == 2 {
                        common.extend(characters.windows(2).filter_map(|two| match two {
                            [first, second] => Some(tokens::pair(*first, *second, part)),
                            _ => None,
                        }));
                    }
                }
            }
        }
        rare.extend(common);
        rare
    }
}

/// A word by its stem, as far as it is indexed.
pub(super) fn stemmed(word: &str) -> String {
    let mut word: String = word.chars().take(tokens::WORD).collect();
    stem(&mut word);
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str, field: Field) -> Vec<Token> {
        Term::of(text, field, true).unwrap().tokens(false)
    }

    #[test]
    fn the_fewest_tokens_that_tell_are_asked_for() {
        let whole = Part::Whole;
        let two = tokens::two_words;
        assert_eq!(asked("Scholarships", Field::Any), [tokens::word("scholarship", whole)]);
        assert_eq!(asked("学", Field::Any), [tokens::sign('学', whole)]);
        assert_eq!(asked("教育", Field::Any), [tokens::pair('教', '育', whole)]);
        assert_eq!(asked("Double-Degree", Field::Any), [two("double", "degree")]);
        assert_eq!(
            asked("a double degree 国", Field::Any),
            [two("a", "double"), two("double", "degree"), tokens::sign('国', whole)]
        );
        assert_eq!(
            asked("ＡＩ教育", Field::Any),
            [tokens::word("ai", whole), tokens::pair('教', '育', whole)]
        );
        let title = Part::Title;
        assert_eq!(
            asked("double-degree", Field::Title),
            [two("double", "degree"), tokens::word("double", title), tokens::word("degree", title)]
        );
        let characters = ['国', '际', '教', '育'];
        assert_eq!(
            asked("国际教育", Field::Any),
            characters.windows(3).map(tokens::three).collect::<Vec<_>>()
        );
        assert_eq!(asked("Schol*", Field::Any), []);
        assert_eq!(asked("double deg*", Field::Any), [tokens::word("double", whole)]);
        assert_eq!(asked("教育*", Field::Any), [tokens::pair('教', '育', whole)]);
    }
}
