-- SPDX-License-Identifier: Apache-2.0
-- Dated units and what became of them.

-- unit.kind says only whether a unit teaches ('school') or manages ('department'); which of these it
-- is stands here, and nothing for a plain school or department.
CREATE TABLE unit_kind (
    unit TEXT NOT NULL PRIMARY KEY REFERENCES unit(id),
    kind TEXT NOT NULL CHECK (kind IN ('ministry', 'district', 'commune', 'campus'))
) STRICT;

-- Under whom, by which code and name a unit was known from a day on, until the next row's. A unit
-- without rows has always been what its row in unit says; that row is also the last of these.
CREATE TABLE unit_state (
    unit TEXT NOT NULL REFERENCES unit(id),
    number INTEGER NOT NULL CHECK (number >= 1),
    since TEXT NOT NULL,
    parent TEXT REFERENCES unit(id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (unit, number)
) STRICT;

-- Mergers and splits: which unit goes on as which.
CREATE TABLE unit_successor (
    unit TEXT NOT NULL REFERENCES unit(id),
    successor TEXT NOT NULL REFERENCES unit(id),
    since TEXT NOT NULL,
    decision TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (unit, successor, since),
    CHECK (unit <> successor)
) STRICT;
CREATE INDEX unit_successor_by_successor ON unit_successor(successor);

CREATE TRIGGER unit_kind_no_update BEFORE UPDATE ON unit_kind
BEGIN SELECT RAISE(ABORT, 'append-only: unit_kind'); END;
CREATE TRIGGER unit_kind_no_delete BEFORE DELETE ON unit_kind
BEGIN SELECT RAISE(ABORT, 'append-only: unit_kind'); END;
CREATE TRIGGER unit_state_no_update BEFORE UPDATE ON unit_state
BEGIN SELECT RAISE(ABORT, 'append-only: unit_state'); END;
CREATE TRIGGER unit_state_no_delete BEFORE DELETE ON unit_state
BEGIN SELECT RAISE(ABORT, 'append-only: unit_state'); END;
CREATE TRIGGER unit_successor_no_update BEFORE UPDATE ON unit_successor
BEGIN SELECT RAISE(ABORT, 'append-only: unit_successor'); END;
CREATE TRIGGER unit_successor_no_delete BEFORE DELETE ON unit_successor
BEGIN SELECT RAISE(ABORT, 'append-only: unit_successor'); END;

-- What rolling a school year over has made: classes and enrolments of the new year, taken back while
-- nothing was entered about them.
CREATE TABLE year_roll (
    id TEXT NOT NULL PRIMARY KEY, -- of the class or the enrolment
    kind TEXT NOT NULL CHECK (kind IN ('class', 'enrolment')),
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX year_roll_by_year ON year_roll(unit, year);
CREATE TRIGGER pupil_lookup_left AFTER DELETE ON enrolment
BEGIN UPDATE pupil_lookup SET stale = 1 WHERE pupil = OLD.pupil; END;
