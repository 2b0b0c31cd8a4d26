//! What offers ask for: a price by itself, as classified ads and shops show one in every row.

use super::text;

/// Signs and codes of the world's currencies, in lower case: they stand before or behind a number.
const SIGNS: &[&str] = &[
    "$", "€", "£", "¥", "￥", "₩", "₹", "₽", "₺", "₫", "₴", "₦", "₪", "฿", "₱", "₸", "₾", "₼", "₲",
    "₡", "₵", "₭", "₮", "៛", "₨", "৳", "eur", "euro", "usd", "gbp", "chf", "sfr", "czk", "pln",
    "huf", "ron", "bgn", "rsd", "rub", "uah", "kzt", "sek", "nok", "dkk", "isk", "rp", "rs", "inr",
    "vnd", "thb", "sgd", "myr", "idr", "aed", "sar", "egp", "cny", "rmb", "jpy", "krw", "twd",
    "hkd", "aud", "nzd", "mxn", "brl", "kes", "ksh", "ngn", "zar", "s/",
];
/// Short names that stand behind a number only; before one they may be other words.
const NAMES: &[&str] = &[
    "euros",
    "kr",
    "kč",
    "kc",
    "zł",
    "zl",
    "ft",
    "lei",
    "лв",
    "din",
    "дин",
    "руб",
    "рублей",
    "грн",
    "сом",
    "сум",
    "тг",
    "тенге",
    "tl",
    "đ",
    "vnđ",
    "đồng",
    "triệu",
    "บาท",
    "ريال",
    "درهم",
    "جنيه",
    "دينار",
    "تومان",
    "টাকা",
    "元",
    "块",
    "円",
    "圓",
    "원",
    "만원",
    "万元",
    "萬元",
    "万円",
    "億円",
    "亿元",
];
/// Labels of what is given or spent, not asked.
const GIVEN: &[&str] = &[
    "amount",
    "award",
    "grant",
    "value",
    "budget",
    "fund",
    "prize",
    "montant",
    "betrag",
    "importe",
    "valor",
    "сумма",
    "премия",
    "金额",
    "预算",
    "经费",
    "奖金",
];
/// Longest text that may be a price, in bytes.
const LONGEST: usize = 48;
/// What may stand beside it (`from`, `a month`), in letters and digits.
const BESIDE: usize = 8;

/// Whether a text is an amount of money that is asked for and hardly more.
pub(super) fn is_price(text: &str) -> bool {
    if text.len() > LONGEST || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let text = text.to_lowercase();
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else { return false };
    let (before, rest) = text.split_at(start);
    let joins = |c: char| matches!(c, '.' | ',' | '\'' | '’' | '-' | '–') || c.is_whitespace();
    let end = rest.find(|c: char| !c.is_ascii_digit() && !joins(c)).unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let before = before.trim_end_matches(|c: char| c == '.' || c == ':' || c.is_whitespace());
    let told = after_currency(after).map(|after| (before, after));
    let told = told.or_else(|| before_currency(before).map(|before| (before, after)));
    let Some((before, after)) = told else { return false };
    let beside = before.chars().chain(after.chars()).filter(|c| c.is_alphanumeric()).count();
    let given = GIVEN.iter().any(|word| before.contains(word) || after.contains(word));
    digits <= 12 && beside <= BESIDE && !given
}

/// What follows the currency at the start of a text.
fn after_currency(text: &str) -> Option<&str> {
    let rest = |name: &&'static str| Some((*name, text.strip_prefix(*name)?));
    let whole = |(name, rest): &(&str, &str)| {
        !name.ends_with(char::is_alphabetic)
            || name.starts_with(text::is_wide)
            || !rest.starts_with(char::is_alphabetic)
    };
    let rests = SIGNS.iter().chain(NAMES).filter_map(rest).filter(whole);
    rests.map(|(_, rest)| rest).min_by_key(|rest| rest.len())
}

/// What stands before the currency at the end of a text.
fn before_currency(text: &str) -> Option<&str> {
    let rest = |name: &&'static str| Some((*name, text.strip_suffix(*name)?));
    let whole = |(name, rest): &(&str, &str)| {
        !name.starts_with(char::is_alphabetic) || !rest.ends_with(char::is_alphabetic)
    };
    let rests = SIGNS.iter().filter_map(rest).filter(whole);
    rests.map(|(_, rest)| rest).min_by_key(|rest| rest.len())
}

#[cfg(test)]
mod tests {
    use super::is_price;

    #[test]
    fn prices_are_known_in_the_ways_of_the_world() {
        for text in [
            "2 000 Ft",
            "€ 1.299,-",
            "$1,234.56",
            "1'200.– CHF",
            "12,50 zł",
            "3 500 руб.",
            "¥3,980",
            "5,000円",
            "R$ 35,00",
            "Rp 1.250.000",
            "Rs. 4,500",
            "from £99",
            "450 kr",
            "1.200.000 đ",
            "8000元/月",
            "ab 19 €",
            "Price: $20",
            "1 250,00 Kč",
        ] {
            assert!(is_price(text), "{text}");
        }
    }

    #[test]
    fn what_is_given_or_told_is_no_price() {
        for text in [
            "Award: $5,000",
            "2026-03-18",
            "18 March 2026",
            "12 km run",
            "Scholarship of $500 for all students",
            "Budget 12 000 €",
            "3 comments",
            "12 From the dean",
            "1 240 views",
            "Fr. 12.03.",
            "din 5 mai",
            "12.03.2014 р.",
            "Rm 204",
            "PHP 8.2",
        ] {
            assert!(!is_price(text), "{text}");
        }
    }
}
