-- What version 1.8 adds: what a merge of another laptop's record has changed, row by row, so that
-- it can be undone. This text is never changed: a later version adds steps of its own.

CREATE TABLE record_merge (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    file_name TEXT NOT NULL,
    added INTEGER NOT NULL CHECK (added >= 0),
    sessions TEXT NOT NULL CHECK (sessions GLOB '[[]*]'),
    steps TEXT NOT NULL CHECK (steps GLOB '{*}')
) STRICT;
