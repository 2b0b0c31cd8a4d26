//! What pages say of their news for machines.

use edwire::model::Listing;
use edwire::parse::page::{self, Memory};

use crate::lists::{all_found, context, page as around, read, rows};

fn day(i: usize) -> String {
    format!("2026-03-{:02}", 18 - i)
}

/// A page that shows nothing and carries the given script.
fn scripted(script: &str) -> Listing {
    read(&format!("<html><body><div id=app></div>{script}</body></html>"))
}

/// Objects of JSON, parted by commas.
fn objects(object: impl Fn(usize, &str) -> String) -> String {
    rows(|i, title| format!("{}{}", if i == 0 { "" } else { "," }, object(i, title)))
}

fn posts() -> String {
    objects(|i, t| {
        format!(
            r#"{{"title":"{t}","url":"/info/10/{i}21.htm","publishedAt":"{}T08:00:00Z"}}"#,
            day(i)
        )
    })
}

#[test]
fn the_state_of_next_is_read() {
    let state = format!(r#"{{"props":{{"pageProps":{{"posts":[{}]}}}}}}"#, posts());
    let script = format!("<script id=__NEXT_DATA__ type=application/json>{state}</script>");
    all_found(&scripted(&script), true);
}

#[test]
fn what_next_pushes_in_pieces_is_read() {
    let row = format!("3:[\"$\",\"div\",null,{{\"posts\":[{}]}}]\n", posts());
    let (first, second) = row.split_at(row.len() / 2 - row.len() / 2 % 3);
    let push = |text: &str| {
        format!("<script>self.__next_f.push({})</script>", serde_json::json!([1, text]))
    };
    all_found(&scripted(&format!("{}{}", push(first), push(second))), true);
}

#[test]
fn the_state_of_nuxt_is_read() {
    let items = objects(|i, t| {
        format!("{{title:\"{t}\",path:\"/info/10/{i}21.htm\",date:\"{}\",hot:a}}", day(i))
    });
    let script = format!(
        "<script>window.__NUXT__=(function(a,b){{return {{layout:b,data:[{{list:[{items}]}}]}}}}(false,\"default\"));</script>"
    );
    all_found(&scripted(&script), true);
}

#[test]
fn the_flattened_state_of_nuxt_is_read() {
    let mut flat = vec![
        serde_json::json!(["Reactive", 1]),
        serde_json::json!({"news": 2}),
        serde_json::json!([]),
    ];
    let mut list = Vec::new();
    rows(|i, t| {
        let at = flat.len();
        list.push(at);
        flat.push(serde_json::json!({"title": at + 1, "url": at + 2, "date": at + 3}));
        flat.push(t.into());
        flat.push(format!("/info/10/{i}21.htm").into());
        flat.push(serde_json::json!(["Date", format!("{}T08:00:00.000Z", day(i))]));
        String::new()
    });
    flat[2] = list.into();
    let script = format!(
        "<script type=application/json id=__NUXT_DATA__>{}</script>",
        serde_json::Value::Array(flat)
    );
    all_found(&scripted(&script), true);
}

#[test]
fn state_assigned_to_a_variable_is_read() {
    let state = format!(r#"{{"news":{{"list":[{}]}},"user":null}}"#, posts());
    all_found(
        &scripted(&format!("<script>window.__INITIAL_STATE__={state};(function(){{}})()</script>")),
        true,
    );
    let parsed = serde_json::json!(state);
    all_found(&scripted(&format!("<script>window.__STATE__=JSON.parse({parsed})</script>")), true);
}

#[test]
fn linked_data_is_read_where_the_page_shows_nothing() {
    let items = objects(|i, t| {
        format!(
            r#"{{"@type":"ListItem","position":{i},"item":{{"@type":"NewsArticle","headline":"{t}","url":"https://oia.example.edu/info/10/{i}21.htm","datePublished":"{}"}}}}"#,
            day(i)
        )
    });
    let script = format!(
        r#"<script type="application/ld+json">{{"@context":"https://schema.org","@type":"ItemList","itemListElement":[{items}]}}</script>"#
    );
    all_found(&scripted(&script), true);
}

#[test]
fn microdata_tells_news_from_what_looks_like_it() {
    let list = rows(|i, t| {
        format!(
            "<div itemscope itemtype='https://schema.org/NewsArticle'><meta itemprop=datePublished content='{}'>\
             <a itemprop=url href='/info/10/{i}21.htm'><span itemprop=headline>{t}</span></a></div>",
            day(i)
        )
    });
    all_found(&read(&around(&list)), true);
}

#[test]
fn dates_that_only_the_data_knows_are_added() {
    let list = rows(|i, t| format!("<li><a href='/info/10/{i}21.htm'>{t}</a></li>"));
    let state = format!(r#"<script>window.__INITIAL_STATE__={{"list":[{}]}}</script>"#, posts());
    let listing = read(&around(&format!("<ul class=news>{list}</ul>{state}")));
    all_found(&listing, true);
}

#[test]
fn data_of_a_rebuilt_site_must_agree_with_what_is_known() {
    let list =
        rows(|i, t| format!("<li><a href='/info/10/{i}21.htm'>{t}</a><b>{}</b></li>", day(i)));
    let at = context("https://oia.example.edu/gjjl/index.htm");
    let before = page::read(&around(&format!("<ul>{list}</ul>")), &at, &Memory::default(), None);
    let known = before.entries.iter().map(|entry| (entry.title.clone(), entry.url.to_string()));
    let memory = Memory { template: before.template.clone(), known: known.collect() };
    let script = |posts: &str| {
        format!(
            "<div id=app></div><script>window.__STATE__={{\"list\":[{posts}]}};/* state of the application */</script>"
        )
    };
    let same = page::read(&script(&posts()), &at, &memory, None);
    assert_eq!(same.entries.len(), 8);
    let other = objects(|i, _| {
        format!(
            r#"{{"title":"Course number {i} of the catalogue","url":"/course/{i}","date":"2026-01-01"}}"#
        )
    });
    assert!(page::read(&script(&other), &at, &memory, None).entries.is_empty());
}

#[test]
fn records_in_a_script_are_read_as_the_rows_they_become() {
    let records = rows(|i, t| {
        format!(
            "<record><![CDATA[<li><a href='/art/2026/3/{i}/art_10_{i}.html'>{t}</a><span>{}</span></li>]]></record>",
            day(i)
        )
    });
    let store = format!(
        "<div id=229><script type='text/xml'><datastore><totalrecord>80</totalrecord><recordset>{records}</recordset></datastore></script></div>"
    );
    all_found(&read(&around(&store)), true);
}
