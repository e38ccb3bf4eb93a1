-- SPDX-License-Identifier: Apache-2.0
-- Batches that a signer was given and has not finished: what goes on after the program or the
-- connection died. A batch goes when all of it has ended; what it led to stands in the records.

CREATE TABLE sign_batch (
    id txt PRIMARY KEY,
    class txt NOT NULL REFERENCES class(id),
    role txt NOT NULL,
    certificate txt NOT NULL,
    signer txt NOT NULL,
    reference txt,
    started_at BIGINT NOT NULL,
    started_by txt NOT NULL
);
CREATE INDEX sign_batch_open ON sign_batch(class, role, certificate);

-- `state` is the signature without its value (xades_pending_write()): nothing secret.
CREATE TABLE sign_item (
    batch txt NOT NULL REFERENCES sign_batch(id),
    place BIGINT NOT NULL,
    record txt NOT NULL REFERENCES record(uuid),
    subject txt,
    label txt NOT NULL,
    state BYTEA NOT NULL,
    ended BIGINT NOT NULL,
    PRIMARY KEY (batch, place)
);

-- As before, with the tables that change.
CREATE OR REPLACE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    place TEXT := current_schema();
    thing TEXT;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', place, application);
    EXECUTE format('GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA %I TO %I', place, application);
    EXECUTE format('REVOKE INSERT ON migration FROM %I', application);
    EXECUTE format('GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA %I TO %I', place,
                   application);
    FOREACH thing IN ARRAY ARRAY['instance',
                                 'unit',
                                 'person',
                                 'school_year',
                                 'year_setting',
                                 'class',
                                 'assignment',
                                 'pupil',
                                 'enrolment',
                                 'pupil_value',
                                 'enrolment_value',
                                 'record',
                                 'record_signature',
                                 'level',
                                 'sign_batch',
                                 'sign_item'] LOOP
        EXECUTE format('GRANT UPDATE ON %I TO %I', thing, application);
    END LOOP;
    FOREACH thing IN ARRAY ARRAY['instance',
                                 'year_setting',
                                 'pupil_value',
                                 'enrolment_value',
                                 'record_signature',
                                 'sign_batch',
                                 'sign_item'] LOOP
        EXECUTE format('GRANT DELETE ON %I TO %I', thing, application);
    END LOOP;
END $$;
