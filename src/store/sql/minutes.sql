-- SPDX-License-Identifier: Apache-2.0

-- name: add_minutes
INSERT INTO inspection_minutes (inspection, school, stage, head, certificate, made_at, made_by, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING RETURNING number;

-- The newest of each school of a round: what was signed, else the last that was made or signed once.
-- The third parameter: with its bytes.
-- name: list_minutes
SELECT m.number, m.school, u.code, m.stage, m.head, p.name, m.certificate, m.made_at, m.made_by,
    CASE WHEN CAST($3 AS BIGINT) = 1 THEN m.bytes END
FROM inspection_minutes AS m JOIN unit AS u ON u.id = m.school JOIN person AS p ON p.id = m.head
WHERE m.inspection = $1 AND (CAST($2 AS TEXT) IS NULL OR m.school = $2) AND m.number =
    (SELECT max(o.number) FROM inspection_minutes AS o
     WHERE o.inspection = m.inspection AND o.school = m.school)
ORDER BY u.code;

-- name: add_minutes_excuse
INSERT INTO inspection_excuse (inspection, school, reason, made_at, made_by)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING school;

-- name: list_minutes_excuses
SELECT e.school, e.reason, e.made_at, COALESCE(p.name, e.made_by)
FROM inspection_excuse AS e LEFT JOIN person AS p ON p.login = e.made_by
WHERE e.inspection = $1 ORDER BY e.school;

-- name: add_inspection_file
INSERT INTO inspection_file (finding, name, kind, sha256, made_at, made_by, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING RETURNING number;

-- Of a round; the second parameter: that one alone, with its bytes; 0: all, without.
-- name: list_inspection_files
SELECT i.number, i.finding, f.school, i.name, i.kind, i.sha256, i.made_at,
    CAST(length(i.bytes) AS BIGINT), CASE WHEN CAST($2 AS BIGINT) > 0 THEN i.bytes END
FROM inspection_file AS i JOIN inspection_finding AS f ON f.number = i.finding
WHERE f.inspection = $1 AND (CAST($2 AS BIGINT) = 0 OR i.number = $2)
ORDER BY i.number;
