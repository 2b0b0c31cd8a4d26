//! Sources that moved. What stands elsewhere is taken for a source's news only where it shows some
//! that is known from there, and a move for good is believed only when it was said in several looks
//! over days: a maintenance page, a parked domain or a broken rule on a server says 301 too.

use jiff::{SignedDuration, Timestamp};

use super::alert;
use super::desk::Desk;
use crate::deliver::Alert;
use crate::fetch::Page;
use crate::model::{Source, WebUrl};
use crate::store::redirects::{self, Redirect};
use crate::store::sources::SourceState;
use crate::store::{Store, StoreError};

/// A move is believed when it was said so often, over so long.
const LOOKS: u32 = 3;
const DAYS: SignedDuration = SignedDuration::from_hours(3 * 24);
/// So many known entries, or half of all, are proof that it is the same news.
const KNOWN: usize = 3;

/// From where a page was asked for to where it was found.
#[derive(Debug, Clone)]
pub(super) struct Trail {
    asked: WebUrl,
    landed: WebUrl,
    moved: Option<WebUrl>,
    /// What was known of its whereabouts.
    before: Option<Redirect>,
}

/// How many of a listing's entries are known from its source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Overlap {
    pub(super) known: usize,
    pub(super) listed: usize,
}

impl Overlap {
    /// The very page that was read before.
    pub(super) const SAME_PAGE: Self = Self { known: KNOWN, listed: KNOWN };

    fn is_proof(self) -> bool {
        self.known >= KNOWN || (self.known > 0 && self.known * 2 >= self.listed)
    }
}

impl Trail {
    pub(super) fn of(asked: WebUrl, page: &Page, before: Option<Redirect>) -> Self {
        let moved = page.moved.clone().filter(|target| *target != asked);
        Self { asked, landed: page.url.clone(), moved, before }
    }

    pub(super) fn landed(&self) -> WebUrl {
        self.landed.clone()
    }
}

/// Where a source is read: at its configured address, or where it moved.
pub(super) fn address(source: &Source, known: Option<&Redirect>) -> WebUrl {
    let adopted = known.and_then(|redirect| redirect.adopted.as_deref());
    adopted.and_then(|url| WebUrl::parse(url).ok()).unwrap_or_else(|| source.url.clone())
}

/// What a look says of the source's whereabouts.
#[derive(Debug)]
struct Judged {
    redirect: Option<Redirect>,
    /// The address that is read from now on.
    adopted: Option<WebUrl>,
}

/// Notes where a listing was found. Answers with the reason where it is none of the source's.
pub(super) async fn note(
    desk: &std::sync::Arc<Desk>,
    store: &Store,
    source: &Source,
    state: &SourceState,
    (trail, overlap): (&Trail, Overlap),
) -> Result<Option<String>, StoreError> {
    if trail.before.is_none() && trail.landed == trail.asked {
        return Ok(None);
    }
    if let Some(why) = stranger(trail, overlap, state.looks) {
        return Ok(Some(why));
    }
    let now = state.last_checked.unwrap_or(Timestamp::UNIX_EPOCH);
    let judged = judge(trail, overlap, now);
    if judged.redirect == trail.before {
        return Ok(None);
    }
    let (desk, source) = (std::sync::Arc::clone(desk), source.clone());
    store
        .write(move |tx| {
            match &judged.redirect {
                Some(redirect) => redirects::put(tx, &source.id, redirect)?,
                None => redirects::forget(tx, &source.id)?,
            }
            let told = judged.adopted.map(|url| moved(&source, &url));
            alert::queue(tx, &desk, told, now)
        })
        .await?;
    Ok(None)
}

fn moved(source: &Source, url: &WebUrl) -> Alert {
    tracing::warn!(source = %source.id, %url, "moved for good; it is read there from now on");
    Alert {
        title: format!("{} has moved", source.name),
        text: format!(
            "{} leads to {url} for good, which shows the same news. It is read there from now on; \
             write `url = \"{url}\"` into config.toml.",
            source.url
        ),
    }
}

/// Why what was found elsewhere is not this source's: it never was found there before, and shows
/// nothing that is known.
fn stranger(trail: &Trail, overlap: Overlap, looks: u32) -> Option<String> {
    let usual =
        trail.before.as_ref().is_some_and(|before| same_place(&before.landed, &trail.landed));
    let is_new = trail.landed != trail.asked && !usual && looks > 0;
    (is_new && overlap.known == 0 && overlap.listed > 0).then(|| {
        format!(
            "it leads to {} now, where none of its news stands; nothing is taken from there",
            trail.landed
        )
    })
}

