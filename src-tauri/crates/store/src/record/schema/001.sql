-- The record: what must never be lost. Times are milliseconds since 1970 UTC.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE wallets (
    id              TEXT PRIMARY KEY,
    provider        TEXT NOT NULL,
    environment     TEXT NOT NULL,
    name            TEXT NOT NULL,
    currency        TEXT NOT NULL,
    settings        TEXT NOT NULL,              -- JSON object of text, no secret
    sharing         TEXT NOT NULL CHECK (sharing IN ('only_us', 'others')),
    paused          INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL,
    disconnected_at INTEGER
) STRICT;

-- People are named here and nowhere else, so that one can be erased.
CREATE TABLE travellers (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- The projection of order_events; it can be rebuilt from them.
CREATE TABLE orders (
    order_key     TEXT PRIMARY KEY,
    number        TEXT NOT NULL UNIQUE,         -- D07-000123
    parent        TEXT NOT NULL,                -- the purchase; one order for each traveller
    place         INTEGER NOT NULL,             -- place within the purchase, from 0
    state         TEXT NOT NULL,
    wallet_id     TEXT NOT NULL REFERENCES wallets (id),
    lane          TEXT NOT NULL,
    plan_id       TEXT NOT NULL,
    request       TEXT NOT NULL,                -- JSON: plan, price, target as staff agreed to
    content       TEXT NOT NULL,                -- what the key stands for; another content is refused
    traveller_id  INTEGER NOT NULL REFERENCES travellers (id),
    booking       TEXT,
    trip          TEXT NOT NULL,                -- JSON
    phone_check   TEXT NOT NULL,                -- JSON
    desk          TEXT NOT NULL,
    staff         TEXT,
    run           TEXT NOT NULL,                -- the run of the program that may send it
    mark          TEXT,                         -- what the supplier looked like; dropped when final
    sending_since INTEGER,
    reference     TEXT,                         -- the supplier's order number
    taken         TEXT,                         -- JSON: how far it is at the supplier
    failure       TEXT,                         -- JSON: what stopped it, what was said
    price_charged TEXT,                         -- JSON money; absent is not stated
    candidates    TEXT,                         -- JSON: what may be its outcome
    esim_id       TEXT,                         -- what it bought, once that is certain
    service_id    TEXT,
    looks         INTEGER NOT NULL DEFAULT 0,   -- complete looks that found nothing
    looked_at     INTEGER,
    settled       TEXT,                         -- why a person decided
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_newest ON orders (created_at DESC, place DESC);
CREATE INDEX orders_parent ON orders (parent, place);
CREATE INDEX orders_open ON orders (wallet_id, lane, created_at)
    WHERE state IN ('intent', 'sending', 'accepted', 'partly_fulfilled', 'unknown');
-- One supplier order, and one new eSIM, belongs to one order of ours.
CREATE UNIQUE INDEX orders_reference ON orders (wallet_id, reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX orders_esim ON orders (wallet_id, esim_id)
    WHERE esim_id IS NOT NULL AND json_extract(request, '$.target.kind') = 'new_esim';

CREATE TABLE order_events (
    id        INTEGER PRIMARY KEY,
    order_key TEXT NOT NULL REFERENCES orders (order_key),
    at        INTEGER NOT NULL,
    event     TEXT NOT NULL,
    data      TEXT NOT NULL,                    -- JSON; ids of people only, no name, no code
    staff     TEXT
) STRICT;
CREATE INDEX order_events_of ON order_events (order_key, id);
CREATE TRIGGER order_events_stay BEFORE UPDATE ON order_events BEGIN
    SELECT RAISE(ABORT, 'order_events is append-only');
END;
CREATE TRIGGER order_events_remain BEFORE DELETE ON order_events BEGIN
    SELECT RAISE(ABORT, 'order_events is append-only');
END;

-- The kits of what was bought or handed over here; the cache may forget, this does not.
CREATE TABLE kits (
    wallet_id         TEXT NOT NULL REFERENCES wallets (id),
    esim_id           TEXT NOT NULL,
    iccid             TEXT,
    msisdn            TEXT,
    code              TEXT NOT NULL,            -- exactly as received
    confirmation_code TEXT,
    plan              TEXT,                     -- JSON plan as bought
    stored_at         INTEGER NOT NULL,
    PRIMARY KEY (wallet_id, esim_id)
) STRICT;

CREATE TABLE hand_overs (
    request_id   TEXT PRIMARY KEY,              -- of the command; a repeat makes no second row
    wallet_id    TEXT NOT NULL REFERENCES wallets (id),
    esim_id      TEXT NOT NULL,
    traveller_id INTEGER NOT NULL REFERENCES travellers (id),
    booking      TEXT,
    how          TEXT NOT NULL,
    reason       TEXT,
    desk         TEXT NOT NULL,
    staff        TEXT,
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX hand_overs_of ON hand_overs (wallet_id, esim_id, at DESC);

-- What changed at the supplier, as far as a sync saw it, for eSIMs bought or given here.
CREATE TABLE profile_events (
    id        INTEGER PRIMARY KEY,
    wallet_id TEXT NOT NULL,
    esim_id   TEXT NOT NULL,
    at        INTEGER NOT NULL,
    was       TEXT NOT NULL,
    became    TEXT NOT NULL
) STRICT;
CREATE INDEX profile_events_of ON profile_events (wallet_id, esim_id, id);

-- Writes that are done; a repeat of the same request joins them.
CREATE TABLE requests (
    request_id TEXT PRIMARY KEY,
    command    TEXT NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
