//! The posts that a WordPress site gives at `/wp-json/wp/v2/posts`, rewritten as a JSON feed.
//! Source: WordPress REST API Handbook, "Posts".

use serde_json::{Map, Value, json};

/// The feed that the posts make; `None` where the value is no list of posts.
pub(super) fn as_feed(posts: &Value) -> Option<Map<String, Value>> {
    let posts = posts.as_array()?;
    let items: Vec<Value> = posts.iter().filter_map(item).collect();
    if items.is_empty() && !posts.is_empty() {
        return None;
    }
    let mut feed = Map::new();
    feed.insert("items".into(), Value::Array(items));
    Some(feed)
}

fn item(post: &Value) -> Option<Value> {
    let rendered = |name: &str| match post.get(name)? {
        Value::String(text) => Some(text.as_str()),
        field => field.get("rendered")?.as_str(),
    };
    let link = post.get("link")?.as_str()?;
    let title = rendered("title")?;
    // the local time without an offset says less than the one in UTC
    let world = post.get("date_gmt").and_then(Value::as_str).map(|date| format!("{date}Z"));
    let date = world.or_else(|| post.get("date").and_then(Value::as_str).map(str::to_owned));
    let guid = rendered("guid").map(str::to_owned);
    let id = guid.or_else(|| post.get("id").and_then(Value::as_i64).map(|id| id.to_string()));
    let mut item = json!({ "url": link, "title": title });
    for (name, value) in [
        ("id", id.as_deref()),
        ("date_published", date.as_deref()),
        ("content_html", rendered("content")),
        ("summary", rendered("excerpt")),
    ] {
        if let Some(value) = value {
            item[name] = json!(value);
        }
    }
    Some(item)
}
