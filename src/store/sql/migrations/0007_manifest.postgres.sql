-- SPDX-License-Identifier: Apache-2.0
-- The manifests of classes, as they were signed (service/manifest.h). A class has one that is the
-- first, and supplements, each to the one before. One without a ledger_entry is still to be entered.

CREATE TABLE manifest (
    sha256 txt PRIMARY KEY CHECK (length(sha256) = 64),
    class txt NOT NULL REFERENCES class(id),
    certificate txt NOT NULL REFERENCES certificate(sha256),
    supplements txt UNIQUE REFERENCES manifest(sha256) DEFERRABLE INITIALLY DEFERRED,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    bytes BYTEA NOT NULL
);
CREATE UNIQUE INDEX manifest_first ON manifest(class) WHERE supplements IS NULL;
CREATE INDEX manifest_by_class ON manifest(class);

CREATE TRIGGER manifest_no_change BEFORE UPDATE OR DELETE ON manifest
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER manifest_no_truncate BEFORE TRUNCATE ON manifest
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
