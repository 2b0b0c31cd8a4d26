//! Days in words before the name of their month: `до восьмого марта`, `el quince de mayo`,
//! `유월 십이일`.

use super::super::date::{self, Found};
use super::script::calendar;

/// By value, each with the beginning of its forms.
const DAYS: [(i8, &str); 22] = [
    (1, "first erst premie primer перв"),
    (2, "second zweite deux dos втор"),
    (3, "third dritt trois tres трет"),
    (4, "fourth vierte quatre cuatro четверт"),
    (5, "fifth funft cinq cinco пят"),
    (6, "sixth sechst six seis шест"),
    (7, "seventh siebt siebent sept siete седьм"),
    (8, "eighth achte huit ocho восьм"),
    (9, "ninth neunt neuf nueve девят"),
    (10, "tenth zehnte dix diez десят"),
    (11, "eleventh elfte onze once одиннадцат"),
    (12, "twelfth zwolft douze doce двенадцат"),
    (13, "thirteenth dreizehnt treize trece тринадцат"),
    (14, "fourteenth vierzehnt quatorze catorce четырнадцат"),
    (15, "fifteenth funfzehnt quinze quince пятнадцат"),
    (16, "sixteenth sechzehnt seize dieciseis шестнадцат"),
    (17, "seventeenth siebzehnt diecisiete семнадцат"),
    (18, "eighteenth achtzehnt dieciocho восемнадцат"),
    (19, "nineteenth neunzehnt diecinueve девятнадцат"),
    (20, "twentieth zwanzigst vingt veinte двадцат"),
    (30, "thirtieth dreißigst dreissigst trente treinta тридцат"),
    (20, "twenty veinti"),
];

pub(super) fn add(line: &str, found: &mut Vec<Found>) {
    let mut more = korean(line);
    more.extend(named(line));
    for one in more {
        if found.iter().all(|known| known.end <= one.start || one.end <= known.start) {
            found.push(one);
            found.sort_by_key(|one| one.start);
        }
    }
}

/// Of one word, or of the ten that another is added to.
fn value(word: &str) -> Option<i8> {
    let fits = |(day, words): &(i8, &str)| {
        let longest = words.split(' ').filter(|one| word.starts_with(one)).map(str::len).max()?;
        // an ending, no other word
        let rest = word.get(longest..)?.chars().count();
        (rest <= 3).then_some((longest, *day))
    };
    DAYS.iter().filter_map(fits).max().map(|(_, day)| day)
}

/// The day that the last words before a month tell, and where it begins.
fn number(words: &[(usize, &str)]) -> Option<(i8, usize)> {
    let mut rest = words.iter().rev().map(|(at, word)| (at, date::fold(word)));
    let (start, last) = rest.next()?;
    let mut day = value(&last);
    // "einundzwanzigsten", "veintiuno"
    if let Some((ones, tens)) = last.split_once("und").filter(|_| day.is_none()) {
        let ones = ["ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"]
            .iter()
            .zip(1i8..)
            .find(|(word, _)| **word == ones)
            .map(|(_, day)| day)?;
        day = value(tens).map(|tens| tens + ones);
    }
    if let Some(ones) = last.strip_prefix("veinti").filter(|ones| !ones.is_empty()) {
        let ones = if ones == "un" || ones == "uno" { Some(1) } else { value(ones) };
        return ones.map(|ones| (20 + ones, *start));
    }
    let day = day.or_else(|| matches!(last.as_str(), "un" | "uno").then_some(1));
    let day = day?;
    let mut before = rest.next();
    while before.as_ref().is_some_and(|(_, word)| matches!(word.as_str(), "y" | "et")) {
        before = rest.next();
    }
    let ten = before.and_then(|(at, word)| Some((value(&word)?, *at)));
    match ten {
        Some((ten @ (20 | 30), at)) if day < 10 => Some((ten + day, at)),
        Some((10, at)) if (7..10).contains(&day) => Some((10 + day, at)),
        _ if matches!(last.as_str(), "un" | "uno") => None,
        _ => Some((day, *start)),
    }
}

fn named(line: &str) -> Vec<Found> {
    let mut out = Vec::new();
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in line.split(|c: char| !c.is_alphabetic()) {
        let start = at;
        at += word.len();
        at += line.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        if word.is_empty() {
            continue;
        }
        // "dix-sept heures"
        let seventeen =
            word == "sept" && words.last().is_some_and(|(_, word)| date::fold(word) == "dix");
        let named = Some(word).filter(|word| word.len() > 2 && !seventeen);
        if let Some(month) = named.and_then(date::month) {
            let last = words.last().is_some_and(|(_, word)| matches!(*word, "of" | "de"));
            let told = words.get(..words.len() - usize::from(last)).and_then(number);
            let end = start + word.len();
            if let Some((day, from)) = told {
                out.extend(calendar(
                    year(line.get(end..).unwrap_or_default()),
                    (month, day),
                    from,
                    end,
                ));
            }
        }
        words.push((start, word));
    }
    out
}

fn year(behind: &str) -> Option<i16> {
    let rest = behind.trim_start_matches([' ', ',']);
    let rest = rest.strip_prefix("de ").or(rest.strip_prefix("del ")).unwrap_or(rest);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    rest.get(..digits).filter(|_| digits == 4).and_then(|year| year.parse().ok())
}

/// `십이월 십일일`
fn korean(line: &str) -> Vec<Found> {
    let mut out = Vec::new();
    for (at, mark) in line.match_indices('월') {
        let before = line.get(..at).unwrap_or_default();
        let run = before.chars().rev().take_while(|c| sino(*c).is_some()).count();
        let start = before.char_indices().rev().nth(run.saturating_sub(1)).map_or(at, |(at, _)| at);
        let own = before.get(start..).unwrap_or_default();
        let month = match own {
            _ if run == 0 => None,
            "유" => Some(6),
            "시" => Some(10),
            own => counted(own),
        };
        let free = before
            .get(..start)
            .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()));
        let behind = line.get(at + mark.len()..).unwrap_or_default();
        let spaced = behind.len() - behind.trim_start().len();
        let day: String = behind.trim_start().chars().take_while(|c| sino(*c).is_some()).collect();
        let told = day.strip_suffix('일').and_then(counted);
        if let (Some(month), Some(told), true) = (month, told, free) {
            let end = at + mark.len() + spaced + day.len();
            out.extend(calendar(None, (month, told), start, end));
        }
    }
    out
}

fn sino(c: char) -> Option<i8> {
    let at = "일이삼사오육칠팔구십유시".chars().position(|one| one == c)?;
    i8::try_from(at + 1).ok()
}

fn counted(text: &str) -> Option<i8> {
    let (mut tens, mut ones) = (0, 0);
    for c in text.chars() {
        match sino(c)? {
            10 => (tens, ones) = (ones.max(1), 0),
            11.. => return None,
            one => ones = one,
        }
    }
    Some(tens * 10 + ones).filter(|all| *all > 0)
}
