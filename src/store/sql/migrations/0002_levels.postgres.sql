-- SPDX-License-Identifier: Apache-2.0
-- Levels above B-B: what proves an issued record's signatures, kept beside it. The issued document
-- never changes; a file at level B-T or B-LT is put together when it is asked for.

-- How far each issued record has come, and when the next try is due. The only table here that
-- changes.
CREATE TABLE level (
    record txt PRIMARY KEY REFERENCES issued_document(record),
    reached txt NOT NULL CHECK (reached IN ('B-B', 'B-T', 'B-LT')),
    tries BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    reason txt
);
CREATE INDEX level_pending ON level(next_try_at) WHERE reached <> 'B-LT';
INSERT INTO level (record, reached, tries, next_try_at)
SELECT record, 'B-B', 0, 0 FROM issued_document;

-- Certificates, OCSP responses and CRLs in DER, each once.
CREATE TABLE proof (
    sha256 txt PRIMARY KEY,
    kind txt NOT NULL CHECK (kind IN ('certificate', 'ocsp', 'crl')),
    bytes BYTEA NOT NULL,
    fetched_at BIGINT NOT NULL
);

-- A timestamp over one signature: the token, as the authority gave it.
CREATE TABLE signature_timestamp (
    record txt NOT NULL REFERENCES issued_document(record),
    signature txt NOT NULL,
    stamped_at BIGINT NOT NULL,
    authority txt NOT NULL REFERENCES proof(sha256),
    token BYTEA NOT NULL,
    PRIMARY KEY (record, signature)
);

-- Proofs that belong together; records signed by the same people share them. The id is SHA-256 of
-- the members.
CREATE TABLE proof_set (
    id txt PRIMARY KEY,
    made_at BIGINT NOT NULL
);
CREATE TABLE proof_set_member (
    proof_set txt NOT NULL REFERENCES proof_set(id),
    place BIGINT NOT NULL,
    about txt NOT NULL CHECK (about IN ('signer', 'authority')),
    proof txt NOT NULL REFERENCES proof(sha256),
    PRIMARY KEY (proof_set, place)
);
CREATE TABLE signature_proof (
    record txt NOT NULL,
    signature txt NOT NULL,
    proof_set txt NOT NULL REFERENCES proof_set(id),
    PRIMARY KEY (record, signature),
    FOREIGN KEY (record, signature) REFERENCES signature_timestamp(record, signature)
);

-- Append-only, also against TRUNCATE.
CREATE TRIGGER proof_no_change BEFORE UPDATE OR DELETE ON proof
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_no_truncate BEFORE TRUNCATE ON proof
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signature_timestamp_no_change BEFORE UPDATE OR DELETE ON signature_timestamp
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signature_timestamp_no_truncate BEFORE TRUNCATE ON signature_timestamp
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_set_no_change BEFORE UPDATE OR DELETE ON proof_set
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_set_no_truncate BEFORE TRUNCATE ON proof_set
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_set_member_no_change BEFORE UPDATE OR DELETE ON proof_set_member
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proof_set_member_no_truncate BEFORE TRUNCATE ON proof_set_member
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signature_proof_no_change BEFORE UPDATE OR DELETE ON signature_proof
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signature_proof_no_truncate BEFORE TRUNCATE ON signature_proof
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- As before, with the table that changes.
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
                                 'level'] LOOP
        EXECUTE format('GRANT UPDATE ON %I TO %I', thing, application);
    END LOOP;
    FOREACH thing IN ARRAY ARRAY['instance',
                                 'year_setting',
                                 'pupil_value',
                                 'enrolment_value',
                                 'record_signature'] LOOP
        EXECUTE format('GRANT DELETE ON %I TO %I', thing, application);
    END LOOP;
END $$;
