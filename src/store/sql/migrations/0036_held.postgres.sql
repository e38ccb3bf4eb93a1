-- SPDX-License-Identifier: Apache-2.0
-- Figures of the gateway say by class who is held, and apart what was taken back (store/intake_figures.h).
-- They are derived: with no mark left, all are made anew.

DROP TABLE intake_figure;
CREATE TABLE intake_figure (
    unit txt NOT NULL,
    year txt NOT NULL,
    outcome txt NOT NULL CHECK (outcome IN
        ('accepted', 'held', 'taken_back', 'rejected', 'error', 'packets', 'reported')),
    error txt NOT NULL, -- of error and packets
    class txt NOT NULL, -- of held, with the grade
    grade BIGINT NOT NULL,
    pupils BIGINT NOT NULL,
    PRIMARY KEY (year, unit, outcome, error, class, grade)
);
DELETE FROM figure_mark;
