-- What version 1.7 adds: what is known of a programme besides its sessions, for its report and its
-- privacy notice. This text is never changed: a later version adds steps of its own.

CREATE TABLE programme_fact (
    programme_id TEXT NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    PRIMARY KEY (programme_id, name)
) STRICT;
