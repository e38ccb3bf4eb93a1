-- SPDX-License-Identifier: Apache-2.0

-- name: add_paper_batch
INSERT INTO paper_batch (id, paper, unit, subject, person, service, account, certificate, file,
    started_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: set_paper_batch_reference
UPDATE paper_batch SET reference = $2 WHERE id = $1;

-- name: remove_paper_batch
DELETE FROM paper_batch WHERE id = $1 AND person = $2 RETURNING id;

-- name: find_paper_batch
SELECT id, paper, unit, subject, person, service, account, certificate, file, reference, started_at
FROM paper_batch WHERE person = $1 AND paper = $2 AND unit = $3 AND subject = $4;
