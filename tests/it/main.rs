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
mod documents;
mod fetch_hostile;
mod fetch_manners;
mod fetch_redirects;
mod hostile_articles;
mod html_cap;
mod judge;
mod lists;
mod lists_robust;
mod newsroom;
mod no_lists;
mod outbox_drain;
mod outbox_kill;
mod outbox_parts;
mod papers;
mod pipeline;
mod published;
mod redesign;
mod server;
mod telegram_html;
mod token;
mod web;
mod whole_articles;
