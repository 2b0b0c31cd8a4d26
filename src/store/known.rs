//! Which values of a filter nothing stored has, and what may have been meant.

use rusqlite::{Connection, params};

use super::error::Result;
use super::filter::Filter;
use crate::model::{SourceId, TopicId};

/// A value that no source, topic or item has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// As the filter is called everywhere: `source`, `topic`, `country`.
    pub field: &'static str,
    pub value: String,
    /// The known value nearest to it.
    pub meant: Option<String>,
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { field, value, meant } = self;
        match field {
            &"country" => write!(f, "no source is of the country {value}")?,
            field => write!(f, "there is no {field} {value}")?,
        }
        match meant {
            Some(meant) => write!(f, "; did you mean {meant}?"),
            None => Ok(()),
        }
    }
}

/// The values that cannot be found; none where the store is too young to know any.
pub fn unknown(connection: &Connection, filter: &Filter) -> Result<Vec<Unknown>> {
    let mut unknown = Vec::new();
    let mut look = |field, values: Vec<&str>, known: &str| -> Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        let known: Vec<String> = connection
            .prepare_cached(known)?
            .query_map(params![], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for value in values {
            if !known.is_empty() && !known.iter().any(|known| known == value) {
                let meant = nearest(value, &known);
                unknown.push(Unknown { field, value: value.to_owned(), meant });
            }
        }
        Ok(())
    };
    look("source", filter.sources.iter().map(SourceId::as_str).collect(), SOURCES)?;
    look(
        "topic",
        filter.topics.iter().map(TopicId::as_str).collect(),
        "SELECT id FROM topic ORDER BY 1",
    )?;
    look(
        "country",
        filter.countries.iter().map(String::as_str).collect(),
        "SELECT DISTINCT country FROM source WHERE country IS NOT NULL ORDER BY 1",
    )?;
    Ok(unknown)
}

/// Configured sources, and those of items brought in: a jump through the index from one to the next.
const SOURCES: &str = "
    WITH RECURSIVE one (id) AS (
        SELECT min(source) FROM item
        UNION ALL
        SELECT (SELECT min(source) FROM item WHERE source > one.id) FROM one WHERE one.id IS NOT NULL
        LIMIT 20000)
    SELECT id FROM one WHERE id IS NOT NULL UNION SELECT id FROM source ORDER BY 1";

/// The known value with the fewest letters changed, or one that begins or ends alike.
fn nearest(value: &str, known: &[String]) -> Option<String> {
    let value = value.to_lowercase();
    let allowed = if value.chars().count() > 2 { (value.chars().count() / 3).max(1) } else { 0 };
    let by_letters = known
        .iter()
        .map(|known| (strsim::osa_distance(&known.to_lowercase(), &value), known))
        .filter(|(distance, _)| *distance <= allowed)
        .min();
    let alias = if value == "uk" { known.iter().find(|known| *known == "GB") } else { None };
    let part = || {
        let alike = |known: &&String| known.contains(&value) || value.contains(known.as_str());
        known.iter().filter(|_| value.chars().count() > 2).find(alike)
    };
    by_letters.map(|(_, known)| known).or(alias).or_else(part).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_known_value_is_proposed() {
        let known = ["joint-programme", "scholarship", "visa-immigration", "GB", "CN"];
        let known = known.map(str::to_owned);
        for (value, meant) in [
            ("scholarshp", Some("scholarship")),
            ("visa", Some("visa-immigration")),
            ("UK", Some("GB")),
            ("DE", None),
            ("sports", None),
        ] {
            assert_eq!(nearest(value, &known).as_deref(), meant, "{value}");
        }
    }
}
