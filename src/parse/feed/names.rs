//! What the elements of feeds mean, across dialects, whatever happened to their namespaces.

/// The vocabularies that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS of any version, Atom, RDF, and whatever stands without a prefix.
    Core,
    DublinCore,
    Content,
    Syndication,
    Xhtml,
    Media,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    /// A title of second choice.
    OtherTitle,
    Link,
    Summary,
    Content,
    Id,
    Author,
    Category,
    Date(Moment),
    Language,
    Ttl,
    UpdatePeriod,
    UpdateFrequency,
    SkipHour,
    SkipDay,
}

/// The first is believed most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    Published,
    Issued,
    Created,
    Plain,
    Updated,
}

/// The vocabulary of a namespace address; old, wrong and misspelt ones included.
pub(super) fn space_of_address(address: &str) -> Option<Space> {
    let address = address.trim().to_ascii_lowercase();
    let known = [
        ("purl.org/dc/", Space::DublinCore),
        ("purl.org/rss/1.0/modules/content", Space::Content),
        ("purl.org/rss/1.0/modules/syndication", Space::Syndication),
        ("purl.org/rss/1.0/modules/", Space::Other),
        ("purl.org/rss/", Space::Core),
        ("purl.org/net/rss", Space::Core),
        ("purl.org/atom/ns", Space::Core),
        ("w3.org/2005/atom", Space::Core),
        ("1999/02/22-rdf-syntax", Space::Core),
        ("netscape.com/rdf", Space::Core),
        ("backend.userland.com/rss", Space::Core),
        ("blogs.law.harvard.edu/tech/rss", Space::Core),
        ("w3.org/1999/xhtml", Space::Xhtml),
        ("search.yahoo.com/mrss", Space::Media),
    ];
    known.iter().find(|(part, _)| address.contains(part)).map(|(_, space)| *space)
}

/// The vocabulary that a prefix means by custom, for those that nobody declared.
pub(super) fn space_of_prefix(prefix: &str) -> Space {
    match prefix.to_ascii_lowercase().as_str() {
        "" | "rss" | "atom" | "atom03" | "atom10" | "a10" | "rdf" => Space::Core,
        "dc" | "dcterms" | "dcterm" => Space::DublinCore,
        "content" => Space::Content,
        "sy" | "syn" => Space::Syndication,
        "xhtml" | "html" | "body" => Space::Xhtml,
        "media" => Space::Media,
        _ => Space::Other,
    }
}

pub(super) fn field(space: Space, local: &str) -> Option<Field> {
    let local = local.to_ascii_lowercase();
    Some(match (space, local.as_str()) {
        (Space::Core, "title") => Field::Title,
        (Space::DublinCore | Space::Media, "title") => Field::OtherTitle,
        (Space::Core, "link") => Field::Link,
        (Space::Core | Space::DublinCore, "description" | "summary" | "abstract")
        | (Space::Core, "tagline" | "subtitle" | "info") => Field::Summary,
        (Space::Core, "content" | "body" | "fulltext" | "fullitem")
        | (Space::Content, "encoded")
        | (Space::Xhtml, "body" | "div") => Field::Content,
        (Space::Core, "guid" | "id") | (Space::DublinCore, "identifier") => Field::Id,
        (Space::Core, "author") | (Space::DublinCore, "creator" | "author") => Field::Author,
        (Space::Core, "category" | "keywords") | (Space::DublinCore, "subject") => Field::Category,
        (Space::Core, "pubdate" | "published") => Field::Date(Moment::Published),
        (Space::Core | Space::DublinCore, "issued" | "available") => Field::Date(Moment::Issued),
        (Space::Core | Space::DublinCore, "created") => Field::Date(Moment::Created),
        (Space::Core | Space::DublinCore, "date") => Field::Date(Moment::Plain),
        (Space::Core | Space::DublinCore, "updated" | "modified" | "lastbuilddate") => {
            Field::Date(Moment::Updated)
        }
        (Space::Core | Space::DublinCore, "language") => Field::Language,
        (Space::Core, "ttl") => Field::Ttl,
        (Space::Syndication, "updateperiod") => Field::UpdatePeriod,
        (Space::Syndication, "updatefrequency") => Field::UpdateFrequency,
        (Space::Core, "hour") => Field::SkipHour,
        (Space::Core, "day") => Field::SkipDay,
        _ => return None,
    })
}

/// Elements whose children describe something else than the feed or the entry.
pub(super) fn is_foreign(space: Space, local: &str) -> bool {
    space == Space::Core
        && ["source", "image", "textinput", "cloud", "logo", "icon", "rights", "contributor"]
            .iter()
            .any(|name| local.eq_ignore_ascii_case(name))
}
