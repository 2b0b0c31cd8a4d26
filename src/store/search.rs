//! Full text in every script. FTS5's own tokenizers either take a whole Chinese sentence for one
//! word or find no word of two characters, so text is cut here: words of spaced scripts stay
//! whole, unspaced characters become overlapping pairs, each run's last character standing alone
//! once more so that a single character is found by prefix everywhere.

use unicode_normalization::UnicodeNormalization;

/// Text as it is indexed: tokens separated by spaces.
pub fn tokens(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    each_run(text, |run| match run {
        Run::Word(word) => push(&mut out, word),
        Run::Unspaced(characters) => {
            for pair in characters.windows(2) {
                let mut token = String::with_capacity(8);
                token.extend(pair);
                push(&mut out, &token);
            }
            if let Some(last) = characters.last() {
                push(&mut out, last.encode_utf8(&mut [0; 4]));
            }
        }
    });
    out
}

fn push(out: &mut String, token: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(token);
}

enum Run<'a> {
    Word(&'a str),
    Unspaced(&'a [char]),
}

/// Scripts written without spaces between words.
fn unspaced(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}' | '\u{AC00}'..='\u{D7AF}')
}

fn each_run(text: &str, mut take: impl FnMut(Run<'_>)) {
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if unspaced(c) {
            if !word.is_empty() {
                take(Run::Word(&word));
                word.clear();
            }
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            take(Run::Unspaced(&run));
            run.clear();
        }
        // Combining marks belong to the letter before them; the tokenizer strips them.
        if c.is_alphanumeric()
            || (!word.is_empty() && unicode_normalization::char::is_combining_mark(c))
        {
            word.push(c);
        } else if !word.is_empty() {
            take(Run::Word(&word));
            word.clear();
        }
    }
    if !word.is_empty() {
        take(Run::Word(&word));
    }
    if !run.is_empty() {
        take(Run::Unspaced(&run));
    }
}

/// A query as FTS5 understands it, from what a person types: words (all must occur), `"a phrase"`,
/// `OR`, `-not`, `title:word`. `None` where nothing searchable is left.
pub fn expression(query: &str) -> Option<String> {
    let mut wanted: Vec<String> = Vec::new();
    let mut unwanted: Vec<String> = Vec::new();
    let mut either = false;
    for term in terms(query) {
        if term.bare && term.text == "OR" {
            either = true;
            continue;
        }
        let Some(phrase) = phrase(&term.text) else { continue };
        let phrase = if term.title { format!("title : {phrase}") } else { phrase };
        if term.not {
            unwanted.push(phrase);
            continue;
        }
        match wanted.last_mut() {
            Some(last) if either => *last = format!("{last} OR {phrase}"),
            _ => wanted.push(phrase),
        }
        either = false;
    }
    if wanted.is_empty() {
        return None;
    }
    let all = wanted.iter().map(|term| format!("({term})")).collect::<Vec<_>>().join(" AND ");
    Some(unwanted.iter().fold(all, |all, term| format!("({all}) NOT ({term})")))
}

struct Term {
    text: String,
    title: bool,
    not: bool,
    /// Not in quotation marks.
    bare: bool,
}

fn terms(query: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let (not, after) = match rest.strip_prefix('-') {
            Some(after) => (true, after),
            None => (false, rest),
        };
        let (title, after) = match after.strip_prefix("title:") {
            Some(after) => (true, after),
            None => (false, after),
        };
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '“' | '”' | '「' | '『'));
        let (text, left) = match quote {
            Some(open) => {
                let inner = after.get(open.len_utf8()..).unwrap_or_default();
                inner.split_once(['"', '“', '”', '」', '』']).unwrap_or((inner, ""))
            }
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        terms.push(Term { text: text.to_owned(), title, not, bare: quote.is_none() });
        rest = left.trim_start();
    }
    terms
}

/// The tokens of one term as an FTS5 phrase; a lone unspaced character becomes a prefix.
fn phrase(text: &str) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut prefix = false;
    each_run(text, |run| {
        prefix = false;
        match run {
            Run::Word(word) => parts.push(word.to_owned()),
            Run::Unspaced([only]) => {
                parts.push(only.to_string());
                prefix = true;
            }
            Run::Unspaced(characters) => {
                parts.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
            }
        }
    });
    if parts.is_empty() {
        return None;
    }
    let star = if prefix { "*" } else { "" };
    Some(format!("\"{}\"{star}", parts.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_characters_come_in_pairs() {
        assert_eq!(tokens("Erasmus+ 国际教育周"), "erasmus 国际 际教 教育 育周 周");
    }

    #[test]
    fn queries_become_expressions() {
        let cases = [
            ("scholarship", Some("(\"scholarship\")")),
            ("留学生 奖学金", Some("(\"留学 学生\") AND (\"奖学 学金\")")),
            ("学", Some("(\"学\"*)")),
            ("a OR b -c", Some("((\"a\" OR \"b\")) NOT (\"c\")")),
            ("\"double degree\"", Some("(\"double degree\")")),
            ("title:DAAD", Some("(title : \"daad\")")),
            ("-only", None),
            ("\"", None),
            ("* AND (", Some("(\"and\")")),
        ];
        for (query, expected) in cases {
            assert_eq!(expression(query).as_deref(), expected, "{query}");
        }
    }
}
