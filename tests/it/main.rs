//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod bot_html;
mod telegram_html;
mod bot_api;
mod outbox_drain;
mod outbox_kill;
mod outbox_parts;
mod token;
