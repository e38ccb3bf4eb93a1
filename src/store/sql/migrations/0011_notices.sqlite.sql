-- SPDX-License-Identifier: Apache-2.0
-- What a person should hear of (store/notices.h): one row for each person, written with the event.

CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    person TEXT NOT NULL REFERENCES person(id),
    kind TEXT NOT NULL CHECK (kind IN ('record_returned', 'class_returned', 'class_opened')),
    class TEXT NOT NULL REFERENCES class(id),
    subject TEXT NOT NULL, -- the record, or the period
    role TEXT,             -- as which the person signs the record; NULL: does not
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT,
    seen_at INTEGER
) STRICT;
CREATE INDEX notice_by_person ON notice(person, made_at);
CREATE INDEX notice_unseen ON notice(person, made_at) WHERE seen_at IS NULL;
