//! The only room that sees all others: it carries values between them.

mod alert;
pub mod articles;
mod change;
pub mod clock;
pub mod commit;
pub mod demo;
pub mod desk;
mod draft;
pub mod explore;
pub mod import;
pub mod line;
pub mod lock;
mod offer;
mod outage;
pub mod outbox;
mod place;
pub mod post;
pub mod probe;
pub mod refresh;
pub mod rhythm;
pub mod run;
pub mod schedule;
pub mod service;
pub mod timetable;
