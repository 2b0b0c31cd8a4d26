//! One channel's sender, a step at a time: whoever drives it, and by whatever clock, it claims,
//! sends and settles at most one message a step and says when to come back.

use std::sync::PoisonError;
use std::time::Duration;

use crate::store::{Connection, SqlResult};
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::desk::{Parcel, due, next};
use super::quiet::{self, Quiet};
use super::{Brief, Carrier, Desk, Event, Ledger, LedgerError};
use crate::deliver::pace::Pace;
use crate::deliver::rhythm::after_quiet;
use crate::deliver::{Form, Receipts, SendError, WaitScope};
use crate::model::{ChannelName, DeliveryId};
use crate::store::outbox::{self, Settlement};

/// Between attempts: doubling from the first to the last.
const FIRST_GAP: SignedDuration = SignedDuration::from_secs(5);
pub(in crate::daemon) const LAST_GAP: SignedDuration = SignedDuration::from_mins(15);
/// From this attempt on the operator is told.
const TELLING_ATTEMPT: u32 = 6;
/// When the store fails.
const STORE_GAP: SignedDuration = SignedDuration::from_secs(5);

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Come back then.
    Again(Timestamp),
    /// Nothing is queued.
    Idle,
    /// The operator must act first.
    Stopped,
    /// The store fails; try again then.
    Stuck(Timestamp),
}

/// Carries one channel's messages.
#[derive(Debug)]
pub struct Courier<L, C> {
    desk: Desk<L>,
    brief: Brief,
    carrier: C,
    /// From when on one message may go, as far as the limits are concerned.
    slot: Option<Timestamp>,
    /// A message that was refused goes out poorer next time.
    poorer: Option<(DeliveryId, Form)>,
    /// What the store could not write down yet.
    unsettled: Option<Outcome>,
    failing: bool,
    quiet: Quiet,
    /// The operator knows that pinning does not work.
    unpinned: bool,
    awake: bool,
}

/// What an attempt changes in the store, written together.
#[derive(Debug, Clone)]
struct Outcome {
    id: DeliveryId,
    settlement: Settlement,
    change: Option<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Stop(String),
    Moved(i64),
    Wait {
        until: Timestamp,
        /// The bot's name, where all its chats wait.
        bot: Option<String>,
    },
}

impl<L: Ledger, C: Carrier> Courier<L, C> {
    pub fn new(desk: Desk<L>, brief: Brief, carrier: C) -> Self {
        Self {
            desk,
            brief,
            carrier,
            slot: None,
            poorer: None,
            unsettled: None,
            failing: false,
            quiet: Quiet::default(),
            unpinned: false,
            awake: false,
        }
    }

    pub fn now(&self) -> Timestamp {
        (self.desk.clock)()
    }

    /// Sends at most one message.
    pub async fn step(&mut self) -> Step {
        match self.try_step().await {
            Ok(step) => step,
            Err(error) => {
                tracing::error!(channel = %self.brief.name, %error, "the outbox cannot go on");
                Step::Stuck(self.now() + STORE_GAP)
            }
        }
    }

    /// Writes down what became of the last message, however long the store takes to have room for it,
    /// unless told to stop: whoever sends on in this one's place does not know.
    pub async fn settle_up(&mut self, stop: &CancellationToken) {
        while let Some(outcome) = self.unsettled.clone() {
            let Err(error) = self.write_down(outcome).await else { return };
            tracing::error!(channel = %self.brief.name, %error, "what was sent is not written down yet");
            let gap = Duration::try_from(STORE_GAP).unwrap_or_default();
            tokio::select! {
                () = tokio::time::sleep(gap) => {}
                () = stop.cancelled() => return,
            }
        }
    }

    async fn try_step(&mut self) -> Result<Step, LedgerError> {
        if !self.awake {
            self.wake_up().await?;
        }
        if let Some(outcome) = self.unsettled.clone() {
            self.write_down(outcome).await?;
        }
        let now = self.now();
        let allowed = after_quiet(&self.brief.rhythm, now);
        if allowed > now {
            self.give_back();
            return Ok(Step::Again(allowed));
        }
        let slot = match self.slot {
            Some(slot) => slot,
            None => match self.reserve(now).await? {
                Ok(slot) => slot,
                Err(step) => return Ok(step),
            },
        };
        self.slot = Some(slot);
        if slot > now {
            return Ok(Step::Again(slot));
        }
        // another message of the chat or the bot may have been told to wait meanwhile
        let lane = self.carrier.lane();
        let over = self.pace(|pace| pace.wait_over(&lane, now));
        if over > now {
            self.give_back();
            return Ok(Step::Again(over));
        }
        if let Err(later) = self.pace(|pace| pace.start(&lane, now)) {
            return Ok(Step::Again(later));
        }
        self.slot = None;
        let brief = self.brief.clone();
        match self.desk.ledger.write(move |store| next::<L>(store, &brief, now)).await {
            Ok(Some(parcel)) => {
                let outcome = self.attempt(&parcel).await;
                let at = self.now();
                self.pace(|pace| pace.landed(&lane, slot, at));
                self.write_down(outcome).await?;
            }
            nothing => {
                self.pace(|pace| pace.not_sent(&lane, slot));
                nothing?;
            }
        }
        Ok(Step::Again(self.now()))
    }

