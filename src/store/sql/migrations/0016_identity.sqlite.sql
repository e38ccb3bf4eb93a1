-- SPDX-License-Identifier: Apache-2.0
-- Readiness of signers, identity of pupils.

-- A signature by a certificate's key over a challenge of this instance (service/certificate.h).
CREATE TABLE certificate_proof (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    certificate TEXT NOT NULL REFERENCES certificate(id),
    statement TEXT NOT NULL,
    signature BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX certificate_proof_by_certificate ON certificate_proof(certificate);

CREATE TRIGGER certificate_proof_no_update BEFORE UPDATE ON certificate_proof
BEGIN SELECT RAISE(ABORT, 'append-only: certificate_proof'); END;
CREATE TRIGGER certificate_proof_no_delete BEFORE DELETE ON certificate_proof
BEGIN SELECT RAISE(ABORT, 'append-only: certificate_proof'); END;
