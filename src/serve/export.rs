//! Formats that others read.

/// Feeds named in an OPML file: address and title.
pub fn opml_feeds(_text: &str) -> Result<Vec<(String, Option<String>)>, std::io::Error> {
    Ok(Vec::new())
}
