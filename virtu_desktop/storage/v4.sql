-- What version 1.3 adds: polls, their rounds, and what was answered with where it came from. This
-- text is never changed: a later version adds steps of its own.

CREATE TABLE poll (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE RESTRICT,
    block TEXT,
    kind TEXT NOT NULL CHECK (kind <> ''),
    text TEXT NOT NULL,
    secrecy TEXT NOT NULL CHECK (secrecy IN ('secret', 'open', 'named')),
    repeat_key TEXT,
    question TEXT NOT NULL CHECK (question GLOB '{*}'),
    right_shown INTEGER NOT NULL CHECK (right_shown IN (0, 1))
) STRICT;

CREATE INDEX poll_session ON poll (session_id, number);

CREATE INDEX poll_repeat_key ON poll (repeat_key);

CREATE TABLE poll_choice (
    poll_id TEXT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (place >= 0),
    label TEXT NOT NULL,
    PRIMARY KEY (poll_id, place)
) STRICT;

CREATE TABLE poll_round (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    poll_id TEXT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    opened_utc TEXT NOT NULL CHECK (opened_utc GLOB '????-??-??T??:??:??.???Z'),
    closed_utc TEXT CHECK (closed_utc GLOB '????-??-??T??:??:??.???Z'),
    closes_utc TEXT CHECK (closes_utc GLOB '????-??-??T??:??:??.???Z'),
    present_room INTEGER CHECK (present_room >= 0),
    present_site INTEGER CHECK (present_site >= 0),
    present_remote INTEGER CHECK (present_remote >= 0),
    revealed INTEGER NOT NULL CHECK (revealed IN (0, 1)),
    restarted INTEGER NOT NULL CHECK (restarted IN (0, 1)),
    UNIQUE (poll_id, number)
) STRICT;

CREATE TABLE ballot (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    round_id TEXT NOT NULL REFERENCES poll_round (id) ON DELETE CASCADE,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    channel TEXT NOT NULL CHECK (
        channel IN ('phone', 'hands', 'chat', 'report', 'paper', 'typed')
    ),
    mode TEXT CHECK (mode IN ('room', 'remote', 'site')),
    site TEXT NOT NULL,
    counted_by TEXT NOT NULL,
    batch TEXT,
    standing TEXT NOT NULL CHECK (
        standing IN ('counted', 'held', 'accepted', 'refused', 'taken_back')
    ),
    voter TEXT,
    name TEXT NOT NULL,
    written TEXT NOT NULL,
    code TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer GLOB '{*}')
) STRICT;

CREATE INDEX ballot_round ON ballot (round_id, voter, at_utc);

CREATE INDEX ballot_voter ON ballot (voter);

-- A device has one ballot that counts; another channel may bring a second one of the same person.
CREATE UNIQUE INDEX ballot_device ON ballot (round_id, voter)
    WHERE channel = 'phone' AND standing = 'counted' AND voter IS NOT NULL;

CREATE TABLE ballot_pick (
    ballot_id TEXT NOT NULL REFERENCES ballot (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (place >= 0),
    amount INTEGER NOT NULL,
    PRIMARY KEY (ballot_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE ballot_count (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    round_id TEXT NOT NULL REFERENCES poll_round (id) ON DELETE CASCADE,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    channel TEXT NOT NULL CHECK (
        channel IN ('phone', 'hands', 'chat', 'report', 'paper', 'typed')
    ),
    mode TEXT CHECK (mode IN ('room', 'remote', 'site')),
    site TEXT NOT NULL,
    counted_by TEXT NOT NULL,
    batch TEXT,
    standing TEXT NOT NULL CHECK (
        standing IN ('counted', 'held', 'accepted', 'refused', 'taken_back')
    ),
    people INTEGER NOT NULL CHECK (people >= 0)
) STRICT;

CREATE INDEX ballot_count_round ON ballot_count (round_id);

CREATE TABLE ballot_count_pick (
    count_id TEXT NOT NULL REFERENCES ballot_count (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (place >= 0),
    people INTEGER NOT NULL CHECK (people >= 0),
    PRIMARY KEY (count_id, place)
) STRICT, WITHOUT ROWID;

-- A secret ballot: its key is random, and nothing here or elsewhere says whose it is, where it came
-- from, when, or which came first.
CREATE TABLE secret_ballot (
    key BLOB NOT NULL CHECK (length(key) = 16),
    round_id TEXT NOT NULL REFERENCES poll_round (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer GLOB '{*}'),
    PRIMARY KEY (key)
) STRICT, WITHOUT ROWID;

CREATE INDEX secret_ballot_round ON secret_ballot (round_id, key);

CREATE TABLE secret_pick (
    key BLOB NOT NULL REFERENCES secret_ballot (key) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (place >= 0),
    amount INTEGER NOT NULL,
    PRIMARY KEY (key, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret_part (
    round_id TEXT NOT NULL REFERENCES poll_round (id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (
        channel IN ('phone', 'hands', 'chat', 'report', 'paper', 'typed')
    ),
    mode TEXT NOT NULL CHECK (mode IN ('', 'room', 'remote', 'site')),
    people INTEGER NOT NULL CHECK (people > 0),
    PRIMARY KEY (round_id, channel, mode)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_correction (
    number INTEGER NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES poll_round (id) ON DELETE CASCADE,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    kind TEXT NOT NULL CHECK (kind <> ''),
    unit TEXT,
    old TEXT NOT NULL
) STRICT;

CREATE INDEX poll_correction_round ON poll_correction (round_id, number);
