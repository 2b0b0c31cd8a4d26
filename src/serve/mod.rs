//! The looking-glass, read-only: web pages, feeds out, export formats.

pub mod export;
pub mod web;
