-- SPDX-License-Identifier: Apache-2.0
-- Keys of seals that are retired or compromised (store/key_closings.h), as their papers were signed,
-- and the certificates of each. One without a ledger_entry is still to be entered.
-- Records that the ledger refused and that were withdrawn since: they need no entry any more.

CREATE TABLE key_closing (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64), -- of the paper
    key_id TEXT NOT NULL CHECK (length(key_id) = 64), -- SHA-256 of the SubjectPublicKeyInfo
    action TEXT NOT NULL CHECK (action IN ('retire', 'compromise')),
    since INTEGER NOT NULL CHECK (since >= 0), -- compromised: from this entry of the ledger on
    signer TEXT NOT NULL REFERENCES certificate(sha256),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX key_closing_by_key ON key_closing(key_id);
CREATE TRIGGER key_closing_no_update BEFORE UPDATE ON key_closing
BEGIN SELECT RAISE(ABORT, 'append-only: key_closing'); END;
CREATE TRIGGER key_closing_no_delete BEFORE DELETE ON key_closing
BEGIN SELECT RAISE(ABORT, 'append-only: key_closing'); END;

CREATE TABLE closed_certificate (
    closing TEXT NOT NULL REFERENCES key_closing(sha256),
    certificate TEXT NOT NULL REFERENCES certificate(sha256),
    PRIMARY KEY (closing, certificate)
) STRICT;
CREATE INDEX closed_certificate_by_certificate ON closed_certificate(certificate);
CREATE TRIGGER closed_certificate_no_update BEFORE UPDATE ON closed_certificate
BEGIN SELECT RAISE(ABORT, 'append-only: closed_certificate'); END;
CREATE TRIGGER closed_certificate_no_delete BEFORE DELETE ON closed_certificate
BEGIN SELECT RAISE(ABORT, 'append-only: closed_certificate'); END;

CREATE TABLE settled_refusal (
    record TEXT NOT NULL PRIMARY KEY, -- issued here or received
    decision TEXT NOT NULL REFERENCES revocation_decision(sha256),
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER settled_refusal_no_update BEFORE UPDATE ON settled_refusal
BEGIN SELECT RAISE(ABORT, 'append-only: settled_refusal'); END;
CREATE TRIGGER settled_refusal_no_delete BEFORE DELETE ON settled_refusal
BEGIN SELECT RAISE(ABORT, 'append-only: settled_refusal'); END;
