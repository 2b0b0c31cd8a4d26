-- Neighbours are told apart by more buckets. The items are indexed again by the step that runs this.
DROP TABLE item_search;
CREATE VIRTUAL TABLE item_search USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'porter ascii'
);
INSERT INTO item_search (item_search, rank) VALUES ('hashsize', 8388608);
-- Merging eight pieces at a time instead of four writes everything fewer times.
INSERT INTO item_search (item_search, rank) VALUES ('automerge', 8);
INSERT INTO item_search (item_search, rank) VALUES ('crisismerge', 32);
