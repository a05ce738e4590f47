-- What version 1.4 adds: the rooms of breakout blocks and who sat in them when. This text is never
-- changed: a later version adds steps of its own.

CREATE TABLE breakout_round (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE RESTRICT,
    block_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    method TEXT NOT NULL CHECK (method IN ('groups', 'world_cafe', 'jigsaw', 'pairs')),
    seed INTEGER NOT NULL,
    length_ms INTEGER NOT NULL CHECK (length_ms >= 0),
    return_ms INTEGER NOT NULL CHECK (return_ms >= 0),
    formed_utc TEXT NOT NULL CHECK (formed_utc GLOB '????-??-??T??:??:??.???Z'),
    started_utc TEXT CHECK (started_utc GLOB '????-??-??T??:??:??.???Z'),
    ended_utc TEXT CHECK (ended_utc GLOB '????-??-??T??:??:??.???Z'),
    CHECK (ended_utc >= started_utc)
) STRICT;

CREATE INDEX breakout_round_session ON breakout_round (session_id, block_id, number);

CREATE TABLE breakout_room (
    round_id TEXT NOT NULL REFERENCES breakout_round (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    extra_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('working', 'help', 'done')),
    card TEXT NOT NULL,
    note_id TEXT,
    PRIMARY KEY (round_id, number)
) STRICT;

CREATE TABLE breakout_seat (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    round_id TEXT NOT NULL REFERENCES breakout_round (id) ON DELETE CASCADE,
    room INTEGER NOT NULL CHECK (room >= 1),
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since_utc TEXT NOT NULL CHECK (since_utc GLOB '????-??-??T??:??:??.???Z'),
    until_utc TEXT CHECK (until_utc GLOB '????-??-??T??:??:??.???Z'),
    is_locked INTEGER NOT NULL CHECK (is_locked IN (0, 1)),
    CHECK (until_utc >= since_utc)
) STRICT;

CREATE INDEX breakout_seat_round ON breakout_seat (round_id, room);

CREATE INDEX breakout_seat_person ON breakout_seat (person_id);
