//! What every pass and every wake-up of the service asks costs the same in a large store as in a small one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use edwire::model::{ItemId, SourceId, StoryId};
use edwire::store::followed::{self, Budget};
use edwire::store::retention::{self, Keep};
use edwire::store::{Connection, Transaction, open_writer, outbox, stories, wanted};
use jiff::{SignedDuration, Timestamp};

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

/// Items with their texts, stories and sent posts; every tenth story is related to the next.
fn fill(connection: &Connection, count: i64) {
    connection
        .execute_batch(&format!(
            "CREATE TEMP TABLE number AS
                WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {count})
                SELECT id FROM n;
             INSERT INTO story (id, lead) SELECT id, id FROM number;
             INSERT INTO item (id, url, link, source, story, joined, title, sort_at, first_seen,
                relevant, score, judge_version, article)
                SELECT id, 'u' || id, 'u', 's' || id % 50, id, '\"first\"', 'a title', id, 1799999999,
                    1, 0.9, 1, 'none' FROM number;
             INSERT INTO item_text SELECT id, 'a text' FROM number;
             INSERT INTO related SELECT id, id + 1 FROM number WHERE id % 10 = 0 AND id < {count};
             INSERT INTO delivery (channel, kind, story, state, order_at, not_before)
                SELECT 'c', 'post', id, 'sent', id, id FROM number;
             ANALYZE"
        ))
        .unwrap();
}

/// Steps of the database machine for each question.
fn steps(count: i64) -> Vec<(&'static str, u64)> {
    let dir = tempfile::tempdir().unwrap();
    let mut connection = open_writer(&dir.path().join("edwire.db")).unwrap();
    fill(&connection, count);
    let counted = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&counted);
    connection
        .progress_handler(
            1,
            Some(move || {
                counter.fetch_add(1, Ordering::Relaxed);
                false
            }),
        )
        .unwrap();
    let tx = Transaction::begin(&mut connection).unwrap();
    let source = SourceId::new("s1");
    for id in [1, 51] {
        let url = "http://s.example/".to_owned();
        let give_up = now();
        let one =
            wanted::Wanted { item: ItemId(id), source: source.clone(), url, attempts: 0, give_up };
        wanted::add(&tx, &one, now()).unwrap();
        followed::add(&tx, ItemId(id), &source, now()).unwrap();
    }
    let budget = Budget { per_source: 2, spacing: SignedDuration::from_mins(10), most: 50 };
    let mut out = Vec::new();
    let mut ask = |name, question: &dyn Fn() -> usize, answer: usize| {
        counted.store(0, Ordering::Relaxed);
        assert_eq!(question(), answer, "{name}");
        out.push((name, counted.load(Ordering::Relaxed)));
    };
    ask("wanted", &|| wanted::due(&tx, now(), 20).unwrap().len(), 2);
    ask("followed", &|| followed::due(&tx, now(), budget).unwrap().len(), 2);
    ask("sweep", &|| retention::sweep(&tx, Keep::default(), now()).unwrap(), 0);
    ask("recover", &|| outbox::recover(&tx, now()).unwrap(), 0);
    ask("related", &|| stories::related(&tx, StoryId(21)).unwrap().len(), 1);
    out
}

#[test]
fn questions_cost_the_same_in_a_large_store() {
    for ((name, small), (_, large)) in steps(1_000).into_iter().zip(steps(8_000)) {
        assert!(large <= small + small / 4 + 20, "{name}: {small} steps, then {large}");
    }
}
