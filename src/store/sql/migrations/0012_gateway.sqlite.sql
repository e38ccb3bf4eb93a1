-- SPDX-License-Identifier: Apache-2.0
-- What the gateway took in (store/intake.h): suppliers' clients and their tokens, messages as they
-- came, one result per record, and the records that were accepted, kept as issued ones are. A
-- received record without a received_entry is still to be entered in the ledger.

CREATE TABLE gateway_client (
    user_name TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL CHECK (length(secret) = 64),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

CREATE TABLE gateway_closing (
    client TEXT NOT NULL PRIMARY KEY REFERENCES gateway_client(user_name),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

CREATE TABLE gateway_client_unit (
    client TEXT NOT NULL REFERENCES gateway_client(user_name),
    unit TEXT NOT NULL REFERENCES unit(id),
    PRIMARY KEY (client, unit)
) STRICT;

CREATE TABLE gateway_token (
    digest TEXT NOT NULL PRIMARY KEY,
    client TEXT NOT NULL REFERENCES gateway_client(user_name),
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX gateway_token_by_client ON gateway_token(client, expires_at);

CREATE TABLE gateway_message (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    client TEXT NOT NULL REFERENCES gateway_client(user_name),
    id TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    digest TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (client, id)
) STRICT;

-- A message without one is still to be looked at.
CREATE TABLE gateway_end (
    message INTEGER NOT NULL PRIMARY KEY REFERENCES gateway_message(number),
    ended_at INTEGER NOT NULL,
    error TEXT NOT NULL,
    description TEXT NOT NULL
) STRICT;

CREATE TABLE gateway_result (
    message INTEGER NOT NULL REFERENCES gateway_message(number),
    place INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    pupil_code TEXT NOT NULL,
    name TEXT NOT NULL,
    personal_number TEXT NOT NULL,
    accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    error TEXT NOT NULL,
    field TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (message, place)
) STRICT;

-- One valid record for a pupil and a year.
CREATE TABLE received_record (
    uuid TEXT NOT NULL PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES gateway_message(number),
    place INTEGER NOT NULL,
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    pupil_code TEXT NOT NULL,
    grade INTEGER NOT NULL,
    seal TEXT NOT NULL REFERENCES certificate(sha256),
    received_at INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL,
    dictionary TEXT REFERENCES dictionary(id),
    bytes BLOB NOT NULL,
    UNIQUE (pupil_code, year)
) STRICT;

CREATE TABLE received_entry (
    record TEXT NOT NULL PRIMARY KEY REFERENCES received_record(uuid),
    position INTEGER NOT NULL UNIQUE,
    entered_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER gateway_client_unit_no_update BEFORE UPDATE ON gateway_client_unit
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_client_unit'); END;
CREATE TRIGGER gateway_client_unit_no_delete BEFORE DELETE ON gateway_client_unit
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_client_unit'); END;
CREATE TRIGGER gateway_message_no_update BEFORE UPDATE ON gateway_message
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_message'); END;
CREATE TRIGGER gateway_message_no_delete BEFORE DELETE ON gateway_message
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_message'); END;
CREATE TRIGGER gateway_end_no_update BEFORE UPDATE ON gateway_end
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_end'); END;
CREATE TRIGGER gateway_end_no_delete BEFORE DELETE ON gateway_end
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_end'); END;
CREATE TRIGGER gateway_result_no_update BEFORE UPDATE ON gateway_result
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_result'); END;
CREATE TRIGGER gateway_result_no_delete BEFORE DELETE ON gateway_result
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_result'); END;
CREATE TRIGGER received_record_no_update BEFORE UPDATE ON received_record
BEGIN SELECT RAISE(ABORT, 'append-only: received_record'); END;
CREATE TRIGGER received_record_no_delete BEFORE DELETE ON received_record
BEGIN SELECT RAISE(ABORT, 'append-only: received_record'); END;
CREATE TRIGGER received_entry_no_update BEFORE UPDATE ON received_entry
BEGIN SELECT RAISE(ABORT, 'append-only: received_entry'); END;
CREATE TRIGGER received_entry_no_delete BEFORE DELETE ON received_entry
BEGIN SELECT RAISE(ABORT, 'append-only: received_entry'); END;
CREATE TRIGGER gateway_client_no_update BEFORE UPDATE ON gateway_client
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_client'); END;
CREATE TRIGGER gateway_client_no_delete BEFORE DELETE ON gateway_client
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_client'); END;
CREATE TRIGGER gateway_closing_no_update BEFORE UPDATE ON gateway_closing
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_closing'); END;
CREATE TRIGGER gateway_closing_no_delete BEFORE DELETE ON gateway_closing
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_closing'); END;
CREATE TRIGGER gateway_token_no_update BEFORE UPDATE ON gateway_token
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_token'); END;
CREATE TRIGGER gateway_token_no_delete BEFORE DELETE ON gateway_token
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_token'); END;
