-- SPDX-License-Identifier: Apache-2.0
-- Batches that a signer was given and has not finished: what goes on after the program or the
-- connection died. A batch goes when all of it has ended; what it led to stands in the records.

CREATE TABLE sign_batch (
    id TEXT NOT NULL PRIMARY KEY,
    class TEXT NOT NULL REFERENCES class(id),
    role TEXT NOT NULL,
    certificate TEXT NOT NULL,
    signer TEXT NOT NULL,
    reference TEXT,
    started_at INTEGER NOT NULL,
    started_by TEXT NOT NULL
) STRICT;
CREATE INDEX sign_batch_open ON sign_batch(class, role, certificate);

-- `state` is the signature without its value (xades_pending_write()): nothing secret.
CREATE TABLE sign_item (
    batch TEXT NOT NULL REFERENCES sign_batch(id),
    place INTEGER NOT NULL,
    record TEXT NOT NULL REFERENCES record(uuid),
    subject TEXT,
    label TEXT NOT NULL,
    state BLOB NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (batch, place)
) STRICT;
