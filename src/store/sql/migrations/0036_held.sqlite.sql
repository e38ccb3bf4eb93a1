-- SPDX-License-Identifier: Apache-2.0
-- Figures of the gateway say by class who is held, and apart what was taken back (store/intake_figures.h).
-- They are derived: with no mark left, all are made anew.

DROP TABLE intake_figure;
CREATE TABLE intake_figure (
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN
        ('accepted', 'held', 'taken_back', 'rejected', 'error', 'packets', 'reported')),
    error TEXT NOT NULL, -- of error and packets
    class TEXT NOT NULL, -- of held, with the grade
    grade INTEGER NOT NULL,
    pupils INTEGER NOT NULL,
    PRIMARY KEY (year, unit, outcome, error, class, grade)
) STRICT;
DELETE FROM figure_mark;