/// Ids of a session and the like stand in the query.
fn same_place(landed: &str, other: &WebUrl) -> bool {
    let path = |text: &str| text.split(['?', '#']).next().unwrap_or_default().to_owned();
    path(landed) == path(other.as_str())
}

fn judge(trail: &Trail, overlap: Overlap, now: Timestamp) -> Judged {
    let mut redirect = trail.before.clone().unwrap_or_default();
    trail.landed.as_str().clone_into(&mut redirect.landed);
    let said = trail.moved.as_ref().filter(|_| overlap.is_proof());
    let Some(target) = said else {
        (redirect.moved, redirect.since, redirect.looks) = (None, None, 0);
        let at_home = trail.landed == trail.asked && redirect.adopted.is_none();
        return Judged { redirect: (!at_home).then_some(redirect), adopted: None };
    };
    if redirect.moved.as_deref() == Some(target.as_str()) {
        redirect.looks = redirect.looks.saturating_add(1);
    } else {
        redirect.moved = Some(target.as_str().to_owned());
        (redirect.since, redirect.looks) = (Some(now), 1);
    }
    let since = redirect.since.unwrap_or(now);
    if redirect.looks < LOOKS || now.duration_since(since) < DAYS {
        return Judged { redirect: Some(redirect), adopted: None };
    }
    redirect.adopted = redirect.moved.take();
    (redirect.since, redirect.looks) = (None, 0);
    Judged { redirect: Some(redirect), adopted: Some(target.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Overlap = Overlap { known: 9, listed: 10 };
    const NONE: Overlap = Overlap { known: 0, listed: 10 };

    fn url(path: &str) -> WebUrl {
        WebUrl::parse(&format!("https://u.example{path}")).unwrap()
    }

    fn trail(to: &str, for_good: bool) -> Trail {
        Trail {
            asked: url("/old"),
            landed: url(to),
            moved: for_good.then(|| url(to)),
            before: None,
        }
    }

    fn day(number: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * number)
    }

    /// What is adopted after these looks, a number of days apart.
    fn after(looks: &[(i64, Trail, Overlap)]) -> Option<String> {
        let mut known = None;
        for (number, trail, overlap) in looks {
            let trail = Trail { before: known, ..trail.clone() };
            known = judge(&trail, *overlap, day(*number)).redirect;
        }
        known.and_then(|redirect| redirect.adopted)
    }

    #[test]
    fn a_move_is_believed_after_several_looks_over_days() {
        let said = |number| (number, trail("/new", true), ALL);
        assert_eq!(after(&[said(0), said(0), said(0), said(2)]), None, "too soon");
        assert_eq!(after(&[said(0), said(4)]), None, "too seldom");
        assert_eq!(after(&[said(0), said(1), said(3)]), Some(url("/new").to_string()));
    }

    #[test]
    fn a_move_that_is_taken_back_or_goes_elsewhere_begins_anew() {
        let said = |number| (number, trail("/new", true), ALL);
        let back = (2, trail("/old", false), ALL);
        assert_eq!(after(&[said(0), said(1), back, said(3), said(4)]), None);
        let elsewhere = (2, trail("/other", true), ALL);
        assert_eq!(after(&[said(0), said(1), elsewhere, said(4)]), None);
        let tonight = (2, trail("/new", false), ALL);
        assert_eq!(after(&[said(0), said(1), tonight, said(4), said(5)]), None);
    }

    #[test]
    fn a_place_without_the_known_news_is_never_adopted() {
        let looks: Vec<_> = (0..30).map(|day| (day, trail("/maintenance", true), NONE)).collect();
        assert_eq!(after(&looks), None);
    }

    #[test]
    fn news_found_where_none_of_it_was_before_is_a_strangers() {
        let known = Redirect { landed: url("/new?sid=1").to_string(), ..Redirect::default() };
        let seen = |trail| Trail { before: Some(known.clone()), ..trail };
        let elsewhere = trail("/parked", false);
        assert!(stranger(&elsewhere, NONE, 5).unwrap().contains("/parked"));
        assert!(stranger(&seen(elsewhere.clone()), NONE, 5).is_some());
        assert_eq!(stranger(&elsewhere, NONE, 0), None, "a first look");
        assert_eq!(stranger(&elsewhere, ALL, 5), None, "the same news");
        assert_eq!(stranger(&seen(trail("/new?sid=2", false)), NONE, 5), None, "as ever");
        assert_eq!(stranger(&trail("/old", false), NONE, 5), None, "at home");
    }
}
