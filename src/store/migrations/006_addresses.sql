-- Where a source's address leads; no row for a source that answers where it is asked.
CREATE TABLE redirect (
    source  TEXT PRIMARY KEY,
    landed  TEXT NOT NULL,                     -- where its news was found last
    moved   TEXT,                              -- where it says it went for good (301, 308)
    since   INTEGER,                           -- first said
    looks   INTEGER NOT NULL DEFAULT 0,        -- said in a row, each time with news known from here
    adopted TEXT                               -- where it is read now
) STRICT, WITHOUT ROWID;

-- Feeds that name a WebSub hub.
CREATE TABLE subscription (
    source      TEXT PRIMARY KEY,
    hub         TEXT NOT NULL,
    topic       TEXT NOT NULL,                 -- the feed's own address, as the hub knows it
    path        TEXT NOT NULL UNIQUE,          -- the last part of our address for it; not to be guessed
    secret      TEXT NOT NULL,                 -- signs what the hub sends
    asked_at    INTEGER,                       -- the hub is expected to ask back
    next_try    INTEGER NOT NULL,
    failures    INTEGER NOT NULL DEFAULT 0,
    why         TEXT,                          -- what the hub said against it
    lease_until INTEGER NOT NULL DEFAULT 0,    -- it sends until then
    last_push   INTEGER,
    trusted     INTEGER NOT NULL DEFAULT 1     -- no news was found that it had not sent
) STRICT, WITHOUT ROWID;
CREATE INDEX subscription_due ON subscription (next_try);
