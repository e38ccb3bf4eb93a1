-- SPDX-License-Identifier: Apache-2.0
-- Inspection rounds (đợt kiểm tra): scope, sample, checklist, findings (service/inspection.h).

CREATE TABLE inspection (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    code TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL REFERENCES unit(id), -- who inspects
    year TEXT NOT NULL,
    decision TEXT NOT NULL,
    criteria TEXT NOT NULL,
    members TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL,
    seed TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

CREATE TABLE inspection_scope (
    inspection TEXT NOT NULL REFERENCES inspection(id),
    school TEXT NOT NULL REFERENCES unit(id),
    PRIMARY KEY (inspection, school)
) STRICT;

-- The facts and the weight of each school in the scope when the sample was drawn.
CREATE TABLE inspection_sample (
    inspection TEXT NOT NULL REFERENCES inspection(id),
    school TEXT NOT NULL REFERENCES unit(id),
    place INTEGER NOT NULL, -- in the draw, from 1; 0: not drawn
    weight INTEGER NOT NULL,
    enrolled INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    revocations INTEGER NOT NULL,
    seals INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (inspection, school)
) STRICT;

CREATE TABLE inspection_record (
    inspection TEXT NOT NULL REFERENCES inspection(id),
    record TEXT NOT NULL REFERENCES issued_document(record),
    school TEXT NOT NULL REFERENCES unit(id),
    place INTEGER NOT NULL,
    PRIMARY KEY (inspection, record)
) STRICT;

-- An answer to an item of the checklist; the newest counts.
CREATE TABLE inspection_check (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection TEXT NOT NULL REFERENCES inspection(id),
    school TEXT NOT NULL REFERENCES unit(id),
    item TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'partly')),
    remark TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX inspection_check_by_school ON inspection_check(inspection, school);

CREATE TABLE inspection_finding (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection TEXT NOT NULL REFERENCES inspection(id),
    school TEXT NOT NULL REFERENCES unit(id),
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
    article TEXT NOT NULL,
    finding TEXT NOT NULL,
    evidence TEXT,
    deadline TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX inspection_finding_by_school ON inspection_finding(inspection, school);

-- What came after a finding: the school's answer, a look with another deadline, its end.
CREATE TABLE inspection_step (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    finding INTEGER NOT NULL REFERENCES inspection_finding(number),
    step TEXT NOT NULL CHECK (step IN ('answered', 'followed', 'remedied')),
    remark TEXT NOT NULL,
    deadline TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE INDEX inspection_step_by_finding ON inspection_step(finding);

CREATE TABLE inspection_closing (
    inspection TEXT NOT NULL PRIMARY KEY REFERENCES inspection(id),
    conclusion TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

CREATE TRIGGER inspection_no_update BEFORE UPDATE ON inspection
BEGIN SELECT RAISE(ABORT, 'append-only: inspection'); END;
CREATE TRIGGER inspection_no_delete BEFORE DELETE ON inspection
BEGIN SELECT RAISE(ABORT, 'append-only: inspection'); END;

CREATE TRIGGER inspection_scope_no_update BEFORE UPDATE ON inspection_scope
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_scope'); END;
CREATE TRIGGER inspection_scope_no_delete BEFORE DELETE ON inspection_scope
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_scope'); END;

CREATE TRIGGER inspection_sample_no_update BEFORE UPDATE ON inspection_sample
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_sample'); END;
CREATE TRIGGER inspection_sample_no_delete BEFORE DELETE ON inspection_sample
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_sample'); END;

CREATE TRIGGER inspection_record_no_update BEFORE UPDATE ON inspection_record
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_record'); END;
CREATE TRIGGER inspection_record_no_delete BEFORE DELETE ON inspection_record
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_record'); END;

CREATE TRIGGER inspection_check_no_update BEFORE UPDATE ON inspection_check
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_check'); END;
CREATE TRIGGER inspection_check_no_delete BEFORE DELETE ON inspection_check
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_check'); END;

CREATE TRIGGER inspection_finding_no_update BEFORE UPDATE ON inspection_finding
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_finding'); END;
CREATE TRIGGER inspection_finding_no_delete BEFORE DELETE ON inspection_finding
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_finding'); END;

CREATE TRIGGER inspection_step_no_update BEFORE UPDATE ON inspection_step
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_step'); END;
CREATE TRIGGER inspection_step_no_delete BEFORE DELETE ON inspection_step
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_step'); END;

CREATE TRIGGER inspection_closing_no_update BEFORE UPDATE ON inspection_closing
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_closing'); END;
CREATE TRIGGER inspection_closing_no_delete BEFORE DELETE ON inspection_closing
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_closing'); END;
