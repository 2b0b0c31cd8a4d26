//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod articles;
mod dates;
mod deadlines;
mod html_cap;
mod fetch_manners;
mod fetch_redirects;
mod server;
mod addresses;
mod newsroom;
mod published;
