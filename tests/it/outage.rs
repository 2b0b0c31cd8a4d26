//! Our own network goes and comes back; the clock jumps.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use edwire::curate::judge::{LazyJudge, Settings};
use edwire::daemon::desk::Desk;
use edwire::daemon::run::{self, Newsroom};
use edwire::daemon::timetable::Pacer;
use edwire::daemon::{clock, schedule, service};
use edwire::fetch::Client;
use edwire::model::{ChannelName, Health, Source, SourceId, WebUrl};
use edwire::store::notes::{self, Note};
use edwire::store::retention::Keep;
use edwire::store::sources::{self, SourceState};
use edwire::store::{Store, outbox};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::server;

/// Feeds on as many hosts as one likes; unplugged, nobody answers.
struct World {
    port: u16,
    plugged: Arc<AtomicBool>,
    dir: TempDir,
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>News</title><item><title>The library \
     opens again</title><link>http://www.example.edu/1.htm</link></item></channel></rss>";

impl World {
    fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let plugged = Arc::new(AtomicBool::new(true));
        let state = Arc::clone(&plugged);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if state.load(Ordering::Relaxed) {
                    std::thread::spawn(move || answer(stream));
                }
            }
        });
        Self { port, plugged, dir: tempfile::tempdir().unwrap() }
    }

    fn plug(&self, plugged: bool) {
        self.plugged.store(plugged, Ordering::Relaxed);
    }

    fn newsroom(&self, hosts: u8) -> Newsroom {
        let source = |host: u8| {
            let url = format!("http://127.3.{host}.1:{}/feed", self.port);
            Source::at(SourceId::new(format!("s{host}")), WebUrl::parse(&url).unwrap())
        };
        let sources: HashMap<_, _> =
            (1..=hosts).map(source).map(|source| (source.id.clone(), source)).collect();
        let desk = Desk {
            judge: LazyJudge::new(Settings::default()),
            sources,
            channels: Vec::new(),
            schedule: schedule::Settings::default(),
            pacer: Pacer::default(),
            keep: Keep::default(),
            admin: Some(ChannelName::new("ops")),
        };
        let store = Store::open(&self.dir.path().join("edwire.db")).unwrap();
        let client = Client::new(&server::settings(), clock::now).unwrap();
        Newsroom::new(Arc::new(desk), store, client, 8)
    }
}

/// One answer a connection, so that none outlives the plug.
fn answer(mut stream: TcpStream) {
    let mut line = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
        line.clear();
    }
    let _gone = stream.write_all(server::answer("200 OK", "", FEED).as_bytes());
}

async fn states(room: &Newsroom) -> Vec<SourceState> {
    room.store.read(sources::all).await.unwrap()
}

async fn wake(room: &Newsroom) {
    room.store.write(|tx| sources::wake_all(tx)).await.unwrap();
}

async fn down(room: &Newsroom) -> Option<String> {
    room.store.read(|connection| notes::get(connection, Note::NetworkDown)).await.unwrap()
}

async fn alerts(room: &Newsroom) -> u64 {
    let counts = room.store.read(|connection| Ok(outbox::counts(connection)?)).await.unwrap();
    counts.iter().map(|(_, _, count)| count).sum()
}

fn blamed(states: &[SourceState]) -> usize {
    states.iter().filter(|state| state.failures > 0 || state.health != Health::Ok).count()
}

