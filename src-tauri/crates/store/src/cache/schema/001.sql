-- The cache: what suppliers said. Times are milliseconds since 1970 UTC; data is bytes, -1 is unlimited.
-- Everything may be deleted; what staff wrote is copied from the record.

-- Ids of wallets are long and stand in many indexes; here is a short one for each.
CREATE TABLE wallets (
    key       INTEGER PRIMARY KEY,
    wallet_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE sync_state (
    wallet       INTEGER NOT NULL REFERENCES wallets (key),
    list         TEXT NOT NULL,
    attempted_at INTEGER,
    complete_at  INTEGER,                   -- when its last page was last read
    whole_at     INTEGER,                   -- the same, and no row had to be skipped
    rows         INTEGER NOT NULL DEFAULT 0,
    skipped      INTEGER NOT NULL DEFAULT 0,
    failure      TEXT,                      -- JSON of the last attempt, if it failed
    PRIMARY KEY (wallet, list)
) STRICT, WITHOUT ROWID;

-- One row for each eSIM, narrow: what the list shows, sorts and filters by. The rest stands in esim_answers.
CREATE TABLE esims (
    id            INTEGER PRIMARY KEY,
    wallet        INTEGER NOT NULL REFERENCES wallets (key),
    -- read for thousands of rows by a search, so they come first: SQLite reads a row up to what it needs
    search_text   TEXT NOT NULL,
    headline      INTEGER NOT NULL,         -- its rank
    code_missing  INTEGER NOT NULL,
    ending_soon   INTEGER NOT NULL,
    recency       INTEGER NOT NULL,         -- the last thing that happened here, negative, so that newest is first
    traveller_key TEXT,
    plan_key      TEXT,
    left_key      INTEGER,
    ends_at       INTEGER,
    iccid         TEXT,
    esim_id       TEXT NOT NULL,
    -- said by the supplier
    msisdn        TEXT,
    profile       TEXT NOT NULL,
    profile_word  TEXT,
    matching_id   TEXT,
    code_here     INTEGER NOT NULL,
    listed        INTEGER NOT NULL,         -- hash of what the list said for esim_answers
    appeared_at   INTEGER,                  -- absent when it stood in the first list that was read
    seen_at       INTEGER NOT NULL,         -- the wallet's last whole list may be newer
    detail_at     INTEGER,
    -- the plan that speaks for it
    service       TEXT NOT NULL,
    coverage      TEXT,                     -- JSON
    data          INTEGER,
    days          INTEGER,
    remaining     INTEGER,
    left_percent  INTEGER,
    -- copied from the record
    traveller     TEXT,
    booking       TEXT,
    booking_key   TEXT,
    given_at      INTEGER,
    bought_at     INTEGER,
    order_key     TEXT,
    departs       TEXT,
    unconfirmed   INTEGER NOT NULL,
    kit_stored    INTEGER NOT NULL,
    absent        INTEGER NOT NULL GENERATED ALWAYS AS (
        (traveller_key IS NULL) + 2 * (plan_key IS NULL) + 4 * (left_key IS NULL) + 8 * (ends_at IS NULL)
        + 16 * (iccid IS NULL)) VIRTUAL,
    UNIQUE (wallet, esim_id)
) STRICT;

CREATE INDEX esims_by_id ON esims (esim_id);
CREATE INDEX esims_by_matching_id ON esims (matching_id) WHERE matching_id IS NOT NULL;
CREATE INDEX esims_by_booking ON esims (booking_key) WHERE booking_key IS NOT NULL;
CREATE INDEX esims_detail_wanted ON esims (wallet, recency) WHERE detail_at IS NULL;

-- Every offered order within every offered filter, so that a page is a walk along one index and nothing is sorted.
-- What follows the sorted column is for filters that are combined: compared on the way without reading the rows.
CREATE INDEX esims_all_recent ON esims (recency);
CREATE INDEX esims_all_traveller ON esims (traveller_key);
CREATE INDEX esims_all_plan ON esims (plan_key);
CREATE INDEX esims_all_status ON esims (headline, recency, wallet);
CREATE INDEX esims_all_left ON esims (left_key);
CREATE INDEX esims_all_ends ON esims (ends_at);
CREATE INDEX esims_all_iccid ON esims (iccid);
CREATE INDEX esims_wallet_recent ON esims (wallet, recency);
CREATE INDEX esims_wallet_traveller ON esims (wallet, traveller_key);
CREATE INDEX esims_wallet_plan ON esims (wallet, plan_key);
CREATE INDEX esims_wallet_status ON esims (wallet, headline, recency);
CREATE INDEX esims_wallet_left ON esims (wallet, left_key);
CREATE INDEX esims_wallet_ends ON esims (wallet, ends_at);
CREATE INDEX esims_wallet_iccid ON esims (wallet, iccid);
CREATE INDEX esims_headline_traveller ON esims (headline, traveller_key, wallet);
CREATE INDEX esims_headline_plan ON esims (headline, plan_key, wallet);
CREATE INDEX esims_headline_left ON esims (headline, left_key, wallet);
CREATE INDEX esims_headline_ends ON esims (headline, ends_at, wallet);
CREATE INDEX esims_headline_iccid ON esims (headline, iccid, wallet);
CREATE INDEX esims_code_missing_recent ON esims (recency, headline, wallet) WHERE code_missing = 1;
CREATE INDEX esims_code_missing_traveller ON esims (traveller_key, headline, wallet) WHERE code_missing = 1;
CREATE INDEX esims_code_missing_plan ON esims (plan_key, headline, wallet) WHERE code_missing = 1;
CREATE INDEX esims_code_missing_status ON esims (headline, recency, wallet) WHERE code_missing = 1;
CREATE INDEX esims_code_missing_left ON esims (left_key, headline, wallet) WHERE code_missing = 1;
CREATE INDEX esims_code_missing_ends ON esims (ends_at, headline, wallet) WHERE code_missing = 1;
CREATE INDEX esims_code_missing_iccid ON esims (iccid, headline, wallet) WHERE code_missing = 1;
CREATE INDEX esims_ending_soon_recent ON esims (recency, headline, wallet) WHERE ending_soon = 1;
CREATE INDEX esims_ending_soon_traveller ON esims (traveller_key, headline, wallet) WHERE ending_soon = 1;
CREATE INDEX esims_ending_soon_plan ON esims (plan_key, headline, wallet) WHERE ending_soon = 1;
CREATE INDEX esims_ending_soon_status ON esims (headline, recency, wallet) WHERE ending_soon = 1;
CREATE INDEX esims_ending_soon_left ON esims (left_key, headline, wallet) WHERE ending_soon = 1;
CREATE INDEX esims_ending_soon_ends ON esims (ends_at, headline, wallet) WHERE ending_soon = 1;
CREATE INDEX esims_ending_soon_iccid ON esims (iccid, headline, wallet) WHERE ending_soon = 1;

-- How many rows stand behind any combination of filters and missing values, so that nothing is counted for a page.
CREATE TABLE esim_counts (
    wallet       INTEGER NOT NULL,
    headline     INTEGER NOT NULL,
    code_missing INTEGER NOT NULL,
    ending_soon  INTEGER NOT NULL,
    absent       INTEGER NOT NULL,
    rows         INTEGER NOT NULL,
    PRIMARY KEY (wallet, headline, code_missing, ending_soon, absent)
) STRICT, WITHOUT ROWID;

-- Parts of names, bookings and numbers. It holds no text of its own and no places: what it finds is compared again.
CREATE VIRTUAL TABLE esims_text USING fts5 (
    text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram remove_diacritics 1'
);
-- Rows whose text is to be indexed at the end of the transaction. FTS5 writes all it holds whenever a statement with
-- triggers begins, so an index kept row by row would be written 100,000 times.
CREATE TABLE esims_text_due (
    id    INTEGER PRIMARY KEY,
    known INTEGER NOT NULL                  -- the index has a text of it
) STRICT;

CREATE TRIGGER esims_added AFTER INSERT ON esims BEGIN
    INSERT INTO esims_text_due VALUES (NEW.id, 0) ON CONFLICT DO NOTHING;
    INSERT INTO esim_counts VALUES
        (NEW.wallet, NEW.headline, NEW.code_missing, NEW.ending_soon, NEW.absent, 1)
        ON CONFLICT DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER esims_gone AFTER DELETE ON esims BEGIN
    INSERT INTO esims_text_due VALUES (OLD.id, 1) ON CONFLICT DO NOTHING;
    DELETE FROM esim_answers WHERE id = OLD.id;
    UPDATE esim_counts SET rows = rows - 1
        WHERE wallet = OLD.wallet AND headline = OLD.headline AND code_missing = OLD.code_missing
            AND ending_soon = OLD.ending_soon AND absent = OLD.absent;
END;
CREATE TRIGGER esims_renamed AFTER UPDATE OF search_text ON esims WHEN OLD.search_text <> NEW.search_text BEGIN
    INSERT INTO esims_text_due VALUES (NEW.id, 1) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER esims_moved AFTER UPDATE ON esims
WHEN OLD.headline <> NEW.headline OR OLD.code_missing <> NEW.code_missing OR OLD.ending_soon <> NEW.ending_soon
    OR OLD.absent <> NEW.absent
BEGIN
    UPDATE esim_counts SET rows = rows - 1
        WHERE wallet = OLD.wallet AND headline = OLD.headline AND code_missing = OLD.code_missing
            AND ending_soon = OLD.ending_soon AND absent = OLD.absent;
    INSERT INTO esim_counts VALUES
        (NEW.wallet, NEW.headline, NEW.code_missing, NEW.ending_soon, NEW.absent, 1)
        ON CONFLICT DO UPDATE SET rows = rows + 1;
END;

-- What a list does not show: the code, and the supplier's answer as it came.
CREATE TABLE esim_answers (
    id                INTEGER PRIMARY KEY REFERENCES esims (id),
    code              TEXT,
    confirmation_code TEXT,
    install_problem   TEXT,
    listed            TEXT,                 -- its row of the list
    detail            TEXT                  -- the answer about it alone
) STRICT;

-- Plans on eSIMs.
CREATE TABLE services (
    wallet      INTEGER NOT NULL REFERENCES wallets (key),
    service_id  TEXT NOT NULL,
    esim_id     TEXT,
    plan        TEXT,                       -- JSON
    status      TEXT NOT NULL,
    precedence  INTEGER NOT NULL,           -- lower speaks first
    status_word TEXT,
    ends_at     INTEGER,
    raw         TEXT NOT NULL,
    seen_at     INTEGER NOT NULL,
    -- what its plan adds to the eSIM's row
    coverage    TEXT,
    data        INTEGER,
    days        INTEGER,
    plan_key    TEXT,
    -- use, read on its own
    remaining   INTEGER,
    used        INTEGER,
    allowance   INTEGER,
    measured_at INTEGER,
    usage_at    INTEGER,
    PRIMARY KEY (wallet, service_id)
) STRICT;
CREATE INDEX services_of ON services (wallet, esim_id, precedence, ends_at);

-- Catalogues.
CREATE TABLE plans (
    wallet  INTEGER NOT NULL REFERENCES wallets (key),
    plan_id TEXT NOT NULL,
    plan    TEXT NOT NULL,                  -- JSON
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (wallet, plan_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE destinations (
    wallet  INTEGER NOT NULL REFERENCES wallets (key),
    country TEXT NOT NULL,
    PRIMARY KEY (wallet, country)
) STRICT, WITHOUT ROWID;
