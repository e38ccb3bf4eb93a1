-- SPDX-License-Identifier: Apache-2.0
-- Who signs in, since when, and who looked at what (store/accounts.h).

CREATE TABLE account (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person(id),
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    totp TEXT,
    totp_step INTEGER NOT NULL,
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    digest TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES account(person),
    used_at INTEGER
) STRICT;
CREATE INDEX recovery_code_by_person ON recovery_code(person);

CREATE TABLE session (
    digest TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES account(person),
    csrf TEXT NOT NULL,
    strong INTEGER NOT NULL CHECK (strong IN (0, 1)),
    begun_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ended_at INTEGER,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_person ON session(person);

CREATE TABLE access_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at INTEGER NOT NULL,
    what TEXT NOT NULL,
    login TEXT NOT NULL,
    unit TEXT,
    pupil TEXT,
    detail TEXT,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX access_log_by_pupil ON access_log(pupil) WHERE pupil IS NOT NULL;
CREATE INDEX access_log_by_unit ON access_log(unit, number);

CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
BEGIN SELECT RAISE(ABORT, 'append-only: access_log'); END;
CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log
BEGIN SELECT RAISE(ABORT, 'append-only: access_log'); END;
