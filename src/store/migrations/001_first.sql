-- Moments are Unix seconds unless named otherwise. Hashes are 64-bit, as signed integers.

-- What last happened to a source; what it is stands in config.toml.
CREATE TABLE source (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    url              TEXT NOT NULL,
    country          TEXT,
    kind             TEXT NOT NULL,            -- feed | page | auto (not known yet)
    configured       INTEGER NOT NULL DEFAULT 1,
    paused           INTEGER NOT NULL DEFAULT 0,
    health           TEXT NOT NULL DEFAULT 'new',
    why              TEXT,
    looks            INTEGER NOT NULL DEFAULT 0,   -- successful ones
    failures         INTEGER NOT NULL DEFAULT 0,   -- in a row
    last_checked     INTEGER,
    next_check       INTEGER NOT NULL DEFAULT 0,
    last_news        INTEGER,
    interval_s       INTEGER,
    etag             TEXT,
    last_modified    TEXT,
    validators_since INTEGER,
    body_hash        INTEGER,
    template         TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX source_due ON source (next_check) WHERE configured = 1 AND paused = 0;

-- The topics as configured, for readers that have no judge.
CREATE TABLE topic (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    name_zh TEXT,
    hashtag TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE story (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    lead INTEGER                               -- the item that is posted
) STRICT;

-- Stories that tell the same event in other words; a < b.
CREATE TABLE related (
    a INTEGER NOT NULL REFERENCES story (id),
    b INTEGER NOT NULL REFERENCES story (id),
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    url            TEXT NOT NULL UNIQUE,       -- canonical
    link           TEXT NOT NULL,              -- as found
    source         TEXT NOT NULL,
    story          INTEGER NOT NULL REFERENCES story (id),
    joined         TEXT NOT NULL,              -- why it is in its story (JSON)
    title          TEXT NOT NULL,
    summary        TEXT,
    lang           TEXT,
    author         TEXT,
    office         TEXT,
    published      TEXT,                       -- YYYY-MM-DD or RFC 3339
    published_from TEXT,
    sort_at        INTEGER NOT NULL,           -- published, or first seen where unknown
    first_seen     INTEGER NOT NULL,
    relevant       INTEGER NOT NULL,
    score          REAL NOT NULL,
    topics         TEXT NOT NULL DEFAULT '[]', -- JSON
    reasons        TEXT NOT NULL DEFAULT '[]', -- JSON
    judge_version  INTEGER NOT NULL,
    mark           INTEGER,                    -- the operator's word: 1 relevant, 0 off-topic
    deadlines      TEXT NOT NULL DEFAULT '[]', -- JSON
    image          TEXT,
    article        TEXT NOT NULL,              -- wanted | read | none | failed
    occasion       TEXT,                       -- until routed: first-look | regular SINCE | flood
    imported       INTEGER NOT NULL DEFAULT 0,
    withdrawn      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX item_off_topic ON item (first_seen) WHERE relevant = 0;
CREATE INDEX item_sort ON item (sort_at DESC, id DESC);
CREATE INDEX item_source ON item (source, sort_at DESC);
CREATE INDEX item_story ON item (story);
CREATE INDEX item_unrouted ON item (source) WHERE occasion IS NOT NULL;

CREATE TABLE item_text (
    item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

-- Every key under which a source ever showed an item: outlives the item and its text.
CREATE TABLE sighting (
    source     TEXT NOT NULL,
    key        INTEGER NOT NULL,               -- hash of the canonical address or of the feed's id
    item       INTEGER NOT NULL,
    face       INTEGER NOT NULL,               -- hash of what the listing said, to see changes
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;

-- Keys by which possible copies of an item are found.
CREATE TABLE fingerprint (
    key  INTEGER NOT NULL,
    item INTEGER NOT NULL,
    PRIMARY KEY (key, item)
) STRICT, WITHOUT ROWID;

-- Articles still to be read.
CREATE TABLE wanted (
    item       INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    source     TEXT NOT NULL,
    url        TEXT NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    give_up    INTEGER NOT NULL                -- from then on the item goes out as the listing has it
) STRICT;
CREATE INDEX wanted_due ON wanted (not_before);

CREATE TABLE channel (
    name       TEXT PRIMARY KEY,
    stopped    TEXT,                           -- why nothing is sent any more, until the operator acts
    moved_to   TEXT,                           -- the chat that took the configured one's place
    wait_until INTEGER NOT NULL DEFAULT 0,     -- a 429's retry_after, kept across restarts
    wait_why   TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    channel     TEXT NOT NULL,
    kind        TEXT NOT NULL,                 -- post | edit | reply | digest | alert
    story       INTEGER,
    item        INTEGER,                       -- the item that gave rise to it
    body        TEXT,                          -- what is sent, where it is not rendered from the story (JSON)
    of          INTEGER REFERENCES delivery (id), -- the delivery that an edit or reply belongs to
    digest      INTEGER REFERENCES delivery (id), -- the digest that carries this one; it shares its fate
    state       TEXT NOT NULL,
    why         TEXT,
    order_at    INTEGER NOT NULL,              -- publication; per channel sent in (order_at, id) order
    not_before  INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    first_tried INTEGER,
    claimed_at  INTEGER,
    settled_at  INTEGER,
    receipts    TEXT                           -- where it arrived (JSON)
) STRICT;
CREATE INDEX delivery_open ON delivery (channel, order_at, id)
    WHERE state IN ('queued', 'in-flight', 'unknown', 'retrying') AND digest IS NULL;
CREATE INDEX delivery_sent ON delivery (channel, settled_at) WHERE state = 'sent';
CREATE INDEX delivery_story ON delivery (story);
CREATE UNIQUE INDEX delivery_one_post ON delivery (channel, story) WHERE kind = 'post';
CREATE INDEX delivery_of ON delivery (of) WHERE of IS NOT NULL;
CREATE INDEX delivery_digest ON delivery (digest) WHERE digest IS NOT NULL;

-- Full text, made of words and of pairs of unspaced characters; see store/search.
CREATE VIRTUAL TABLE item_search USING fts5 (
    title, text, content = '', contentless_delete = 1, tokenize = "porter unicode61 remove_diacritics 2"
);

CREATE TABLE note (                            -- small facts about the store itself
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
