//! Notices that come as PDF or Word files, good and bad ones.

use edwire::model::{Article, DateOrigin, Published, WebUrl};
use edwire::parse::Context;
use edwire::parse::document::{self, Document, Unread};
use jiff::tz::TimeZone;

use crate::cli::Desk;
use crate::papers::{docx, docx_of, latin, one_page, pdf, stream};

fn article(document: Document) -> Article {
    let context = Context {
        url: WebUrl::parse("http://u.example/notice.pdf").unwrap(),
        content_type: None,
        encoding: None,
        now: Published::parse("2027-03-01", DateOrigin::Meta).unwrap().at,
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    };
    document::article(document, &context)
}

#[test]
fn a_pdf_gives_headline_paragraphs_and_its_own_date() {
    let file = latin(&[
        (18, "Travel grants for doctoral candidates"),
        (11, "The Graduate School of the University of Northbridge offers twelve travel grants to"),
        (
            11,
            "doctoral candidates who want to spend a research stay abroad. Applications must reach the",
        ),
        (11, "Graduate School by 15 April 2027."),
        (11, "1. A letter of invitation is needed."),
        (11, "Northbridge, 12 January 2027"),
        (11, "- 1 -"),
    ]);
    let read = article(document::read(file).unwrap());
    assert_eq!(read.title.as_deref(), Some("Travel grants for doctoral candidates"));
    let whole =
        "want to spend a research stay abroad. Applications must reach the Graduate School by";
    assert!(read.text.contains(whole), "{}", read.text);
    assert!(read.text.contains("\n\n1. A letter"), "{}", read.text);
    assert!(!read.text.contains("- 1 -") && !read.text.starts_with("Travel"), "{}", read.text);
    assert_eq!(read.published.unwrap().to_string(), "2027-01-12");
    assert!(read.summary.unwrap().starts_with("The Graduate School of"));
}

#[test]
fn letters_shown_one_by_one_make_words() {
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /T /FirstChar 65 /Widths [600 600 600] \
                 /Encoding << /Differences [65 /S /udieresis /d] >> >>";
    let content = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm [(A) 20 (B) -10 (C) -600 (A) (B) (C)] TJ ET";
    let read = document::read(one_page(&[font.to_vec()], content)).unwrap();
    assert_eq!(read.text, "Süd Süd");
}

const NOTICE: &str = "关于申报国际合作项目的通知";

#[test]
fn chinese_fonts_that_are_not_embedded_are_read_by_the_predefined_maps() {
    let (bytes, ..) = encoding_rs::GB18030.encode(NOTICE);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let fonts = [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H \
          /DescendantFonts [6 0 R] >>"
            .to_vec(),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry \
          (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
            .to_vec(),
    ];
    let content = format!("BT /F1 22 Tf 1 0 0 1 50 700 Tm <{hex}> Tj ET");
    let read = document::read(one_page(&fonts, content.as_bytes())).unwrap();
    assert_eq!(read.text, NOTICE);
    assert_eq!(read.title.as_deref(), Some(NOTICE));
}

fn identity(mapped: bool) -> Vec<u8> {
    let map = if mapped { "/ToUnicode 7 0 R" } else { "" };
    let codes = NOTICE.chars().enumerate();
    let pairs: String =
        codes.map(|(at, c)| format!("<{:04x}> <{:04x}>\n", at + 1, u32::from(c))).collect();
    let count = NOTICE.chars().count();
    let fonts = [
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Fang /Encoding /Identity-H \
             /DescendantFonts [6 0 R] {map} >>"
        )
        .into_bytes(),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Fang /CIDSystemInfo << /Registry \
          (Adobe) /Ordering (Identity) /Supplement 0 >> /W [1 [1000 1000]] >>"
            .to_vec(),
        stream(
            "",
            format!(
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 \
                 begincodespacerange <0000> <ffff> endcodespacerange\n{count} \
                 beginbfchar\n{pairs}endbfchar\nendcmap end end"
            )
            .as_bytes(),
        ),
    ];
    let hex: String = (1..=count).map(|code| format!("{code:04x}")).collect();
    one_page(&fonts, format!("BT /F1 22 Tf 1 0 0 1 50 700 Tm <{hex}> Tj ET").as_bytes())
}

#[test]
fn embedded_fonts_are_read_by_their_own_map_and_said_to_be_mute_without_one() {
    assert_eq!(document::read(identity(true)).unwrap().text, NOTICE);
    assert_eq!(document::read(identity(false)), Err(Unread::NoText));
}

