//! What the words near a date speak of, whatever the language: who acts, what is done, what it is
//! done with. Finer than cues, and none of them tells by itself what a date is for.

use std::sync::LazyLock;

use super::around::Around;
use super::lexicon::Lexicon;

const WORDS: &str = include_str!("words/concepts.txt");

/// So near, a word stands beside the date.
const NEAR: usize = 25;

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let heads = WORDS.lines().filter(|line| !line.starts_with(' '));
    heads.map(|line| line.trim_end_matches(':')).collect()
});

static TABLE: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(&[WORDS], |name| NAMES.iter().position(|one| *one == name)));

/// Concepts, by number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Concepts(u128);

impl Concepts {
    /// Those of a text, which the caller has folded.
    pub(super) fn of(text: &str) -> Concepts {
        Concepts::among(&hits(text), |_| true)
    }

    fn among(hits: &[Hit], keep: impl Fn(&Hit) -> bool) -> Concepts {
        let kept = hits.iter().filter(|hit| keep(hit));
        Concepts(kept.fold(0, |set, hit| set | 1u128.checked_shl(hit.number).unwrap_or(0)))
    }

    pub(super) fn with(self, other: Concepts) -> Concepts {
        Concepts(self.0 | other.0)
    }

    pub(super) fn name(self, spot: &str, out: &mut Vec<String>) {
        let all = NAMES.iter().enumerate().filter(|(at, _)| self.0 >> at & 1 == 1);
        out.extend(all.map(|(_, name)| format!("k{spot}.{name}")));
    }
}

#[derive(Debug, Clone, Copy)]
struct Hit {
    number: u32,
    start: usize,
    end: usize,
}

fn hits(text: &str) -> Vec<Hit> {
    // a word that ends the text is whole
    let text = format!("{text} ");
    let hit = |(at, start, end)| Some(Hit { number: u32::try_from(at).ok()?, start, end });
    TABLE.find(&text).into_iter().filter_map(hit).collect()
}

/// The concepts on both sides of a date, in its clause and beyond, the nearest and those beside it.
pub(super) fn names(around: &Around, out: &mut Vec<String>) {
    let (before, after) = (hits(&around.before), hits(&around.after));
    let (from, to) = around.clause;
    let mut put = |spot: &str, hits: &[Hit], keep: &dyn Fn(&Hit) -> bool| {
        let all = Concepts::among(hits, keep);
        all.name(spot, out);
        all
    };
    let own = put("b", &before, &|hit| hit.start >= from);
    let own = own.with(put("a", &after, &|hit| hit.start < to));
    put("x", &before, &|hit| hit.start < from);
    put("y", &after, &|hit| hit.start >= to);
    let last = before.iter().map(|hit| hit.end).max().unwrap_or(0);
    let first = after.iter().map(|hit| hit.start).min().unwrap_or(0);
    put("last", &before, &|hit| hit.end + 1 >= last);
    put("first", &after, &|hit| hit.start <= first);
    put("near", &before, &|hit| hit.end + NEAR >= around.before.len());
    put("soon", &after, &|hit| hit.start <= NEAR);
    own.name("c", out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_concept_has_a_number_and_a_name_of_its_own() {
        let mut names = NAMES.clone();
        names.sort_unstable();
        names.dedup();
        assert_eq!((names.len(), NAMES.len() <= 128), (NAMES.len(), true));
    }
}
