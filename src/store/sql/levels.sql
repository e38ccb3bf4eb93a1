-- SPDX-License-Identifier: Apache-2.0

-- name: add_level
INSERT INTO level (record, reached, tries, next_try_at) VALUES ($1, 'B-B', 0, 0);

-- name: complete_levels
INSERT INTO level (record, reached, tries, next_try_at)
SELECT i.record, 'B-B', 0, 0 FROM issued_document AS i
WHERE NOT EXISTS (SELECT 1 FROM level AS l WHERE l.record = i.record);

-- name: list_pending_levels
SELECT l.record, l.reached, l.tries, l.next_try_at, l.reason, p.code, p.name, c.name, c.year
FROM level AS l JOIN record AS r ON r.uuid = l.record JOIN enrolment AS e ON e.id = r.enrolment
    JOIN pupil AS p ON p.id = e.pupil JOIN class AS c ON c.id = e.class
WHERE l.reached <> 'B-LT' AND l.next_try_at <= $1
    AND (CAST($2 AS TEXT) IS NULL OR c.id = $2)
ORDER BY l.next_try_at, l.record LIMIT $3;

-- name: find_level
SELECT l.record, l.reached, l.tries, l.next_try_at, l.reason, p.code, p.name, c.name, c.year
FROM level AS l JOIN record AS r ON r.uuid = l.record JOIN enrolment AS e ON e.id = r.enrolment
    JOIN pupil AS p ON p.id = e.pupil JOIN class AS c ON c.id = e.class
WHERE l.record = $1;

-- name: set_level
UPDATE level SET reached = $2, tries = $3, next_try_at = $4, reason = $5 WHERE record = $1;

-- name: count_levels
SELECT CAST(COALESCE(SUM(CASE WHEN reached = 'B-B' THEN 1 ELSE 0 END), 0) AS BIGINT),
    CAST(COALESCE(SUM(CASE WHEN reached = 'B-T' THEN 1 ELSE 0 END), 0) AS BIGINT),
    CAST(COALESCE(SUM(CASE WHEN reached = 'B-LT' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM level;

-- name: add_proof
INSERT INTO proof (sha256, kind, bytes, fetched_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: add_timestamp
INSERT INTO signature_timestamp (record, signature, stamped_at, authority, token)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- name: list_timestamps
SELECT t.signature, t.stamped_at, t.token, p.bytes, s.proof_set
FROM signature_timestamp AS t JOIN proof AS p ON p.sha256 = t.authority
    LEFT JOIN signature_proof AS s ON s.record = t.record AND s.signature = t.signature
WHERE t.record = $1 ORDER BY t.stamped_at, t.signature;

-- name: add_proof_set
INSERT INTO proof_set (id, made_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id;

-- name: add_proof_set_member
INSERT INTO proof_set_member (proof_set, place, about, proof) VALUES ($1, $2, $3, $4);

-- name: add_signature_proof
INSERT INTO signature_proof (record, signature, proof_set) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;

-- name: list_proofs
SELECT m.about, p.kind, p.bytes, p.fetched_at FROM proof_set_member AS m
    JOIN proof AS p ON p.sha256 = m.proof
WHERE m.proof_set = $1 ORDER BY m.place;

-- name: count_proofs
SELECT COUNT(*) FROM proof;

-- name: count_proof_sets
SELECT COUNT(*) FROM proof_set;