#[test]
fn word_files_give_paragraphs_and_the_rows_of_tables() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let file = docx_of(&format!(
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r>\
         <w:t>Exchange &amp; mobility</w:t></w:r></w:p><w:p><w:r><w:t>Apply by 3 May\
         </w:t></w:r><w:del><w:r><w:t> 2026</w:t></w:r></w:del><w:r><w:t> 2027.</w:t></w:r></w:p>\
         <w:tbl><w:tr>{}{}</w:tr></w:tbl></w:body></w:document>",
        cell("Places"),
        cell("12")
    ));
    let read = document::read(file).unwrap();
    assert_eq!(read.title.as_deref(), Some("Exchange & mobility"));
    assert_eq!(read.text, "Exchange & mobility\n\nApply by 3 May 2027.\n\nPlaces | 12");
    let short = article(document::read(docx(&["Call", "Send your form by 3 May 2027."])).unwrap());
    assert_eq!(short.title.as_deref(), Some("Call"));
    assert_eq!(short.text, "Send your form by 3 May 2027.");
}

#[test]
fn broken_and_locked_files_are_named() {
    for (body, why) in [
        (b"%PDF-1.4\nnothing of the kind".to_vec(), Unread::Broken),
        (b"PK\x03\x04word/document.xml and no more".to_vec(), Unread::Broken),
        (b"<html>".to_vec(), Unread::Other),
        (docx_of("<w:document><w:body></w:body></w:document>"), Unread::NoText),
        (latin(&[]), Unread::NoText),
    ] {
        assert_eq!(document::read(body), Err(why));
    }
    let whole = latin(&[(12, "Broken off in the middle"), (12, "of its second line")]);
    let half = whole.get(..whole.len() * 4 / 5).unwrap().to_vec();
    assert!(document::read(half).is_ok_and(|read| read.text.contains("Broken off")));
    let mut locked = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec(),
        format!(
            "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{0}> /U <{0}> >>",
            "5a".repeat(32)
        )
        .into_bytes(),
    ]);
    let text = String::from_utf8(locked).unwrap();
    locked = text.replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>]").into_bytes();
    assert_eq!(document::read(locked), Err(Unread::Encrypted));
}

#[test]
fn files_made_to_burst_end_with_the_child() {
    let desk = Desk::new("");
    let runs = b"\x81 ".repeat(3_900_000);
    let burst = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents [4 0 R 4 0 R 4 0 R 4 0 R] >>".to_vec(),
        stream("/Filter /RunLengthDecode", &runs),
    ];
    std::fs::write(desk.path().join("burst.pdf"), pdf(&burst)).unwrap();
    let mut many = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
    many.push(b"<< /Type /Pages /Kids [2 0 R 9 0 R 9 0 R] /Count 1000000 >>".to_vec());
    many.extend(std::iter::repeat_n(b"[]".to_vec(), 200_000));
    std::fs::write(desk.path().join("many.pdf"), pdf(&many)).unwrap();
    let nested = "<w:p>".repeat(4_000_000);
    std::fs::write(desk.path().join("deep.docx"), docx_of(&nested)).unwrap();
    std::fs::write(desk.path().join("vast.docx"), docx_of(&" ".repeat(40 << 20))).unwrap();
    let ran = desk.run(&["extract", "burst.pdf", "many.pdf", "deep.docx", "vast.docx"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for name in ["burst.pdf", "many.pdf", "deep.docx", "vast.docx"] {
        assert!(ran.err.contains(name), "{name}: {}", ran.err);
    }
    assert_eq!(ran.json().len(), 4, "{}", ran.out);
}

#[test]
fn extract_reads_documents_and_standard_input_and_names_what_is_none() {
    let desk = Desk::new("");
    let call =
        latin(&[(16, "Call for hosts"), (11, "Please apply by 15 April 2027 at the office.")]);
    std::fs::write(desk.path().join("call.pdf"), call).unwrap();
    let ran = desk.run(&["extract", "--now", "2027-03-01", "call.pdf"]);
    let read = ran.json().remove(0);
    assert_eq!(read["title"], "Call for hosts");
    assert_eq!(read["deadlines"][0]["date"], "2027-04-15");
    std::fs::write(desk.path().join("empty.html"), "\n").unwrap();
    std::fs::write(desk.path().join("image.html"), b"\x89PNG\r\n\x1a\n0000").unwrap();
    let ran = desk.run(&["extract", "empty.html", "image.html"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("empty.html: the file is empty"), "{}", ran.err);
    assert!(ran.err.contains("image.html: binary data"), "{}", ran.err);
    let page = "<html><body><h1>Northbridge opens an office abroad</h1><p>The office was opened on \
                Monday, and it will serve students of both countries from May on.</p><img \
                src=/door.jpg></body></html>";
    let mut command = desk.command(&["extract", "--as", "article", "-"]);
    let ran = crate::cli::finish(command.write_stdin(page));
    let read = ran.json().remove(0);
    assert_eq!(read["title"], "Northbridge opens an office abroad");
    assert_eq!(read["images"].as_array().unwrap().len(), 0, "{}", ran.out);
    assert!(ran.out.contains("--url was not given"), "{}", ran.out);
    assert!(!ran.out.contains("saved.invalid"), "{}", ran.out);
}
