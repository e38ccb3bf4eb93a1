-- SPDX-License-Identifier: Apache-2.0
-- The freezes (chốt) that schools with systems of their own have signed, as the department keeps
-- them beside what its gateway takes in (store/received_freezes.h): the first one with the
-- manifests of its classes and whom they name as waiting for the reassessment.

CREATE TABLE received_freeze (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    certificate TEXT NOT NULL REFERENCES certificate(sha256),
    supersedes TEXT UNIQUE REFERENCES received_freeze(sha256) DEFERRABLE INITIALLY DEFERRED,
    signed_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    bytes BLOB NOT NULL,
    FOREIGN KEY (unit, year) REFERENCES school_year(unit, name)
) STRICT;
CREATE UNIQUE INDEX received_freeze_first ON received_freeze(unit, year) WHERE supersedes IS NULL;

CREATE TABLE received_manifest (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    of_freeze TEXT NOT NULL REFERENCES received_freeze(sha256),
    class TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE received_waiting (
    of_freeze TEXT NOT NULL REFERENCES received_freeze(sha256),
    pupil_code TEXT NOT NULL,
    manifest TEXT NOT NULL REFERENCES received_manifest(sha256),
    PRIMARY KEY (of_freeze, pupil_code)
) STRICT;

CREATE TRIGGER received_freeze_no_update BEFORE UPDATE ON received_freeze
BEGIN SELECT RAISE(ABORT, 'append-only: received_freeze'); END;
CREATE TRIGGER received_freeze_no_delete BEFORE DELETE ON received_freeze
BEGIN SELECT RAISE(ABORT, 'append-only: received_freeze'); END;
CREATE TRIGGER received_manifest_no_update BEFORE UPDATE ON received_manifest
BEGIN SELECT RAISE(ABORT, 'append-only: received_manifest'); END;
CREATE TRIGGER received_manifest_no_delete BEFORE DELETE ON received_manifest
BEGIN SELECT RAISE(ABORT, 'append-only: received_manifest'); END;
CREATE TRIGGER received_waiting_no_update BEFORE UPDATE ON received_waiting
BEGIN SELECT RAISE(ABORT, 'append-only: received_waiting'); END;
CREATE TRIGGER received_waiting_no_delete BEFORE DELETE ON received_waiting
BEGIN SELECT RAISE(ABORT, 'append-only: received_waiting'); END;
