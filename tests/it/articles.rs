//! Article pages, read whole.

use edwire::model::WebUrl;
use edwire::parse::{Context, article};
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn context() -> Context {
    Context {
        url: WebUrl::parse("http://news.example.edu/info/1/2.htm").unwrap(),
        content_type: None,
        encoding: None,
        now: "2027-01-10T00:00:00Z".parse::<Timestamp>().unwrap(),
        timezone: TimeZone::UTC,
        lang: None,
        last_modified: None,
    }
}

#[test]
fn a_short_boda_notice_gives_its_three_lines_and_its_attachment() {
    let page = "<!doctype html><meta charset=utf-8><title>关于选派学生的通知-示例大学国际处</title><body>\
        <div class=top><h1><a href=/>示例大学国际处</a></h1></div>\
        <form name=_newscontent_fromname><div class=bt>关于选派学生的通知</div>\
        <div class=info>发布时间：2026年11月03日 来源：国际处 作者： 点击：<script>x()</script>次</div>\
        <div id=vsb_content><div class=v_news_content><p>各学院：</p><p>现将选派通知发给你们，请按要求组织报名。</p>\
        <p>国际处</p><p>2026年11月3日</p></div></div>\
        <ul><li>附件【<a href='/system/_content/download.jsp?id=1'>申请表.docx</a>】已下载次</li></ul>\
        <p>上一条：<a href=1.htm>别的通知</a></p></form><div class=foot>地址：某路1号 版权所有</div>";
    let article = article::read(page.as_bytes(), &context(), None);
    assert_eq!(article.title.as_deref(), Some("关于选派学生的通知"));
    assert_eq!(
        article.text,
        "各学院：\n\n现将选派通知发给你们，请按要求组织报名。\n\n国际处\n\n2026年11月3日"
    );
    assert_eq!(article.source.as_deref(), Some("国际处"));
    assert_eq!(article.author, None);
    assert_eq!(article.attachments.len(), 1);
    assert_eq!(article.attachments[0].name, "申请表.docx");
    assert_eq!(article.lang.unwrap().as_str(), "zh");
}

/// A page with a headline, a meta line and a body that no content system names.
fn page(meta: &str) -> String {
    let paragraph = "<p>The programme is open to all faculties; the form is due in the spring.</p>";
    format!(
        "<!doctype html><meta charset=utf-8><title>A notice</title><div class=top><h1>A notice</h1>\
         <p>{meta}</p><div class=text>{}</div></div>",
        paragraph.repeat(5)
    )
}

#[test]
fn meta_lines_name_author_and_source_in_their_many_forms() {
    let lines = [
        ("作者： 来源： 点击：次", None, None),
        ("发布者:周宁发布时间:2026-03-12浏览次数:10", Some("周宁"), None),
        ("2026-03-12 来源：研究生院 责任编辑：周宁", Some("周宁"), Some("研究生院")),
        ("教务处　2026-3-12 9:36:00", None, Some("教务处")),
        ("（周宁/文）", Some("周宁"), None),
        (
            "By ZHOU NING in Harbin | Campus Daily | Updated: 2026-03-12",
            Some("ZHOU NING"),
            Some("Campus Daily"),
        ),
        (
            "Author: Zhou Ning  Source: Graduate School  Date: 2026-03-12",
            Some("Zhou Ning"),
            Some("Graduate School"),
        ),
        ("등록일 2026.03.12 조회수 12 작성자 학생처", Some("학생처"), None),
        ("2026-03-12 09:30", None, None),
    ];
    for (line, author, source) in lines {
        let article = article::read(page(line).as_bytes(), &context(), None);
        assert_eq!(article.author.as_deref(), author, "author of {line}");
        assert_eq!(article.source.as_deref(), source, "source of {line}");
    }
}

