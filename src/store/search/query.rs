//! What a person types, understood: words that must all occur, `"a phrase"`, `OR`, `-not`, `begin*`,
//! `title:word` and the fields that narrow the items.

use super::term::{Field, Term};
use crate::model::{Lang, SourceId, TopicId};
use crate::store::Filter;

/// Characters and terms of one query.
const LONGEST: usize = 400;
const TERMS: usize = 32;

/// The fields a query may name besides `title:`.
const FIELDS: [&str; 5] = ["title", "source", "topic", "lang", "country"];

/// Why a query means nothing, and how to write it instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    #[error("there is nothing to search for; give at least one word that must occur")]
    Empty,
    #[error(
        "a search that only excludes finds nothing; give at least one word that must occur before \
         the -word"
    )]
    OnlyExcludes,
    #[error("a quotation mark is not closed; write a phrase as \"double degree\"")]
    Unclosed,
    #[error("OR stands between two words, as in: scholarship OR 奖学金")]
    DanglingOr,
    #[error("there is no field {found}: here; did you mean {meant}: ?")]
    Field { found: String, meant: &'static str },
    #[error("{0}: wants a value, as in {0}:{1}")]
    NoValue(&'static str, &'static str),
    #[error("only words can be excluded, not {0}:")]
    ExcludedField(&'static str),
    #[error("{0:?} is no language code like en")]
    Lang(String),
    #[error("a search has at most {LONGEST} characters and {TERMS} terms")]
    TooLong,
}

/// How a word was read that may have been meant otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reading {
    #[error(
        "there is no field {0}: here, only title:, source:, topic:, lang: and country:; it was \
         looked for as the phrase {1:?}"
    )]
    NoField(String, String),
    #[error(
        "{0} was looked for as the phrase {1:?}; for either of two words, write OR between them"
    )]
    Phrase(String, String),
    #[error(
        "an address is not looked for in texts; `edwire show URL` knows the item of an address"
    )]
    Address,
    #[error("in {0}, * stands for nothing; it stands for the ending of a word, as in schol*")]
    Star(String),
}

impl Reading {
    /// Of a word outside quotation marks and fields.
    fn of(word: &str, term: &Term) -> Option<Self> {
        if word.contains("://") {
            return Some(Self::Address);
        }
        let field = word.split_once([':', '：']).map(|(name, _)| name);
        let field = field.filter(|name| name.chars().all(|c| c.is_ascii_alphabetic()));
        let several = term.runs.len() > 1;
        let middle = word.trim_end_matches(['*', '＊']).contains(['*', '＊']);
        match field {
            _ if middle => Some(Self::Star(word.to_owned())),
            Some(name) if several => Some(Self::NoField(name.to_owned(), term.folded.clone())),
            _ if several => Some(Self::Phrase(word.to_owned(), term.folded.clone())),
            _ => None,
        }
    }
}

/// A query that can be asked.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// All of these, and of each at least one.
    pub(super) all: Vec<Vec<Term>>,
    pub(super) none: Vec<Term>,
    sources: Vec<SourceId>,
    topics: Vec<TopicId>,
    langs: Vec<Lang>,
    countries: Vec<String>,
    readings: Vec<Reading>,
}

