//! `config.toml` to each room's settings, every fault with its place.