#[test]
fn share_bars_neighbours_and_copyright_stay_out_of_the_text() {
    let text =
        "<p>The university opens a new hall of residence for guests in the autumn, it said.</p>";
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>New hall opens | Example University</title><body>\
         <header><h1>Example University</h1></header><div class=breadcrumb>Home &gt; News</div>\
         <div class=main-content><h2 class=title>New hall opens</h2><div class=share-bar>Share on X</div>{}\
         <h3>Related news</h3><ul><li><a href=/1>Another hall</a></li></ul>\
         <p>Previous: <a href=/2>Older news</a></p></div>\
         <footer>1 Example Road. Copyright Example University. All rights reserved.</footer>",
        text.repeat(3)
    );
    let article = article::read(page.as_bytes(), &context(), None);
    assert_eq!(article.title.as_deref(), Some("New hall opens"));
    assert_eq!(article.text.matches("new hall of residence").count(), 3);
    for word in ["Share", "Home", "Another hall", "Older news", "Copyright", "Related"] {
        assert!(!article.text.contains(word), "{word} in {}", article.text);
    }
}

#[test]
fn a_table_that_is_the_message_keeps_its_rows() {
    let page = "<!doctype html><meta charset=utf-8><title>名单公示</title><h1>名单公示</h1><div class=v_news_content>\
        <table><tr><td><p>姓名</p></td><td><p>学校</p></td></tr><tr><td>周宁</td><td>某大学</td></tr></table></div>";
    let article = article::read(page.as_bytes(), &context(), None);
    assert_eq!(article.text, "姓名 | 学校\n\n周宁 | 某大学");
}

#[test]
fn a_page_that_only_shows_a_file_says_so() {
    let page = "<!doctype html><meta charset=utf-8><title>招生简章</title><h1 class=arti_title>招生简章</h1>\
        <div class=wp_articlecontent><div class=wp_pdf_player pdfsrc='/_upload/a.pdf'></div></div>";
    let article = article::read(page.as_bytes(), &context(), None);
    assert_eq!(article.text, "");
    assert_eq!(article.attachments.len(), 1);
    assert!(article.warnings.iter().any(|warning| warning.text.contains("attached file")));
}

#[test]
fn a_title_cut_off_in_the_head_is_told_whole_on_the_page() {
    let page = "<!doctype html><meta charset=utf-8><title>Call for applications to the summ...</title>\
        <h1>Call for applications to the summer school in Tartu</h1><div class=entry-content>\
        <p>The school takes place in July, for two weeks, and is free of charge for members.</p></div>";
    let article = article::read(page.as_bytes(), &context(), None);
    assert_eq!(
        article.title.as_deref(),
        Some("Call for applications to the summer school in Tartu")
    );
}

#[test]
fn summaries_are_the_first_sentences_without_datelines_and_greetings() {
    let cases = [
        (
            "BEIJING, March 3 (Wire) -- Dr. Li opened the school. It has ten classes.",
            "Dr. Li opened the school. It has ten classes.",
        ),
        (
            "Dear students,\n\nThe library closes on Friday at noon.",
            "The library closes on Friday at noon.",
        ),
        (
            "各位同学：\n\n图书馆将于周五中午闭馆，请提前归还图书。",
            "图书馆将于周五中午闭馆，请提前归还图书。",
        ),
        (
            "本报讯（记者 周宁）学校与塔尔图大学签署了合作协议，双方将互派学生。",
            "学校与塔尔图大学签署了合作协议，双方将互派学生。",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(article::summary(text, None).as_deref(), Some(expected));
    }
    assert_eq!(article::summary("图1", None), None);
    let long = article::summary(&"字".repeat(500), None).unwrap();
    assert!(long.chars().count() <= 300);
}

#[test]
fn the_language_is_told_by_script_and_words() {
    let texts = [
        ("关于选派学生赴国外学习的通知", "zh"),
        ("奨学金の募集についてのお知らせ", "ja"),
        ("교환학생 모집 안내", "ko"),
        ("Объявление о стипендиях", "ru"),
        ("الإعلان عن المنح الدراسية", "ar"),
        ("ประกาศทุนการศึกษา", "th"),
        ("Thông báo tuyển sinh chương trình học bổng", "vi"),
        ("The scholarship is open to students of all faculties", "en"),
        ("Die Bewerbung für das Stipendium ist bis zum Frühjahr möglich", "de"),
    ];
    for (text, lang) in texts {
        assert_eq!(article::language(text).unwrap().as_str(), lang, "{text}");
    }
    assert_eq!(article::language("12:30"), None);
}
