//! What a search must find, by reading every text.

use aho_corasick::AhoCorasick;

use crate::texts::{Random, is_chinese, text};

pub(crate) struct Queries {
    pub(crate) chinese: Vec<String>,
    /// Words and phrases in quotation marks.
    pub(crate) english: Vec<String>,
}

pub(crate) struct Expected {
    pub(crate) chinese: Vec<Vec<i64>>,
    pub(crate) english: Vec<Vec<i64>>,
}

impl Queries {
    /// Pieces of the texts themselves: one to six characters, one to four words.
    pub(crate) fn draw(items: u64, count: u64) -> Self {
        let mut random = Random(77);
        let mut queries = Self { chinese: Vec::new(), english: Vec::new() };
        while (queries.chinese.len() as u64) < count {
            let text = text(random.next() % items / 2 * 2).text;
            let characters: Vec<char> = text.chars().collect();
            let length = random.between(1, 7) as usize;
            let start = random.next() as usize % characters.len();
            let piece: String = characters.iter().skip(start).take(length).collect();
            let whole = piece.chars().count() == length;
            if whole && piece.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
                queries.chinese.push(piece);
            }
        }
        while (queries.english.len() as u64) < count {
            let number = random.next() % items / 2 * 2 + 1;
            if is_chinese(number) || number >= items {
                continue;
            }
            let plain = plain(&text(number).text);
            let words: Vec<&str> = plain.split_whitespace().collect();
            let length = random.between(1, 5) as usize;
            let start = random.next() as usize % words.len();
            let words: Vec<&str> = words.into_iter().skip(start).take(length).collect();
            if words.len() == length && words.iter().all(|word| word.is_ascii()) {
                queries.english.push(format!("\"{}\"", words.join(" ")));
            }
        }
        queries
    }

    pub(crate) fn scan(&self, items: u64) -> Expected {
        let finder = |patterns: Vec<String>| AhoCorasick::new(patterns).ok();
        let characters = finder(self.chinese.clone());
        let words: Vec<String> =
            self.english.iter().map(|query| format!(" {} ", query.trim_matches('"'))).collect();
        let words = finder(words);
        let mut expected = Expected {
            chinese: vec![Vec::new(); self.chinese.len()],
            english: vec![Vec::new(); self.english.len()],
        };
        for number in 0..items {
            let text = text(number);
            let id = number as i64 + 1;
            let note = |finder: &Option<AhoCorasick>, text: &str, found: &mut Vec<Vec<i64>>| {
                let hits = finder.iter().flat_map(|finder| finder.find_overlapping_iter(text));
                for hit in hits {
                    if let Some(ids) = found.get_mut(hit.pattern().as_usize())
                        && ids.last() != Some(&id)
                    {
                        ids.push(id);
                    }
                }
            };
            note(&characters, &text.title, &mut expected.chinese);
            note(&characters, &text.text, &mut expected.chinese);
            note(&words, &plain(&text.title), &mut expected.english);
            note(&words, &plain(&text.text), &mut expected.english);
        }
        expected
    }
}

/// Lower-case words between single spaces, Chinese characters as a word of their own.
fn plain(text: &str) -> String {
    let mut plain = String::from(" ");
    let mut last = ' ';
    for c in text.chars() {
        let c = match c {
            'é' => 'e',
            c if c.is_alphanumeric() => c.to_ascii_lowercase(),
            _ => ' ',
        };
        let breaks = (c >= '\u{3000}') != (last >= '\u{3000}') && last != ' ';
        if breaks && c != ' ' {
            plain.push(' ');
        }
        if !(c == ' ' && last == ' ') {
            plain.push(c);
        }
        last = c;
    }
    plain.push(' ');
    plain
}
