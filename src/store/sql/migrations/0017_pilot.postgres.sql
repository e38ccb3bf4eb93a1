-- SPDX-License-Identifier: Apache-2.0
-- The pilot and its calendar (store/pilot.h), and the figures of monitoring (store/figures.h).

-- The pilot of a department in a school year; what changes stands in `change`.
CREATE TABLE pilot (
    unit txt NOT NULL REFERENCES unit(id),
    year txt NOT NULL,
    decision txt NOT NULL,
    decided_on txt NOT NULL,
    from_day txt,
    to_day txt,
    PRIMARY KEY (unit, year)
);

-- What takes part: a school, or one grade (0: all) or class of it, to its last day.
CREATE TABLE pilot_member (
    id txt PRIMARY KEY CHECK (length(id) = 36),
    unit txt NOT NULL,
    year txt NOT NULL,
    school txt NOT NULL REFERENCES unit(id),
    grade BIGINT NOT NULL CHECK (grade BETWEEN 0 AND 5),
    class txt REFERENCES class(id),
    from_day txt NOT NULL,
    to_day txt,
    added_at BIGINT NOT NULL,
    added_by txt NOT NULL,
    ended_at BIGINT,
    ended_by txt,
    reason txt,
    FOREIGN KEY (unit, year) REFERENCES pilot(unit, year),
    CHECK ((to_day IS NULL) = (ended_at IS NULL)),
    CHECK ((to_day IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX pilot_member_open ON pilot_member(unit, year, school, grade, COALESCE(class, ''))
    WHERE to_day IS NULL;
CREATE INDEX pilot_member_by_school ON pilot_member(school);
CREATE TRIGGER pilot_member_fixed
    BEFORE UPDATE OF id, unit, year, school, grade, class, from_day, added_at, added_by ON pilot_member
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pilot_member_ended BEFORE UPDATE ON pilot_member
    FOR EACH ROW WHEN (OLD.to_day IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pilot_member_no_delete BEFORE DELETE ON pilot_member
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pilot_member_no_truncate BEFORE TRUNCATE ON pilot_member
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Days of a department's calendar that are not those of the law (model/calendar.h).
CREATE TABLE calendar_day (
    unit txt NOT NULL REFERENCES unit(id),
    year txt NOT NULL,
    milestone txt NOT NULL,
    day txt NOT NULL,
    PRIMARY KEY (unit, year, milestone)
);

-- What hinders people at their work, as they reported it (store/obstacles.h): the page as the table
-- of routes has it, so without anybody's data.
CREATE TABLE obstacle (
    id txt PRIMARY KEY CHECK (length(id) = 36),
    unit txt NOT NULL REFERENCES unit(id),
    person txt NOT NULL REFERENCES person(id),
    page txt NOT NULL,
    text txt NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX obstacle_by_unit ON obstacle(unit, made_at);
CREATE INDEX obstacle_by_person ON obstacle(person, made_at);

-- What became of it, each once: somebody saw it, it is solved, its reporter read the answer.
CREATE TABLE obstacle_step (
    obstacle txt NOT NULL REFERENCES obstacle(id),
    state txt NOT NULL CHECK (state IN ('seen', 'solved', 'read')),
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    answer txt,
    PRIMARY KEY (obstacle, state),
    CHECK ((state = 'solved') = (answer IS NOT NULL))
);
CREATE TRIGGER obstacle_no_change BEFORE UPDATE OR DELETE ON obstacle
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER obstacle_no_truncate BEFORE TRUNCATE ON obstacle
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER obstacle_step_no_change BEFORE UPDATE OR DELETE ON obstacle_step
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER obstacle_step_no_truncate BEFORE TRUNCATE ON obstacle_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Made from enrolments, entries, the steps of records and the ledger, so no part of a dump: of a
-- class's grade, from a day until the day before the next row.
CREATE TABLE class_figure (
    class txt NOT NULL REFERENCES class(id),
    grade BIGINT NOT NULL,
    from_day txt NOT NULL,
    to_day txt NOT NULL,
    unit txt NOT NULL,
    year txt NOT NULL,
    enrolled BIGINT NOT NULL,
    numbered BIGINT NOT NULL,
    entered BIGINT NOT NULL,
    checked BIGINT NOT NULL,
    signed_gvbm BIGINT NOT NULL,
    signed_gvcn BIGINT NOT NULL,
    signed_cbql BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    in_ledger BIGINT NOT NULL,
    corrected BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    PRIMARY KEY (class, grade, from_day)
);
CREATE INDEX class_figure_by_unit ON class_figure(unit, year, grade, to_day, from_day);

-- The same, summed over the classes of a school: all of them (pilot: ''), or those that take part in
-- the pilot of that department. Days without a class have no row.
CREATE TABLE unit_figure (
    unit txt NOT NULL,
    year txt NOT NULL,
    pilot txt NOT NULL,
    grade BIGINT NOT NULL,
    from_day txt NOT NULL,
    to_day txt NOT NULL,
    classes BIGINT NOT NULL,
    enrolled BIGINT NOT NULL,
    numbered BIGINT NOT NULL,
    entered BIGINT NOT NULL,
    checked BIGINT NOT NULL,
    signed_gvbm BIGINT NOT NULL,
    signed_gvcn BIGINT NOT NULL,
    signed_cbql BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    in_ledger BIGINT NOT NULL,
    corrected BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    entry_behind BIGINT NOT NULL,
    signing_behind BIGINT NOT NULL,
    issue_behind BIGINT NOT NULL,
    PRIMARY KEY (unit, year, pilot, grade, from_day)
);
CREATE INDEX unit_figure_by_day ON unit_figure(year, pilot, to_day, from_day);

-- Made from what the gateway answered: of a school's pupils, whose record of the year was accepted;
-- whose was refused and none accepted since; and of these, by each error.
CREATE TABLE intake_figure (
    unit txt NOT NULL,
    year txt NOT NULL,
    outcome txt NOT NULL CHECK (outcome IN ('accepted', 'rejected', 'error')),
    error txt NOT NULL,
    pupils BIGINT NOT NULL,
    PRIMARY KEY (year, unit, outcome, error)
);
CREATE INDEX gateway_message_by_unit ON gateway_message(unit, year);

-- How far the sources were read.
CREATE TABLE figure_mark (
    source txt PRIMARY KEY,
    number BIGINT NOT NULL
);

-- As before, and then the tables that change.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_pilot;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_pilot(application);
    EXECUTE format('GRANT UPDATE ON pilot, pilot_member, calendar_day, class_figure, figure_mark TO %I',
                   application);
    EXECUTE format('GRANT DELETE ON calendar_day, class_figure, unit_figure, intake_figure, figure_mark '
                   'TO %I', application);
END $$;
