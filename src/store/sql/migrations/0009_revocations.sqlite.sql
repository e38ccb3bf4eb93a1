-- SPDX-License-Identifier: Apache-2.0
-- What schools ask for about records that were issued, what the managing level decides, and the
-- changes of status that follow (store/revocations.h; CV2088 III.3). A decision without a
-- ledger_entry, and a change without a status_entry, is still to be entered in the ledger.

CREATE TABLE revocation_request (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX revocation_request_by_unit ON revocation_request(unit);

CREATE TABLE revocation_item (
    request TEXT NOT NULL REFERENCES revocation_request(id),
    record TEXT NOT NULL REFERENCES issued_document(record),
    wish TEXT NOT NULL CHECK (wish IN ('replace', 'withdraw', 'give_up')),
    reason TEXT NOT NULL,
    evidence TEXT,
    PRIMARY KEY (request, record)
) STRICT;
CREATE INDEX revocation_item_by_record ON revocation_item(record);

-- A decision that its officer has signed and no seal has confirmed; the newest of a request counts.
CREATE TABLE revocation_paper (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL REFERENCES revocation_request(id),
    certificate TEXT NOT NULL REFERENCES certificate(sha256),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX revocation_paper_by_request ON revocation_paper(request);

CREATE TABLE revocation_decision (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    request TEXT NOT NULL UNIQUE REFERENCES revocation_request(id),
    officer TEXT NOT NULL REFERENCES certificate(sha256),
    seal TEXT NOT NULL REFERENCES certificate(sha256),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- Numbered by the step of the record that it is, so that issues and changes have one order.
CREATE TABLE status_change (
    event INTEGER NOT NULL PRIMARY KEY REFERENCES record_event(number),
    record TEXT NOT NULL REFERENCES issued_document(record),
    decision TEXT NOT NULL REFERENCES revocation_decision(sha256),
    status TEXT NOT NULL CHECK (status IN ('valid', 'revoked', 'suspended', 'superseded')),
    replacement TEXT REFERENCES issued_document(record),
    CHECK ((status = 'superseded') = (replacement IS NOT NULL))
) STRICT;
CREATE INDEX status_change_by_record ON status_change(record);

CREATE TABLE status_entry (
    event INTEGER NOT NULL PRIMARY KEY REFERENCES status_change(event),
    position INTEGER NOT NULL UNIQUE,
    entered_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER revocation_request_no_update BEFORE UPDATE ON revocation_request
BEGIN SELECT RAISE(ABORT, 'append-only: revocation_request'); END;
CREATE TRIGGER revocation_request_no_delete BEFORE DELETE ON revocation_request
BEGIN SELECT RAISE(ABORT, 'append-only: revocation_request'); END;
CREATE TRIGGER revocation_item_no_update BEFORE UPDATE ON revocation_item
BEGIN SELECT RAISE(ABORT, 'append-only: revocation_item'); END;
CREATE TRIGGER revocation_item_no_delete BEFORE DELETE ON revocation_item
BEGIN SELECT RAISE(ABORT, 'append-only: revocation_item'); END;
CREATE TRIGGER revocation_paper_no_update BEFORE UPDATE ON revocation_paper
BEGIN SELECT RAISE(ABORT, 'append-only: revocation_paper'); END;
CREATE TRIGGER revocation_paper_no_delete BEFORE DELETE ON revocation_paper
BEGIN SELECT RAISE(ABORT, 'append-only: revocation_paper'); END;
CREATE TRIGGER revocation_decision_no_update BEFORE UPDATE ON revocation_decision
BEGIN SELECT RAISE(ABORT, 'append-only: revocation_decision'); END;
CREATE TRIGGER revocation_decision_no_delete BEFORE DELETE ON revocation_decision
BEGIN SELECT RAISE(ABORT, 'append-only: revocation_decision'); END;
CREATE TRIGGER status_change_no_update BEFORE UPDATE ON status_change
BEGIN SELECT RAISE(ABORT, 'append-only: status_change'); END;
CREATE TRIGGER status_change_no_delete BEFORE DELETE ON status_change
BEGIN SELECT RAISE(ABORT, 'append-only: status_change'); END;
CREATE TRIGGER status_entry_no_update BEFORE UPDATE ON status_entry
BEGIN SELECT RAISE(ABORT, 'append-only: status_entry'); END;
CREATE TRIGGER status_entry_no_delete BEFORE DELETE ON status_entry
BEGIN SELECT RAISE(ABORT, 'append-only: status_entry'); END;
