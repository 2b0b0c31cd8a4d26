//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod addresses;
mod architecture;
mod articles;
mod bad_input;
mod bombs;
mod bot_api;
mod bot_html;
mod channels;
mod cli;
mod dates;
mod deadlines;
mod dedupe;
mod fetch_hostile;
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
mod telegram_html;
mod judge;
mod outbox_drain;
mod outbox_kill;
mod outbox_parts;
mod pipeline;
mod token;
