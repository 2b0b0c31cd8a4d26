//! Where a block stands on its page: in which part, and under which heading.

use super::features::Measure;
use super::names::Zone;
use super::regions::{self, Region};
use crate::parse::html::{At, Attr};

/// So much of a page's text is most of it.
const MOST: f64 = 0.7;

impl Measure<'_> {
    /// 1 in menus, headers and footers, 0.5 beside the content, 0 elsewhere.
    pub(super) fn zone(&self, at: At) -> f64 {
        let tree = self.tree;
        let mut worst = 0.0_f64;
        for (height, up) in std::iter::once(at).chain(tree.ancestors(at)).enumerate() {
            let tag = match tree.name(up) {
                "nav" | "footer" => 1.0,
                "header" if height < 8 => 1.0,
                "aside" => 0.6,
                "body" | "html" => break,
                _ => 0.0,
            };
            let named = match self.looks.at(up).zone {
                Zone::Content => 0.0,
                // what holds most of the page stands beside nothing, whatever it is called
                _ if self.holds_most(up) => 0.0,
                Zone::Chrome => 0.8,
                Zone::Side => 0.5,
            };
            let role = match tree.attr(up, Attr::Role) {
                Some("navigation" | "menu" | "menubar" | "contentinfo" | "banner" | "search") => {
                    1.0
                }
                Some("complementary") => 0.6,
                _ => 0.0,
            };
            // what a far ancestor is called says less
            let fade = 1.0 - (height as f64 * 0.05).min(0.6);
            worst = worst.max(f64::max(tag, role).max(named * fade));
        }
        worst
    }

    fn holds_most(&self, at: At) -> bool {
        let text = |range| self.survey.text(&range) as f64;
        text(at..self.tree.end(at)) > MOST * text(0..self.tree.len())
    }

    /// Whether the block or what is right around it is called news.
    pub(super) fn is_called_news(&self, group: &[Region<'_>]) -> bool {
        let Some(region) = group.first() else { return false };
        let up = std::iter::once(region.container).chain(self.tree.ancestors(region.container));
        up.take(3)
            .take_while(|&up| !matches!(self.tree.name(up), "body" | "html"))
            .any(|up| self.looks.at(up).news)
    }

    /// The heading of a block: the nearest heading before its first record, within its own surroundings.
    pub(super) fn heading_of(&self, group: &[Region<'_>]) -> String {
        let tree = self.tree;
        let first =
            group.iter().filter_map(|region| region.records.first()).map(|record| record.start);
        let Some(first) = first.min() else { return String::new() };
        let frame = regions::frame(tree, group);
        let mut inner = frame;
        for (step, up) in std::iter::once(frame).chain(tree.ancestors(frame)).take(5).enumerate() {
            if matches!(tree.name(up), "body" | "html" | "main") && step > 0 {
                break;
            }
            let limit = if step == 0 { first } else { inner };
            for at in (up + 1..limit).rev().take(120) {
                let named = tree.is_heading(at)
                    || matches!(tree.name(at), "caption" | "legend" | "dt")
                    || self.looks.at(at).title;
                if !named || tree.end(at) > limit {
                    continue;
                }
                let text = tree.text(at..tree.end(at));
                if !text.is_empty() && text.chars().count() <= 60 {
                    return text;
                }
            }
            if let Some(tab) = self.tabs.name(tree, up) {
                return tab;
            }
            inner = up;
        }
        String::new()
    }
}
