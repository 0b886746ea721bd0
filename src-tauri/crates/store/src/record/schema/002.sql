-- Orders of several eSIMs, prices that no supplier states, and what unlocks an eSIM.

-- JSON: what became of each eSIM of an order of several
ALTER TABLE orders ADD COLUMN items TEXT;

-- What a phone asks for to unlock the eSIM, and what unlocks that
ALTER TABLE kits ADD COLUMN pin TEXT;
ALTER TABLE kits ADD COLUMN puk TEXT;

-- What the agency pays for a plan whose supplier states no price.
CREATE TABLE plan_prices (
    wallet_id TEXT NOT NULL REFERENCES wallets (id),
    plan_id   TEXT NOT NULL,
    price     TEXT NOT NULL,                    -- JSON money
    PRIMARY KEY (wallet_id, plan_id)
) STRICT, WITHOUT ROWID;

-- Of several eSIMs in one order some may fail, and the order is done then too.
DROP INDEX orders_open;
CREATE INDEX orders_open ON orders (wallet_id, lane, created_at)
    WHERE state IN ('intent', 'sending', 'accepted', 'unknown');
