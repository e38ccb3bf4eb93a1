-- SPDX-License-Identifier: Apache-2.0
-- Keys that somebody else closed in the ledger that this instance hands in to (store/key_closings.h), as
-- their entries say it, each with its proof, and the certificates here of each. No paper: that lies
-- with whoever closed the key. Whoever seals, leads or teaches hears of it.

CREATE TABLE learned_closing (
    position INTEGER NOT NULL PRIMARY KEY CHECK (position >= 0),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64), -- H of the entry
    key_id TEXT NOT NULL CHECK (length(key_id) = 16), -- the entry's kid
    action TEXT NOT NULL CHECK (action IN ('retire', 'compromise')),
    since INTEGER NOT NULL CHECK (since >= 0), -- compromised: from this entry of the ledger on
    entered_at INTEGER NOT NULL,
    learned_at INTEGER NOT NULL,
    proof BLOB NOT NULL -- .tlog-proof of the entry, as it was learned
) STRICT;
CREATE INDEX learned_closing_by_key ON learned_closing(key_id);
CREATE TRIGGER learned_closing_no_update BEFORE UPDATE ON learned_closing
BEGIN SELECT RAISE(ABORT, 'append-only: learned_closing'); END;
CREATE TRIGGER learned_closing_no_delete BEFORE DELETE ON learned_closing
BEGIN SELECT RAISE(ABORT, 'append-only: learned_closing'); END;

CREATE TABLE learned_certificate (
    closing TEXT NOT NULL REFERENCES learned_closing(sha256),
    certificate TEXT NOT NULL REFERENCES certificate(sha256),
    PRIMARY KEY (closing, certificate)
) STRICT;
CREATE INDEX learned_certificate_by_certificate ON learned_certificate(certificate);
CREATE TRIGGER learned_certificate_no_update BEFORE UPDATE ON learned_certificate
BEGIN SELECT RAISE(ABORT, 'append-only: learned_certificate'); END;
CREATE TRIGGER learned_certificate_no_delete BEFORE DELETE ON learned_certificate
BEGIN SELECT RAISE(ABORT, 'append-only: learned_certificate'); END;

-- Closed here, with the paper, or elsewhere, as the ledger says it; an entry of a paper that lies here
-- stands once.
CREATE VIEW closed_key AS
SELECT closed_here.sha256, closed_here.key_id, closed_here.action, closed_here.since, closed_here.signer,
    closed_here.made_at, closed_here.made_by, closed_here.bytes,
    COALESCE((SELECT e.position FROM ledger_entry AS e WHERE e.sha256 = closed_here.sha256), -1) AS position
FROM key_closing AS closed_here
UNION ALL
SELECT learned.sha256, learned.key_id, learned.action, learned.since, NULL, learned.entered_at, NULL, NULL,
    learned.position
FROM learned_closing AS learned
WHERE NOT EXISTS (SELECT 1 FROM key_closing AS here WHERE here.sha256 = learned.sha256);
CREATE VIEW certificate_of_closed_key AS
SELECT closing, certificate FROM closed_certificate
UNION ALL SELECT closing, certificate FROM learned_certificate;

-- A notice about a key is of no class.
ALTER TABLE notice RENAME TO notice_before;
DROP INDEX notice_by_person;
DROP INDEX notice_unseen;
CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    person TEXT NOT NULL REFERENCES person(id),
    kind TEXT NOT NULL CHECK (kind IN ('record_returned', 'class_returned', 'class_opened',
        'batch_signed', 'edits_proposed', 'edit_declined', 'key_closed')),
    class TEXT REFERENCES class(id),
    subject TEXT NOT NULL, -- the record, the period, the batch, or the paper that closes a key
    role TEXT,             -- as which the person signs the record; NULL: does not
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT,
    seen_at INTEGER,
    CHECK (class IS NOT NULL OR kind = 'key_closed')
) STRICT;
INSERT INTO notice SELECT * FROM notice_before;
DROP TABLE notice_before;
CREATE INDEX notice_by_person ON notice(person, made_at);
CREATE INDEX notice_unseen ON notice(person, made_at) WHERE seen_at IS NULL;
