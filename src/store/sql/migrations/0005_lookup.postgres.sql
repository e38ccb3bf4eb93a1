-- SPDX-License-Identifier: Apache-2.0
-- Looking pupils up as one types (store/lookup.h). Made from the pupils and their enrolments, so no
-- part of a dump; what is stale is written anew before the transaction that made it so ends.

CREATE TABLE pupil_lookup (
    pupil txt PRIMARY KEY REFERENCES pupil(id),
    words tsvector NOT NULL,
    stale BIGINT NOT NULL CHECK (stale IN (0, 1))
);
CREATE INDEX pupil_lookup_stale ON pupil_lookup(pupil) WHERE stale = 1;
CREATE INDEX pupil_lookup_words ON pupil_lookup USING gin (words) WITH (fastupdate = off);

INSERT INTO pupil_lookup (pupil, words, stale) SELECT id, '', 1 FROM pupil;

CREATE FUNCTION mark_pupil_stale() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'enrolment' THEN
        UPDATE pupil_lookup SET stale = 1 WHERE pupil = NEW.pupil AND stale = 0;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO pupil_lookup (pupil, words, stale) VALUES (NEW.id, '', 1);
    ELSE
        UPDATE pupil_lookup SET stale = 1 WHERE pupil = NEW.id AND stale = 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pupil_lookup_pupil AFTER INSERT OR UPDATE ON pupil
    FOR EACH ROW EXECUTE FUNCTION mark_pupil_stale();
CREATE TRIGGER pupil_lookup_enrolment AFTER INSERT OR UPDATE OF class ON enrolment
    FOR EACH ROW EXECUTE FUNCTION mark_pupil_stale();

-- As before, and then the table that changes.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_4;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_4(application);
    EXECUTE format('GRANT UPDATE ON pupil_lookup TO %I', application);
END $$;
