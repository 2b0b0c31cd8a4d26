//! Invented items, each from its number alone.

use std::sync::LazyLock;

use edwire::model::finish;

#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) title: String,
    pub(crate) text: String,
}

pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        finish(self.0)
    }

    pub(crate) fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from)
    }

    /// Small numbers come up far more often, as words of a language do.
    fn uneven(&mut self, end: usize) -> usize {
        let x = (self.next() % 1_000_000) as f64 / 1e6;
        ((end as f64).powf(x) - 1.0) as usize
    }

    fn word(&mut self, words: &'static [String]) -> &'static str {
        words.get(self.uneven(words.len())).map_or("", String::as_str)
    }
}

static ENGLISH: LazyLock<Vec<String>> = LazyLock::new(|| {
    let (first, middle, last) = (
        ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "ch"],
        ["a", "e", "i", "o", "u", "ea", "ou", "é"],
        ["", "n", "r", "s", "t", "l", "nd", "st", "tion", "ing", "er"],
    );
    let mut random = Random(1);
    let mut words: Vec<String> = (0..40_000)
        .map(|number| {
            let mut word = String::new();
            for _ in 0..=f64::from(number).log10() as usize / 2 {
                word += first[random.next() as usize % first.len()];
                word += middle[random.next() as usize % middle.len()];
                word += last[random.next() as usize % last.len()];
            }
            word
        })
        .collect();
    for (place, common) in ["the", "of", "and", "to", "in"].into_iter().enumerate() {
        words.insert(place, common.to_owned());
    }
    words
});

static CHINESE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut random = Random(2);
    (0..40_000)
        .map(|number| {
            let length = [1, 2, 2, 2, 3, 4]
                [if number < 50 { number % 4 } else { random.next() as usize % 6 }];
            let sign = |random: &mut Random| {
                char::from_u32(0x4e00 + random.uneven(3_500) as u32 * 5).unwrap_or('学')
            };
            (0..length).map(|_| sign(&mut random)).collect()
        })
        .collect()
});

pub(crate) fn is_chinese(number: u64) -> bool {
    number.is_multiple_of(2)
}

pub(crate) fn text(number: u64) -> Text {
    let mut random = Random(number.wrapping_mul(0x1234_5677));
    let random = &mut random;
    if is_chinese(number) {
        let (title, words) = (random.between(5, 13), random.between(50, 260));
        Text { title: chinese(random, title), text: chinese(random, words) }
    } else {
        let (title, words) = (random.between(5, 14), random.between(40, 220));
        Text { title: english(random, title), text: english(random, words) }
    }
}

fn chinese(random: &mut Random, words: u64) -> String {
    let mut text = String::new();
    for _ in 0..words {
        match random.next() % 40 {
            0..6 => text.push('，'),
            6 | 7 => text.push('。'),
            8 => {
                text.push_str(&format!("2{:03}年", random.between(0, 40)));
            }
            9 => text.push_str(random.word(&ENGLISH)),
            _ => {}
        }
        text.push_str(random.word(&CHINESE));
    }
    text
}

fn english(random: &mut Random, words: u64) -> String {
    let mut text = String::new();
    for _ in 0..words {
        match random.next() % 60 {
            0..4 => text.push_str(", "),
            4 | 5 => text.push_str(". "),
            6 => text.push('-'),
            7 => text.push_str(&format!(" ({}) ", random.word(&CHINESE))),
            _ => text.push(' '),
        }
        text.push_str(random.word(&ENGLISH));
    }
    text
}
