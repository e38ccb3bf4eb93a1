-- SPDX-License-Identifier: Apache-2.0

-- name: add_sign_batch
INSERT INTO sign_batch (id, class, role, certificate, signer, started_at, started_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: add_sign_item
INSERT INTO sign_item (batch, place, record, subject, label, state, ended)
VALUES ($1, $2, $3, $4, $5, $6, 0);

-- name: set_sign_reference
UPDATE sign_batch SET reference = $2 WHERE id = $1;

-- name: list_sign_batches
SELECT id, class, role, certificate, signer, reference, started_at, started_by FROM sign_batch
WHERE class = $1 AND role = $2 AND certificate = $3 AND signer = $4 ORDER BY started_at, id;

-- name: list_sign_batches_of
SELECT id, class, role, certificate, signer, reference, started_at, started_by FROM sign_batch
WHERE class = $1 AND role = $2 AND signer = $3 AND started_by = $4 ORDER BY started_at, id;

-- name: find_sign_batch
SELECT id, class, role, certificate, signer, reference, started_at, started_by FROM sign_batch
WHERE id = $1;

-- name: list_sign_items
SELECT record, subject, label, state, ended FROM sign_item WHERE batch = $1 ORDER BY place;

-- name: end_sign_item
UPDATE sign_item SET ended = 1 WHERE batch = $1 AND place = $2;

-- name: remove_sign_items
DELETE FROM sign_item WHERE batch = $1;

-- name: remove_sign_batch
DELETE FROM sign_batch WHERE id = $1;

-- name: remove_sign_remote
DELETE FROM sign_remote WHERE batch = $1;

-- name: add_sign_remote
INSERT INTO sign_remote (batch, service, account) VALUES ($1, $2, $3);

-- name: set_sign_remote_reference
UPDATE sign_remote SET reference = $2 WHERE batch = $1;

-- name: find_sign_remote
SELECT service, account, reference FROM sign_remote WHERE batch = $1;

-- name: set_remote_account
INSERT INTO remote_account (person, service, account) VALUES ($1, $2, $3)
ON CONFLICT (person, service) DO UPDATE SET account = excluded.account;

-- name: find_remote_account
SELECT account FROM remote_account WHERE person = $1 AND service = $2;