/// Serves until the condition holds, a minute at most.
async fn serve_until<F: AsyncFn() -> bool>(room: &Newsroom, holds: F) -> bool {
    let stop = CancellationToken::new();
    let (_desks, desks) = watch::channel(Arc::clone(&room.desk));
    let serving = run::serve(room.clone(), desks, stop.clone(), || {});
    let watching = async {
        let mut held = false;
        for _ in 0..600 {
            held = holds().await;
            if held {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        stop.cancel();
        held
    };
    tokio::join!(serving, watching).1
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sources_due_at_once_are_all_read() {
    let world = World::new();
    let mut room = world.newsroom(48);
    room.concurrency = 24;
    service::sync(&room).await.unwrap();
    let all_read = async || states(&room).await.iter().all(|state| state.looks == 1);
    assert!(serve_until(&room, all_read).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn mute_hosts_leave_places_to_those_that_answer() {
    let world = World::new();
    let mute = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    let mut room = world.newsroom(24);
    let mut desk = Arc::into_inner(room.desk).unwrap();
    for host in 1..=20_u8 {
        let port = mute.local_addr().unwrap().port();
        let url = WebUrl::parse(&format!("http://127.3.{host}.1:{port}/feed")).unwrap();
        desk.sources.get_mut(&SourceId::new(format!("s{host}"))).unwrap().url = url;
    }
    room.desk = Arc::new(desk);
    room.concurrency = 4;
    service::sync(&room).await.unwrap();
    let now = clock::now();
    room.store
        .write(move |tx| {
            for host in 21..=24 {
                let mut state = sources::get(tx, &SourceId::new(format!("s{host}")))?.unwrap();
                (state.looks, state.next_check) = (1, now);
                sources::save(tx, &state)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    // before the first of the mute has been given up
    let read = async || {
        let states = states(&room).await;
        let again = states.iter().filter(|state| state.looks == 2).count();
        again == 4 && states.iter().all(|state| state.failures == 0)
    };
    assert!(serve_until(&room, read).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nothing_answers_no_source_is_blamed_and_the_operator_is_told_once() {
    let world = World::new();
    let room = world.newsroom(24);
    service::sync(&room).await.unwrap();
    assert_eq!(run::pass(&room).await.unwrap().failed, 0);

    world.plug(false);
    wake(&room).await;
    assert!(serve_until(&room, async || down(&room).await.is_some()).await);
    assert_eq!((blamed(&states(&room).await), alerts(&room).await), (0, 0));

    world.plug(true);
    assert!(serve_until(&room, async || down(&room).await.is_none()).await);
    assert_eq!((blamed(&states(&room).await), alerts(&room).await), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_dead_hosts_among_others_are_to_blame_themselves() {
    let world = World::new();
    let mut room = world.newsroom(12);
    let mut desk = Arc::into_inner(room.desk).unwrap();
    for host in 1..=4_u8 {
        // Nobody listens there.
        let url = WebUrl::parse(&format!("http://127.3.{host}.1:1/feed")).unwrap();
        desk.sources.get_mut(&SourceId::new(format!("s{host}"))).unwrap().url = url;
    }
    room.desk = Arc::new(desk);
    service::sync(&room).await.unwrap();
    assert_eq!(run::pass(&room).await.unwrap().failed, 4);
    assert_eq!((blamed(&states(&room).await), down(&room).await), (4, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_without_a_network_ends_and_blames_nobody() {
    let world = World::new();
    let room = world.newsroom(40);
    service::sync(&room).await.unwrap();
    world.plug(false);
    let report = run::pass(&room).await.unwrap();
    assert_eq!(report.failed, 40);
    let states = states(&room).await;
    assert!(states.iter().all(|state| state.failures == 0), "{states:?}");
}

async fn looked_at(now: Timestamp, world: &World) -> Newsroom {
    let room = world.newsroom(40);
    service::sync(&room).await.unwrap();
    room.store
        .write(move |tx| {
            for mut state in sources::all(tx)? {
                state.looks = 1;
                state.last_checked = Some(now);
                state.next_check = now + SignedDuration::from_mins(30);
                sources::save(tx, &state)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    room
}

#[tokio::test]
async fn a_clock_set_back_stalls_nothing_and_one_set_forward_floods_nobody() {
    let before: Timestamp = "2026-05-04T08:00:00Z".parse().unwrap();
    for days in [-366, 366] {
        let world = World::new();
        let room = looked_at(before, &world).await;
        let now = before + SignedDuration::from_hours(24 * days);
        let within = SignedDuration::from_mins(5);
        let moved = room.store.write(move |tx| sources::spread(tx, now, within)).await.unwrap();
        let mut checks: Vec<i64> =
            states(&room).await.iter().map(|state| state.next_check.as_second()).collect();
        checks.sort_unstable();
        let (first, last) = (checks[0] - now.as_second(), checks[39] - now.as_second());
        assert!(moved == 40 && first == 0 && (8..=300).contains(&last), "{days}: {first}..{last}");
        let most = checks.chunk_by(|a, b| a == b).map(<[i64]>::len).max();
        assert!(most <= Some(5), "{most:?} at once");
    }
}

#[tokio::test]
async fn what_is_planned_for_later_is_left_alone() {
    let world = World::new();
    let before: Timestamp = "2026-05-04T08:00:00Z".parse().unwrap();
    let room = looked_at(before, &world).await;
    let now = before + SignedDuration::from_mins(10);
    let within = SignedDuration::from_mins(5);
    assert_eq!(room.store.write(move |tx| sources::spread(tx, now, within)).await.unwrap(), 0);
}
