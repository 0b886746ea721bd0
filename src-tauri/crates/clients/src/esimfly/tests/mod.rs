//! The eSIMfly client.
