-- SPDX-License-Identifier: Apache-2.0
-- What a drawn sample of schools knew beside inspection_sample: days late against the calendar, pupils whose
-- drafts or records handed in had errors. A sample from before has no row, and they weighed nothing in it.

CREATE TABLE inspection_risk (
    inspection TEXT NOT NULL,
    school TEXT NOT NULL,
    late_days INTEGER NOT NULL,
    faulty INTEGER NOT NULL,
    PRIMARY KEY (inspection, school),
    FOREIGN KEY (inspection, school) REFERENCES inspection_sample(inspection, school)
) STRICT;
CREATE TRIGGER inspection_risk_no_update BEFORE UPDATE ON inspection_risk
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_risk'); END;
CREATE TRIGGER inspection_risk_no_delete BEFORE DELETE ON inspection_risk
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_risk'); END;
