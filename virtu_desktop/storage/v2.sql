-- What version 1.1 adds to the tables of 1.0. This text is never changed: a later version adds
-- steps of its own. Every new column has a default, so that a program of version 1.0 can write.

ALTER TABLE session ADD COLUMN delivery TEXT NOT NULL DEFAULT 'hybrid'
    CHECK (delivery IN ('room', 'hybrid', 'remote'));

ALTER TABLE session ADD COLUMN has_phones INTEGER NOT NULL DEFAULT 0 CHECK (has_phones IN (0, 1));

ALTER TABLE session ADD COLUMN plan_version INTEGER NOT NULL DEFAULT 0 CHECK (plan_version >= 0);

ALTER TABLE session ADD COLUMN shape TEXT NOT NULL DEFAULT '';

ALTER TABLE block ADD COLUMN origin TEXT NOT NULL DEFAULT '';

CREATE INDEX block_origin ON block (origin);

CREATE INDEX block_id ON block (id);

-- Version 1.0 could neither add, move nor remove blocks: each still stands where its template had it.
UPDATE block SET origin = (
    SELECT s.template FROM session AS s WHERE s.id = block.session_id
) || ':' || (position + 1)
WHERE session_id IN (SELECT id FROM session WHERE template <> '');

UPDATE session SET plan_version = 1;

CREATE TABLE plan_template (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    start TEXT NOT NULL CHECK (start GLOB '??:??*'),
    blocks TEXT NOT NULL CHECK (blocks GLOB '[[]*]')
) STRICT;

CREATE TABLE silenced_check (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    rule TEXT NOT NULL CHECK (rule <> ''),
    block_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (session_id, rule, block_id)
) STRICT;

CREATE TABLE readiness_tick (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    key TEXT NOT NULL CHECK (key <> ''),
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    PRIMARY KEY (session_id, key)
) STRICT;

CREATE TABLE session_export (
    id INTEGER NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    formats TEXT NOT NULL CHECK (formats GLOB '[[]*]')
) STRICT;

CREATE INDEX session_export_session ON session_export (session_id, at_utc);
