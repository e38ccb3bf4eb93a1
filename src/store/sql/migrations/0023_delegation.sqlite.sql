-- SPDX-License-Identifier: Apache-2.0
-- Delegations (service/delegation.h): the decision by which one person lets another sign for them,
-- kept for ever, and its end before the day that it names. What it gives are assignments that point
-- at it. An assignment may be for a grade: every class of that year with pupils in it.

CREATE TABLE delegation (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES unit(id),
    kind TEXT NOT NULL CHECK (kind IN ('principal', 'seal')),
    giver TEXT NOT NULL REFERENCES person(id),
    taker TEXT NOT NULL REFERENCES person(id),
    decision TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    CHECK (giver <> taker AND from_date <= to_date)
) STRICT;
CREATE INDEX delegation_by_unit ON delegation(unit, made_at);

CREATE TABLE delegation_end (
    delegation TEXT NOT NULL PRIMARY KEY REFERENCES delegation(id),
    last_day TEXT NOT NULL,
    ended_at INTEGER NOT NULL,
    ended_by TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- More about an assignment, written with it.
CREATE TABLE assignment_scope (
    assignment TEXT NOT NULL PRIMARY KEY REFERENCES assignment(id),
    grade INTEGER CHECK (grade BETWEEN 1 AND 12),
    delegation TEXT REFERENCES delegation(id),
    CHECK (grade IS NOT NULL OR delegation IS NOT NULL)
) STRICT;
CREATE INDEX assignment_scope_by_delegation ON assignment_scope(delegation);

CREATE TRIGGER assignment_scope_no_update BEFORE UPDATE ON assignment_scope
BEGIN SELECT RAISE(ABORT, 'append-only: assignment_scope'); END;
CREATE TRIGGER assignment_scope_no_delete BEFORE DELETE ON assignment_scope
BEGIN SELECT RAISE(ABORT, 'append-only: assignment_scope'); END;
CREATE TRIGGER delegation_no_update BEFORE UPDATE ON delegation
BEGIN SELECT RAISE(ABORT, 'append-only: delegation'); END;
CREATE TRIGGER delegation_no_delete BEFORE DELETE ON delegation
BEGIN SELECT RAISE(ABORT, 'append-only: delegation'); END;
CREATE TRIGGER delegation_end_no_update BEFORE UPDATE ON delegation_end
BEGIN SELECT RAISE(ABORT, 'append-only: delegation_end'); END;
CREATE TRIGGER delegation_end_no_delete BEFORE DELETE ON delegation_end
BEGIN SELECT RAISE(ABORT, 'append-only: delegation_end'); END;
