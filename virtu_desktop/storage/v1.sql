-- The tables of version 1. This text is never changed: a later version adds steps of its own.
-- JSON columns are checked by their first and last sign: SQLite 3.40 takes json_valid() for unsafe
-- in a schema while trusted_schema is off.

CREATE TABLE meta (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    library TEXT NOT NULL CHECK (library <> ''),
    created_utc TEXT NOT NULL CHECK (created_utc GLOB '????-??-??T??:??:??.???Z'),
    app_version TEXT NOT NULL,
    sqlite_version TEXT NOT NULL,
    closed_clean INTEGER NOT NULL CHECK (closed_clean IN (0, 1))
) STRICT;

CREATE TABLE programme (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    title TEXT NOT NULL,
    customer TEXT NOT NULL
) STRICT;

CREATE TABLE participant_group (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE RESTRICT,
    name TEXT NOT NULL,
    site TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE INDEX participant_group_programme ON participant_group (programme_id, position);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    group_id TEXT REFERENCES participant_group (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    number INTEGER NOT NULL,
    language TEXT NOT NULL,
    template TEXT NOT NULL,
    zone TEXT NOT NULL CHECK (zone <> ''),
    start_utc TEXT NOT NULL CHECK (start_utc GLOB '????-??-??T??:??:??.???Z'),
    end_utc TEXT CHECK (end_utc GLOB '????-??-??T??:??:??.???Z'),
    target_end_utc TEXT NOT NULL CHECK (target_end_utc GLOB '????-??-??T??:??:??.???Z'),
    planned_end_utc TEXT NOT NULL CHECK (planned_end_utc GLOB '????-??-??T??:??:??.???Z'),
    planned_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX session_group ON session (group_id, number);

CREATE TABLE block (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    id TEXT NOT NULL CHECK (id <> ''),
    position INTEGER NOT NULL CHECK (position >= 0),
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind IN ('opening', 'plenary', 'breakout', 'individual', 'break', 'poll', 'closing')
    ),
    planned_start_utc TEXT NOT NULL CHECK (planned_start_utc GLOB '????-??-??T??:??:??.???Z'),
    planned_end_utc TEXT NOT NULL CHECK (planned_end_utc GLOB '????-??-??T??:??:??.???Z'),
    length_ms INTEGER NOT NULL CHECK (length_ms >= 0),
    minimum_ms INTEGER NOT NULL CHECK (minimum_ms BETWEEN 0 AND length_ms),
    fixed_start TEXT CHECK (fixed_start GLOB '??:??*'),
    optional INTEGER NOT NULL CHECK (optional IN (0, 1)),
    priority INTEGER NOT NULL CHECK (priority IN (1, 2, 3)),
    auto_advance INTEGER NOT NULL CHECK (auto_advance IN (0, 1)),
    owner TEXT NOT NULL,
    room TEXT NOT NULL,
    remote TEXT NOT NULL,
    trainer_note TEXT NOT NULL,
    materials TEXT NOT NULL CHECK (materials GLOB '[[]*]'),
    polls TEXT NOT NULL CHECK (polls GLOB '[[]*]'),
    breakout TEXT CHECK (breakout GLOB '{*}'),
    PRIMARY KEY (session_id, id)
) STRICT;

CREATE INDEX block_order ON block (session_id, position);

CREATE TABLE run (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE RESTRICT,
    kind TEXT NOT NULL CHECK (kind IN ('live', 'rehearsal')),
    plan_at_start TEXT NOT NULL CHECK (plan_at_start GLOB '{*}'),
    opened_utc TEXT NOT NULL CHECK (opened_utc GLOB '????-??-??T??:??:??.???Z'),
    last_seen_utc TEXT CHECK (last_seen_utc GLOB '????-??-??T??:??:??.???Z'),
    started_utc TEXT CHECK (started_utc GLOB '????-??-??T??:??:??.???Z'),
    ended_utc TEXT CHECK (ended_utc GLOB '????-??-??T??:??:??.???Z')
) STRICT;

CREATE INDEX run_session ON run (session_id, opened_utc);

CREATE TABLE run_event (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE RESTRICT,
    position INTEGER NOT NULL CHECK (position >= 0),
    action TEXT NOT NULL CHECK (action <> ''),
    cause TEXT NOT NULL CHECK (
        cause IN ('trainer', 'catch_up', 'sleep', 'auto_advance', 'rehearsal')
    ),
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    mono_ms INTEGER NOT NULL,
    boot TEXT NOT NULL,
    type TEXT NOT NULL CHECK (
        type IN (
            'start', 'pause', 'resume', 'adjust', 'skip', 'restore', 'correct_start', 'end',
            'agree_end', 'rooms', 'take_back'
        )
    ),
    block TEXT,
    ms INTEGER,
    to_utc TEXT CHECK (to_utc GLOB '????-??-??T??:??:??.???Z'),
    takes_back TEXT CHECK ((takes_back IS NULL) = (type <> 'take_back')),
    version INTEGER NOT NULL CHECK (version >= 1),
    UNIQUE (run_id, position)
) STRICT;

CREATE TRIGGER run_event_stays BEFORE UPDATE ON run_event
BEGIN
    SELECT RAISE(ABORT, 'run events are never changed');
END;

CREATE TRIGGER run_event_is_kept BEFORE DELETE ON run_event
BEGIN
    SELECT RAISE(ABORT, 'run events are never deleted');
END;

CREATE TABLE block_actual (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    block_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('done', 'current', 'skipped', 'pending', 'passed')),
    started_utc TEXT CHECK (started_utc GLOB '????-??-??T??:??:??.???Z'),
    ended_utc TEXT CHECK (ended_utc GLOB '????-??-??T??:??:??.???Z'),
    allotted_ms INTEGER NOT NULL,
    run_ms INTEGER NOT NULL,
    late_ms INTEGER,
    PRIMARY KEY (run_id, block_id)
) STRICT;

CREATE TABLE incident (
    id INTEGER NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE RESTRICT,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    kind TEXT NOT NULL CHECK (kind IN ('away', 'slept', 'clock_stepped')),
    length_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX incident_run ON incident (run_id);

CREATE TABLE note (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE RESTRICT,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    block TEXT,
    text TEXT NOT NULL,
    tag TEXT NOT NULL CHECK (
        tag IN ('note', 'idea', 'decision', 'action', 'parking', 'quote', 'experiment')
    ),
    persons TEXT NOT NULL CHECK (persons GLOB '[[]*]'),
    private INTEGER NOT NULL CHECK (private IN (0, 1)),
    edited_utc TEXT CHECK (edited_utc GLOB '????-??-??T??:??:??.???Z')
) STRICT;

CREATE INDEX note_session ON note (session_id, at_utc);

-- Kept by the writer in the transaction of the note: SQLite lets no trigger write to it while
-- trusted_schema is off.
CREATE VIRTUAL TABLE note_search USING fts5 (
    text,
    content = 'note',
    content_rowid = 'number',
    tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE draft (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;

CREATE TABLE zone_offset (
    zone TEXT NOT NULL,
    from_utc TEXT NOT NULL CHECK (from_utc GLOB '????-??-??T??:??:??.???Z'),
    seconds INTEGER NOT NULL,
    PRIMARY KEY (zone, from_utc)
) STRICT;
