-- SPDX-License-Identifier: Apache-2.0

-- name: add_received_freeze
INSERT INTO received_freeze
    (sha256, unit, year, certificate, supersedes, signed_at, made_at, made_by, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING RETURNING sha256;

-- name: add_received_manifest
INSERT INTO received_manifest (sha256, of_freeze, class, bytes) VALUES ($1, $2, $3, $4);

-- name: add_received_waiting
INSERT INTO received_waiting (of_freeze, pupil_code, manifest) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;

-- The newest of a year: nothing supersedes it.
-- name: find_received_freeze
SELECT f.sha256, f.unit, f.year, f.certificate, f.supersedes, f.signed_at, f.bytes
FROM received_freeze AS f
WHERE f.unit = $1 AND f.year = $2
    AND NOT EXISTS (SELECT 1 FROM received_freeze AS n WHERE n.supersedes = f.sha256);

-- name: count_received_waiting
SELECT COUNT(*) FROM received_waiting WHERE of_freeze = $1 AND pupil_code = $2;
