-- Which items hold which words, characters and pairs of characters; see store/search. Every token
-- stands once for an item, those of its title once more with a mark before them. The items are
-- indexed again by the step that runs this.
DROP TABLE item_search;
CREATE VIRTUAL TABLE item_search USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'porter ascii'
);
-- Bytes gathered before they are sorted and written: fewer pieces to merge later.
INSERT INTO item_search (item_search, rank) VALUES ('hashsize', 8388608);