impl Query {
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        if text.chars().count() > LONGEST {
            return Err(QueryError::TooLong);
        }
        let mut query = Self::default();
        let mut either = false;
        let mut not = false;
        for word in words(text)? {
            if word.quoted.is_none() && !word.not {
                match word.text {
                    "OR" | "|" if query.all.is_empty() && !query.narrows() => {
                        return Err(QueryError::DanglingOr);
                    }
                    "OR" | "|" => {
                        either = true;
                        continue;
                    }
                    "AND" => continue,
                    "NOT" => {
                        not = true;
                        continue;
                    }
                    _ => {}
                }
            }
            let not = std::mem::take(&mut not) || word.not;
            let Some(term) = query.take(&word, not)? else {
                either = false;
                continue;
            };
            if not {
                query.none.push(term);
            } else if let (true, Some(last)) = (either, query.all.last_mut()) {
                last.push(term);
            } else {
                query.all.push(vec![term]);
            }
            either = false;
        }
        query.checked(either)
    }

    fn checked(self, either: bool) -> Result<Self, QueryError> {
        if either {
            return Err(QueryError::DanglingOr);
        }
        if self.all.iter().map(Vec::len).sum::<usize>() + self.none.len() > TERMS {
            return Err(QueryError::TooLong);
        }
        if self.all.is_empty() && !self.narrows() {
            let only =
                if self.none.is_empty() { QueryError::Empty } else { QueryError::OnlyExcludes };
            return Err(only);
        }
        if self.all.is_empty() && !self.none.is_empty() {
            return Err(QueryError::OnlyExcludes);
        }
        Ok(self)
    }

    /// A term of the query, or `None` where the word narrows it or says nothing.
    fn take(&mut self, word: &Word<'_>, not: bool) -> Result<Option<Term>, QueryError> {
        let Some((field, value)) = field(word)? else {
            let text = word.quoted.unwrap_or(word.text);
            let term = Term::of(text, Field::Any, word.quoted.is_some());
            let reading = term.as_ref().filter(|_| word.quoted.is_none() && !not);
            self.readings.extend(reading.and_then(|term| Reading::of(text, term)));
            return Ok(term);
        };
        if field == "title" {
            let quoted = word.quoted.is_some();
            let term = Term::of(value, Field::Title, quoted);
            return term.map(Some).ok_or(QueryError::NoValue("title", "DAAD"));
        }
        if not {
            return Err(QueryError::ExcludedField(field));
        }
        let value = value.trim();
        match field {
            _ if value.is_empty() => return Err(QueryError::NoValue(field, "...")),
            "source" => self.sources.push(SourceId::new(value)),
            "topic" => self.topics.push(TopicId::new(value)),
            "country" => self.countries.push(value.to_ascii_uppercase()),
            _ => {
                let wrong = || QueryError::Lang(value.to_owned());
                self.langs.push(Lang::parse(value).ok_or_else(wrong)?);
            }
        }
        Ok(None)
    }

    fn narrows(&self) -> bool {
        !(self.sources.is_empty()
            && self.topics.is_empty()
            && self.langs.is_empty()
            && self.countries.is_empty())
    }

    /// The filter with the query's own fields added.
    pub fn narrowed(&self, filter: &Filter) -> Filter {
        let mut filter = filter.clone();
        filter.sources.extend(self.sources.iter().cloned());
        filter.topics.extend(self.topics.iter().cloned());
        filter.langs.extend(self.langs.iter().cloned());
        filter.countries.extend(self.countries.iter().cloned());
        filter
    }

    /// What to tell whoever found nothing.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// Nothing but fields: every item that they leave.
    pub(super) fn is_everything(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether texts have to be looked at even to count: the index knows no order of words, and is not
    /// asked for what is excluded.
    pub(super) fn to_be_verified(&self) -> bool {
        !self.none.is_empty() || self.all.iter().flatten().any(Term::is_loose)
    }
}

/// A piece of the query as typed.
#[derive(Debug)]
struct Word<'a> {
    not: bool,
    /// `name:` before a quotation mark, or the whole word.
    text: &'a str,
    quoted: Option<&'a str>,
}

const OPENING: [char; 6] = ['"', '“', '”', '「', '『', '«'];
const CLOSING: [char; 6] = ['"', '”', '“', '」', '』', '»'];

fn words(query: &str) -> Result<Vec<Word<'_>>, QueryError> {
    let mut words = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let (not, after) = match rest.strip_prefix(['-', '－', '−']) {
            Some(after) => (true, after),
            None => (false, rest),
        };
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (bare, left) = after.split_at_checked(end).unwrap_or((after, ""));
        // A quotation mark opens a phrase at the start of a word or behind a field's colon.
        let opened = bare
            .split_once(OPENING)
            .filter(|(name, _)| name.is_empty() || name.ends_with([':', '：']));
        let Some((name, _)) = opened else {
            words.push(Word { not, text: bare, quoted: None });
            rest = left.trim_start();
            continue;
        };
        let inner = after.strip_prefix(name).map_or("", |inner| {
            let mut chars = inner.chars();
            chars.next();
            chars.as_str()
        });
        let (quoted, left) = inner.split_once(CLOSING).ok_or(QueryError::Unclosed)?;
        words.push(Word { not, text: name, quoted: Some(quoted) });
        rest = left.trim_start();
    }
    Ok(words)
}

