-- SPDX-License-Identifier: Apache-2.0
-- The queue of what is reported upwards (store/reports.h): a unit's peer, the packets made for it,
-- each kept before it is sent, and one row per record in them.

CREATE TABLE report_peer (
    unit TEXT NOT NULL PRIMARY KEY REFERENCES unit(id),
    url TEXT NOT NULL,
    user_name TEXT NOT NULL,
    ca_file TEXT,
    signer_kind TEXT NOT NULL,
    signer_place TEXT NOT NULL,
    signer_pass TEXT,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

CREATE TABLE report_message (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL REFERENCES unit(id),
    year TEXT NOT NULL,
    content BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('waiting', 'sent', 'ended')),
    tries INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    ended_at INTEGER,
    error TEXT NOT NULL
) STRICT;
CREATE INDEX report_message_open ON report_message(unit, number) WHERE phase <> 'ended';

CREATE TABLE report_record (
    message INTEGER NOT NULL REFERENCES report_message(number),
    place INTEGER NOT NULL,
    unit TEXT NOT NULL REFERENCES unit(id),
    record TEXT NOT NULL CHECK (length(record) = 36),
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'again')),
    error TEXT NOT NULL,
    field TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (message, place)
) STRICT;
CREATE INDEX report_record_by_record ON report_record(record, message);
-- Nothing is sent under two ids.
CREATE UNIQUE INDEX report_record_once ON report_record(unit, record)
    WHERE state IN ('open', 'accepted');
