-- SPDX-License-Identifier: Apache-2.0
-- Delegations (service/delegation.h): the decision by which one person lets another sign for them,
-- kept for ever, and its end before the day that it names. What it gives are assignments that point
-- at it. An assignment may be for a grade: every class of that year with pupils in it.

CREATE TABLE delegation (
    id txt PRIMARY KEY,
    unit txt NOT NULL REFERENCES unit(id),
    kind txt NOT NULL CHECK (kind IN ('principal', 'seal')),
    giver txt NOT NULL REFERENCES person(id),
    taker txt NOT NULL REFERENCES person(id),
    decision txt NOT NULL,
    decided_on txt NOT NULL,
    from_date txt NOT NULL,
    to_date txt NOT NULL,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    CHECK (giver <> taker AND from_date <= to_date)
);
CREATE INDEX delegation_by_unit ON delegation(unit, made_at);

CREATE TABLE delegation_end (
    delegation txt PRIMARY KEY REFERENCES delegation(id),
    last_day txt NOT NULL,
    ended_at BIGINT NOT NULL,
    ended_by txt NOT NULL,
    reason txt NOT NULL
);

-- More about an assignment, written with it.
CREATE TABLE assignment_scope (
    assignment txt PRIMARY KEY REFERENCES assignment(id),
    grade BIGINT CHECK (grade BETWEEN 1 AND 12),
    delegation txt REFERENCES delegation(id),
    CHECK (grade IS NOT NULL OR delegation IS NOT NULL)
);
CREATE INDEX assignment_scope_by_delegation ON assignment_scope(delegation);

CREATE TRIGGER assignment_scope_no_change BEFORE UPDATE OR DELETE ON assignment_scope
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER assignment_scope_no_truncate BEFORE TRUNCATE ON assignment_scope
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delegation_no_change BEFORE UPDATE OR DELETE ON delegation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delegation_no_truncate BEFORE TRUNCATE ON delegation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delegation_end_no_change BEFORE UPDATE OR DELETE ON delegation_end
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delegation_end_no_truncate BEFORE TRUNCATE ON delegation_end
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
