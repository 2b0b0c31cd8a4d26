//! The only room that sees all others: it carries values between them.

mod alert;
pub mod articles;
mod change;
pub mod clock;
pub mod commit;
pub mod demo;
pub mod desk;
pub mod documents;
mod draft;
pub mod explore;
pub mod import;
pub mod lock;
mod offer;
pub mod outbox;
mod place;
pub mod post;
pub mod probe;
mod reading;
pub mod refresh;
pub mod run;
pub mod schedule;
pub mod service;
