//! Lists of every shape, on invented pages.

use edwire::model::{ListSelectors, Listing, WarningKind, WebUrl};
use edwire::parse::Context;
use edwire::parse::page::{self, Memory};
use jiff::tz::TimeZone;

const TITLES: [&str; 8] = [
    "关于做好2026年国家公派出国留学选派工作的通知",
    "我校与海德堡大学签署学生交换协议",
    "2026年秋季学期赴境外交流项目报名通知",
    "外国留学生奖学金评审结果公示",
    "Summer school in Lisbon opens for applications",
    "国际处赴日本高校调研访问",
    "关于举办中外合作办学工作会议的通知",
    "Erasmus+ staff week: call for participants",
];

pub(crate) fn context(url: &str) -> Context {
    Context {
        url: WebUrl::parse(url).unwrap(),
        content_type: None,
        encoding: None,
        now: "2026-03-20T08:00:00Z".parse().unwrap(),
        timezone: TimeZone::get("Asia/Shanghai").unwrap(),
        lang: None,
        last_modified: None,
    }
}

pub(crate) fn read(html: &str) -> Listing {
    page::read(html, &context("https://oia.example.edu/gjjl/index.htm"), &Memory::default(), None)
}

/// A page with menus, a footer and friend links around the given list.
pub(crate) fn page(list: &str) -> String {
    let menu: String =
        ["学校首页", "机构设置", "师资队伍", "人才培养", "科学研究", "招生就业", "下载中心"]
            .iter()
            .enumerate()
            .map(|(i, name)| format!("<li><a href='/lm{i}.htm'>{name}</a></li>"))
            .collect();
    let friends: String = ["教育部", "国家留学基金委", "留学服务中心", "孔子学院"]
        .iter()
        .enumerate()
        .map(|(i, name)| format!("<a href='http://f{i}.example.org/'>{name}</a> "))
        .collect();
    format!(
        "<html><head><title>国际交流处</title></head><body><div class=top><ul>{menu}</ul></div>\
         <div class=content>{list}</div><div class=links>友情链接 {friends}</div>\
         <div class=footer>版权所有 <a href='/about.htm'>联系我们</a></div></body></html>"
    )
}

pub(crate) fn rows(mut row: impl FnMut(usize, &str) -> String) -> String {
    TITLES.iter().enumerate().map(|(i, title)| row(i, title)).collect()
}

fn day(i: usize) -> String {
    format!("2026-03-{:02}", 18 - i)
}

#[track_caller]
pub(crate) fn all_found(listing: &Listing, dated: bool) {
    let titles: Vec<&str> = listing.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, TITLES);
    if dated {
        let dates: Vec<String> = listing
            .entries
            .iter()
            .map(|entry| entry.published.map(|date| date.date().to_string()).unwrap_or_default())
            .collect();
        let wanted: Vec<String> = (0..TITLES.len()).map(day).collect();
        assert_eq!(dates, wanted);
    }
}

#[test]
fn a_plain_list_with_dates() {
    let list = rows(|i, t| {
        format!("<li><a href='/info/10/{i}21.htm'>{t}</a><span>{}</span></li>", day(i))
    });
    all_found(&read(&page(&format!("<ul>{list}</ul>"))), true);
}

#[test]
fn a_table_whose_rows_have_no_class() {
    let list = rows(|i, t| {
        format!(
            "<tr><td>{}</td><td><a href='show.asp?id={i}21'>{t}</a></td><td>国际处</td><td>{}</td></tr>",
            i + 1,
            day(i)
        )
    });
    all_found(&read(&page(&format!("<table>{list}</table>"))), true);
}

#[test]
fn a_definition_list_with_the_date_first() {
    let list =
        rows(|i, t| format!("<dt>{}</dt><dd><a href='/info/10/{i}21.htm'>{t}</a></dd>", day(i)));
    all_found(&read(&page(&format!("<dl>{list}</dl>"))), true);
}

#[test]
fn links_parted_by_line_breaks() {
    let list = rows(|i, t| format!("·<a href='/info/10/{i}21.htm'>{t}</a> [{}]<br>", day(i)));
    all_found(&read(&page(&format!("<div>{list}</div>"))), true);
}

#[test]
fn headings_and_paragraphs_without_a_box() {
    let list = rows(|i, t| {
        format!(
            "<h3><a href='/info/10/{i}21.htm'>{t}</a></h3><p>{}</p><p>为进一步推动学校国际化办学，现将有关事项说明如下，请各学院知悉并认真组织报名工作。</p>",
            day(i)
        )
    });
    all_found(&read(&page(&format!("<div>{list}</div>"))), true);
}

