-- SPDX-License-Identifier: Apache-2.0
-- What a department writes itself in the evaluation of its pilot's period (store/evaluations.h): each
-- saving is a row, the newest of a part stands in the report, the others are its history.

CREATE TABLE evaluation_text (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('organisation', 'assessment', 'proposals')),
    text TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    FOREIGN KEY (unit, year) REFERENCES pilot(unit, year)
) STRICT;
CREATE INDEX evaluation_text_by_period ON evaluation_text(unit, year, from_day, to_day, part);
CREATE TRIGGER evaluation_text_no_update BEFORE UPDATE ON evaluation_text
BEGIN SELECT RAISE(ABORT, 'append-only: evaluation_text'); END;
CREATE TRIGGER evaluation_text_no_delete BEFORE DELETE ON evaluation_text
BEGIN SELECT RAISE(ABORT, 'append-only: evaluation_text'); END;
