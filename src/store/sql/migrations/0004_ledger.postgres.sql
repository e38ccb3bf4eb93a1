-- SPDX-License-Identifier: Apache-2.0
-- Where each thing stands in the ledger (service/ledger.h). The ledger itself has its own file and
-- its own key and may be on another host; this is the instance's own note of what was entered.
-- What was issued and has no entry yet is what is still to be entered: the issued document, written
-- with its step in one transaction, is the outbox.

CREATE TABLE ledger_entry (
    position BIGINT PRIMARY KEY,
    kind txt NOT NULL CHECK (kind IN ('record', 'status', 'document')),
    sha256 txt NOT NULL UNIQUE,
    record txt REFERENCES issued_document(record),
    entered_at BIGINT NOT NULL,
    CHECK ((kind = 'record') = (record IS NOT NULL))
);
CREATE UNIQUE INDEX ledger_entry_record ON ledger_entry(record);

CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
