-- SPDX-License-Identifier: Apache-2.0
-- Dated units and what became of them.

-- unit.kind says only whether a unit teaches ('school') or manages ('department'); which of these it
-- is stands here, and nothing for a plain school or department.
CREATE TABLE unit_kind (
    unit txt PRIMARY KEY REFERENCES unit(id),
    kind txt NOT NULL CHECK (kind IN ('ministry', 'district', 'commune', 'campus'))
);

-- Under whom, by which code and name a unit was known from a day on, until the next row's. A unit
-- without rows has always been what its row in unit says; that row is also the last of these.
CREATE TABLE unit_state (
    unit txt NOT NULL REFERENCES unit(id),
    number BIGINT NOT NULL CHECK (number >= 1),
    since txt NOT NULL,
    parent txt REFERENCES unit(id),
    code txt NOT NULL,
    name txt NOT NULL,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    PRIMARY KEY (unit, number)
);

-- Mergers and splits: which unit goes on as which.
CREATE TABLE unit_successor (
    unit txt NOT NULL REFERENCES unit(id),
    successor txt NOT NULL REFERENCES unit(id),
    since txt NOT NULL,
    decision txt,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    PRIMARY KEY (unit, successor, since),
    CHECK (unit <> successor)
);
CREATE INDEX unit_successor_by_successor ON unit_successor(successor);

CREATE TRIGGER unit_kind_no_change BEFORE UPDATE OR DELETE ON unit_kind
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_kind_no_truncate BEFORE TRUNCATE ON unit_kind
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_state_no_change BEFORE UPDATE OR DELETE ON unit_state
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_state_no_truncate BEFORE TRUNCATE ON unit_state
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_successor_no_change BEFORE UPDATE OR DELETE ON unit_successor
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_successor_no_truncate BEFORE TRUNCATE ON unit_successor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
