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
pub mod health;
pub mod import;
pub mod lock;
mod offer;
pub mod outbox;
mod place;
pub mod post;
pub mod probe;
pub mod refresh;
pub mod run;
pub mod schedule;
mod sense;
pub mod service;
