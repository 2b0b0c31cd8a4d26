-- What a text looks like at a glance, so that most items which share a key with a new one need not be
-- compared word for word.
CREATE TABLE sketch (
    item  INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
