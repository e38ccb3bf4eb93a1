-- SPDX-License-Identifier: Apache-2.0
-- Keys of seals that are retired or compromised (store/key_closings.h), as their papers were signed,
-- and the certificates of each. One without a ledger_entry is still to be entered.
-- Records that the ledger refused and that were withdrawn since: they need no entry any more.

CREATE TABLE key_closing (
    sha256 txt PRIMARY KEY CHECK (length(sha256) = 64), -- of the paper
    key_id txt NOT NULL CHECK (length(key_id) = 64), -- SHA-256 of the SubjectPublicKeyInfo
    action txt NOT NULL CHECK (action IN ('retire', 'compromise')),
    since BIGINT NOT NULL CHECK (since >= 0), -- compromised: from this entry of the ledger on
    signer txt NOT NULL REFERENCES certificate(sha256),
    made_at BIGINT NOT NULL,
    made_by txt NOT NULL,
    bytes BYTEA NOT NULL
);
CREATE INDEX key_closing_by_key ON key_closing(key_id);
CREATE TRIGGER key_closing_no_change BEFORE UPDATE OR DELETE ON key_closing
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER key_closing_no_truncate BEFORE TRUNCATE ON key_closing
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE closed_certificate (
    closing txt NOT NULL REFERENCES key_closing(sha256),
    certificate txt NOT NULL REFERENCES certificate(sha256),
    PRIMARY KEY (closing, certificate)
);
CREATE INDEX closed_certificate_by_certificate ON closed_certificate(certificate);
CREATE TRIGGER closed_certificate_no_change BEFORE UPDATE OR DELETE ON closed_certificate
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closed_certificate_no_truncate BEFORE TRUNCATE ON closed_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE settled_refusal (
    record txt PRIMARY KEY, -- issued here or received
    decision txt NOT NULL REFERENCES revocation_decision(sha256),
    reason txt NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE TRIGGER settled_refusal_no_change BEFORE UPDATE OR DELETE ON settled_refusal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settled_refusal_no_truncate BEFORE TRUNCATE ON settled_refusal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