    /// There is nothing to send, or not now: others may have the place.
    fn give_back(&mut self) {
        if let Some(slot) = self.slot.take() {
            let lane = self.carrier.lane();
            self.pace(|pace| pace.give_back(&lane, slot));
        }
    }

    /// A place in the bot's queue, if there is something to send.
    async fn reserve(&self, now: Timestamp) -> Result<Result<Timestamp, Step>, LedgerError> {
        let brief = self.brief.clone();
        let due = self.desk.ledger.write(move |store| due::<L>(store, &brief, now)).await?;
        if let Err(step) = due {
            return Ok(Err(step));
        }
        let lane = self.carrier.lane();
        Ok(self.pace(|pace| pace.reserve(&lane, now)).map_err(Step::Again))
    }

    /// Takes up what the store remembers from before: a moved chat, what was sent lately, a wait
    /// of the whole bot.
    async fn wake_up(&mut self) -> Result<(), LedgerError> {
        let (name, bot) = (self.brief.name.clone(), self.carrier.lane().bot);
        let now = self.now();
        let lately = (now - SignedDuration::from_mins(1), now);
        let latest = quiet::latest(now);
        let remembered = move |store: &Connection| {
            outbox::wait_at_most(store, &name, &bot, latest)?;
            let sent = outbox::recent_sends(store, &name, lately)?;
            Ok((outbox::channel(store, &name)?, sent, outbox::bot_wait(store, &bot)?))
        };
        let (channel, sent, wait) = self.desk.ledger.write(remembered).await?;
        if let Some(chat) = channel.moved_to.and_then(|chat| chat.parse().ok()) {
            self.carrier.move_to(chat);
        }
        let lane = self.carrier.lane();
        self.pace(|pace| {
            sent.into_iter().for_each(|at| pace.sent(&lane, at));
            pace.wait_bot(&lane, wait);
        });
        self.awake = true;
        Ok(())
    }

