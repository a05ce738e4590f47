-- What version 1.2 adds: people, who is expected in a session, and who was there when. This text is
-- never changed: a later version adds steps of its own.

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    programme_id TEXT REFERENCES programme (id) ON DELETE RESTRICT,
    -- No reference: a record that was handed over may name a group that comes with another record.
    group_id TEXT,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    site TEXT NOT NULL,
    email TEXT NOT NULL,
    tags TEXT NOT NULL CHECK (tags GLOB '[[]*]'),
    usual_mode TEXT NOT NULL CHECK (usual_mode IN ('room', 'remote', 'site')),
    language TEXT NOT NULL
) STRICT;

CREATE INDEX person_programme ON person (programme_id);

CREATE INDEX person_group ON person (group_id);

CREATE TABLE expectation (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    is_expected INTEGER NOT NULL CHECK (is_expected IN (0, 1)),
    mode TEXT CHECK (mode IN ('room', 'remote', 'site')),
    PRIMARY KEY (session_id, person_id)
) STRICT;

CREATE INDEX expectation_person ON expectation (person_id);

CREATE TABLE presence (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE RESTRICT,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    joined_utc TEXT NOT NULL CHECK (joined_utc GLOB '????-??-??T??:??:??.???Z'),
    left_utc TEXT CHECK (left_utc GLOB '????-??-??T??:??:??.???Z'),
    mode TEXT NOT NULL CHECK (mode IN ('room', 'remote', 'site')),
    site TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('door', 'trainer', 'import', 'phone')),
    leaving TEXT NOT NULL CHECK (leaving IN ('left', 'away', 'line_lost')),
    CHECK (left_utc >= joined_utc)
) STRICT;

CREATE INDEX presence_session ON presence (session_id, person_id);

CREATE INDEX presence_person ON presence (person_id);

CREATE TABLE presence_correction (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    kind TEXT NOT NULL CHECK (
        kind IN ('added', 'moved', 'cut', 'joined', 'removed', 'taken_back')
    ),
    presence_id TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    was_joined_utc TEXT CHECK (was_joined_utc GLOB '????-??-??T??:??:??.???Z'),
    was_left_utc TEXT CHECK (was_left_utc GLOB '????-??-??T??:??:??.???Z'),
    was_mode TEXT CHECK (was_mode IN ('room', 'remote', 'site')),
    was_site TEXT,
    is_joined_utc TEXT CHECK (is_joined_utc GLOB '????-??-??T??:??:??.???Z'),
    is_left_utc TEXT CHECK (is_left_utc GLOB '????-??-??T??:??:??.???Z'),
    is_mode TEXT CHECK (is_mode IN ('room', 'remote', 'site')),
    is_site TEXT
) STRICT;

CREATE INDEX presence_correction_session ON presence_correction (session_id, at_utc);

CREATE INDEX presence_correction_person ON presence_correction (person_id);

CREATE TABLE attendance (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    mode TEXT NOT NULL CHECK (mode IN ('room', 'remote', 'site')),
    site TEXT NOT NULL,
    first_utc TEXT NOT NULL CHECK (first_utc GLOB '????-??-??T??:??:??.???Z'),
    last_utc TEXT NOT NULL CHECK (last_utc GLOB '????-??-??T??:??:??.???Z'),
    present_ms INTEGER NOT NULL CHECK (present_ms > 0),
    session_ms INTEGER NOT NULL CHECK (session_ms >= present_ms),
    late_ms INTEGER NOT NULL CHECK (late_ms >= 0),
    left_early_ms INTEGER NOT NULL CHECK (left_early_ms >= 0),
    away_ms INTEGER NOT NULL CHECK (away_ms >= 0),
    away_times INTEGER NOT NULL CHECK (away_times >= 0),
    PRIMARY KEY (session_id, person_id)
) STRICT;

CREATE INDEX attendance_person ON attendance (person_id);

CREATE TABLE person_merge (
    gone_id TEXT NOT NULL PRIMARY KEY CHECK (gone_id <> ''),
    kept_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    moved TEXT NOT NULL CHECK (moved GLOB '{*}')
) STRICT;

CREATE INDEX person_merge_kept ON person_merge (kept_id);
