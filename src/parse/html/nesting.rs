//! What is open while tags go by: a model of the stack of open elements of the HTML standard. Where
//! it cannot be exact it errs towards too deep, never towards too shallow.

use html5ever::{LocalName, local_name};

/// How deep elements may nest (design limit).
pub(super) const MAX_DEPTH: usize = 512;
/// Formatting elements that may be open at once. Left unclosed, each is opened anew in every later
/// block, which multiplies nodes.
const MAX_FORMATTING: usize = 32;
/// How far an unclosed `li` or `p` is looked for.
const IMPLIED_REACH: usize = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Ends every search: tables, cells, foreign content.
    Boundary,
    Formatting,
    /// Inline and unknown elements.
    Ordinary,
    /// A block that a later `li` or `dd` may close over.
    Loose,
    /// Other blocks: end tags of ordinary elements stop here.
    Block,
}

fn class(name: &str) -> Class {
    match name {
        "table" | "td" | "th" | "caption" | "template" | "object" | "applet" | "marquee"
        | "html" | "svg" | "math" => Class::Boundary,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike"
        | "strong" | "tt" | "u" => Class::Formatting,
        "div" | "p" | "address" => Class::Loose,
        "article" | "aside" | "blockquote" | "body" | "button" | "center" | "dd" | "details"
        | "dir" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form"
        | "frameset" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "head" | "header" | "hgroup"
        | "iframe" | "li" | "listing" | "main" | "menu" | "nav" | "noembed" | "noframes"
        | "noscript" | "ol" | "plaintext" | "pre" | "script" | "search" | "section" | "select"
        | "style" | "summary" | "tbody" | "textarea" | "tfoot" | "thead" | "title" | "tr"
        | "ul" | "xmp" => Class::Block,
        _ => Class::Ordinary,
    }
}

fn closes_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "dd"
            | "dt"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "ul"
    )
}

/// Whether the start tag of `name` closes an open element of its family.
fn is_kin(name: &LocalName, open: &LocalName) -> bool {
    match *name {
        local_name!("li") => *open == local_name!("li"),
        local_name!("dd") | local_name!("dt") => {
            matches!(*open, local_name!("dd") | local_name!("dt"))
        }
        local_name!("td") | local_name!("th") => is_cell(open),
        local_name!("tr") => is_cell(open) || *open == local_name!("tr"),
        local_name!("tbody") | local_name!("thead") | local_name!("tfoot") => {
            is_cell(open)
                || matches!(
                    *open,
                    local_name!("tbody")
                        | local_name!("thead")
                        | local_name!("tfoot")
                        | local_name!("tr")
                )
        }
        _ => false,
    }
}

fn is_cell(name: &LocalName) -> bool {
    matches!(*name, local_name!("td") | local_name!("th"))
}

fn is_block(class: Class) -> bool {
    !matches!(class, Class::Formatting | Class::Ordinary)
}

/// Whether unclosed ones add up; a link closes the one before it.
fn piles_up(name: &LocalName, class: Class) -> bool {
    class == Class::Formatting && *name != local_name!("a")
}

/// Whether an open element keeps the end tag of an outer one from closing it.
fn bars(open: &Open, name: &LocalName, kind: Class) -> bool {
    match kind {
        Class::Ordinary => is_block(open.class),
        // the parts of a table close whatever cell is open inside
        _ if matches!(
            *name,
            local_name!("table")
                | local_name!("tr")
                | local_name!("tbody")
                | local_name!("thead")
                | local_name!("tfoot")
                | local_name!("td")
                | local_name!("th")
        ) =>
        {
            open.class == Class::Boundary
                && !matches!(
                    open.name,
                    local_name!("td") | local_name!("th") | local_name!("caption")
                )
        }
        _ => open.class == Class::Boundary,
    }
}

/// What became of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Kept,
    /// Too deep, or one formatting element too many.
    Dropped,
    /// An end tag without a start tag.
    Stray,
}

#[derive(Debug)]
struct Open {
    name: LocalName,
    class: Class,
    /// How many formatting elements were open outside.
    formatting: usize,
}

#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: Vec<Open>,
    formatting: usize,
    /// Start tags that were dropped and whose end tags are still to come.
    dropped: std::collections::HashMap<LocalName, usize>,
    foreign: usize,
    html: usize,
}

impl Nesting {
    /// Inside foreign content (drawings, formulas), where `style` and `title` are ordinary elements.
    pub(super) fn is_foreign(&self) -> bool {
        self.foreign > 0
    }

