-- What version 1.9 adds: tags of notes that were put right after the session, with the old tag.
-- This text is never changed: a later version adds steps of its own.

CREATE TABLE note_correction (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    note_id TEXT NOT NULL,
    was_tag TEXT NOT NULL CHECK (
        was_tag IN ('note', 'idea', 'decision', 'action', 'parking', 'quote', 'experiment')
    ),
    is_tag TEXT NOT NULL CHECK (
        is_tag IN ('note', 'idea', 'decision', 'action', 'parking', 'quote', 'experiment')
    )
) STRICT;

CREATE INDEX note_correction_session ON note_correction (session_id, at_utc);
