//! Two SQLite files: the record, never lost, and the cache, which may be deleted.
//!
//! The record holds what only this desk knows: orders and their journal, hand-overs, travellers, wallets and the
//! kits of what was bought or given here. The cache holds what suppliers said. Not in here: what any of it means,
//! which is the core's, and any clock; every moment is handed in. Nobody outside sees SQL or a connection.
//!
//! Start with [`DataFolder`], then [`Record`] and [`Cache`]; each table has a file of its own with its rows and
//! its queries, and the schemas stand beside them as SQL. Moments are stored as milliseconds since 1970 UTC.

mod backup;
pub mod cache;
mod column;
mod database;
mod error;
mod file;
mod folder;
pub mod record;

pub use cache::{Cache, CacheState};
pub use error::{Error, OpenError};
pub use folder::DataFolder;
pub use record::Record;
