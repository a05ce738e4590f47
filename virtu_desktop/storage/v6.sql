-- What version 1.5 adds to the tables of 1.4. This text is never changed: a later version adds
-- steps of its own.

-- Programmes, groups and sessions that stand in no list any more; nothing of them is lost.
CREATE TABLE deleted_item (
    kind TEXT NOT NULL CHECK (kind IN ('programme', 'group', 'session')),
    id TEXT NOT NULL CHECK (id <> ''),
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    PRIMARY KEY (kind, id)
) STRICT;
