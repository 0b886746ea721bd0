-- What a wallet holds at its supplier: what was paid for and is on no eSIM yet, and money; what unlocks an eSIM.

CREATE TABLE lots (
    wallet     INTEGER NOT NULL REFERENCES wallets (key),
    lot_id     TEXT NOT NULL,
    plan       TEXT NOT NULL,               -- JSON
    paid       INTEGER NOT NULL,            -- taking one costs nothing more
    left       INTEGER NOT NULL,            -- how many can still be taken
    expires_at INTEGER,
    seen_at    INTEGER NOT NULL,
    PRIMARY KEY (wallet, lot_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE balances (
    wallet      INTEGER PRIMARY KEY REFERENCES wallets (key),
    amount      TEXT NOT NULL,              -- JSON money
    measured_at INTEGER,                    -- as the supplier states it
    seen_at     INTEGER NOT NULL
) STRICT;

-- What a phone asks for to unlock the eSIM, and what unlocks that
ALTER TABLE esim_answers ADD COLUMN pin TEXT;
ALTER TABLE esim_answers ADD COLUMN puk TEXT;

-- Two headlines stand before the last one now.
UPDATE esims SET headline = 17 WHERE headline = 15;
