//! The only room with SQL: what was seen, what it was judged to be, what is to be sent.

pub mod outbox;
