//! `config.toml` to each room's settings, every fault with its place. Only the binary comes here.

mod channel;
mod checks;
mod edit;
mod fault;
mod find;
mod load;
mod name;
mod placed;
mod plain;
mod raw;
mod resolve;
mod secret;
mod source;
mod values;

pub use crate::model::period;
pub use channel::{Channel, RevealError};
pub use edit::{EditError, add_source, remove_source, source_from_url};
pub use fault::{Fault, Faults, Severity};
pub use find::{FindError, find};
pub use load::{files, load};
pub use resolve::{Config, StoreSettings, WebSettings};
pub use secret::{Secret, SecretError};
