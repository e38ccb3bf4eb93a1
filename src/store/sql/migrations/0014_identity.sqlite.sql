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

-- What was asked about pupils' identity: of whom, why by law, in one file or call (service/identity.h).
CREATE TABLE identity_exchange (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    unit TEXT NOT NULL REFERENCES unit(id),
    recipient TEXT NOT NULL, -- SHA-256 of the certificate that it was encrypted for, or an address
    basis TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

-- One pupil in it, as asked; its id is the random number of the case and says nothing.
CREATE TABLE identity_question (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    exchange TEXT NOT NULL REFERENCES identity_exchange(id),
    pupil TEXT NOT NULL REFERENCES pupil(id),
    personal_number TEXT,
    name TEXT NOT NULL,
    birth_date TEXT
) STRICT;
CREATE INDEX identity_question_by_pupil ON identity_question(pupil);

-- What came back; the values only where they differ.
CREATE TABLE identity_answer (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    question TEXT NOT NULL REFERENCES identity_question(id),
    result TEXT NOT NULL CHECK (result IN ('match', 'differs', 'not_found')),
    personal_number TEXT,
    name TEXT,
    birth_date TEXT,
    sex TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX identity_answer_by_question ON identity_answer(question);

-- The registrar took an answer over into the pupil, or did not.
CREATE TABLE identity_ruling (
    answer INTEGER NOT NULL PRIMARY KEY REFERENCES identity_answer(number),
    accepted INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT
) STRICT;

CREATE INDEX pupil_by_personal_number ON pupil(personal_number);

CREATE TRIGGER identity_exchange_no_update BEFORE UPDATE ON identity_exchange
BEGIN SELECT RAISE(ABORT, 'append-only: identity_exchange'); END;
CREATE TRIGGER identity_exchange_no_delete BEFORE DELETE ON identity_exchange
BEGIN SELECT RAISE(ABORT, 'append-only: identity_exchange'); END;

CREATE TRIGGER identity_question_no_update BEFORE UPDATE ON identity_question
BEGIN SELECT RAISE(ABORT, 'append-only: identity_question'); END;
CREATE TRIGGER identity_question_no_delete BEFORE DELETE ON identity_question
BEGIN SELECT RAISE(ABORT, 'append-only: identity_question'); END;

CREATE TRIGGER identity_answer_no_update BEFORE UPDATE ON identity_answer
BEGIN SELECT RAISE(ABORT, 'append-only: identity_answer'); END;
CREATE TRIGGER identity_answer_no_delete BEFORE DELETE ON identity_answer
BEGIN SELECT RAISE(ABORT, 'append-only: identity_answer'); END;

CREATE TRIGGER identity_ruling_no_update BEFORE UPDATE ON identity_ruling
BEGIN SELECT RAISE(ABORT, 'append-only: identity_ruling'); END;
CREATE TRIGGER identity_ruling_no_delete BEFORE DELETE ON identity_ruling
BEGIN SELECT RAISE(ABORT, 'append-only: identity_ruling'); END;
