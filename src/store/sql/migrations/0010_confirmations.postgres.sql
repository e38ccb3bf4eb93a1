-- SPDX-License-Identifier: Apache-2.0
-- Sheets of a pupil's personal data that families confirm, numbered from 1 for each pupil's year; the
-- last one counts. A remark on one is to be answered by the registrar, also when a later one is out.

CREATE TABLE confirmation_sheet (
    enrolment txt NOT NULL REFERENCES enrolment(id),
    sheet BIGINT NOT NULL CHECK (sheet >= 1),
    printed_at BIGINT NOT NULL,
    printed_by txt NOT NULL,
    back_at BIGINT,
    back_by txt,
    remark txt,
    answered_at BIGINT,
    answered_by txt,
    answer txt,
    PRIMARY KEY (enrolment, sheet),
    CHECK ((back_at IS NULL) = (back_by IS NULL)),
    CHECK (remark IS NULL OR back_at IS NOT NULL),
    CHECK (answer IS NULL OR remark IS NOT NULL),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK ((answer IS NULL) = (answered_by IS NULL))
);
CREATE INDEX confirmation_sheet_open ON confirmation_sheet(back_at)
    WHERE remark IS NOT NULL AND answer IS NULL;

-- What happened stays: printed, then back, then answered, each once.
CREATE TRIGGER confirmation_sheet_fixed
    BEFORE UPDATE OF enrolment, sheet, printed_at, printed_by ON confirmation_sheet
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER confirmation_sheet_back
    BEFORE UPDATE OF back_at, back_by, remark ON confirmation_sheet
    FOR EACH ROW WHEN (OLD.back_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER confirmation_sheet_answered
    BEFORE UPDATE OF answered_at, answered_by, answer ON confirmation_sheet
    FOR EACH ROW WHEN (OLD.answer IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER confirmation_sheet_no_delete BEFORE DELETE ON confirmation_sheet
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER confirmation_sheet_no_truncate BEFORE TRUNCATE ON confirmation_sheet
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- As before, and then the table that changes.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_confirmations;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_confirmations(application);
    EXECUTE format('GRANT UPDATE ON confirmation_sheet TO %I', application);
END $$;
