-- SPDX-License-Identifier: Apache-2.0
-- Figures of classes say who is held (another program's record was received) and who lacks a step and is not
-- held; those of the gateway say from which day to which, and of which class and grade (store/figures.h,
-- store/intake_figures.h). They are derived: with no mark left, all are made anew.

ALTER TABLE class_figure ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_entered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_checked BIGINT NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_gvbm BIGINT NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_gvcn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_cbql BIGINT NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_issued BIGINT NOT NULL DEFAULT 0;
ALTER TABLE class_figure ADD COLUMN lacks_in_ledger BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_entered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_checked BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_gvbm BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_gvcn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_cbql BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_issued BIGINT NOT NULL DEFAULT 0;
ALTER TABLE unit_figure ADD COLUMN lacks_in_ledger BIGINT NOT NULL DEFAULT 0;
DELETE FROM intake_figure;
ALTER TABLE intake_figure ADD COLUMN from_day BIGINT NOT NULL; -- since 1970, in Vietnam
ALTER TABLE intake_figure ADD COLUMN to_day BIGINT NOT NULL; -- the first on which it is another number
ALTER TABLE intake_figure DROP CONSTRAINT intake_figure_pkey;
ALTER TABLE intake_figure ADD PRIMARY KEY (year, unit, outcome, error, class, grade, from_day);
DELETE FROM class_figure;
DELETE FROM unit_figure;
DELETE FROM figure_mark;

-- Who else has a personal number (service/intake_numbers.c).
CREATE INDEX gateway_result_by_number ON gateway_result(personal_number) WHERE accepted = 1;
