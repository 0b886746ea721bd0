-- The cache: what suppliers said. Times are milliseconds since 1970 UTC.

CREATE TABLE sync_state (
    wallet_id    TEXT NOT NULL,
    list         TEXT NOT NULL,
    complete_at  INTEGER,
    attempted_at INTEGER,
    rows         INTEGER NOT NULL DEFAULT 0,
    skipped      INTEGER NOT NULL DEFAULT 0,
    failure      TEXT,
    PRIMARY KEY (wallet_id, list)
) STRICT;