#[test]
fn cards_with_an_image_a_title_and_a_button_each() {
    let list = rows(|i, t| {
        format!(
            "<div class='card'><a href='/info/10/{i}21.htm'><img src='{i}.jpg' alt=''></a><h4><a href='/info/10/{i}21.htm'>{t}</a></h4>\
             <time datetime='{}'>x</time><a class=btn href='/info/10/{i}21.htm'>查看更多</a></div>",
            day(i)
        )
    });
    all_found(&read(&page(&format!("<div class=cards>{list}</div>"))), true);
}

#[test]
fn a_day_above_its_month() {
    let list = rows(|i, t| {
        format!(
            "<li><a href='/info/10/{i}21.htm'><div class=d><b>{:02}</b><span class=ym>2026-03</span></div><p>{t}</p></a></li>",
            18 - i
        )
    });
    all_found(&read(&page(&format!("<ul>{list}</ul>"))), true);
}

#[test]
fn titles_cut_short_are_whole_in_an_attribute() {
    let list = rows(|i, t| {
        let short: String = t.chars().take(9).collect();
        format!(
            "<li><a href='/info/10/{i}21.htm' title='{t}'>{short}……</a><span>{}</span></li>",
            day(i)
        )
    });
    let listing = read(&page(&format!("<ul>{list}</ul>")));
    all_found(&listing, true);
    assert!(listing.entries.iter().all(|entry| !entry.title_cut));
}

#[test]
fn titles_that_are_nowhere_whole_are_marked_as_cut() {
    let list = rows(|i, t| {
        let short: String = t.chars().take(12).collect();
        format!("<li><a href='/info/10/{i}21.htm'>{short}...</a><span>{}</span></li>", day(i))
    });
    let listing = read(&page(&format!("<ul>{list}</ul>")));
    assert_eq!(listing.entries.len(), TITLES.len());
    assert!(listing.entries.iter().all(|entry| entry.title_cut));
}

#[test]
fn marks_counters_and_dates_are_no_part_of_a_title() {
    let list = rows(|i, t| {
        let mark = if i == 0 { "[置顶]" } else { "" };
        format!(
            "<li><a href='/info/10/{i}21.htm'>· {mark}{t} ({})</a> <img src=new.gif></li>",
            day(i)
        )
    });
    all_found(&read(&page(&format!("<ul>{list}</ul>"))), true);
}

#[test]
fn the_title_stands_beside_a_link_that_says_download() {
    let list = rows(|i, t| {
        format!(
            "<tr><td>No {i}/26</td><td>{t}</td><td>{}</td><td><a href='/files/{i}.pdf'>Download</a></td></tr>",
            day(i)
        )
    });
    all_found(&read(&page(&format!("<table>{list}</table>"))), true);
}

#[test]
fn links_in_scripts_and_data_attributes_are_read() {
    let clicks = rows(|i, t| {
        format!(
            "<li onclick=\"location.href='/info/10/{i}21.htm'\"><span class=t>{t}</span><i>{}</i></li>",
            day(i)
        )
    });
    all_found(&read(&page(&format!("<ul>{clicks}</ul>"))), true);
    let opened = rows(|i, t| {
        format!(
            "<li><a href='javascript:void(0)' onclick=\"window.open('/info/10/{i}21.htm')\">{t}</a><span>{}</span></li>",
            day(i)
        )
    });
    all_found(&read(&page(&format!("<ul>{opened}</ul>"))), true);
    let dead =
        rows(|i, t| format!("<li><a href='javascript:;'>{t}</a><span>{}</span></li>", day(i)));
    assert!(read(&page(&format!("<ul>{dead}</ul>"))).entries.is_empty());
}

#[test]
fn a_category_before_each_title_is_not_the_news() {
    let list = rows(|i, t| {
        let (name, path) = if i % 2 == 0 { ("通知", "tz") } else { ("新闻", "xw") };
        format!(
            "<li>[<a href='/{path}/index.htm'>{name}</a>] <a href='/info/10/{i}21.htm'>{t}</a> <span>{}</span></li>",
            day(i)
        )
    });
    all_found(&read(&page(&format!("<ul>{list}</ul>"))), true);
}

#[test]
fn two_items_in_each_row_of_a_table() {
    let cells: Vec<String> = TITLES
        .iter()
        .enumerate()
        .map(|(i, t)| format!("<td><a href='/info/10/{i}21.htm'>{t}</a> {}</td>", day(i)))
        .collect();
    let rows: String = cells.chunks(2).map(|pair| format!("<tr>{}</tr>", pair.concat())).collect();
    all_found(&read(&page(&format!("<table>{rows}</table>"))), true);
}

