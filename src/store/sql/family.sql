-- SPDX-License-Identifier: Apache-2.0

-- part: family_columns
f.id, f.pupil, f.made_at, f.made_by, f.ended_at, f.ended_by, f.reason

-- name: add_family_code
INSERT INTO family_code (id, pupil, digest, made_at, made_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING id;

-- name: end_family_code
UPDATE family_code SET ended_at = $2, ended_by = $3, reason = $4
WHERE pupil = $1 AND ended_at IS NULL RETURNING id;

-- name: find_family_code
SELECT %family_columns% FROM family_code AS f WHERE f.id = $1;

-- name: find_family_code_by_digest
SELECT %family_columns% FROM family_code AS f WHERE f.digest = $1;

-- name: list_family_codes
SELECT %family_columns% FROM family_code AS f WHERE f.pupil = $1 ORDER BY f.made_at, f.id;

-- name: list_class_family_codes
SELECT %family_columns%
FROM enrolment AS e JOIN family_code AS f ON f.pupil = e.pupil AND f.ended_at IS NULL
WHERE e.class = $1
ORDER BY f.pupil;

-- name: find_records_between
SELECT uuid FROM record WHERE uuid >= $1 AND uuid <= $2
UNION ALL SELECT uuid FROM received_record WHERE uuid >= $1 AND uuid <= $2
ORDER BY uuid LIMIT 2;
