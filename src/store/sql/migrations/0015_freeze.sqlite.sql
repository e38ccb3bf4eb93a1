-- SPDX-License-Identifier: Apache-2.0
-- The freezes of schools' years, as they were signed (service/freeze.h). A year has one that is the
-- first; each later one supersedes the one before. One without a ledger_entry is still to be entered.

CREATE TABLE year_freeze (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    certificate TEXT NOT NULL REFERENCES certificate(sha256),
    supersedes TEXT UNIQUE REFERENCES year_freeze(sha256) DEFERRABLE INITIALLY DEFERRED,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    bytes BLOB NOT NULL,
    FOREIGN KEY (unit, year) REFERENCES school_year(unit, name)
) STRICT;
CREATE UNIQUE INDEX year_freeze_first ON year_freeze(unit, year) WHERE supersedes IS NULL;
CREATE INDEX year_freeze_by_year ON year_freeze(unit, year);

CREATE TRIGGER year_freeze_no_update BEFORE UPDATE ON year_freeze
BEGIN SELECT RAISE(ABORT, 'append-only: year_freeze'); END;
CREATE TRIGGER year_freeze_no_delete BEFORE DELETE ON year_freeze
BEGIN SELECT RAISE(ABORT, 'append-only: year_freeze'); END;
