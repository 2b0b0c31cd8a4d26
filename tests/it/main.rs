//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod addresses;
mod articles;
mod bombs;
mod dates;
mod fetch_hostile;
mod deadlines;
mod dedupe;
mod fetch_manners;
mod fetch_redirects;
mod html_cap;
mod lists;
mod lists_robust;
mod newsroom;
mod published;
mod no_lists;
mod redesign;
mod hostile_articles;
mod server;
mod bot_html;
mod telegram_html;
mod bot_api;
mod outbox_drain;
mod outbox_kill;
mod outbox_parts;
mod token;
