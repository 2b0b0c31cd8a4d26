//! Lists of items: one shape for `latest` and `search`.

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use edwire::store::search::Piece;
use edwire::store::views::ItemView;
use serde_json::{Value, json};

use crate::args::{Filters, Format};
use crate::item_json::{self, Text};
use crate::output::{self, visible};
use crate::table;
use crate::{Outcome, env};

/// Shown where no limit is asked for.
pub(crate) const PAGE: u64 = 50;
/// Of CSV.
const COLUMNS: [&str; 7] = ["id", "published", "source", "title", "topics", "state", "url"];

/// An item in a list.
pub(crate) struct Listed {
    row: Value,
    title: Vec<Piece>,
    snippet: Vec<Piece>,
}

impl Listed {
    pub(crate) fn of(view: &ItemView) -> Self {
        let title = vec![Piece { text: view.item.title.clone(), hit: false }];
        Self { row: item_json::item(view, Text::Without), title, snippet: Vec::new() }
    }

    /// With what was searched for marked.
    pub(crate) fn found(view: &ItemView, title: Vec<Piece>, snippet: Vec<Piece>) -> Self {
        let mut row = item_json::item(view, Text::Without);
        if let (Value::Object(fields), false) = (&mut row, snippet.is_empty()) {
            let text: String = snippet.iter().map(|piece| piece.text.as_str()).collect();
            fields.insert("snippet".into(), json!(text));
            fields.insert("marks".into(), json!(marks(&snippet)));
        }
        Self { row, title, snippet }
    }
}

/// The hits as pairs of characters from the snippet's start: the first, and the one behind the last.
fn marks(pieces: &[Piece]) -> Vec<[usize; 2]> {
    let mut at = 0;
    let mut marks = Vec::new();
    for piece in pieces {
        let end = at + piece.text.chars().count();
        if piece.hit {
            marks.push([at, end]);
        }
        at = end;
    }
    marks
}

/// Prints a list, with a hint where it is empty or was cut.
pub(crate) fn show(
    filters: &Filters,
    format: Option<Format>,
    listed: &[Listed],
) -> Result<Outcome> {
    if listed.is_empty() {
        env::nothing_found(filters);
    }
    match output::format(format) {
        Format::Table if listed.is_empty() => {}
        Format::Table => cards(listed)?,
        other => {
            let rows: Vec<Value> = listed.iter().map(|listed| listed.row.clone()).collect();
            output::rows(other, &COLUMNS, &rows)?;
        }
    }
    if filters.limit.is_none() && listed.len() as u64 == PAGE && output::on_terminal() {
        output::remark(&format!("the first {PAGE}; --limit N shows more"));
    }
    Ok(Outcome::Fine)
}

/// Number, date and title; below the title what belongs to it, last its address on a line of its own.
fn cards(listed: &[Listed]) -> Result<()> {
    let text = |row: &Value, name: &str| row[name].as_str().map(visible).unwrap_or_default();
    let dates: Vec<String> =
        listed.iter().map(|listed| output::moment(&text(&listed.row, "published"))).collect();
    let ids: Vec<String> = listed.iter().map(|listed| listed.row["id"].to_string()).collect();
    let wide = |cells: &[String], least: usize| {
        cells.iter().map(|cell| table::width(cell)).max().unwrap_or(0).max(least)
    };
    let (id_width, date_width) = (wide(&ids, 2), wide(&dates, 9));
    let indent = id_width + date_width + 4;
    let room = output::width().saturating_sub(indent).max(20);
    let bold = Style::new().bold();
    let head = format!("{:id_width$}  {:date_width$}  TITLE", "ID", "PUBLISHED");
    let mut lines = vec![output::styled(bold, &head)];
    let below = " ".repeat(indent);
    for ((listed, id), date) in listed.iter().zip(&ids).zip(&dates) {
        let mut front = format!("{id:>id_width$}  {date:date_width$}  ");
        for line in styled_lines(&listed.title, room, 3, bold) {
            lines.push(format!("{front}{line}"));
            front.clone_from(&below);
        }
        for line in styled_lines(&listed.snippet, room, 3, Style::new()) {
            lines.push(format!("{below}{line}"));
        }
        let topics = listed.row["topics"].as_array().map_or(String::new(), |topics| {
            topics.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        });
        let facts = [text(&listed.row, "source"), topics, text(&listed.row, "state")];
        let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        for line in table::wrapped(&facts.join(" · "), room, 2) {
            lines.push(format!("{below}{line}"));
        }
        let address = output::styled(Style::new().dimmed(), &text(&listed.row, "url"));
        lines.push(format!("{below}{address}"));
    }
    Ok(output::lines(&lines)?)
}

/// Wraps a text and then marks its hits, so that the marks take no room.
fn styled_lines(pieces: &[Piece], room: usize, lines: usize, plain: Style) -> Vec<String> {
    let hit = plain.bold().fg_color(Some(AnsiColor::Yellow.into()));
    let text: String = pieces.iter().map(|piece| visible(&piece.text)).collect();
    if text.trim().is_empty() {
        return Vec::new();
    }
    // Where the hits are, by characters that are no blanks: wrapping changes only those.
    let solid = |text: &str| visible(text).chars().filter(|c| !c.is_whitespace()).count();
    let mut flags =
        pieces.iter().flat_map(|piece| std::iter::repeat_n(piece.hit, solid(&piece.text)));
    let mut styled = Vec::new();
    for line in table::wrapped(text.trim(), room, lines) {
        let mut out = String::new();
        let mut now = None;
        for c in line.chars() {
            let style = if c.is_whitespace() { now } else { Some(flags.next().unwrap_or(false)) };
            if style != now {
                if let Some(was) = now {
                    let was = if was { hit } else { plain };
                    out.push_str(&format!("{was:#}"));
                }
                let is = if style == Some(true) { hit } else { plain };
                out.push_str(&is.to_string());
                now = style;
            }
            out.push(c);
        }
        if let Some(was) = now {
            let was = if was { hit } else { plain };
            out.push_str(&format!("{was:#}"));
        }
        styled.push(out);
    }
    styled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_marked_by_their_place_in_the_snippet() {
        let piece = |text: &str, hit| Piece { text: text.to_owned(), hit };
        let pieces = [piece("…an ", false), piece("奖学金", true), piece(" here", false)];
        assert_eq!(marks(&pieces), [[4, 7]]);
        let lines = styled_lines(&pieces, 80, 2, Style::new());
        let yellow = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
        assert_eq!(lines, [format!("…an {yellow}奖学金 {yellow:#}here")]);
    }
}
