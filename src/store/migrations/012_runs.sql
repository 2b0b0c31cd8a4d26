-- Which items hold which words, characters and pairs of characters, in sorted runs of postings; see
-- store/search. The items are indexed again by the step that runs this.
DROP TABLE item_search;
CREATE TABLE search_run (
    id    INTEGER PRIMARY KEY,
    items INTEGER NOT NULL,                    -- as many as were indexed
    least INTEGER NOT NULL,                    -- the first and the last of them
    last  INTEGER NOT NULL
) STRICT;
CREATE TABLE search_block (
    id    INTEGER PRIMARY KEY,                 -- run, token, part of the token's list
    bytes BLOB NOT NULL
) STRICT;
-- Items that were removed; runs lose them when they are merged.
CREATE TABLE search_gone (item INTEGER PRIMARY KEY) STRICT;
