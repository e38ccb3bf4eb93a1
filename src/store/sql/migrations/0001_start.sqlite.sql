-- SPDX-License-Identifier: Apache-2.0
-- The first schema. Texts are UTF-8 in NFC; moments are seconds since 1970-01-01T00:00:00Z, days
-- are 'YYYY-MM-DD'; ids are UUIDs made by the program. Append-only tables refuse every change.

-- What was done to this schema, and the exact text that did it.
CREATE TABLE migration (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

-- Keys and values about the installation.
CREATE TABLE instance (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE unit (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('department', 'school')),
    parent TEXT REFERENCES unit(id) DEFERRABLE INITIALLY DEFERRED,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    district TEXT,
    commune TEXT,
    province TEXT,
    issue_place TEXT,
    valid_from TEXT,
    valid_to TEXT,
    UNIQUE (kind, code)
) STRICT;

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES unit(id),
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    personal_number TEXT,
    title TEXT
) STRICT;

CREATE TABLE school_year (
    unit TEXT NOT NULL REFERENCES unit(id),
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'frozen')),
    PRIMARY KEY (unit, name)
) STRICT;

CREATE TABLE year_setting (
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (unit, year, key),
    FOREIGN KEY (unit, year) REFERENCES school_year(unit, name)
) STRICT;

CREATE TABLE class (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    name TEXT NOT NULL,
    sessions_per_day INTEGER NOT NULL CHECK (sessions_per_day IN (1, 2)),
    UNIQUE (unit, year, name),
    FOREIGN KEY (unit, year) REFERENCES school_year(unit, name)
) STRICT;

-- Who may do what, from when to when. Only the end date may be written later, once.
CREATE TABLE assignment (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person(id),
    unit TEXT NOT NULL REFERENCES unit(id),
    role TEXT NOT NULL,
    year TEXT,
    class TEXT REFERENCES class(id),
    subject TEXT,
    group_name TEXT,
    from_date TEXT NOT NULL,
    to_date TEXT,
    decided_by TEXT,
    decision TEXT
) STRICT;
CREATE INDEX assignment_by_person ON assignment(person);
CREATE INDEX assignment_by_unit_role ON assignment(unit, role);
CREATE INDEX assignment_by_class ON assignment(class);

CREATE TABLE pupil (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES unit(id),
    code TEXT,
    personal_number TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    fold_key TEXT NOT NULL,
    birth_date TEXT,
    UNIQUE (unit, code)
) STRICT;
CREATE INDEX pupil_by_unit_personal_number ON pupil(unit, personal_number);
CREATE INDEX pupil_by_unit_name_key ON pupil(unit, name_key);

-- The grade belongs to the enrolment: a combined class holds several.
CREATE TABLE enrolment (
    id TEXT NOT NULL PRIMARY KEY,
    pupil TEXT NOT NULL REFERENCES pupil(id),
    class TEXT NOT NULL REFERENCES class(id),
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 12),
    from_date TEXT,
    to_date TEXT,
    list_order INTEGER NOT NULL,
    UNIQUE (class, pupil)
) STRICT;
CREATE INDEX enrolment_by_pupil ON enrolment(pupil);

CREATE TABLE pupil_value (
    pupil TEXT NOT NULL REFERENCES pupil(id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (pupil, key)
) STRICT;

CREATE TABLE enrolment_value (
    enrolment TEXT NOT NULL REFERENCES enrolment(id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (enrolment, key)
) STRICT;

-- Every change of a draft and of the school's own data: who, when, from, to, where from.
CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    entity TEXT NOT NULL,
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    source TEXT
) STRICT;
CREATE INDEX change_by_entity_id ON change(entity, id);

-- Retests keep every mark; the last one is printed.
CREATE TABLE mark_attempt (
    enrolment TEXT NOT NULL REFERENCES enrolment(id),
    subject TEXT NOT NULL,
    period TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    mark INTEGER NOT NULL CHECK (mark BETWEEN 0 AND 10),
    taken_on TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    source TEXT,
    PRIMARY KEY (enrolment, subject, period, attempt)
) STRICT;

CREATE TABLE decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    entity TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reference TEXT
) STRICT;
CREATE INDEX decision_by_entity_subject ON decision(entity, subject);

CREATE TABLE certificate (
    id TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    der BLOB NOT NULL,
    person TEXT REFERENCES person(id),
    unit TEXT REFERENCES unit(id),
    subject TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    not_after INTEGER NOT NULL,
    storage TEXT NOT NULL,
    provider TEXT,
    CHECK ((person IS NULL) <> (unit IS NULL))
) STRICT;
CREATE INDEX certificate_by_person ON certificate(person);
CREATE INDEX certificate_by_unit ON certificate(unit);

CREATE TABLE certificate_event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    certificate TEXT NOT NULL REFERENCES certificate(id),
    event TEXT NOT NULL CHECK (event IN ('registered', 'approved', 'refused', 'withdrawn')),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT
) STRICT;
CREATE INDEX certificate_event_by_certificate ON certificate_event(certificate);

