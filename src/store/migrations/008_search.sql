-- Which items hold which words, characters and pairs of characters; see store/search. Every token
-- stands once for an item, those of its title once more with a mark before them. The items are
-- indexed again by the step that runs this.
DROP TABLE item_search;
CREATE VIRTUAL TABLE item_search USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'porter ascii'
);
-- Bytes gathered before they are sorted and written: fewer pieces to merge later.
INSERT INTO item_search (item_search, rank) VALUES ('hashsize', 8388608);

-- The last day of an item's deadlines and events, so that what is due is found without a walk
-- through all that ever was.
ALTER TABLE item ADD COLUMN last_due INTEGER;
CREATE INDEX item_due ON item (last_due) WHERE last_due IS NOT NULL;

-- Running counts, so that nobody has to count.
CREATE TABLE tally (
    what    TEXT NOT NULL,                     -- item | delivery
    channel TEXT NOT NULL,
    state   TEXT NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (what, channel, state)
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT 'item', '', '', count(*) FROM item;
INSERT INTO tally SELECT 'delivery', channel, state, count(*) FROM delivery GROUP BY channel, state;
CREATE TRIGGER item_added AFTER INSERT ON item BEGIN
    UPDATE tally SET count = count + 1 WHERE what = 'item' AND channel = '' AND state = '';
END;
CREATE TRIGGER item_removed AFTER DELETE ON item BEGIN
    UPDATE tally SET count = count - 1 WHERE what = 'item' AND channel = '' AND state = '';
END;
CREATE TRIGGER delivery_added AFTER INSERT ON delivery BEGIN
    INSERT INTO tally VALUES ('delivery', new.channel, new.state, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER delivery_changed AFTER UPDATE OF channel, state ON delivery BEGIN
    INSERT INTO tally VALUES ('delivery', old.channel, old.state, -1)
        ON CONFLICT DO UPDATE SET count = count - 1;
    INSERT INTO tally VALUES ('delivery', new.channel, new.state, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER delivery_removed AFTER DELETE ON delivery BEGIN
    INSERT INTO tally VALUES ('delivery', old.channel, old.state, -1)
        ON CONFLICT DO UPDATE SET count = count - 1;
END;
