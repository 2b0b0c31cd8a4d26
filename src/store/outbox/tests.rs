use jiff::SignedDuration;

use super::*;

const RESEND: ClaimRules = ClaimRules { resend_unknown: true, digest: false };

fn store() -> Connection {
    crate::store::open_writer(std::path::Path::new(":memory:")).unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn wire() -> ChannelName {
    ChannelName::new("wire")
}

fn post(connection: &Connection, story: i64, order_at: i64) -> Option<DeliveryId> {
    let new = NewDelivery::post(wire(), StoryId(story), ItemId(story), at(order_at));
    enqueue(connection, &new).unwrap()
}

fn take(connection: &Connection, rules: ClaimRules, now: i64) -> Option<i64> {
    match claim(connection, &wire(), rules, at(now)).unwrap() {
        Claim::Ready(claimed) => Some(claimed.id.0),
        _ => None,
    }
}

fn sent(connection: &Connection, id: i64, now: i64) {
    let settlement = Settlement::Sent { receipts: "{}".to_owned() };
    assert!(settle(connection, DeliveryId(id), &settlement, at(now)).unwrap());
}

fn state_of(connection: &Connection, story: i64) -> DeliveryState {
    post_of(connection, &wire(), StoryId(story)).unwrap().unwrap().1
}

#[test]
fn a_story_is_posted_to_a_channel_once() {
    let store = store();
    assert!(post(&store, 1, 10).is_some());
    assert_eq!(post(&store, 1, 20), None);
}

#[test]
fn a_channel_is_sent_in_order_and_a_retry_holds_up_what_follows() {
    let store = store();
    let later = post(&store, 1, 20).unwrap();
    let first = post(&store, 2, 10).unwrap();
    assert_eq!(take(&store, RESEND, 100), Some(first.0));
    assert_eq!(take(&store, RESEND, 100), None, "one at a time");
    let retry = Settlement::Retry { at: at(130), why: "no network".to_owned() };
    settle(&store, first, &retry, at(100)).unwrap();
    let waits = claim(&store, &wire(), RESEND, at(110)).unwrap();
    assert_eq!(waits, Claim::At(at(130)));
    assert_eq!(take(&store, RESEND, 130), Some(first.0));
    sent(&store, first.0, 131);
    assert_eq!(take(&store, RESEND, 131), Some(later.0));
}

#[test]
fn what_is_not_due_yet_holds_up_nothing() {
    let store = store();
    let mut held_back = NewDelivery::post(wire(), StoryId(1), ItemId(1), at(10));
    held_back.not_before = at(500);
    enqueue(&store, &held_back).unwrap();
    let due = post(&store, 2, 20).unwrap();
    assert_eq!(take(&store, RESEND, 100), Some(due.0));
    sent(&store, due.0, 100);
    assert_eq!(claim(&store, &wire(), RESEND, at(100)).unwrap(), Claim::At(at(500)));
}

#[test]
fn a_crash_in_flight_is_sent_again_or_skipped_as_the_channel_says() {
    for resend in [true, false] {
        let store = store();
        let first = post(&store, 1, 10).unwrap();
        let second = post(&store, 2, 20).unwrap();
        take(&store, RESEND, 100);
        assert_eq!(recover(&store, at(200)).unwrap(), 1);
        let rules = ClaimRules { resend_unknown: resend, digest: false };
        let expected = if resend { first } else { second };
        assert_eq!(take(&store, rules, 200), Some(expected.0));
        if !resend {
            assert_eq!(state_of(&store, 1), DeliveryState::Skipped);
        }
    }
}

#[test]
fn waits_stops_and_moves_outlive_a_restart() {
    let store = store();
    post(&store, 1, 10);
    wait_until(&store, &wire(), at(500), "429").unwrap();
    wait_until(&store, &wire(), at(400), "429").unwrap();
    assert_eq!(claim(&store, &wire(), RESEND, at(100)).unwrap(), Claim::At(at(500)));
    moved(&store, &wire(), "-1001").unwrap();
    stop(&store, &wire(), "bot was blocked").unwrap();
    let remembered = channel(&store, &wire()).unwrap();
    assert_eq!(remembered.moved_to.as_deref(), Some("-1001"));
    assert!(matches!(claim(&store, &wire(), RESEND, at(600)).unwrap(), Claim::Stopped(_)));
    assert!(resume(&store, &wire()).unwrap());
    assert!(matches!(claim(&store, &wire(), RESEND, at(600)).unwrap(), Claim::Ready(_)));
}

#[test]
fn what_a_digest_carries_shares_its_fate() {
    let store = store();
    let posts: Vec<DeliveryId> =
        (1..=3).filter_map(|story| post(&store, story, story * 10)).collect();
    let rules = ClaimRules { resend_unknown: true, digest: true };
    assert_eq!(take(&store, rules, 100), None, "posts wait for their digest");
    let due = due_for_digest(&store, &wire(), at(100)).unwrap();
    assert_eq!(due.iter().map(|one| one.id).collect::<Vec<_>>(), posts);
    let digest = form_digest(&store, &wire(), "{}", &posts, at(100)).unwrap();
    assert!(due_for_digest(&store, &wire(), at(100)).unwrap().is_empty());
    assert_eq!(take(&store, rules, 100), Some(digest.0));
    recover(&store, at(101)).unwrap();
    assert_eq!(take(&store, rules, 101), Some(digest.0));
    sent(&store, digest.0, 102);
    assert_eq!(state_of(&store, 3), DeliveryState::Sent);
    assert_eq!(recent_sends(&store, &wire(), (at(50), at(200))).unwrap().len(), 1);
}

#[test]
fn the_operator_retries_the_dead_and_drops_the_queued() {
    let store = store();
    let dead = post(&store, 1, 10).unwrap();
    take(&store, RESEND, 100);
    settle(&store, dead, &Settlement::Dead { why: "refused".to_owned() }, at(100)).unwrap();
    stop(&store, &wire(), "no rights").unwrap();
    let queued = post(&store, 2, 20).unwrap();
    assert_eq!(list(&store, 10).unwrap().len(), 2);
    retry(&store, dead, at(200)).unwrap();
    drop_one(&store, queued, at(200)).unwrap();
    assert_eq!(take(&store, RESEND, 200), Some(dead.0));
    sent(&store, dead.0, 201);
    assert!(matches!(retry(&store, dead, at(202)), Err(MendError::State(..))));
    assert!(matches!(retry(&store, DeliveryId(99), at(202)), Err(MendError::NoSuch(_))));
    assert_eq!(state_of(&store, 2), DeliveryState::Skipped);
}

#[test]
fn an_edit_is_queued_for_a_post_that_went_out_and_only_once() {
    let store = store();
    let id = post(&store, 1, 10).unwrap();
    assert_eq!(enqueue_edit(&store, id, at(50)).unwrap(), None, "still queued");
    take(&store, RESEND, 100);
    let settlement = Settlement::Sent { receipts: r#"{"message":7}"#.to_owned() };
    settle(&store, id, &settlement, at(100)).unwrap();
    assert!(enqueue_edit(&store, id, at(150)).unwrap().is_some());
    assert_eq!(enqueue_edit(&store, id, at(160)).unwrap(), None, "one is waiting");
    let claim = claim(&store, &wire(), RESEND, at(200) + SignedDuration::from_millis(5)).unwrap();
    let Claim::Ready(edit) = claim else { panic!("{claim:?}") };
    assert_eq!(edit.kind, DeliveryKind::Edit);
    assert_eq!(edit.of.unwrap().receipts.as_deref(), Some(r#"{"message":7}"#));
}
