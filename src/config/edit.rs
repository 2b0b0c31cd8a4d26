//! Changes to `config.toml` in place: comments and order stay.

use std::io::Write;
use std::path::{Path, PathBuf};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::load::load;
use super::name::name_of;
use super::source::{default_id, short_id};
use crate::curate::normalise::canonical;
use crate::model::{Source, SourceId, SourceKind, WebUrl};

/// Why a configuration file was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    #[error("{path}: {source}", path = .path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path} is not valid TOML, so it was left alone: {source}", path = .path.display())]
    Toml { path: PathBuf, source: Box<toml_edit::TomlError> },
    #[error("{path}: `source` is not a list of [[source]] tables", path = .0.display())]
    Shape(PathBuf),
    #[error("source {0} stands there already")]
    Known(SourceId),
    #[error(
        "{path} has no [[source]] with id = \"{id}\"; `edwire sources` lists them",
        path = .path.display()
    )]
    Unknown { path: PathBuf, id: SourceId },
}

/// The source that pasting an address makes; `title` is what its page or feed is called.
pub fn source_from_url(url: WebUrl, kind: SourceKind, title: Option<String>) -> Source {
    let source = Source::at(short_id(&url), url);
    let name = title.map_or_else(|| source.name.clone(), |title| name_of(&title, &source.name));
    Source { name, kind, ..source }
}

/// Appends a `[[source]]`, under an id that no other has. Returns that id.
pub fn add_source(file: &Path, source: &Source) -> Result<SourceId, EditError> {
    let mut document = read(file)?;
    let tables = document
        .entry("source")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or_else(|| EditError::Shape(file.to_owned()))?;
    let wanted = canonical(&source.url);
    if let Some(same) =
        tables.iter().find(|table| url_of(table).is_some_and(|url| canonical(&url) == wanted))
    {
        return Err(EditError::Known(id_of(same).unwrap_or_else(|| source.id.clone())));
    }
    let mut taken: Vec<SourceId> = tables.iter().filter_map(id_of).collect();
    // other files may hold more; what cannot be loaded is not this command's to mend
    if let Ok((loaded, _warnings)) = load(file) {
        taken.extend(loaded.sources.into_iter().map(|source| source.id));
    }
    let id = free(&source.id, &taken);
    let mut table = Table::new();
    table.insert("id", value(id.as_str()));
    table.insert("name", value(&source.name));
    table.insert("url", value(source.url.as_str()));
    let kind = match source.kind {
        SourceKind::Auto => None,
        SourceKind::Feed => Some("feed"),
        SourceKind::Page => Some("page"),
    };
    if let Some(kind) = kind {
        table.insert("kind", value(kind));
    }
    table.decor_mut().set_prefix("\n");
    tables.push(table);
    write(file, &document)?;
    Ok(id)
}

/// The id, with a number behind it where another source has it.
fn free(id: &SourceId, taken: &[SourceId]) -> SourceId {
    let numbered = (2..).map(|number| SourceId::new(format!("{id}-{number}")));
    std::iter::once(id.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(id.clone())
}

/// Takes out the `[[source]]` with this id.
pub fn remove_source(file: &Path, id: &SourceId) -> Result<(), EditError> {
    let unknown = || EditError::Unknown { path: file.to_owned(), id: id.clone() };
    let mut document = read(file)?;
    let tables =
        document.get_mut("source").and_then(Item::as_array_of_tables_mut).ok_or_else(unknown)?;
    let place = tables.iter().position(|table| is(table, id)).ok_or_else(unknown)?;
    tables.remove(place);
    write(file, &document)
}

fn is(table: &Table, id: &SourceId) -> bool {
    id_of(table).is_some_and(|written| written == *id)
}

/// The id that is written there, or the one that the address gives.
fn id_of(table: &Table) -> Option<SourceId> {
    match table.get("id").and_then(Item::as_str) {
        Some(written) => Some(SourceId::new(written)),
        None => url_of(table).map(|url| default_id(&url)),
    }
}

fn url_of(table: &Table) -> Option<WebUrl> {
    WebUrl::parse(table.get("url").and_then(Item::as_str)?).ok()
}

fn read(file: &Path) -> Result<DocumentMut, EditError> {
    let text = std::fs::read_to_string(file)
        .map_err(|source| EditError::Io { path: file.to_owned(), source })?;
    text.parse()
        .map_err(|source| EditError::Toml { path: file.to_owned(), source: Box::new(source) })
}

/// Writes beside the file and renames, so that a crash leaves the old one whole.
fn write(file: &Path, document: &DocumentMut) -> Result<(), EditError> {
    let io = |source| EditError::Io { path: file.to_owned(), source };
    let target = std::fs::canonicalize(file).map_err(io)?;
    let beside = target.with_extension("toml.new");
    let mut out = std::fs::File::create(&beside).map_err(io)?;
    out.write_all(document.to_string().as_bytes()).and_then(|()| out.sync_all()).map_err(io)?;
    if let Ok(meta) = std::fs::metadata(&target) {
        std::fs::set_permissions(&beside, meta.permissions()).map_err(io)?;
    }
    std::fs::rename(&beside, &target).map_err(io)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_source_has_a_short_id_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        std::fs::write(&file, "include = [\"more/*.toml\"]\n").unwrap();
        std::fs::create_dir(dir.path().join("more")).unwrap();
        let other = "[[source]]\nid = \"a-example\"\nurl = \"http://b.example/\"\n";
        std::fs::write(dir.path().join("more/one.toml"), other).unwrap();
        let added = |address: &str| {
            let url = WebUrl::parse(address).unwrap();
            add_source(&file, &source_from_url(url, SourceKind::Auto, None)).unwrap().to_string()
        };
        let long =
            "https://www.internationaloffice.uni-somewhere.example/en/about-us/news-and-events/";
        assert_eq!(added("http://a.example/"), "a-example-2");
        assert_eq!(added(long), "internationaloffice-uni");
        assert_eq!(added(&format!("{long}calls.html")), "internationaloffice-uni-2");
        assert_eq!(added("https://www.u.example/news/list.htm"), "u-example-news-list");
        assert_eq!(added("https://v.example/wp-json/wp/v2/posts?per_page=20"), "v-example");
    }

    #[test]
    fn adding_and_removing_keeps_comments_and_order() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        let before = "# mine\n[store]\npath = \"a.db\" # here\n\n# the first\n[[source]]\nid = \"a\"\nurl = \"http://a.example/\"\n";
        std::fs::write(&file, before).unwrap();
        let url = WebUrl::parse("http://b.example/news.xml").unwrap();
        let source = source_from_url(url, SourceKind::Feed, None);
        add_source(&file, &source).unwrap();
        let after = std::fs::read_to_string(&file).unwrap();
        assert!(after.starts_with(before), "{after}");
        assert!(after.contains("url = \"http://b.example/news.xml\"\nkind = \"feed\""), "{after}");
        assert!(matches!(add_source(&file, &source), Err(EditError::Known(_))));
        remove_source(&file, &source.id).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap().trim_end(), before.trim_end());
    }
}
