-- SPDX-License-Identifier: Apache-2.0
-- Codes with which a family opens a pupil's records: only their digests are kept.

CREATE TABLE family_code (
    id txt PRIMARY KEY,
    pupil txt NOT NULL REFERENCES pupil(id),
    digest txt NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    ended_at BIGINT,
    ended_by txt,
    reason txt,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX family_code_open ON family_code(pupil) WHERE ended_at IS NULL;
CREATE INDEX family_code_by_pupil ON family_code(pupil);

-- What was given out stays on record; it can only end, once.
CREATE TRIGGER family_code_fixed BEFORE UPDATE OF id, pupil, digest, made_at, made_by ON family_code
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER family_code_ended BEFORE UPDATE ON family_code
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER family_code_no_delete BEFORE DELETE ON family_code
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER family_code_no_truncate BEFORE TRUNCATE ON family_code
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- As before, and then the table that changes.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_family;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_family(application);
    EXECUTE format('GRANT UPDATE ON family_code TO %I', application);
END $$;
