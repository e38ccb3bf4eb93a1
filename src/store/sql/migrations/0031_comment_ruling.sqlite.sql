-- SPDX-License-Identifier: Apache-2.0
-- What a school rules about sentences for its comments (store/comment_rulings.h): each proposal and
-- each ruling is a row; the newest of a sentence counts, the others are its history.

CREATE TABLE comment_ruling (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    unit TEXT NOT NULL REFERENCES unit(id),
    key TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('', 'T', 'H', 'C')),
    text TEXT NOT NULL,
    ruling TEXT NOT NULL CHECK (ruling IN ('proposed', 'accepted', 'hidden')),
    other TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX comment_ruling_by_key ON comment_ruling(unit, key, level, number);
CREATE TRIGGER comment_ruling_no_update BEFORE UPDATE ON comment_ruling
BEGIN SELECT RAISE(ABORT, 'append-only: comment_ruling'); END;
CREATE TRIGGER comment_ruling_no_delete BEFORE DELETE ON comment_ruling
BEGIN SELECT RAISE(ABORT, 'append-only: comment_ruling'); END;
