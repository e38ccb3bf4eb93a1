-- SPDX-License-Identifier: Apache-2.0
-- What a drawn sample of schools knew beside inspection_sample: days late against the calendar, pupils whose
-- drafts or records handed in had errors. A sample from before has no row, and they weighed nothing in it.

CREATE TABLE inspection_risk (
    inspection txt NOT NULL,
    school txt NOT NULL,
    late_days BIGINT NOT NULL,
    faulty BIGINT NOT NULL,
    PRIMARY KEY (inspection, school),
    FOREIGN KEY (inspection, school) REFERENCES inspection_sample(inspection, school)
);
CREATE TRIGGER inspection_risk_no_change BEFORE UPDATE OR DELETE ON inspection_risk
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER inspection_risk_no_truncate BEFORE TRUNCATE ON inspection_risk
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
