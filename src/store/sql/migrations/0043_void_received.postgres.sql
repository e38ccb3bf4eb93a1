-- SPDX-License-Identifier: Apache-2.0
-- Received records that the ledger revoked with their seal's key (docs/ledger.md, R7): which, and from when.
-- SQLite begins with the closed keys (CROSS JOIN), which are few. A record stands there as often as a paper has
-- closed its key.

CREATE VIEW received_void AS
SELECT v.uuid AS record, b.made_at AS made_at
FROM certificate_of_closed_key AS closed CROSS JOIN closed_key AS b CROSS JOIN received_record AS v
    CROSS JOIN received_entry AS o
WHERE b.sha256 = closed.closing AND b.action = 'compromise' AND v.seal = closed.certificate AND o.record = v.uuid
    AND o.position >= b.since;
CREATE INDEX received_record_by_seal ON received_record(seal);

-- Whose record was received: by the code alone, in whichever school the pupil was first (store/sql/figures.sql).
CREATE INDEX pupil_by_code ON pupil(code);

-- Figures count such records no more: with no mark left, all are made anew.
DELETE FROM class_figure;
DELETE FROM unit_figure;
DELETE FROM intake_figure;
DELETE FROM figure_mark;
