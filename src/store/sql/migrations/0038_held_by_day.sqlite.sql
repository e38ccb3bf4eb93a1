-- SPDX-License-Identifier: Apache-2.0
-- Figures of classes say who is held (another program's record was received) and who lacks a step and is not
-- held; those of the gateway say from which day to which, and of which class and grade (store/figures.h,
-- store/intake_figures.h). They are derived: with no mark left, all are made anew.

ALTER TABLE class_figure ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_checked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_gvbm INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_gvcn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_cbql INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_issued INTEGER NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_in_ledger INTEGER NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_checked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_gvbm INTEGER NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_gvcn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_cbql INTEGER NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_issued INTEGER NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_in_ledger INTEGER NOT NULL DEFAULT 0;
DROP TABLE intake_figure;
CREATE TABLE intake_figure (
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN
        ('accepted', 'taken_back', 'rejected', 'error', 'packets', 'reported')),
    error TEXT NOT NULL, -- of error and packets
    class TEXT NOT NULL, -- '': the pupil is in none here
    grade INTEGER NOT NULL, -- 0: not known
    from_day INTEGER NOT NULL, -- since 1970, in Vietnam
    to_day INTEGER NOT NULL, -- the first on which it is another number
    pupils INTEGER NOT NULL,
    PRIMARY KEY (year, unit, outcome, error, class, grade, from_day)
) STRICT;
DELETE FROM class_figure;
DELETE FROM unit_figure;
DELETE FROM figure_mark;

-- Who else has a personal number (service/intake_numbers.c).
CREATE INDEX gateway_result_by_number ON gateway_result(personal_number) WHERE accepted = 1;
