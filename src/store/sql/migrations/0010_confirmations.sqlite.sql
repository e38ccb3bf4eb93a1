-- SPDX-License-Identifier: Apache-2.0
-- Sheets of a pupil's personal data that families confirm, numbered from 1 for each pupil's year; the
-- last one counts. A remark on one is to be answered by the registrar, also when a later one is out.

CREATE TABLE confirmation_sheet (
    enrolment TEXT NOT NULL REFERENCES enrolment(id),
    sheet INTEGER NOT NULL CHECK (sheet >= 1),
    printed_at INTEGER NOT NULL,
    printed_by TEXT NOT NULL,
    back_at INTEGER,
    back_by TEXT,
    remark TEXT,
    answered_at INTEGER,
    answered_by TEXT,
    answer TEXT,
    PRIMARY KEY (enrolment, sheet),
    CHECK ((back_at IS NULL) = (back_by IS NULL)),
    CHECK (remark IS NULL OR back_at IS NOT NULL),
    CHECK (answer IS NULL OR remark IS NOT NULL),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK ((answer IS NULL) = (answered_by IS NULL))
) STRICT;
CREATE INDEX confirmation_sheet_open ON confirmation_sheet(back_at)
    WHERE remark IS NOT NULL AND answer IS NULL;

-- What happened stays: printed, then back, then answered, each once.
CREATE TRIGGER confirmation_sheet_fixed
    BEFORE UPDATE OF enrolment, sheet, printed_at, printed_by ON confirmation_sheet
BEGIN SELECT RAISE(ABORT, 'append-only: confirmation_sheet'); END;
CREATE TRIGGER confirmation_sheet_back
    BEFORE UPDATE OF back_at, back_by, remark ON confirmation_sheet
WHEN OLD.back_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: confirmation_sheet'); END;
CREATE TRIGGER confirmation_sheet_answered
    BEFORE UPDATE OF answered_at, answered_by, answer ON confirmation_sheet
WHEN OLD.answer IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: confirmation_sheet'); END;
CREATE TRIGGER confirmation_sheet_no_delete BEFORE DELETE ON confirmation_sheet
BEGIN SELECT RAISE(ABORT, 'append-only: confirmation_sheet'); END;
