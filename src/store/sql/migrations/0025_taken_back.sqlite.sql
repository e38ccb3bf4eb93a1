-- SPDX-License-Identifier: Apache-2.0
-- A replacement that is given up (service/replacement.h): the decisions and the attempts at a mark
-- that were entered for it count no more. They stay where they are; these say so, for ever.

CREATE TABLE decision_taken_back (
    decision TEXT NOT NULL PRIMARY KEY REFERENCES decision(id),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    source TEXT
) STRICT;

CREATE TABLE mark_taken_back (
    enrolment TEXT NOT NULL,
    subject TEXT NOT NULL,
    period TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    source TEXT,
    PRIMARY KEY (enrolment, subject, period, attempt),
    FOREIGN KEY (enrolment, subject, period, attempt)
        REFERENCES mark_attempt(enrolment, subject, period, attempt)
) STRICT;

CREATE TRIGGER decision_taken_back_no_update BEFORE UPDATE ON decision_taken_back
BEGIN SELECT RAISE(ABORT, 'append-only: decision_taken_back'); END;
CREATE TRIGGER decision_taken_back_no_delete BEFORE DELETE ON decision_taken_back
BEGIN SELECT RAISE(ABORT, 'append-only: decision_taken_back'); END;
CREATE TRIGGER mark_taken_back_no_update BEFORE UPDATE ON mark_taken_back
BEGIN SELECT RAISE(ABORT, 'append-only: mark_taken_back'); END;
CREATE TRIGGER mark_taken_back_no_delete BEFORE DELETE ON mark_taken_back
BEGIN SELECT RAISE(ABORT, 'append-only: mark_taken_back'); END;
