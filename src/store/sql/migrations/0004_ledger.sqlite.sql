-- SPDX-License-Identifier: Apache-2.0
-- Where each thing stands in the ledger (service/ledger.h). The ledger itself has its own file and
-- its own key and may be on another host; this is the instance's own note of what was entered.
-- What was issued and has no entry yet is what is still to be entered: the issued document, written
-- with its step in one transaction, is the outbox.

CREATE TABLE ledger_entry (
    position INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('record', 'status', 'document')),
    sha256 TEXT NOT NULL UNIQUE,
    record TEXT REFERENCES issued_document(record),
    entered_at INTEGER NOT NULL,
    CHECK ((kind = 'record') = (record IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX ledger_entry_record ON ledger_entry(record);

CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END;
