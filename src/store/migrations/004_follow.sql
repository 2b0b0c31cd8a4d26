-- Where the members of a story went that is no more, so that its address still leads somewhere.
CREATE TABLE moved_story (
    story INTEGER PRIMARY KEY,
    into_story INTEGER NOT NULL
) STRICT;
CREATE INDEX moved_story_into ON moved_story (into_story);

-- Articles that are read again for a while: deadlines move and notices are taken back on the
-- article's own page alone.
CREATE TABLE followed (
    item          INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    source        TEXT NOT NULL,
    looks         INTEGER NOT NULL DEFAULT 0,  -- made so far
    not_before    INTEGER NOT NULL,
    looked_at     INTEGER NOT NULL DEFAULT 0,
    headline      TEXT,                        -- as the article's page had it last
    seen_at       INTEGER,                     -- when it was there last
    missed        INTEGER NOT NULL DEFAULT 0,  -- looks in a row that found it gone or taken back
    missed_since  INTEGER,
    etag          TEXT,
    last_modified TEXT,
    fresh_at      INTEGER                      -- when the page last came in full
) STRICT;
CREATE INDEX followed_due ON followed (not_before);
CREATE INDEX followed_source ON followed (source, looked_at);