    pub(super) fn start(&mut self, name: &LocalName) -> Fate {
        if *name == local_name!("html") || *name == local_name!("body") {
            // each further one copies its attributes to the first
            self.html += 1;
            return if self.html > 8 { Fate::Dropped } else { Fate::Kept };
        }
        if !self.is_foreign() {
            self.imply_ends(name);
        }
        let kind = class(name);
        if self.open.len() >= MAX_DEPTH || piles_up(name, kind) && self.formatting >= MAX_FORMATTING
        {
            *self.dropped.entry(name.clone()).or_default() += 1;
            return Fate::Dropped;
        }
        self.push(name, kind);
        Fate::Kept
    }

    pub(super) fn end(&mut self, name: &LocalName) -> Fate {
        if let Some(count) = self.dropped.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return Fate::Dropped;
        }
        let kind = class(name);
        let Some(found) = self.open.iter().rposition(|open| open.name == *name) else {
            return Fate::Stray;
        };
        let inside = self.open.get(found + 1..).unwrap_or_default();
        if inside.iter().any(|open| bars(open, name, kind)) {
            return Fate::Stray;
        }
        let blocks = inside.iter().any(|open| is_block(open.class));
        if blocks && (kind == Class::Formatting || *name == local_name!("form")) {
            // mis-nested formatting, and a form, leave the blocks opened inside open
            self.remove(found);
        } else {
            if piles_up(name, kind) {
                self.formatting = self.formatting.saturating_sub(1);
            }
            self.truncate(found);
        }
        Fate::Kept
    }

    fn push(&mut self, name: &LocalName, class: Class) {
        let formatting = self.formatting;
        self.formatting += usize::from(piles_up(name, class));
        self.foreign += usize::from(matches!(*name, local_name!("svg") | local_name!("math")));
        self.open.push(Open { name: name.clone(), class, formatting });
    }

    fn remove(&mut self, at: usize) {
        let open = self.open.remove(at);
        self.formatting =
            self.formatting.saturating_sub(usize::from(piles_up(&open.name, open.class)));
    }

    /// Formatting elements closed this way are opened again by later blocks, so they still count;
    /// only the end of a cell or the like clears them.
    fn truncate(&mut self, length: usize) {
        let mut cleared = None;
        for open in self.open.drain(length..) {
            self.foreign -=
                usize::from(matches!(open.name, local_name!("svg") | local_name!("math")));
            if open.class == Class::Boundary {
                cleared.get_or_insert(open.formatting);
            }
        }
        self.formatting = cleared.unwrap_or(self.formatting);
        self.dropped.clear();
    }

    fn imply_ends(&mut self, name: &LocalName) {
        if *name == local_name!("a") {
            self.close_link();
        }
        if closes_paragraph(name) {
            let paragraph = |open: &LocalName| *open == local_name!("p");
            self.close_nearest(paragraph, |class| class != Class::Boundary);
        }
        match *name {
            local_name!("td")
            | local_name!("th")
            | local_name!("tr")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("tfoot") => self.close_table_part(name),
            local_name!("option") | local_name!("optgroup")
                if self.open.last().is_some_and(|open| open.name == local_name!("option")) =>
            {
                self.truncate(self.open.len() - 1);
            }
            local_name!("li") | local_name!("dd") | local_name!("dt") => {
                self.close_nearest(
                    |open| is_kin(name, open),
                    |class| matches!(class, Class::Ordinary | Class::Formatting | Class::Loose),
                );
            }
            _ => {}
        }
    }

    fn close_nearest(&mut self, is: impl Fn(&LocalName) -> bool, pass: impl Fn(Class) -> bool) {
        for at in (0..self.open.len()).rev().take(IMPLIED_REACH) {
            let Some(open) = self.open.get(at) else { return };
            if is(&open.name) {
                self.truncate(at);
                return;
            }
            if !pass(open.class) || open.name == local_name!("button") {
                return;
            }
        }
    }

    fn close_table_part(&mut self, name: &LocalName) {
        let stop = self.open.iter().rposition(|open| {
            open.class == Class::Boundary
                && !is_cell(&open.name)
                && open.name != local_name!("caption")
        });
        let table = |at: &usize| self.open.get(*at).is_some_and(|o| o.name == local_name!("table"));
        let Some(stop) = stop.filter(table) else { return };
        let inside = self.open.get(stop + 1..).unwrap_or_default();
        if let Some(part) = inside.iter().position(|open| is_kin(name, &open.name)) {
            self.truncate(stop + 1 + part);
        }
    }

    fn close_link(&mut self) {
        for at in (0..self.open.len()).rev() {
            match self.open.get(at) {
                Some(open) if open.name == local_name!("a") => {
                    self.remove(at);
                    return;
                }
                Some(open) if open.class != Class::Boundary => {}
                _ => return,
            }
        }
    }
}
