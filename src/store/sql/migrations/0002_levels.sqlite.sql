-- SPDX-License-Identifier: Apache-2.0
-- Levels above B-B: what proves an issued record's signatures, kept beside it. The issued document
-- never changes; a file at level B-T or B-LT is put together when it is asked for.

-- How far each issued record has come, and when the next try is due. The only table here that
-- changes.
CREATE TABLE level (
    record TEXT NOT NULL PRIMARY KEY REFERENCES issued_document(record),
    reached TEXT NOT NULL CHECK (reached IN ('B-B', 'B-T', 'B-LT')),
    tries INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    reason TEXT
) STRICT;
CREATE INDEX level_pending ON level(next_try_at) WHERE reached <> 'B-LT';
INSERT INTO level (record, reached, tries, next_try_at)
SELECT record, 'B-B', 0, 0 FROM issued_document;

-- Certificates, OCSP responses and CRLs in DER, each once.
CREATE TABLE proof (
    sha256 TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('certificate', 'ocsp', 'crl')),
    bytes BLOB NOT NULL,
    fetched_at INTEGER NOT NULL
) STRICT;

-- A timestamp over one signature: the token, as the authority gave it.
CREATE TABLE signature_timestamp (
    record TEXT NOT NULL REFERENCES issued_document(record),
    signature TEXT NOT NULL,
    stamped_at INTEGER NOT NULL,
    authority TEXT NOT NULL REFERENCES proof(sha256),
    token BLOB NOT NULL,
    PRIMARY KEY (record, signature)
) STRICT;

-- Proofs that belong together; records signed by the same people share them. The id is SHA-256 of
-- the members.
CREATE TABLE proof_set (
    id TEXT NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL
) STRICT;
CREATE TABLE proof_set_member (
    proof_set TEXT NOT NULL REFERENCES proof_set(id),
    place INTEGER NOT NULL,
    about TEXT NOT NULL CHECK (about IN ('signer', 'authority')),
    proof TEXT NOT NULL REFERENCES proof(sha256),
    PRIMARY KEY (proof_set, place)
) STRICT;
CREATE TABLE signature_proof (
    record TEXT NOT NULL,
    signature TEXT NOT NULL,
    proof_set TEXT NOT NULL REFERENCES proof_set(id),
    PRIMARY KEY (record, signature),
    FOREIGN KEY (record, signature) REFERENCES signature_timestamp(record, signature)
) STRICT;

-- Append-only.
CREATE TRIGGER proof_no_update BEFORE UPDATE ON proof
BEGIN SELECT RAISE(ABORT, 'append-only: proof'); END;
CREATE TRIGGER proof_no_delete BEFORE DELETE ON proof
BEGIN SELECT RAISE(ABORT, 'append-only: proof'); END;
CREATE TRIGGER signature_timestamp_no_update BEFORE UPDATE ON signature_timestamp
BEGIN SELECT RAISE(ABORT, 'append-only: signature_timestamp'); END;
CREATE TRIGGER signature_timestamp_no_delete BEFORE DELETE ON signature_timestamp
BEGIN SELECT RAISE(ABORT, 'append-only: signature_timestamp'); END;
CREATE TRIGGER proof_set_no_update BEFORE UPDATE ON proof_set
BEGIN SELECT RAISE(ABORT, 'append-only: proof_set'); END;
CREATE TRIGGER proof_set_no_delete BEFORE DELETE ON proof_set
BEGIN SELECT RAISE(ABORT, 'append-only: proof_set'); END;
CREATE TRIGGER proof_set_member_no_update BEFORE UPDATE ON proof_set_member
BEGIN SELECT RAISE(ABORT, 'append-only: proof_set_member'); END;
CREATE TRIGGER proof_set_member_no_delete BEFORE DELETE ON proof_set_member
BEGIN SELECT RAISE(ABORT, 'append-only: proof_set_member'); END;
CREATE TRIGGER signature_proof_no_update BEFORE UPDATE ON signature_proof
BEGIN SELECT RAISE(ABORT, 'append-only: signature_proof'); END;
CREATE TRIGGER signature_proof_no_delete BEFORE DELETE ON signature_proof
BEGIN SELECT RAISE(ABORT, 'append-only: signature_proof'); END;
