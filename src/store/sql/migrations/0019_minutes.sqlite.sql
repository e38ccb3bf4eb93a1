-- SPDX-License-Identifier: Apache-2.0
-- The minutes of an inspection in each school (service/minutes.h), why there are none, and files of
-- evidence for findings.

-- As they were made, then signed by the head, then by the principal too: each a row of its own.
CREATE TABLE inspection_minutes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection TEXT NOT NULL REFERENCES inspection(id),
    school TEXT NOT NULL REFERENCES unit(id),
    stage TEXT NOT NULL CHECK (stage IN ('made', 'head', 'signed')),
    head TEXT NOT NULL REFERENCES person(id), -- of the inspection, who signs first
    certificate TEXT REFERENCES certificate(sha256), -- of who signed this row's bytes
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    bytes BLOB NOT NULL,
    CHECK ((stage = 'made') = (certificate IS NULL))
) STRICT;
CREATE INDEX inspection_minutes_by_school ON inspection_minutes(inspection, school);
CREATE UNIQUE INDEX inspection_minutes_once ON inspection_minutes(inspection, school)
    WHERE stage = 'signed';

-- Why there are no signed minutes of a drawn school.
CREATE TABLE inspection_excuse (
    inspection TEXT NOT NULL REFERENCES inspection(id),
    school TEXT NOT NULL REFERENCES unit(id),
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (inspection, school)
) STRICT;

CREATE TABLE inspection_file (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    finding INTEGER NOT NULL REFERENCES inspection_finding(number),
    name TEXT NOT NULL,
    kind TEXT NOT NULL, -- its media type, by its first bytes
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (finding, sha256)
) STRICT;

CREATE TRIGGER inspection_minutes_no_update BEFORE UPDATE ON inspection_minutes
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_minutes'); END;
CREATE TRIGGER inspection_minutes_no_delete BEFORE DELETE ON inspection_minutes
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_minutes'); END;

CREATE TRIGGER inspection_excuse_no_update BEFORE UPDATE ON inspection_excuse
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_excuse'); END;
CREATE TRIGGER inspection_excuse_no_delete BEFORE DELETE ON inspection_excuse
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_excuse'); END;

CREATE TRIGGER inspection_file_no_update BEFORE UPDATE ON inspection_file
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_file'); END;
CREATE TRIGGER inspection_file_no_delete BEFORE DELETE ON inspection_file
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_file'); END;
