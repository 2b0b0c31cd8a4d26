-- Who was told to be quiet as a whole: a bot, with all its chats. Kept across restarts.
CREATE TABLE bot (
    name       TEXT PRIMARY KEY,               -- its public name, never its token
    wait_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
