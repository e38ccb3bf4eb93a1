-- SPDX-License-Identifier: Apache-2.0

-- name: add_freeze
INSERT INTO year_freeze (sha256, unit, year, certificate, supersedes, made_at, made_by, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING RETURNING sha256;

-- name: list_freezes
SELECT f.sha256, f.unit, f.year, f.certificate, f.supersedes, f.made_at, f.made_by, f.bytes,
    COALESCE(l.position, -1)
FROM year_freeze AS f LEFT JOIN ledger_entry AS l ON l.sha256 = f.sha256
WHERE (CAST($1 AS TEXT) IS NULL OR f.unit = $1) AND (CAST($2 AS TEXT) IS NULL OR f.year = $2)
    AND ($3 = 0 OR l.position IS NULL)
ORDER BY f.unit, f.year, f.made_at, f.supersedes IS NOT NULL, f.sha256 LIMIT $4;
