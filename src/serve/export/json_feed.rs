//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{About, Export, ItemRow, moment};

pub(super) struct JsonFeed<W> {
    out: W,
    first: bool,
}

impl<W: Write> JsonFeed<W> {
    pub(super) fn start(mut out: W, about: &About) -> io::Result<Self> {
        write!(
            out,
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":{}",
            json!(about.title)
        )?;
        if let Some(address) = &about.address {
            write!(out, ",\"feed_url\":{}", json!(address))?;
        }
        if let Some(home) = &about.home {
            write!(out, ",\"home_page_url\":{}", json!(home))?;
        }
        out.write_all(b",\"items\":[")?;
        Ok(Self { out, first: true })
    }
}

impl<W: Write> Export for JsonFeed<W> {
    fn item(&mut self, row: &ItemRow) -> io::Result<()> {
        if !std::mem::take(&mut self.first) {
            self.out.write_all(b",")?;
        }
        self.out.write_all(b"\n")?;
        serde_json::to_writer(&mut self.out, &item(row))?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write_all(b"]}\n")?;
        self.out.flush()
    }
}

fn item(row: &ItemRow) -> Map<String, Value> {
    // an item without any content is not valid, so the title stands in
    let content = row.text.as_ref().or(row.summary.as_ref()).unwrap_or(&row.title);
    let mut item = Map::new();
    let mut put = |name: &str, value: Value| item.insert(name.to_owned(), value);
    put("id", json!(row.url));
    put("url", json!(row.url));
    put("title", json!(row.title));
    put("content_text", json!(content));
    if let Some(summary) = &row.summary {
        put("summary", json!(summary));
    }
    put("date_published", json!(moment(row)));
    put("authors", json!([{"name": row.source_name}]));
    if let Some(lang) = &row.lang {
        put("language", json!(lang));
    }
    put("tags", json!(row.topics));
    item
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::{Format, sample};

    #[test]
    fn it_is_one_json_value_with_all_that_the_format_requires() {
        let mut bare = sample::row();
        (bare.text, bare.summary) = (None, None);
        let text = sample::written(Format::JsonFeed, &[sample::row(), bare]);
        let feed: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["items"].as_array().unwrap().len(), 2);
        assert_eq!(feed["items"][0]["content_text"], "One.\n\nTwo.");
        assert_eq!(feed["items"][0]["date_published"], "2026-11-20T00:00:00+00:00");
        assert_eq!(feed["items"][1]["content_text"], sample::row().title);
    }
}