/// The field that a word names, and its value; a colon that belongs to a text stays in it.
fn field<'a>(word: &Word<'a>) -> Result<Option<(&'static str, &'a str)>, QueryError> {
    let Some((name, value)) = word.text.split_once([':', '：']) else { return Ok(None) };
    let value = word.quoted.unwrap_or(value);
    let lower = name.to_lowercase();
    if let Some(known) = FIELDS.into_iter().find(|known| *known == lower) {
        return Ok(Some((known, value)));
    }
    let near = FIELDS.into_iter().find(|known| strsim::osa_distance(known, &lower) <= 2);
    match near.filter(|_| lower.len() > 3) {
        Some(meant) => Err(QueryError::Field { found: name.to_owned(), meant }),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> String {
        let query = match Query::parse(query) {
            Ok(query) => query,
            Err(error) => return error.to_string(),
        };
        let name = |term: &Term| format!("{}{}", if term.title { "¶" } else { "" }, term.folded);
        let either = |terms: &Vec<Term>| terms.iter().map(name).collect::<Vec<_>>().join(" | ");
        let all = query.all.iter().map(either).collect::<Vec<_>>().join(" & ");
        query.none.iter().fold(all, |all, term| format!("{all} - {}", name(term)))
    }

    #[test]
    fn queries_are_understood() {
        for (query, expected) in [
            ("Scholarship", "scholarship"),
            ("留學生 奖学金", "留学生 & 奖学金"),
            ("a OR b -c", "a | b - c"),
            ("\"double degree\"", "double degree"),
            ("title:double-degree", "¶double degree"),
            ("title:“双学位”", "¶双学位"),
            ("Zürich　ＡＩ教育", "zurich & ai教育"),
            ("a -\"b c\"", "a - b c"),
            ("a AND NOT b", "a - b"),
            ("Erasmus+: call", "erasmus & call"),
            ("https://u.example/a", "https u example a"),
        ] {
            assert_eq!(asked(query), expected, "{query}");
        }
    }

    #[test]
    fn what_means_nothing_gets_a_hint() {
        for (query, expected) in [
            ("", QueryError::Empty),
            ("* ( )", QueryError::Empty),
            ("-only", QueryError::OnlyExcludes),
            ("topic:visa -x", QueryError::OnlyExcludes),
            ("\"", QueryError::Unclosed),
            ("a \"b c", QueryError::Unclosed),
            ("a OR", QueryError::DanglingOr),
            ("OR a", QueryError::DanglingOr),
            ("titel:x", QueryError::Field { found: "titel".into(), meant: "title" }),
            ("title:", QueryError::NoValue("title", "DAAD")),
            ("a -lang:en", QueryError::ExcludedField("lang")),
            ("a lang:englisch!", QueryError::Lang("englisch!".into())),
        ] {
            assert_eq!(Query::parse(query).map(drop), Err(expected), "{query}");
        }
        assert_eq!(Query::parse(&"a ".repeat(40)).map(drop), Err(QueryError::TooLong));
    }

    #[test]
    fn what_may_have_been_meant_otherwise_is_told() {
        let told = |query: &str| {
            let query = Query::parse(query).unwrap();
            query.readings().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        assert!(told("foo:bar").starts_with("there is no field foo: here"), "{}", told("foo:bar"));
        assert!(told("grant/visa").contains("as the phrase \"grant visa\""));
        assert!(told("https://u.example/a").contains("edwire show URL"));
        assert!(told("sch*lar").contains("in sch*lar, * stands for nothing"));
        for plain in ["schol*", "\"foo/bar\"", "title:a/b", "a -b/c", "10:30 OR 教育：国际"] {
            let told = told(plain);
            assert!(told.is_empty() || !told.contains("no field"), "{plain}: {told}");
        }
        assert_eq!(told("schol* \"foo/bar\" title:a/b -b/c"), "");
    }

    #[test]
    fn fields_narrow_the_filter() {
        let query = Query::parse("exchange topic:visa OR topic:scholarship country:cn").unwrap();
        let filter = query.narrowed(&Filter::default());
        assert_eq!(filter.topics.len(), 2);
        assert_eq!(filter.countries, ["CN"]);
        assert!(Query::parse("source:dong").unwrap().is_everything());
    }
}
