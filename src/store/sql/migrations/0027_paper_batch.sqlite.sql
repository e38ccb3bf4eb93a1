-- SPDX-License-Identifier: Apache-2.0
-- Papers - a class's manifest, the freeze of a year - that a page gave to a remote service
-- (service/paper_job.h): what was prepared, for whom, and what the service calls it.

CREATE TABLE paper_batch (
    id TEXT NOT NULL PRIMARY KEY,
    paper TEXT NOT NULL CHECK (paper IN ('manifest', 'freeze')),
    unit TEXT NOT NULL REFERENCES unit(id),
    subject TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person(id),
    service TEXT NOT NULL,
    account TEXT NOT NULL,
    certificate TEXT NOT NULL,
    file TEXT NOT NULL,
    reference TEXT,
    started_at INTEGER NOT NULL,
    UNIQUE (person, paper, unit, subject)
) STRICT;
