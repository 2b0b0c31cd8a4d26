//! The only room that sees all others: it carries values between them.

pub mod clock;
pub mod demo;
pub mod outbox;
