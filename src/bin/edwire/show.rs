use std::path::Path;

use anyhow::Result;
use edwire::curate::normalise::canonical;
use edwire::model::{ItemId, WebUrl};
use edwire::store::items::Item;
use edwire::store::{Connection, items, sources, stories, views};
use serde_json::{Value, json};

use crate::args::{Format, Show};
use crate::item_json::{self, Text};
use crate::output::{self, visible};
use crate::{Outcome, env};

pub(crate) fn run(config: Option<&Path>, options: &Show) -> Result<Outcome> {
    let connection = env::reader(config)?;
    let Some(item) = find(&connection, &options.item)? else {
        output::complain(&unknown(&connection, &options.item)?);
        return Ok(Outcome::Failed);
    };
    let members = stories::members(&connection, item.story)?;
    let related = stories::related(&connection, item.story)?;
    let view = views::view(&connection, item)?;
    let mut whole = item_json::item(&view, Text::Whole);
    if let Value::Object(fields) = &mut whole {
        fields.insert("reasons".into(), json!(view.item.verdict.reasons));
        fields.insert(
            "members".into(),
            members
                .iter()
                .map(|member| {
                    json!({"id": member.item, "source": member.source, "title": member.title,
                           "url": member.link, "why": member.joined.to_string()})
                })
                .collect(),
        );
        fields.insert("related".into(), json!(related));
    }
    match output::format(options.format) {
        Format::Table => output::line(&card(&view, &whole))?,
        Format::Csv => output::rows(Format::Csv, &["id", "url", "title", "state"], &[whole])?,
        _ => output::line(&whole.to_string())?,
    }
    Ok(Outcome::Fine)
}

pub(crate) fn find(connection: &Connection, wanted: &str) -> Result<Option<Item>> {
    if let Ok(number) = wanted.parse() {
        return Ok(items::get(connection, ItemId(number))?);
    }
    let Ok(url) = WebUrl::parse(wanted) else { return Ok(None) };
    Ok(items::by_url(connection, &canonical(&url))?)
}

/// Why nothing is known of an address.
fn unknown(connection: &Connection, wanted: &str) -> Result<String> {
    let Ok(url) = WebUrl::parse(wanted) else {
        return Ok(format!("there is no item {wanted}"));
    };
    let bare = |host: &str| host.trim_start_matches("www.").to_owned();
    let covering: Vec<_> = sources::all(connection)?
        .into_iter()
        .filter(|state| {
            WebUrl::parse(&state.url).is_ok_and(|own| bare(own.host()) == bare(url.host()))
        })
        .collect();
    let read = |state: &sources::SourceState| {
        let why = state.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        match state.last_checked {
            None => format!("{} has not been read yet", state.id),
            Some(at) => {
                format!("{} was last read at {at} and is {}{why}", state.id, state.shown_health())
            }
        }
    };
    Ok(match covering.as_slice() {
        [] => format!(
            "{url} was never seen: no source covers {}; `edwire sources add URL` adds one",
            url.host()
        ),
        [state] => format!(
            "{url} was never seen on the list of the one source of {}: {}",
            url.host(),
            read(state)
        ),
        several => {
            let told: Vec<String> =
                several.iter().map(|state| format!("  {}", read(state))).collect();
            format!(
                "{url} was never seen: {} sources read {}, and none has listed it\n{}",
                several.len(),
                url.host(),
                told.join("\n")
            )
        }
    })
}

fn card(view: &views::ItemView, whole: &Value) -> String {
    let item = &view.item;
    let mut lines = vec![visible(&item.title), visible(&item.link), String::new()];
    let date = item.published.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    lines.push(format!("{} · {date} · item {} · story {}", view.source_name, item.id, item.story));
    lines.push(format!("{}: {}", view.state.as_str(), visible(&view.why)));
    for delivery in &view.deliveries {
        let why = delivery.why.as_deref().map(|why| format!(", {why}")).unwrap_or_default();
        lines.push(format!("  {}: {}{why}", delivery.channel, delivery.state));
    }
    lines.push(format!("score {:.2}", item.verdict.score));
    for reason in &item.verdict.reasons {
        lines.push(format!("  {}", visible(&reason.to_string())));
    }
    for deadline in &item.deadlines {
        lines.push(format!("due {} {}", deadline.date, visible(&deadline.what)));
    }
    if let Some(members) = whole["members"].as_array().filter(|members| members.len() > 1) {
        lines.push("story".into());
        for member in members {
            let text = |name: &str| member[name].as_str().unwrap_or_default().to_owned();
            lines.push(visible(&format!("  {} {} ({})", text("source"), text("url"), text("why"))));
        }
    }
    if !item.text.is_empty() {
        lines.push(String::new());
        lines.extend(item.text.lines().map(visible));
    }
    lines.join("\n")
}
