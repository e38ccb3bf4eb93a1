-- SPDX-License-Identifier: Apache-2.0

-- name: add_key_closing
INSERT INTO key_closing (sha256, key_id, action, since, signer, made_at, made_by, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING RETURNING sha256;

-- name: add_closed_certificate
INSERT INTO closed_certificate (closing, certificate) VALUES ($1, $2);

-- part: key_closing_columns
k.sha256, k.key_id, k.action, k.since, k.signer, k.made_at, k.made_by, k.bytes, k.position

-- name: list_key_closings
SELECT %key_closing_columns%
FROM closed_key AS k
WHERE (CAST($1 AS TEXT) IS NULL OR k.key_id = $1 OR k.key_id = substr(CAST($1 AS TEXT), 1, 16))
    AND (k.position < 0 OR CAST($2 AS BIGINT) = 0)
ORDER BY k.made_at, k.sha256 LIMIT $3;

-- Compromised before retired.
-- name: find_closing_of_record
SELECT %key_closing_columns%
FROM record_signature AS s JOIN certificate_of_closed_key AS c ON c.certificate = s.certificate
    JOIN closed_key AS k ON k.sha256 = c.closing
WHERE s.record = $1 AND s.role = 'school'
ORDER BY k.action, k.made_at, k.sha256 LIMIT 1;

-- name: find_closing_of_certificate
SELECT %key_closing_columns%
FROM certificate_of_closed_key AS c JOIN closed_key AS k ON k.sha256 = c.closing
WHERE c.certificate = $1
ORDER BY k.action, k.made_at, k.sha256 LIMIT 1;

-- name: add_learned_closing
INSERT INTO learned_closing (position, sha256, key_id, action, since, entered_at, learned_at, proof)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING RETURNING sha256;

-- name: add_learned_certificate
INSERT INTO learned_certificate (closing, certificate) VALUES ($1, $2);

-- name: list_certificates_of_closing
SELECT certificate FROM certificate_of_closed_key AS c WHERE c.closing = $1 ORDER BY certificate;

-- name: list_closed_records
SELECT r.uuid, r.state, e.class
FROM record_signature AS s JOIN record AS r ON r.uuid = s.record
    JOIN enrolment AS e ON e.id = r.enrolment
    JOIN ledger_entry AS l ON l.record = r.uuid
WHERE s.certificate = $1 AND s.role = 'school' AND l.position >= $2
ORDER BY l.position;

-- name: count_unentered_of
SELECT COUNT(*) FROM record_signature AS s JOIN issued_document AS i ON i.record = s.record
WHERE s.certificate = $1 AND s.role = 'school'
    AND NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.record = s.record)
    AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = s.record);

-- name: count_closed_received
SELECT COUNT(*) FROM received_record AS r JOIN received_entry AS n ON n.record = r.uuid
WHERE r.seal = $1 AND n.position >= $2;

-- name: add_settled_refusal
INSERT INTO settled_refusal (record, decision, reason, made_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: list_settled_refusals
SELECT record, decision, reason, made_at FROM settled_refusal ORDER BY record LIMIT $1;

-- name: is_settled
SELECT COUNT(*) FROM settled_refusal WHERE record = $1;

-- name: find_final_decision
SELECT a.decision FROM (
    SELECT s.decision AS decision, s.event AS number FROM status_change AS s
    WHERE s.record = $1 AND s.status IN ('revoked', 'superseded')
    UNION ALL
    SELECT c.decision, c.number FROM received_change AS c
    WHERE c.record = $1 AND c.status IN ('revoked', 'superseded')) AS a
    JOIN ledger_entry AS l ON l.sha256 = a.decision
ORDER BY a.number DESC LIMIT 1;
