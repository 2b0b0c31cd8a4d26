//! edwire, a news wire for international education, as a library: nine rooms in the order in which
//! an item travels.

pub mod model;

pub mod fetch;

pub mod parse;

pub mod curate;

pub mod store;

pub mod deliver;

pub mod serve;

pub mod daemon;

pub mod config;