-- One pupil, one school year, one UUID. Only its state, planned date and work document change.
CREATE TABLE record (
    uuid TEXT NOT NULL PRIMARY KEY CHECK (length(uuid) = 36),
    enrolment TEXT NOT NULL REFERENCES enrolment(id),
    state TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    replaces TEXT REFERENCES record(uuid) DEFERRABLE INITIALLY DEFERRED UNIQUE,
    planned_on TEXT,
    work BLOB
) STRICT;
CREATE INDEX record_by_enrolment ON record(enrolment);

CREATE TABLE record_event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL REFERENCES record(uuid),
    verb TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT
) STRICT;
CREATE INDEX record_event_by_record ON record_event(record);

-- Who has signed the work document so far; '' stands for "no subject".
CREATE TABLE record_signature (
    record TEXT NOT NULL REFERENCES record(uuid),
    role TEXT NOT NULL,
    subject TEXT NOT NULL,
    certificate TEXT NOT NULL REFERENCES certificate(sha256),
    signed_at INTEGER NOT NULL,
    signed_by TEXT NOT NULL,
    PRIMARY KEY (record, role, subject)
) STRICT;

-- Compression dictionaries of a school, each an earlier one with a document after it: needed as long
-- as a document made with them is, hence for ever. Kept compressed, with the dictionary `base`.
CREATE TABLE dictionary (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES unit(id),
    generation INTEGER NOT NULL,
    base TEXT REFERENCES dictionary(id) DEFERRABLE INITIALLY DEFERRED,
    made_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (unit, generation)
) STRICT;

-- The records as issued, byte for byte (compressed with zstd and the school's dictionary).
CREATE TABLE issued_document (
    record TEXT NOT NULL PRIMARY KEY REFERENCES record(uuid),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    dictionary TEXT REFERENCES dictionary(id),
    issued_at INTEGER NOT NULL
) STRICT;
CREATE INDEX issued_document_by_dictionary ON issued_document(dictionary);

-- Append-only tables (REPLACE deletes first: recursive_triggers is on in every connection).
CREATE TRIGGER migration_no_update BEFORE UPDATE ON migration
BEGIN SELECT RAISE(ABORT, 'append-only: migration'); END;
CREATE TRIGGER migration_no_delete BEFORE DELETE ON migration
BEGIN SELECT RAISE(ABORT, 'append-only: migration'); END;
CREATE TRIGGER change_no_update BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'append-only: change'); END;
CREATE TRIGGER change_no_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'append-only: change'); END;
CREATE TRIGGER mark_attempt_no_update BEFORE UPDATE ON mark_attempt
BEGIN SELECT RAISE(ABORT, 'append-only: mark_attempt'); END;
CREATE TRIGGER mark_attempt_no_delete BEFORE DELETE ON mark_attempt
BEGIN SELECT RAISE(ABORT, 'append-only: mark_attempt'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'append-only: decision'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'append-only: decision'); END;
CREATE TRIGGER certificate_no_update BEFORE UPDATE ON certificate
BEGIN SELECT RAISE(ABORT, 'append-only: certificate'); END;
CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate
BEGIN SELECT RAISE(ABORT, 'append-only: certificate'); END;
CREATE TRIGGER certificate_event_no_update BEFORE UPDATE ON certificate_event
BEGIN SELECT RAISE(ABORT, 'append-only: certificate_event'); END;
CREATE TRIGGER certificate_event_no_delete BEFORE DELETE ON certificate_event
BEGIN SELECT RAISE(ABORT, 'append-only: certificate_event'); END;
CREATE TRIGGER record_event_no_update BEFORE UPDATE ON record_event
BEGIN SELECT RAISE(ABORT, 'append-only: record_event'); END;
CREATE TRIGGER record_event_no_delete BEFORE DELETE ON record_event
BEGIN SELECT RAISE(ABORT, 'append-only: record_event'); END;
CREATE TRIGGER dictionary_no_update BEFORE UPDATE ON dictionary
BEGIN SELECT RAISE(ABORT, 'append-only: dictionary'); END;
CREATE TRIGGER dictionary_no_delete BEFORE DELETE ON dictionary
BEGIN SELECT RAISE(ABORT, 'append-only: dictionary'); END;
CREATE TRIGGER issued_document_no_update BEFORE UPDATE ON issued_document
BEGIN SELECT RAISE(ABORT, 'append-only: issued_document'); END;
CREATE TRIGGER issued_document_no_delete BEFORE DELETE ON issued_document
BEGIN SELECT RAISE(ABORT, 'append-only: issued_document'); END;

-- Nothing that names the thing itself may change; it is never deleted.
CREATE TRIGGER assignment_fixed BEFORE UPDATE OF
    id, person, unit, role, year, class, subject,
    group_name, from_date, decided_by, decision ON assignment
BEGIN SELECT RAISE(ABORT, 'append-only: assignment'); END;
CREATE TRIGGER assignment_no_delete BEFORE DELETE ON assignment
BEGIN SELECT RAISE(ABORT, 'append-only: assignment'); END;
CREATE TRIGGER record_fixed BEFORE UPDATE OF uuid, enrolment, made_at, replaces ON record
BEGIN SELECT RAISE(ABORT, 'append-only: record'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'append-only: record'); END;
CREATE TRIGGER assignment_ended BEFORE UPDATE OF to_date ON assignment
WHEN OLD.to_date IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: assignment'); END;
