use std::fmt;

use serde::{Deserialize, Serialize};

/// A row number in the store.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

/// A name that the operator or a data file gives.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

number!(
    /// An item, for as long as the store lives.
    ItemId
);
number!(
    /// A story: one or more items that tell the same news.
    StoryId
);
number!(
    /// One message to one channel.
    DeliveryId
);
name!(
    /// The `id` of a `[[source]]`, or the one made from its address.
    SourceId
);
name!(
    /// The `name` of a `[[channel]]`.
    ChannelName
);
name!(
    /// A topic such as `scholarship`.
    TopicId
);
