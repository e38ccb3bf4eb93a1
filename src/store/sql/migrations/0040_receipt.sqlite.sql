-- SPDX-License-Identifier: Apache-2.0
-- What came of each batch that was signed on a page (store/receipts.h): who signed what with which
-- certificate, and what was refused.  Open batches are sign_batch; this stays after them.

CREATE TABLE sign_receipt (
    batch TEXT NOT NULL PRIMARY KEY CHECK (length(batch) = 36),
    person TEXT NOT NULL REFERENCES person(id),
    class TEXT NOT NULL REFERENCES class(id),
    role TEXT NOT NULL,
    subject TEXT, -- of a subject teacher
    certificate TEXT NOT NULL,
    signer TEXT NOT NULL,
    sentence TEXT NOT NULL, -- what the person said yes to
    started_at INTEGER NOT NULL,
    told_at INTEGER -- when the next signer was told of it
) STRICT;
CREATE INDEX sign_receipt_by_person ON sign_receipt(person, class);
CREATE INDEX sign_receipt_by_certificate ON sign_receipt(certificate, started_at);

CREATE TABLE sign_receipt_item (
    batch TEXT NOT NULL REFERENCES sign_receipt(batch),
    place INTEGER NOT NULL,
    record TEXT NOT NULL REFERENCES record(uuid),
    digest TEXT, -- hex, of what is signed; NULL: refused before there was one
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'signed', 'already', 'failed')),
    message TEXT,
    ended_at INTEGER,
    PRIMARY KEY (batch, place)
) STRICT;
CREATE INDEX sign_receipt_item_by_record ON sign_receipt_item(record);

-- The next signer hears of a batch; so does who wrote a comment, and who would have it otherwise.
ALTER TABLE notice RENAME TO notice_before;
DROP INDEX notice_by_person;
DROP INDEX notice_unseen;
CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    person TEXT NOT NULL REFERENCES person(id),
    kind TEXT NOT NULL CHECK (kind IN ('record_returned', 'class_returned', 'class_opened',
        'batch_signed', 'edits_proposed', 'edit_declined')),
    class TEXT NOT NULL REFERENCES class(id),
    subject TEXT NOT NULL, -- the record, the period, or the batch
    role TEXT,             -- as which the person signs the record; NULL: does not
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT,
    seen_at INTEGER
) STRICT;
INSERT INTO notice SELECT * FROM notice_before;
DROP TABLE notice_before;
CREATE INDEX notice_by_person ON notice(person, made_at);
CREATE INDEX notice_unseen ON notice(person, made_at) WHERE seen_at IS NULL;
