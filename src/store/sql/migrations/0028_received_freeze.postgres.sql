-- SPDX-License-Identifier: Apache-2.0
-- The freezes (chốt) that schools with systems of their own have signed, as the department keeps
-- them beside what its gateway takes in (store/received_freezes.h): the first one with the
-- manifests of its classes and whom they name as waiting for the reassessment.

CREATE TABLE received_freeze (
    sha256 txt NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    unit txt NOT NULL,
    year txt NOT NULL,
    certificate txt NOT NULL REFERENCES certificate(sha256),
    supersedes txt UNIQUE REFERENCES received_freeze(sha256) DEFERRABLE INITIALLY DEFERRED,
    signed_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    bytes BYTEA NOT NULL,
    FOREIGN KEY (unit, year) REFERENCES school_year(unit, name)
);
CREATE UNIQUE INDEX received_freeze_first ON received_freeze(unit, year) WHERE supersedes IS NULL;

CREATE TABLE received_manifest (
    sha256 txt NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    of_freeze txt NOT NULL REFERENCES received_freeze(sha256),
    class txt NOT NULL,
    bytes BYTEA NOT NULL
);

CREATE TABLE received_waiting (
    of_freeze txt NOT NULL REFERENCES received_freeze(sha256),
    pupil_code txt NOT NULL,
    manifest txt NOT NULL REFERENCES received_manifest(sha256),
    PRIMARY KEY (of_freeze, pupil_code)
);

CREATE TRIGGER received_freeze_no_change BEFORE UPDATE OR DELETE ON received_freeze
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER received_freeze_no_truncate BEFORE TRUNCATE ON received_freeze
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER received_manifest_no_change BEFORE UPDATE OR DELETE ON received_manifest
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER received_manifest_no_truncate BEFORE TRUNCATE ON received_manifest
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER received_waiting_no_change BEFORE UPDATE OR DELETE ON received_waiting
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER received_waiting_no_truncate BEFORE TRUNCATE ON received_waiting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
