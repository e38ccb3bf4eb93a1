-- SPDX-License-Identifier: Apache-2.0
-- What somebody said that a workbook's columns are, for the next one of the school with the same headings
-- (store/mappings.h).

CREATE TABLE import_mapping (
    unit TEXT NOT NULL REFERENCES unit(id),
    headings TEXT NOT NULL, -- SHA-256 of them, hex
    choices TEXT NOT NULL,  -- as the API's ?columns
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (unit, headings)
) STRICT;

-- Comments that somebody would have otherwise (store/comment_edits.h): nothing changes before whoever
-- enters that comment accepts it.

CREATE TABLE comment_edit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    enrolment TEXT NOT NULL REFERENCES enrolment(id),
    key TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    ruling TEXT CHECK (ruling IN ('accepted', 'declined', 'withdrawn')), -- NULL: it waits
    answer TEXT,
    ruled_at INTEGER,
    ruled_by TEXT
) STRICT;
CREATE INDEX comment_edit_by_enrolment ON comment_edit(enrolment, key);
