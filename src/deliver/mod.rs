//! Reaches readers. Knows nothing of the store: it is handed a message and a channel, and answers
//! with a receipt or with the class of the failure.
