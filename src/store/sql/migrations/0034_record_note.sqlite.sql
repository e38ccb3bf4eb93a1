-- SPDX-License-Identifier: Apache-2.0
-- What a signer noted on a record for those who look at it next (store/record_notes.h): beside the
-- record, never in it.

CREATE TABLE record_note (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL REFERENCES record(uuid),
    role TEXT NOT NULL, -- as which the person signs: gvbm, gvcn, cbql, school
    text TEXT NOT NULL CHECK (length(text) > 0),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX record_note_by_record ON record_note(record, number);
CREATE TRIGGER record_note_no_update BEFORE UPDATE ON record_note
BEGIN SELECT RAISE(ABORT, 'append-only: record_note'); END;
CREATE TRIGGER record_note_no_delete BEFORE DELETE ON record_note
BEGIN SELECT RAISE(ABORT, 'append-only: record_note'); END;
