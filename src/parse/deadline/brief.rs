//! Days as notices jot them down, `11/09` and `7/17の`: too brief for a date in any text, but not
//! beside other signs of a list of dates.

use super::super::date::{self, Clues, DayMonthOrder, Found};
use super::script::{calendar, is_hangul, is_ideographic};
use super::weekday;

/// Adds to the dates of each line those at its beginning, where several lines begin so, those that
/// a particle follows, and those that other signs tell from plain numbers.
pub(super) fn add(lines: &mut [(&str, Vec<Found>)], clues: &Clues) {
    let leading: Vec<Option<Found>> = lines.iter().map(|(line, _)| leads(line, clues)).collect();
    let list = leading.iter().flatten().count() > 1;
    for ((line, found), first) in lines.iter_mut().zip(leading) {
        let brief = first.filter(|_| list).into_iter().chain(with_particle(line));
        let brief: Vec<Found> = brief.chain(with_signs(line, clues)).collect();
        for one in brief {
            if found.iter().all(|known| known.end <= one.start || one.end <= known.start) {
                found.push(one);
                found.sort_by_key(|one| one.start);
            }
        }
    }
}

/// Two numbers and what stands between them at a place of the text.
fn pair(text: &str, start: usize) -> Option<(i8, char, i8, usize)> {
    let rest = text.get(start..)?;
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let first = Some(digits(rest)).filter(|count| (1..=2).contains(count))?;
    let mark = rest.get(first..)?.chars().next().filter(|c| matches!(c, '/' | '.'))?;
    let behind = rest.get(first + 1..)?;
    let second = Some(digits(behind)).filter(|count| (1..=2).contains(count))?;
    let number = |text: Option<&str>| text?.parse::<i8>().ok();
    let end = start + first + 1 + second;
    Some((number(rest.get(..first))?, mark, number(behind.get(..second))?, end))
}

/// `30.09 Prof. Ivanov`, `- 11/09: lecture`.
fn leads(line: &str, clues: &Clues) -> Option<Found> {
    let start = line.find(|c: char| c.is_alphanumeric()).filter(|start| *start <= 6)?;
    let (a, mark, b, end) = pair(line, start)?;
    let rest = line.get(end..)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let mut behind = rest.chars();
    let parted = behind.next().is_some_and(|c| c.is_whitespace() || matches!(c, ':' | '：'));
    let told = behind.find(|c| !c.is_whitespace()).is_some_and(|c| !c.is_numeric());
    let month_first = mark == '/' && clues.order == Some(DayMonthOrder::MonthFirst) || b > 12;
    let (month, day) = if month_first { (a, b) } else { (b, a) };
    calendar(None, (month, day), start, end).filter(|_| parted && told)
}

/// `7/17の`, `9/20から`, `7.6.~7.31.`: Japanese and Korean write the month first.
fn with_particle(line: &str) -> Vec<Found> {
    const BEHIND: [&str; 12] =
        ["の", "に", "から", "まで", "より", "は", "~", "～", "〜", "까지", "부터", "에"];
    let spoken = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c) || is_hangul(c);
    let mut out: Vec<Found> = Vec::new();
    if !line.chars().any(spoken) {
        return out;
    }
    let mut before = ' ';
    let mut skip = 0;
    for (at, c) in line.char_indices() {
        let opens = at >= skip
            && c.is_ascii_digit()
            && !before.is_ascii_digit()
            && !matches!(before, '.' | '/' | '-' | ':');
        before = c;
        let Some((month, mark, day, end)) =
            Some(at).filter(|_| opens).and_then(|at| pair(line, at))
        else {
            continue;
        };
        let rest = line.get(end..).unwrap_or_default();
        let closed = if mark == '.' { rest.strip_prefix('.') } else { Some(rest) };
        let Some(rest) = closed else { continue };
        let continues = out.last().is_some_and(|one| {
            line.get(one.end..at).is_some_and(|gap| date::join(gap.trim_matches('.')).is_some())
        });
        if continues || BEHIND.iter().any(|word| rest.starts_with(word)) {
            out.extend(calendar(None, (month, day), at, line.len() - rest.len()));
            skip = line.len() - rest.len();
        }
    }
    out
}

/// `bis 4.11.`, `8.12. (Sonntag)`, `le 14/11 et le 21/11`, `3/29 17:00`, `10. 12.부터`: a point behind
/// it, a preposition before it, a time or a weekday beside it.
fn with_signs(line: &str, clues: &Clues) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let wide = line.chars().any(|c| is_ideographic(c) || is_hangul(c));
    let hangul = wide && line.chars().any(is_hangul);
    let mut before = ' ';
    let mut skip = 0;
    for (at, c) in line.char_indices() {
        let opens = at >= skip
            && c.is_ascii_digit()
            && !(before.is_alphanumeric() && before.is_ascii()
                || matches!(before, '.' | '/' | ':' | '§' | '#'));
        before = c;
        let Some((first, mark, second, end)) = Some(at)
            .filter(|_| opens)
            .and_then(|at| pair(line, at).or_else(|| spaced(line, at).filter(|_| hangul)))
        else {
            continue;
        };
        let month_first =
            wide || mark == '/' && clues.order == Some(DayMonthOrder::MonthFirst) || second > 12;
        let (month, day) = if month_first { (first, second) } else { (second, first) };
        let tail = line.get(end..).unwrap_or_default();
        let pointed = mark == '.' && tail.starts_with('.') && !tail.starts_with("..");
        let rest = if pointed { tail.get(1..).unwrap_or_default() } else { tail };
        let head = line.get(..at).unwrap_or_default();
        let padded = end - at == 5;
        let listed = out.last().is_some_and(|last| {
            line.get(last.end..at)
                .is_some_and(|gap| gap.chars().count() <= 8 && !gap.contains(['.', '(']))
        });
        // behind the mark of an item: "★ 4/10 說明會"
        let item = wide && !head.chars().any(char::is_alphanumeric) && rest.starts_with(' ');
        let told = listed || item || led(head) || beside(rest);
        let sure = match (mark, pointed) {
            ('.', true) => padded || told || hangul || !rest.starts_with(char::is_numeric),
            // "9.30 to 12.30"
            ('.', false) => {
                !wide && (padded && told || listed || beside(rest) && rest.starts_with(" ("))
            }
            _ => told || wide && follows(rest),
        };
        if sure && !(mark == '.' && hours(head)) && !counts(head, rest) {
            let end = line.len() - rest.len();
            out.extend(calendar(None, (month, day), at, end));
            skip = end;
        }
    }
    out
}

