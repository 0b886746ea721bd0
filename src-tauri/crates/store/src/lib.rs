//! Two SQLite files: the record, never lost, and the cache, which may be deleted.
