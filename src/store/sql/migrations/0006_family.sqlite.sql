-- SPDX-License-Identifier: Apache-2.0
-- Codes with which a family opens a pupil's records: only their digests are kept.

CREATE TABLE family_code (
    id TEXT NOT NULL PRIMARY KEY,
    pupil TEXT NOT NULL REFERENCES pupil(id),
    digest TEXT NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    ended_at INTEGER,
    ended_by TEXT,
    reason TEXT,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX family_code_open ON family_code(pupil) WHERE ended_at IS NULL;
CREATE INDEX family_code_by_pupil ON family_code(pupil);

-- What was given out stays on record; it can only end, once.
CREATE TRIGGER family_code_fixed BEFORE UPDATE OF id, pupil, digest, made_at, made_by ON family_code
BEGIN SELECT RAISE(ABORT, 'append-only: family_code'); END;
CREATE TRIGGER family_code_ended BEFORE UPDATE ON family_code
WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: family_code'); END;
CREATE TRIGGER family_code_no_delete BEFORE DELETE ON family_code
BEGIN SELECT RAISE(ABORT, 'append-only: family_code'); END;
