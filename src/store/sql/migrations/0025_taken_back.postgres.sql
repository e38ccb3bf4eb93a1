-- SPDX-License-Identifier: Apache-2.0
-- A replacement that is given up (service/replacement.h): the decisions and the attempts at a mark
-- that were entered for it count no more. They stay where they are; these say so, for ever.

CREATE TABLE decision_taken_back (
    decision txt PRIMARY KEY REFERENCES decision(id),
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    source txt
);

CREATE TABLE mark_taken_back (
    enrolment txt NOT NULL,
    subject txt NOT NULL,
    period txt NOT NULL,
    attempt BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    source txt,
    PRIMARY KEY (enrolment, subject, period, attempt),
    FOREIGN KEY (enrolment, subject, period, attempt)
        REFERENCES mark_attempt(enrolment, subject, period, attempt)
);

CREATE TRIGGER decision_taken_back_no_change BEFORE UPDATE OR DELETE ON decision_taken_back
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_taken_back_no_truncate BEFORE TRUNCATE ON decision_taken_back
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mark_taken_back_no_change BEFORE UPDATE OR DELETE ON mark_taken_back
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mark_taken_back_no_truncate BEFORE TRUNCATE ON mark_taken_back
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
