//! Calendars: Minguo, Japanese eras, Buddhist, Jalali, Hijri days as Gregorian ones.

use jiff::ToSpan;
use jiff::civil::{Date, date};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    Jalali,
    Hijri,
}

/// The Gregorian day of a date in a calendar.
pub(super) fn to_gregorian(calendar: Calendar, year: i16, month: i8, day: i8) -> Option<Date> {
    match calendar {
        Calendar::Gregorian => Date::new(year, month, day).ok(),
        Calendar::Jalali => jalali(year, month, day),
        Calendar::Hijri => hijri(year, month, day),
    }
}

/// Borkowski's observation that the 33-year cycle holds from 1178 to 1633 AP.
fn jalali_leap(year: i16) -> bool {
    (25 * i32::from(year) + 11).rem_euclid(33) < 8
}

fn jalali(year: i16, month: i8, day: i8) -> Option<Date> {
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 if jalali_leap(year) => 30,
        12 => 29,
        _ => return None,
    };
    if !(1300..=1500).contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    // 1 Farvardin 1300 was 21 March 1921
    let years: i32 = (1300..year).map(|y| 365 + i32::from(jalali_leap(y))).sum();
    let months = i32::from(month) - 1;
    let in_year = if months <= 6 { months * 31 } else { 186 + (months - 6) * 30 };
    date(1921, 3, 21).checked_add((years + in_year + i32::from(day) - 1).days()).ok()
}

/// Month lengths of the Umm al-Qura calendar, which Saudi offices use: one entry a year from 1420,
/// the lowest bit for Muharram, 1 for a month of 30 days.
const UMM_AL_QURA: [u16; 81] = [
    0xbd2, 0xbc4, 0xb89, 0xa95, 0x52d, 0x5ad, 0xb6a, 0x6d4, 0xdc9, 0xd92, 0xaa6, 0x956, 0x2ae,
    0x56d, 0x36a, 0xb55, 0xaaa, 0x94d, 0x49d, 0x95d, 0x2ba, 0x5b5, 0x5aa, 0xd55, 0xa9a, 0x92e,
    0x26e, 0x55d, 0xada, 0x6d4, 0x6a5, 0x54b, 0xa97, 0x54e, 0xaae, 0x5ac, 0xba9, 0xd92, 0xb25,
    0x64b, 0xcab, 0x55a, 0xb55, 0x6d2, 0xea5, 0xe4a, 0xa95, 0x52d, 0xaad, 0x36c, 0x759, 0x6d2,
    0x695, 0x52d, 0xa5b, 0x4ba, 0x9ba, 0x3b4, 0xb69, 0xb52, 0xaa6, 0x4b6, 0x96d, 0x2ec, 0x6d9,
    0xeb2, 0xd54, 0xd2a, 0xa56, 0x4ae, 0x96d, 0xd6a, 0xb54, 0xb29, 0xa93, 0x52b, 0xa57, 0x536,
    0xab5, 0x6aa, 0xe93,
];

fn hijri(year: i16, month: i8, day: i8) -> Option<Date> {
    let index = usize::try_from(i32::from(year) - 1420).ok()?;
    let this = *UMM_AL_QURA.get(index)?;
    if !(1..=12).contains(&month) {
        return None;
    }
    let length = |bits: u16, m: i8| 29 + i32::from(bits >> (m - 1) & 1);
    if day < 1 || i32::from(day) > length(this, month) {
        return None;
    }
    let years: i32 = UMM_AL_QURA.iter().take(index).map(|&y| 348 + y.count_ones() as i32).sum();
    let months: i32 = (1..month).map(|m| length(this, m)).sum();
    // 1 Muharram 1420 was 17 April 1999
    date(1999, 4, 17).checked_add((years + months + i32::from(day) - 1).days()).ok()
}
