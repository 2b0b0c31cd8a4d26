#![doc = include_str!("../ARCHITECTURE.md")]

pub mod model;

pub mod fetch;

pub mod parse;

pub mod curate;

pub mod store;

pub mod deliver;

pub mod serve;

pub mod daemon;

pub mod config;
