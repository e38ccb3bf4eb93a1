-- SPDX-License-Identifier: Apache-2.0
-- The freezes of schools' years, as they were signed (service/freeze.h). A year has one that is the
-- first; each later one supersedes the one before. One without a ledger_entry is still to be entered.

CREATE TABLE year_freeze (
    sha256 txt PRIMARY KEY CHECK (length(sha256) = 64),
    unit txt NOT NULL,
    year txt NOT NULL,
    certificate txt NOT NULL REFERENCES certificate(sha256),
    supersedes txt UNIQUE REFERENCES year_freeze(sha256) DEFERRABLE INITIALLY DEFERRED,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    bytes BYTEA NOT NULL,
    FOREIGN KEY (unit, year) REFERENCES school_year(unit, name)
);
CREATE UNIQUE INDEX year_freeze_first ON year_freeze(unit, year) WHERE supersedes IS NULL;
CREATE INDEX year_freeze_by_year ON year_freeze(unit, year);

CREATE TRIGGER year_freeze_no_change BEFORE UPDATE OR DELETE ON year_freeze
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER year_freeze_no_truncate BEFORE TRUNCATE ON year_freeze
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