    fn pace<T>(&self, work: impl FnOnce(&mut Pace) -> T) -> T {
        work(&mut self.desk.pace.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn attempt(&mut self, parcel: &Parcel) -> Outcome {
        let form = match self.poorer {
            Some((id, form)) if id == parcel.id => form,
            _ => Form::Rich,
        };
        let result = self.carrier.send(parcel.id, &parcel.message, form).await;
        if !matches!(result, Err(SendError::Wait { .. })) {
            self.quiet.over();
        }
        let outcome = match result {
            Ok(receipts) => self.arrived(parcel, &receipts),
            Err(error) => self.failed(parcel, form, error),
        };
        if !matches!(outcome.settlement, Settlement::Returned { .. }) {
            self.poorer = None;
        }
        outcome
    }

    fn arrived(&mut self, parcel: &Parcel, receipts: &Receipts) -> Outcome {
        self.unpinned &= !parcel.is_pin();
        if std::mem::take(&mut self.failing) {
            self.tell(|channel| Event::Recovered { channel });
        }
        self.tell(|channel| Event::Sent { channel, id: parcel.id });
        let receipts = serde_json::to_string(receipts).unwrap_or_default();
        outcome(parcel, Settlement::Sent { receipts })
    }

    fn failed(&mut self, parcel: &Parcel, form: Form, error: SendError) -> Outcome {
        let now = self.now();
        let returned = |why: &str, change| Outcome {
            id: parcel.id,
            settlement: Settlement::Returned { why: why.to_owned() },
            change: Some(change),
        };
        match error {
            SendError::Gone(why) => {
                self.tell(|channel| Event::Stopped { channel, why: why.clone() });
                returned(&why, Change::Stop(why.clone()))
            }
            SendError::Moved { to } => {
                self.carrier.move_to(to);
                self.tell(|channel| Event::Moved { channel, to });
                returned("the chat moved", Change::Moved(to))
            }
            SendError::Wait { wait, scope } => {
                let change = self.told_to_wait(wait, scope, now);
                returned("told to wait", change)
            }
            SendError::Moot(why) if parcel.is_pin() => self.not_pinned(parcel, why),
            SendError::Moot(why) => outcome(parcel, Settlement::Skipped { why }),
            SendError::Rejected(why) => match form.poorer() {
                Some(poorer) => {
                    self.poorer = Some((parcel.id, poorer));
                    outcome(parcel, Settlement::Returned { why })
                }
                None => self.give_up(parcel, why),
            },
            SendError::Retry(why) | SendError::Unknown(why)
                if now.duration_since(parcel.first_tried) > parcel.patience() =>
            {
                if parcel.is_pin() {
                    self.not_pinned(parcel, why)
                } else {
                    self.give_up(parcel, why)
                }
            }
            SendError::Retry(why) => {
                self.note_failure(parcel, &why);
                outcome(parcel, Settlement::Retry { at: now + gap(parcel.attempts), why })
            }
            SendError::Unknown(why) => {
                self.note_failure(parcel, &why);
                outcome(parcel, Settlement::Unknown { at: now + gap(parcel.attempts), why })
            }
        }
    }

    fn told_to_wait(&mut self, wait: Duration, scope: WaitScope, now: Timestamp) -> Change {
        let until = self.quiet.until(wait, now);
        let lane = self.carrier.lane();
        let whole_bot = self.pace(|pace| match scope {
            WaitScope::Chat => pace.wait(&lane, until, now),
            WaitScope::Bot => {
                pace.wait_bot(&lane, until);
                true
            }
        });
        if self.quiet.is_worth_telling(until, now) {
            self.tell(|channel| Event::Waiting { channel, until, told: wait });
        }
        Change::Wait { until, bot: whole_bot.then_some(lane.bot) }
    }

    fn give_up(&self, parcel: &Parcel, why: String) -> Outcome {
        self.tell(|channel| Event::Dead { channel, id: parcel.id, why: why.clone() });
        outcome(parcel, Settlement::Dead { why })
    }

    fn not_pinned(&mut self, parcel: &Parcel, why: String) -> Outcome {
        if !std::mem::replace(&mut self.unpinned, true) {
            self.tell(|channel| Event::NotPinned { channel, why: why.clone() });
        }
        outcome(parcel, Settlement::Skipped { why })
    }

    fn note_failure(&mut self, parcel: &Parcel, why: &str) {
        if parcel.attempts + 1 >= TELLING_ATTEMPT && !self.failing {
            self.failing = true;
            self.tell(|channel| Event::Failing { channel, why: why.to_owned() });
        }
    }

    fn tell(&self, event: impl FnOnce(ChannelName) -> Event) {
        self.desk.ledger.tell(event(self.brief.name.clone()));
    }

    /// Kept in mind until the store has it: a message must not go out again because a disk was
    /// full.
    async fn write_down(&mut self, outcome: Outcome) -> Result<(), LedgerError> {
        self.unsettled = Some(outcome.clone());
        let (name, now) = (self.brief.name.clone(), self.now());
        let work = move |store: &Connection| apply(store, &name, &outcome, now);
        self.desk.ledger.write(work).await?;
        self.unsettled = None;
        Ok(())
    }
}

fn apply(
    store: &Connection,
    name: &ChannelName,
    outcome: &Outcome,
    now: Timestamp,
) -> SqlResult<()> {
    match &outcome.change {
        Some(Change::Stop(why)) => outbox::stop(store, name, why)?,
        Some(Change::Moved(to)) => outbox::moved(store, name, &to.to_string())?,
        Some(Change::Wait { until, bot }) => {
            outbox::wait_until(store, name, *until, "told to wait")?;
            if let Some(bot) = bot {
                outbox::wait_bot(store, bot, *until)?;
            }
        }
        None => {}
    }
    outbox::settle(store, outcome.id, &outcome.settlement, now).map(drop)
}

fn outcome(parcel: &Parcel, settlement: Settlement) -> Outcome {
    Outcome { id: parcel.id, settlement, change: None }
}

/// 5 s, 10 s, 20 s ... 15 min.
fn gap(attempts: u32) -> SignedDuration {
    FIRST_GAP.checked_mul(1 << attempts.min(12)).unwrap_or(LAST_GAP).min(LAST_GAP)
}