/// `10. 12.`: two numbers with a space between them and a point behind each.
fn spaced(text: &str, start: usize) -> Option<(i8, char, i8, usize)> {
    let rest = text.get(start..)?;
    let (first, behind) = rest.split_once(". ")?;
    let digits = behind.chars().take_while(char::is_ascii_digit).count();
    let second = behind.get(..digits)?;
    let small = |text: &str| (1..=2).contains(&text.len());
    let both = small(first) && small(second) && behind.get(digits..)?.starts_with('.');
    let end = start + first.len() + 2 + digits;
    both.then_some((first.parse().ok()?, '.', second.parse().ok()?, end))
}

/// What stands before a day, cut weekdays among it.
const LEADING: [&str; 56] = [
    "am",
    "bis",
    "vom",
    "zum",
    "den",
    "dem",
    "ab",
    "der",
    "und",
    "spatestens",
    "le",
    "les",
    "du",
    "des",
    "au",
    "aux",
    "avant",
    "jusqu'au",
    "et",
    "el",
    "los",
    "al",
    "del",
    "hasta",
    "para",
    "desde",
    "antes",
    "y",
    "on",
    "by",
    "until",
    "till",
    "through",
    "thru",
    "before",
    "from",
    "to",
    "the",
    "and",
    "до",
    "с",
    "по",
    "к",
    "ко",
    "на",
    "и",
    "от",
    "после",
    "il",
    "dal",
    "entro",
    "lun",
    "mar",
    "mer",
    "jeu",
    "ven",
];

/// Whether a preposition, a weekday or the end of a label stands right before.
fn led(head: &str) -> bool {
    let head = head.trim_end();
    let bracketed = head.ends_with([
        ':', '：', '|', '\t', '(', '（', '–', '—', '→', '▶', '~', '～', '至', '於', '于', '在',
        '到', '；', ';',
    ]);
    if bracketed || head.is_empty() {
        return true;
    }
    let word =
        head.trim_end_matches([',', '.']).rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = date::fold(word);
    let word = word.trim_start_matches(['(', '«', '"']);
    LEADING.contains(&word) || weekday::is_day(word)
}

/// Whether the other end of a span of hours stands before.
fn hours(head: &str) -> bool {
    let head = head.trim_end_matches([' ', '-', '–', 'h']);
    let words = [" to", " bis", " until", " à", " a", " до", " and", " und"];
    let bare = words.iter().find_map(|word| head.strip_suffix(word)).unwrap_or(head).trim_end();
    let minutes = bare.chars().rev().take_while(char::is_ascii_digit).count();
    let rest = bare.get(..bare.len() - minutes).unwrap_or_default();
    let point = minutes == 2 && rest.ends_with(['.', ':']);
    point && rest.trim_end_matches(['.', ':']).ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a time or a weekday stands right behind.
fn beside(rest: &str) -> bool {
    let rest = rest.trim_start_matches([',', ' ']);
    if let Some(inside) = rest.strip_prefix(['(', '（']) {
        let inside: String = inside.chars().take_while(|c| c.is_alphabetic()).take(12).collect();
        return weekday::is_day(&date::fold(&inside))
            || rest.chars().nth(2).is_some_and(|c| matches!(c, ')' | '）'));
    }
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let behind = rest.get(digits..).unwrap_or_default().trim_start();
    let hour = ["uhr", "h", "ч", ":"].iter().any(|mark| behind.to_lowercase().starts_with(mark));
    (1..=2).contains(&digits) && hour
        || rest.starts_with("в ")
        || rest.starts_with("um ")
        || rest.starts_with("à ")
}

/// What Chinese puts behind a day.
fn follows(rest: &str) -> bool {
    rest.trim_start().starts_with([
        '前', '起', '至', '止', '截', '後', '后', '晚', '上', '下', '中', '早', '~', '～', '之',
    ])
}

/// Quantities, prices, numbers of rooms and of versions.
fn counts(head: &str, rest: &str) -> bool {
    const WORDS: [&str; 22] = [
        "raum",
        "room",
        "salle",
        "aula",
        "sala",
        "ауд",
        "аудитория",
        "gpa",
        "nr",
        "no",
        "version",
        "hs",
        "um",
        "punkt",
        "ziffer",
        "artikel",
        "art",
        "article",
        "item",
        "point",
        "section",
        "n",
    ];
    let word = head
        .trim_end()
        .trim_end_matches('.')
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let behind = rest.trim_start().to_lowercase();
    WORDS.contains(&date::fold(word).as_str())
        || [
            "uhr", "%", "€", "eur", "$", "руб", "тыс", "балл", "h ", "ects", "point", "mb", "gb",
            "元", "分", "米", "万",
        ]
        .iter()
        .any(|unit| behind.starts_with(unit))
}
