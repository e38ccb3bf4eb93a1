-- SPDX-License-Identifier: Apache-2.0
-- What a person should hear of (store/notices.h): one row for each person, written with the event.

CREATE TABLE notice (
    id txt PRIMARY KEY CHECK (length(id) = 36),
    person txt NOT NULL REFERENCES person(id),
    kind txt NOT NULL CHECK (kind IN ('record_returned', 'class_returned', 'class_opened')),
    class txt NOT NULL REFERENCES class(id),
    subject txt NOT NULL, -- the record, or the period
    role txt,             -- as which the person signs the record; NULL: does not
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    reason txt,
    seen_at BIGINT
);
CREATE INDEX notice_by_person ON notice(person, made_at);
CREATE INDEX notice_unseen ON notice(person, made_at) WHERE seen_at IS NULL;

-- As before, and then the table that changes.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_notices;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_notices(application);
    EXECUTE format('GRANT UPDATE ON notice TO %I', application);
END $$;
