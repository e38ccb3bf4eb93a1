-- SPDX-License-Identifier: Apache-2.0
-- The pilot and its calendar (store/pilot.h), and the figures of monitoring (store/figures.h).

-- The pilot of a department in a school year; what changes stands in `change`.
CREATE TABLE pilot (
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    decision TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    from_day TEXT,
    to_day TEXT,
    PRIMARY KEY (unit, year)
) STRICT;

-- What takes part: a school, or one grade (0: all) or class of it, to its last day.
CREATE TABLE pilot_member (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    school TEXT NOT NULL REFERENCES unit(id),
    grade INTEGER NOT NULL CHECK (grade BETWEEN 0 AND 5),
    class TEXT REFERENCES class(id),
    from_day TEXT NOT NULL,
    to_day TEXT,
    added_at INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    ended_at INTEGER,
    ended_by TEXT,
    reason TEXT,
    FOREIGN KEY (unit, year) REFERENCES pilot(unit, year),
    CHECK ((to_day IS NULL) = (ended_at IS NULL)),
    CHECK ((to_day IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX pilot_member_open ON pilot_member(unit, year, school, grade, COALESCE(class, ''))
    WHERE to_day IS NULL;
CREATE INDEX pilot_member_by_school ON pilot_member(school);
CREATE TRIGGER pilot_member_fixed
    BEFORE UPDATE OF id, unit, year, school, grade, class, from_day, added_at, added_by ON pilot_member
BEGIN SELECT RAISE(ABORT, 'append-only: pilot_member'); END;
CREATE TRIGGER pilot_member_ended BEFORE UPDATE ON pilot_member
WHEN OLD.to_day IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only: pilot_member'); END;
CREATE TRIGGER pilot_member_no_delete BEFORE DELETE ON pilot_member
BEGIN SELECT RAISE(ABORT, 'append-only: pilot_member'); END;

-- Days of a department's calendar that are not those of the law (model/calendar.h).
CREATE TABLE calendar_day (
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    milestone TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (unit, year, milestone)
) STRICT;

-- What hinders people at their work, as they reported it (store/obstacles.h): the page as the table
-- of routes has it, so without anybody's data.
CREATE TABLE obstacle (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    unit TEXT NOT NULL REFERENCES unit(id),
    person TEXT NOT NULL REFERENCES person(id),
    page TEXT NOT NULL,
    text TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX obstacle_by_unit ON obstacle(unit, made_at);
CREATE INDEX obstacle_by_person ON obstacle(person, made_at);

-- What became of it, each once: somebody saw it, it is solved, its reporter read the answer.
CREATE TABLE obstacle_step (
    obstacle TEXT NOT NULL REFERENCES obstacle(id),
    state TEXT NOT NULL CHECK (state IN ('seen', 'solved', 'read')),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    answer TEXT,
    PRIMARY KEY (obstacle, state),
    CHECK ((state = 'solved') = (answer IS NOT NULL))
) STRICT;
CREATE TRIGGER obstacle_no_update BEFORE UPDATE ON obstacle
BEGIN SELECT RAISE(ABORT, 'append-only: obstacle'); END;
CREATE TRIGGER obstacle_no_delete BEFORE DELETE ON obstacle
BEGIN SELECT RAISE(ABORT, 'append-only: obstacle'); END;
CREATE TRIGGER obstacle_step_no_update BEFORE UPDATE ON obstacle_step
BEGIN SELECT RAISE(ABORT, 'append-only: obstacle_step'); END;
CREATE TRIGGER obstacle_step_no_delete BEFORE DELETE ON obstacle_step
BEGIN SELECT RAISE(ABORT, 'append-only: obstacle_step'); END;

-- Made from enrolments, entries, the steps of records and the ledger, so no part of a dump: of a
-- class's grade, from a day until the day before the next row.
CREATE TABLE class_figure (
    class TEXT NOT NULL REFERENCES class(id),
    grade INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    enrolled INTEGER NOT NULL,
    numbered INTEGER NOT NULL,
    entered INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    signed_gvbm INTEGER NOT NULL,
    signed_gvcn INTEGER NOT NULL,
    signed_cbql INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    in_ledger INTEGER NOT NULL,
    corrected INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    PRIMARY KEY (class, grade, from_day)
) STRICT;
CREATE INDEX class_figure_by_unit ON class_figure(unit, year, grade, to_day, from_day);

-- The same, summed over the classes of a school: all of them (pilot: ''), or those that take part in
-- the pilot of that department. Days without a class have no row.
CREATE TABLE unit_figure (
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    pilot TEXT NOT NULL,
    grade INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    classes INTEGER NOT NULL,
    enrolled INTEGER NOT NULL,
    numbered INTEGER NOT NULL,
    entered INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    signed_gvbm INTEGER NOT NULL,
    signed_gvcn INTEGER NOT NULL,
    signed_cbql INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    in_ledger INTEGER NOT NULL,
    corrected INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    entry_behind INTEGER NOT NULL,
    signing_behind INTEGER NOT NULL,
    issue_behind INTEGER NOT NULL,
    PRIMARY KEY (unit, year, pilot, grade, from_day)
) STRICT;
CREATE INDEX unit_figure_by_day ON unit_figure(year, pilot, to_day, from_day);

-- Made from what the gateway answered: of a school's pupils, whose record of the year was accepted;
-- whose was refused and none accepted since; and of these, by each error.
CREATE TABLE intake_figure (
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'rejected', 'error')),
    error TEXT NOT NULL,
    pupils INTEGER NOT NULL,
    PRIMARY KEY (year, unit, outcome, error)
) STRICT;
CREATE INDEX gateway_message_by_unit ON gateway_message(unit, year);

-- How far the sources were read.
CREATE TABLE figure_mark (
    source TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT;
