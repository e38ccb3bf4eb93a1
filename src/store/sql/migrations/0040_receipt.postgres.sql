-- SPDX-License-Identifier: Apache-2.0
-- What came of each batch that was signed on a page (store/receipts.h): who signed what with which
-- certificate, and what was refused.  Open batches are sign_batch; this stays after them.

CREATE TABLE sign_receipt (
    batch txt NOT NULL PRIMARY KEY CHECK (length(batch) = 36),
    person txt NOT NULL REFERENCES person(id),
    class txt NOT NULL REFERENCES class(id),
    role txt NOT NULL,
    subject txt, -- of a subject teacher
    certificate txt NOT NULL,
    signer txt NOT NULL,
    sentence txt NOT NULL, -- what the person said yes to
    started_at BIGINT NOT NULL,
    told_at BIGINT -- when the next signer was told of it
);
CREATE INDEX sign_receipt_by_person ON sign_receipt(person, class);
CREATE INDEX sign_receipt_by_certificate ON sign_receipt(certificate, started_at);

CREATE TABLE sign_receipt_item (
    batch txt NOT NULL REFERENCES sign_receipt(batch),
    place BIGINT NOT NULL,
    record txt NOT NULL REFERENCES record(uuid),
    digest txt, -- hex, of what is signed; NULL: refused before there was one
    outcome txt NOT NULL CHECK (outcome IN ('open', 'signed', 'already', 'failed')),
    message txt,
    ended_at BIGINT,
    PRIMARY KEY (batch, place)
);
CREATE INDEX sign_receipt_item_by_record ON sign_receipt_item(record);

-- The next signer hears of a batch; so does who wrote a comment, and who would have it otherwise.
ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice ADD CONSTRAINT notice_kind_check CHECK (kind IN ('record_returned',
    'class_returned', 'class_opened', 'batch_signed', 'edits_proposed', 'edit_declined'));

-- As before, and then the tables that change.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_before_receipts;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_before_receipts(application);
    EXECUTE format('GRANT UPDATE, DELETE ON sign_receipt, sign_receipt_item TO %I', application);
END $$;
