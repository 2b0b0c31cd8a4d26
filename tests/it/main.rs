//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod addresses;
mod articles;
mod bombs;
mod dates;
mod fetch_hostile;
mod deadlines;
mod html_cap;
mod fetch_manners;
mod fetch_redirects;
mod html_cap;
mod newsroom;
mod fetch_manners;
mod fetch_redirects;
mod html_cap;
mod server;
mod dedupe;
mod server;