#[test]
fn hidden_items_count_and_commented_ones_do_not() {
    let list = rows(|i, t| {
        format!(
            "<li style='display:none'><a href='/info/10/{i}21.htm'>{t}</a><span>{}</span></li>",
            day(i)
        )
    });
    all_found(
        &read(&page(&format!(
            "<ul>{list}<!-- <li><a href='/info/10/9.htm'>撤下的旧闻不应出现在这里</a></li> --></ul>"
        ))),
        true,
    );
}

#[test]
fn a_side_bar_of_hot_items_is_left_out() {
    let list = rows(|i, t| {
        format!("<li><a href='/info/10/{i}21.htm'>{t}</a><span>{}</span></li>", day(i))
    });
    let hot: String = (0..5)
        .map(|i| {
            format!("<li><a href='/info/9/{i}77.htm'>往年点击最多的旧新闻标题之{i}号</a></li>")
        })
        .collect();
    let html = page(&format!(
        "<ul>{list}</ul><div class=page><a href='index2.htm'>下一页</a></div><div><h3>热点排行</h3><ul>{hot}</ul></div>"
    ));
    all_found(&read(&html), true);
}

#[test]
fn sections_with_their_headings_all_count() {
    let half = |from: usize| -> String {
        TITLES
            .iter()
            .enumerate()
            .skip(from)
            .take(4)
            .map(|(i, t)| {
                format!("<li><a href='/info/10/{i}21.htm'>{t}</a><span>{}</span></li>", day(i))
            })
            .collect()
    };
    let html = page(&format!(
        "<div><h3>新闻动态</h3><ul>{}</ul></div><div><h3>通知公告</h3><ul>{}</ul></div>",
        half(0),
        half(4)
    ));
    let listing = read(&html);
    all_found(&listing, true);
    assert_eq!(listing.entries.first().unwrap().section.as_deref(), Some("新闻动态"));
    assert_eq!(listing.entries.last().unwrap().section.as_deref(), Some("通知公告"));
}

#[test]
fn a_year_comes_from_the_order_of_the_list() {
    let list = rows(|i, t| {
        let date = ["03-12", "02-20", "01-05", "12-28", "12-02", "11-15", "10-08", "09-30"][i];
        format!("<li><a href='/info/10/{i}21.htm'>{t}</a><span>{date}</span></li>")
    });
    let listing = read(&page(&format!("<ul>{list}</ul>")));
    let years: Vec<i16> =
        listing.entries.iter().map(|entry| entry.published.unwrap().date().year()).collect();
    assert_eq!(years, [2026, 2026, 2026, 2025, 2025, 2025, 2025, 2025]);
}

#[test]
fn documents_and_sister_sites_are_kept_and_the_base_is_obeyed() {
    let list = rows(|i, t| {
        let link = if i == 3 {
            "https://news.example.edu/a/310.htm".to_owned()
        } else {
            format!("files/{i}21.pdf")
        };
        format!("<li><a href='{link}'>{t}</a><span>{}</span></li>", day(i))
    });
    let html =
        page(&format!("<ul>{list}</ul>")).replace("<head>", "<head><base href='/old/site/'>");
    let listing = read(&html);
    all_found(&listing, true);
    assert_eq!(listing.entries[0].url.as_str(), "https://oia.example.edu/old/site/files/021.pdf");
    assert_eq!(listing.entries[3].url.host(), "news.example.edu");
}

#[test]
fn selectors_override_and_the_inferred_ones_can_be_pasted() {
    let list = rows(|i, t| {
        format!("<li><a href='/info/10/{i}21.htm'>{t}</a><span class=d>{}</span></li>", day(i))
    });
    let html = page(&format!("<ul class=news>{list}</ul>"));
    let learned = read(&html).template.unwrap();
    let inferred = page::selectors_of(&learned).unwrap();
    let context = context("https://oia.example.edu/gjjl/index.htm");
    all_found(&page::read(&html, &context, &Memory::default(), Some(&inferred)), true);
    let menu = ListSelectors { item: ".top li".to_owned(), ..ListSelectors::default() };
    let listing = page::read(&html, &context, &Memory::default(), Some(&menu));
    assert_eq!(listing.entries.len(), 7);
    let broken = ListSelectors { item: "li[".to_owned(), ..ListSelectors::default() };
    let listing = page::read(&html, &context, &Memory::default(), Some(&broken));
    assert_eq!(listing.warnings[0].kind, WarningKind::NoList);
}
