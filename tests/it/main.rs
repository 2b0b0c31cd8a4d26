//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod articles;
mod bombs;
mod dates;
mod fetch_hostile;
mod fetch_manners;
mod fetch_redirects;
mod html_cap;
mod server;
