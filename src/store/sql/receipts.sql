-- SPDX-License-Identifier: Apache-2.0

-- name: add_receipt
INSERT INTO sign_receipt (batch, person, class, role, subject, certificate, signer, sentence,
    started_at, told_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL);

-- name: add_receipt_item
INSERT INTO sign_receipt_item (batch, place, record, digest, outcome, message, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: end_receipt_item
UPDATE sign_receipt_item SET outcome = $3, message = $4, ended_at = $5
WHERE batch = $1 AND place = $2 AND outcome IN ('open', 'failed');

-- Once only: no row comes back the second time.
-- name: tell_receipt
UPDATE sign_receipt SET told_at = $2 WHERE batch = $1 AND told_at IS NULL RETURNING batch;

-- name: remove_unused_receipt_items
DELETE FROM sign_receipt_item WHERE batch = $1 AND NOT EXISTS (
    SELECT 1 FROM sign_receipt_item AS i WHERE i.batch = $1
        AND i.outcome <> 'open' AND i.digest IS NOT NULL);

-- name: remove_unused_receipt
DELETE FROM sign_receipt WHERE batch = $1 AND NOT EXISTS (
    SELECT 1 FROM sign_receipt_item AS i WHERE i.batch = $1);

-- part: receipts
SELECT r.batch, r.person, r.class, r.role, r.subject, r.certificate, r.signer, r.sentence,
    r.started_at, p.name, p.login, c.name, c.year, c.unit,
    (SELECT COUNT(*) FROM sign_receipt_item AS i WHERE i.batch = r.batch AND i.outcome = 'signed'),
    (SELECT COUNT(*) FROM sign_receipt_item AS i WHERE i.batch = r.batch AND i.outcome = 'failed'),
    (SELECT COUNT(*) FROM sign_receipt_item AS i WHERE i.batch = r.batch AND i.outcome = 'open'),
    (SELECT MAX(i.ended_at) FROM sign_receipt_item AS i WHERE i.batch = r.batch)
FROM sign_receipt AS r
JOIN person AS p ON p.id = r.person
JOIN class AS c ON c.id = r.class

-- name: find_receipt
%receipts%
WHERE r.batch = $1;

-- name: list_receipts
%receipts%
WHERE r.person = $1 AND r.class = $2 AND EXISTS (
    SELECT 1 FROM sign_receipt_item AS i WHERE i.batch = r.batch AND i.outcome = 'signed')
ORDER BY r.started_at DESC, r.batch LIMIT $3;

-- name: list_receipt_items
SELECT i.place, i.record, i.digest, i.outcome, i.message, i.ended_at, p.name, p.code, d.state
FROM sign_receipt_item AS i
JOIN record AS d ON d.uuid = i.record
JOIN enrolment AS e ON e.id = d.enrolment
JOIN pupil AS p ON p.id = e.pupil
WHERE i.batch = $1 ORDER BY i.place;

-- What a person's batches could not sign and nothing has settled since: not tried again, not signed by
-- anyone in the same role, and still on its way to be issued.
-- name: list_refused
SELECT r.class, c.name, r.role, r.subject, i.record, i.message
FROM sign_receipt AS r
JOIN sign_receipt_item AS i ON i.batch = r.batch AND i.outcome = 'failed'
JOIN record AS d ON d.uuid = i.record
    AND d.state IN ('created', 'checked', 'signed_gvbm', 'signed_gvcn', 'signed_cbql')
JOIN class AS c ON c.id = r.class
WHERE r.person = $1
AND NOT EXISTS (
    SELECT 1 FROM sign_receipt_item AS j JOIN sign_receipt AS s ON s.batch = j.batch
    WHERE j.record = i.record AND s.person = r.person AND s.role = r.role
        AND COALESCE(s.subject, '') = COALESCE(r.subject, '') AND j.outcome <> 'open'
        AND (j.ended_at > i.ended_at OR (j.ended_at = i.ended_at AND s.batch > r.batch)))
AND NOT EXISTS (
    SELECT 1 FROM record_signature AS g WHERE g.record = i.record AND g.role = r.role
        AND COALESCE(g.subject, '') = COALESCE(r.subject, ''))
ORDER BY c.name, r.class, r.role, r.subject, i.place;

-- How fast a certificate signed the last time, in batches of more than a few.
-- name: find_pace
SELECT COUNT(*), MIN(i.ended_at), MAX(i.ended_at)
FROM sign_receipt_item AS i
JOIN sign_receipt AS r ON r.batch = i.batch
WHERE r.certificate = $1 AND r.signer = $2 AND i.outcome = 'signed'
GROUP BY r.batch, r.started_at HAVING COUNT(*) >= $3
ORDER BY r.started_at DESC LIMIT 1;
