-- What the attendance reports add: which files were imported into a session, and the files
-- themselves if they were kept. This text is never changed: a later version adds steps of its own.

CREATE TABLE attendance_import (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '????-??-??T??:??:??.???Z'),
    people INTEGER NOT NULL CHECK (people >= 0),
    -- The file as it was, packed by zlib; NULL when it was not kept.
    content BLOB,
    PRIMARY KEY (session_id, sha256)
) STRICT;
