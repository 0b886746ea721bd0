//! Tests of the ZIM client.
