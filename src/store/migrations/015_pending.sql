-- Items whose words are not in the index yet: they are indexed many at a time, and looked at one by
-- one until then.
CREATE TABLE search_pending (item INTEGER PRIMARY KEY) STRICT;
