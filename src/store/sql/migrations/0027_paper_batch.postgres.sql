-- SPDX-License-Identifier: Apache-2.0
-- Papers - a class's manifest, the freeze of a year - that a page gave to a remote service
-- (service/paper_job.h): what was prepared, for whom, and what the service calls it.

CREATE TABLE paper_batch (
    id txt PRIMARY KEY,
    paper txt NOT NULL CHECK (paper IN ('manifest', 'freeze')),
    unit txt NOT NULL REFERENCES unit(id),
    subject txt NOT NULL,
    person txt NOT NULL REFERENCES person(id),
    service txt NOT NULL,
    account txt NOT NULL,
    certificate txt NOT NULL,
    file txt NOT NULL,
    reference txt,
    started_at BIGINT NOT NULL,
    UNIQUE (person, paper, unit, subject)
);

-- As before, and then the table that changes.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_before_paper_batch;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_before_paper_batch(application);
    EXECUTE format('GRANT UPDATE, DELETE ON paper_batch TO %I', application);
END $$;
