//! edwire's tests against real parts, one file per subject.
#![cfg(test)]

mod addresses;
mod articles;
mod dates;
mod deadlines;
mod dedupe;
mod fetch_manners;
mod fetch_redirects;
mod html_cap;
mod newsroom;
mod server;
mod web;
