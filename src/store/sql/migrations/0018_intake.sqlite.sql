-- SPDX-License-Identifier: Apache-2.0
-- What else a gateway takes in (store/received.h): requests about records that it received, the
-- changes of status that follow, and records that take the place of others. A change without a
-- received_change_entry is still to be entered in the ledger.

ALTER TABLE gateway_message ADD COLUMN kind TEXT NOT NULL DEFAULT 'records'
    CHECK (kind IN ('records', 'replace', 'withdraw', 'give_up', 'certificate'));

-- The table anew, since several records of a pupil's year may come one after the other: `turn`
-- counts them from 0, `step` is the newest received_change before them.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE received_before AS SELECT * FROM received_record;
DROP TABLE received_record;
CREATE TABLE received_record (
    uuid TEXT NOT NULL PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES gateway_message(number),
    place INTEGER NOT NULL,
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    pupil_code TEXT NOT NULL,
    grade INTEGER NOT NULL,
    seal TEXT NOT NULL REFERENCES certificate(sha256),
    received_at INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL,
    dictionary TEXT REFERENCES dictionary(id),
    bytes BLOB NOT NULL,
    turn INTEGER NOT NULL,
    step INTEGER NOT NULL,
    replaces TEXT UNIQUE REFERENCES received_record(uuid) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (pupil_code, year, turn)
) STRICT;
INSERT INTO received_record
SELECT uuid, message, place, unit, year, pupil_code, grade, seal, received_at, sha256, size,
    dictionary, bytes, 0, 0, NULL
FROM received_before;
DROP TABLE received_before;
CREATE TRIGGER received_record_no_update
BEFORE UPDATE ON received_record BEGIN SELECT RAISE(ABORT, 'append-only: received_record'); END;
CREATE TRIGGER received_record_no_delete
BEFORE DELETE ON received_record BEGIN SELECT RAISE(ABORT, 'append-only: received_record'); END;

CREATE TABLE received_request (
    request TEXT NOT NULL PRIMARY KEY REFERENCES revocation_request(id),
    message INTEGER NOT NULL UNIQUE REFERENCES gateway_message(number)
) STRICT;

CREATE TABLE received_item (
    request TEXT NOT NULL REFERENCES revocation_request(id),
    record TEXT NOT NULL REFERENCES received_record(uuid),
    wish TEXT NOT NULL CHECK (wish IN ('replace', 'withdraw', 'give_up')),
    reason TEXT NOT NULL,
    evidence TEXT,
    PRIMARY KEY (request, record)
) STRICT;
CREATE INDEX received_item_by_record ON received_item(record);

CREATE TABLE received_change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL REFERENCES received_record(uuid),
    decision TEXT NOT NULL REFERENCES revocation_decision(sha256),
    status TEXT NOT NULL CHECK (status IN ('valid', 'revoked', 'suspended', 'superseded')),
    replacement TEXT REFERENCES received_record(uuid),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    CHECK ((status = 'superseded') = (replacement IS NOT NULL))
) STRICT;
CREATE INDEX received_change_by_record ON received_change(record);

CREATE TABLE received_change_entry (
    change INTEGER NOT NULL PRIMARY KEY REFERENCES received_change(number),
    position INTEGER NOT NULL UNIQUE,
    entered_at INTEGER NOT NULL
) STRICT;

-- What a message of transaction 3 registered, or found registered.
CREATE TABLE received_certificate (
    message INTEGER NOT NULL PRIMARY KEY REFERENCES gateway_message(number),
    certificate TEXT NOT NULL REFERENCES certificate(id)
) STRICT;

CREATE TRIGGER received_request_no_update BEFORE UPDATE ON received_request
BEGIN SELECT RAISE(ABORT, 'append-only: received_request'); END;
CREATE TRIGGER received_request_no_delete BEFORE DELETE ON received_request
BEGIN SELECT RAISE(ABORT, 'append-only: received_request'); END;
CREATE TRIGGER received_item_no_update BEFORE UPDATE ON received_item
BEGIN SELECT RAISE(ABORT, 'append-only: received_item'); END;
CREATE TRIGGER received_item_no_delete BEFORE DELETE ON received_item
BEGIN SELECT RAISE(ABORT, 'append-only: received_item'); END;
CREATE TRIGGER received_change_no_update BEFORE UPDATE ON received_change
BEGIN SELECT RAISE(ABORT, 'append-only: received_change'); END;
CREATE TRIGGER received_change_no_delete BEFORE DELETE ON received_change
BEGIN SELECT RAISE(ABORT, 'append-only: received_change'); END;
CREATE TRIGGER received_change_entry_no_update BEFORE UPDATE ON received_change_entry
BEGIN SELECT RAISE(ABORT, 'append-only: received_change_entry'); END;
CREATE TRIGGER received_change_entry_no_delete BEFORE DELETE ON received_change_entry
BEGIN SELECT RAISE(ABORT, 'append-only: received_change_entry'); END;
CREATE TRIGGER received_certificate_no_update BEFORE UPDATE ON received_certificate
BEGIN SELECT RAISE(ABORT, 'append-only: received_certificate'); END;
CREATE TRIGGER received_certificate_no_delete BEFORE DELETE ON received_certificate
BEGIN SELECT RAISE(ABORT, 'append-only: received_certificate'); END;
