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

-- Minutes of an inspection go to a remote service as well (service/paper_job.h).

ALTER TABLE paper_batch RENAME TO paper_batch_before;
CREATE TABLE paper_batch (
    id TEXT NOT NULL PRIMARY KEY,
    paper TEXT NOT NULL CHECK (paper IN ('manifest', 'freeze', 'minutes')),
    unit TEXT NOT NULL REFERENCES unit(id),
    subject TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person(id),
    service TEXT NOT NULL,
    account TEXT NOT NULL,
    certificate TEXT NOT NULL,
    file TEXT NOT NULL,
    reference TEXT,
    started_at INTEGER NOT NULL,
    UNIQUE (person, paper, unit, subject)
) STRICT;
INSERT INTO paper_batch SELECT * FROM paper_batch_before;
DROP TABLE paper_batch_before;
