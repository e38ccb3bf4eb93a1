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

-- What rolling a school year over has made: classes and enrolments of the new year, taken back while
-- nothing was entered about them.
CREATE TABLE year_roll (
    id txt PRIMARY KEY, -- of the class or the enrolment
    kind txt NOT NULL CHECK (kind IN ('class', 'enrolment')),
    unit txt NOT NULL REFERENCES unit(id),
    year txt NOT NULL,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL
);
CREATE INDEX year_roll_by_year ON year_roll(unit, year);
CREATE FUNCTION mark_pupil_left() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pupil_lookup SET stale = 1 WHERE pupil = OLD.pupil AND stale = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER pupil_lookup_left AFTER DELETE ON enrolment
    FOR EACH ROW EXECUTE FUNCTION mark_pupil_left();

-- As before, and then what a roll-over may take back.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_units;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_units(application);
    EXECUTE format('GRANT DELETE ON year_roll, enrolment, class TO %I', application);
END $$;
