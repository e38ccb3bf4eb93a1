-- SPDX-License-Identifier: Apache-2.0
-- The manifests of classes, as they were signed (service/manifest.h). A class has one that is the
-- first, and supplements, each to the one before. One without a ledger_entry is still to be entered.

CREATE TABLE manifest (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    class TEXT NOT NULL REFERENCES class(id),
    certificate TEXT NOT NULL REFERENCES certificate(sha256),
    supplements TEXT UNIQUE REFERENCES manifest(sha256) DEFERRABLE INITIALLY DEFERRED,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX manifest_first ON manifest(class) WHERE supplements IS NULL;
CREATE INDEX manifest_by_class ON manifest(class);

CREATE TRIGGER manifest_no_update BEFORE UPDATE ON manifest
BEGIN SELECT RAISE(ABORT, 'append-only: manifest'); END;
CREATE TRIGGER manifest_no_delete BEFORE DELETE ON manifest
BEGIN SELECT RAISE(ABORT, 'append-only: manifest'); END;
