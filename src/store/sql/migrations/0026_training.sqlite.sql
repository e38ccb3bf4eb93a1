-- SPDX-License-Identifier: Apache-2.0
-- Training of those who take part in a pilot, and questionnaires that ask them.

-- Training (store/training.h): a session that a department held for people of its pilot.
CREATE TABLE training_session (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    code TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    title TEXT NOT NULL,
    topic TEXT NOT NULL,
    place TEXT NOT NULL,
    held_by TEXT NOT NULL,
    held_on TEXT NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

-- For whom: roles of schools, and the schools that were invited.
CREATE TABLE training_role (
    session TEXT NOT NULL REFERENCES training_session(id),
    role TEXT NOT NULL,
    PRIMARY KEY (session, role)
) STRICT;

CREATE TABLE training_school (
    session TEXT NOT NULL REFERENCES training_session(id),
    school TEXT NOT NULL REFERENCES unit(id),
    PRIMARY KEY (session, school)
) STRICT;

-- Somebody attended (1), or it is taken back (0); the newest counts.
CREATE TABLE training_mark (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL REFERENCES training_session(id),
    person TEXT NOT NULL REFERENCES person(id),
    attended INTEGER NOT NULL CHECK (attended IN (0, 1)),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX training_mark_by_person ON training_mark(session, person);

-- A session that did not take place, or was entered by mistake.
CREATE TABLE training_cancelling (
    session TEXT NOT NULL PRIMARY KEY REFERENCES training_session(id),
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

-- Questionnaires (store/surveys.h): whom they ask, on which days.
CREATE TABLE survey (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    code TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('teachers', 'principals', 'parents')),
    title TEXT NOT NULL,
    intro TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

-- least, most: of a number.
CREATE TABLE survey_question (
    survey TEXT NOT NULL REFERENCES survey(id),
    place INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('scale', 'choice', 'choices', 'number', 'text')),
    required INTEGER NOT NULL,
    question TEXT NOT NULL,
    least INTEGER NOT NULL,
    most INTEGER NOT NULL,
    PRIMARY KEY (survey, place)
) STRICT;

-- What may be chosen, or the words of a scale's steps.
CREATE TABLE survey_option (
    survey TEXT NOT NULL,
    question INTEGER NOT NULL,
    place INTEGER NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (survey, question, place),
    FOREIGN KEY (survey, question) REFERENCES survey_question(survey, place)
) STRICT;

-- Closed before its last day.
CREATE TABLE survey_closing (
    survey TEXT NOT NULL PRIMARY KEY REFERENCES survey(id),
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

-- Anonymous: who has answered (a person, or the pupil whose family did) stands here without an
-- answer and without a time; what was answered stands below without a person, a time or an order.
CREATE TABLE survey_taken (
    survey TEXT NOT NULL REFERENCES survey(id),
    taker TEXT NOT NULL CHECK (length(taker) = 36),
    PRIMARY KEY (survey, taker)
) STRICT, WITHOUT ROWID;

-- school, role: only where enough people share them (service/survey.h).
CREATE TABLE survey_answer (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    survey TEXT NOT NULL REFERENCES survey(id),
    school TEXT REFERENCES unit(id),
    role TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_answer_by_survey ON survey_answer(survey);

-- number: the step, the option, the number itself; a text has 0.
CREATE TABLE survey_value (
    answer TEXT NOT NULL REFERENCES survey_answer(id),
    question INTEGER NOT NULL,
    number INTEGER NOT NULL,
    body TEXT,
    PRIMARY KEY (answer, question, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER training_session_no_update BEFORE UPDATE ON training_session
BEGIN SELECT RAISE(ABORT, 'append-only: training_session'); END;
CREATE TRIGGER training_session_no_delete BEFORE DELETE ON training_session
BEGIN SELECT RAISE(ABORT, 'append-only: training_session'); END;
CREATE TRIGGER training_role_no_update BEFORE UPDATE ON training_role
BEGIN SELECT RAISE(ABORT, 'append-only: training_role'); END;
CREATE TRIGGER training_role_no_delete BEFORE DELETE ON training_role
BEGIN SELECT RAISE(ABORT, 'append-only: training_role'); END;
CREATE TRIGGER training_school_no_update BEFORE UPDATE ON training_school
BEGIN SELECT RAISE(ABORT, 'append-only: training_school'); END;
CREATE TRIGGER training_school_no_delete BEFORE DELETE ON training_school
BEGIN SELECT RAISE(ABORT, 'append-only: training_school'); END;
CREATE TRIGGER training_mark_no_update BEFORE UPDATE ON training_mark
BEGIN SELECT RAISE(ABORT, 'append-only: training_mark'); END;
CREATE TRIGGER training_mark_no_delete BEFORE DELETE ON training_mark
BEGIN SELECT RAISE(ABORT, 'append-only: training_mark'); END;
CREATE TRIGGER training_cancelling_no_update BEFORE UPDATE ON training_cancelling
BEGIN SELECT RAISE(ABORT, 'append-only: training_cancelling'); END;
CREATE TRIGGER training_cancelling_no_delete BEFORE DELETE ON training_cancelling
BEGIN SELECT RAISE(ABORT, 'append-only: training_cancelling'); END;
CREATE TRIGGER survey_no_update BEFORE UPDATE ON survey
BEGIN SELECT RAISE(ABORT, 'append-only: survey'); END;
CREATE TRIGGER survey_no_delete BEFORE DELETE ON survey
BEGIN SELECT RAISE(ABORT, 'append-only: survey'); END;
CREATE TRIGGER survey_question_no_update BEFORE UPDATE ON survey_question
BEGIN SELECT RAISE(ABORT, 'append-only: survey_question'); END;
CREATE TRIGGER survey_question_no_delete BEFORE DELETE ON survey_question
BEGIN SELECT RAISE(ABORT, 'append-only: survey_question'); END;
CREATE TRIGGER survey_option_no_update BEFORE UPDATE ON survey_option
BEGIN SELECT RAISE(ABORT, 'append-only: survey_option'); END;
CREATE TRIGGER survey_option_no_delete BEFORE DELETE ON survey_option
BEGIN SELECT RAISE(ABORT, 'append-only: survey_option'); END;
CREATE TRIGGER survey_closing_no_update BEFORE UPDATE ON survey_closing
BEGIN SELECT RAISE(ABORT, 'append-only: survey_closing'); END;
CREATE TRIGGER survey_closing_no_delete BEFORE DELETE ON survey_closing
BEGIN SELECT RAISE(ABORT, 'append-only: survey_closing'); END;
CREATE TRIGGER survey_taken_no_update BEFORE UPDATE ON survey_taken
BEGIN SELECT RAISE(ABORT, 'append-only: survey_taken'); END;
CREATE TRIGGER survey_taken_no_delete BEFORE DELETE ON survey_taken
BEGIN SELECT RAISE(ABORT, 'append-only: survey_taken'); END;
CREATE TRIGGER survey_answer_no_update BEFORE UPDATE ON survey_answer
BEGIN SELECT RAISE(ABORT, 'append-only: survey_answer'); END;
CREATE TRIGGER survey_answer_no_delete BEFORE DELETE ON survey_answer
BEGIN SELECT RAISE(ABORT, 'append-only: survey_answer'); END;
CREATE TRIGGER survey_value_no_update BEFORE UPDATE ON survey_value
BEGIN SELECT RAISE(ABORT, 'append-only: survey_value'); END;
CREATE TRIGGER survey_value_no_delete BEFORE DELETE ON survey_value
BEGIN SELECT RAISE(ABORT, 'append-only: survey_value'); END;
