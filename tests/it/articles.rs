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
