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
mod fetch_manners;
mod fetch_redirects;
mod fetch_redirects;
mod html_cap;
mod html_cap;
mod html_cap;
mod lists;
mod lists_robust;
mod newsroom;
mod no_lists;
mod redesign;
mod fetch_manners;
mod fetch_redirects;
mod html_cap;
mod fetch_redirects;
mod hostile_articles;
mod html_cap;
mod newsroom;
mod server;
mod server;
mod bot_html;
mod telegram_html;
mod bot_api;
mod outbox_drain;
mod outbox_kill;
mod outbox_parts;
mod token;
