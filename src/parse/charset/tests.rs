use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::*;
use crate::model::WebUrl;

const CHINESE: &str = "国际学生招生简章：二〇二六年奖学金申请通知，请于三月三十一日前提交材料。";
const TAIWAN: &str = "國際學生招生簡章：獎學金申請通知，請於三月三十一日前提交資料，逾期不受理。";
const KOREAN: &str =
    "외국인 유학생 장학금 신청 안내입니다. 삼월 말까지 서류를 제출하여 주시기 바랍니다.";
const JAPANESE: &str =
    "留学生のための奨学金の申請についてお知らせします。三月末までに書類を提出してください。";
const RUSSIAN: &str = "Приём заявок на стипендию для иностранных студентов открыт до конца марта.";
const FRENCH: &str = "Bourses d'études pour étudiants étrangers : la date limite est fixée à février, réservé aux élèves.";

fn context(url: &str, content_type: Option<&str>) -> Context {
    Context {
        url: WebUrl::parse(url).unwrap(),
        content_type: content_type.map(str::to_owned),
        encoding: None,
        now: Timestamp::UNIX_EPOCH,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    }
}

fn page(meta: &str, text: &str) -> String {
    format!(
        "<html><head><meta name=viewport>{meta}<title>{text}</title></head><p>{text}</p></html>"
    )
}

#[test]
fn a_declared_encoding_is_used() {
    for (encoding, label, text) in [
        (GBK, "gb2312", CHINESE),
        (GBK, "GB18030", CHINESE),
        (BIG5, "big5", TAIWAN),
        (EUC_KR, "euc-kr", KOREAN),
        (EUC_KR, "ks_c_5601-1987", KOREAN),
        (EUC_JP, "euc-jp", JAPANESE),
        (SHIFT_JIS, "Shift_JIS", JAPANESE),
        (WINDOWS_1251, "windows-1251", RUSSIAN),
        (WINDOWS_1252, "iso-8859-1", FRENCH),
        (UTF_8, "utf-8", CHINESE),
    ] {
        let meta = format!("<META http-equiv=Content-Type content='text/html; charset={label}'>");
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{label}");
        let by_meta = encoding.encode(&page(&meta, text)).0.into_owned();
        let read = decode_html(&by_meta, &context("http://x.example/", None));
        assert!(read.text.contains(text), "{label}: {}", read.text);
        assert!(read.warnings.is_empty(), "{label}: {:?}", read.warnings);
        let header = format!("text/html;charset=\"{label}\"");
        let read = decode_html(&bytes, &context("http://x.example/", Some(&header)));
        assert_eq!(read.text, text, "{label}");
    }
}

#[test]
fn without_a_declaration_the_bytes_tell() {
    for (encoding, host, text) in [
        (GBK, "www.example.edu.cn", CHINESE),
        (GBK, "www.example.org", CHINESE),
        (BIG5, "www.example.edu.tw", TAIWAN),
        (EUC_KR, "www.example.ac.kr", KOREAN),
        (EUC_JP, "www.example.ac.jp", JAPANESE),
        (SHIFT_JIS, "www.example.ac.jp", JAPANESE),
        (WINDOWS_1251, "www.example.ru", RUSSIAN),
        (WINDOWS_1252, "www.example.fr", FRENCH),
        (UTF_8, "www.example.org", KOREAN),
    ] {
        let bytes = encoding.encode(&page("", text)).0.into_owned();
        let read = decode_html(&bytes, &context(&format!("http://{host}/"), None));
        assert!(read.text.contains(text), "{host} {}: {}", read.encoding, read.text);
        assert!(read.warnings.is_empty());
    }
}

#[test]
fn a_wrong_declaration_is_seen_through_and_told() {
    for (encoding, header, meta, text) in [
        (GBK, None, "utf-8", CHINESE),
        (GBK, Some("utf-8"), "gb2312", CHINESE),
        (GBK, Some("iso-8859-1"), "gb2312", CHINESE),
        (GBK, Some("ISO-8859-1"), "ISO-8859-1", CHINESE),
        (UTF_8, Some("gbk"), "gb2312", CHINESE),
        (UTF_8, Some("iso-8859-1"), "utf-8", FRENCH),
        (BIG5, Some("utf-8"), "gb2312", TAIWAN),
        (EUC_KR, None, "utf-8", KOREAN),
        (SHIFT_JIS, Some("utf-8"), "euc-jp", JAPANESE),
        (WINDOWS_1252, Some("utf-8"), "utf-8", FRENCH),
    ] {
        let markup = page(&format!("<meta charset={meta}>"), text);
        let bytes = encoding.encode(&markup).0.into_owned();
        let header = header.map(|label| format!("text/html; charset={label}"));
        let read = decode_html(&bytes, &context("http://x.example/", header.as_deref()));
        assert!(read.text.contains(text), "{header:?} {meta} {}: {}", read.encoding, read.text);
        let told = read.warnings.iter().any(|w| w.kind == WarningKind::Charset);
        assert!(told, "{header:?} {meta}");
    }
}

#[test]
fn a_character_cut_in_half_does_not_change_the_encoding() {
    let long = CHINESE.repeat(20);
    for encoding in [UTF_8, GBK] {
        let mut bytes = encoding.encode(&page("<meta charset=utf-8>", &long)).0.into_owned();
        let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap();
        bytes.remove(first + 1);
        let read = decode_html(&bytes, &context("http://x.example.cn/", None));
        assert!(read.text.contains("奖学金申请通知"), "{}", read.encoding);
    }
}

#[test]
fn a_byte_order_mark_beats_header_and_declaration() {
    let text = "<?xml version='1.0' encoding='gbk'?><rss>奖学金</rss>";
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(text.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let bare16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf8 = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [utf16, utf32, bare16, utf8] {
        let read =
            decode_xml(&bytes, &context("http://x.example/", Some("text/xml; charset=big5")));
        assert_eq!(read.text, text, "{}", read.encoding);
    }
}

#[test]
fn the_operators_word_is_final() {
    let mut context = context("http://x.example/", Some("text/html; charset=utf-8"));
    context.encoding = Some("gb2312".to_owned());
    let bytes = GBK.encode("通知").0.into_owned();
    assert_eq!(decode_html(&bytes, &context).text, "通知");
    context.encoding = Some("klingon".to_owned());
    let read = decode_html("notice".as_bytes(), &context);
    assert_eq!((read.text.as_ref(), read.warnings.len()), ("notice", 1));
}

#[test]
fn random_bytes_are_decoded_without_trouble() {
    let bytes: Vec<u8> =
        (0_u32..200_000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let read = decode_html(&bytes, &context("http://x.example/", None));
    assert!(!read.text.is_empty());
}
