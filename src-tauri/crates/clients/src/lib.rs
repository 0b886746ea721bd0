//! One client for each wholesaler's API, and the HTTP they share.
