-- SPDX-License-Identifier: Apache-2.0
-- Keys that somebody else closed in the ledger that this instance hands in to (store/key_closings.h), as
-- their entries say it, each with its proof, and the certificates here of each. No paper: that lies
-- with whoever closed the key. Whoever seals, leads or teaches hears of it.

CREATE TABLE learned_closing (
    position BIGINT PRIMARY KEY CHECK (position >= 0),
    sha256 txt NOT NULL UNIQUE CHECK (length(sha256) = 64), -- H of the entry
    key_id txt NOT NULL CHECK (length(key_id) = 16), -- the entry's kid
    action txt NOT NULL CHECK (action IN ('retire', 'compromise')),
    since BIGINT NOT NULL CHECK (since >= 0), -- compromised: from this entry of the ledger on
    entered_at BIGINT NOT NULL,
    learned_at BIGINT NOT NULL,
    proof BYTEA NOT NULL -- .tlog-proof of the entry, as it was learned
);
CREATE INDEX learned_closing_by_key ON learned_closing(key_id);
CREATE TRIGGER learned_closing_no_change BEFORE UPDATE OR DELETE ON learned_closing
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER learned_closing_no_truncate BEFORE TRUNCATE ON learned_closing
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE learned_certificate (
    closing txt NOT NULL REFERENCES learned_closing(sha256),
    certificate txt NOT NULL REFERENCES certificate(sha256),
    PRIMARY KEY (closing, certificate)
);
CREATE INDEX learned_certificate_by_certificate ON learned_certificate(certificate);
CREATE TRIGGER learned_certificate_no_change BEFORE UPDATE OR DELETE ON learned_certificate
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER learned_certificate_no_truncate BEFORE TRUNCATE ON learned_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Closed here, with the paper, or elsewhere, as the ledger says it; an entry of a paper that lies here
-- stands once.
CREATE VIEW closed_key AS
SELECT closed_here.sha256, closed_here.key_id, closed_here.action, closed_here.since, closed_here.signer,
    closed_here.made_at, closed_here.made_by, closed_here.bytes,
    COALESCE((SELECT e.position FROM ledger_entry AS e WHERE e.sha256 = closed_here.sha256), -1) AS position
FROM key_closing AS closed_here
UNION ALL
SELECT learned.sha256, learned.key_id, learned.action, learned.since, NULL, learned.entered_at, NULL, NULL,
    learned.position
FROM learned_closing AS learned
WHERE NOT EXISTS (SELECT 1 FROM key_closing AS here WHERE here.sha256 = learned.sha256);
CREATE VIEW certificate_of_closed_key AS
SELECT closing, certificate FROM closed_certificate
UNION ALL SELECT closing, certificate FROM learned_certificate;

-- A notice about a key is of no class.
ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice ADD CONSTRAINT notice_kind_check CHECK (kind IN ('record_returned',
    'class_returned', 'class_opened', 'batch_signed', 'edits_proposed', 'edit_declined', 'key_closed'));
ALTER TABLE notice ALTER COLUMN class DROP NOT NULL;
ALTER TABLE notice ADD CONSTRAINT notice_class_check CHECK (class IS NOT NULL OR kind = 'key_closed');
