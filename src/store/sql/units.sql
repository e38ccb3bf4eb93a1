-- SPDX-License-Identifier: Apache-2.0

-- part: unit_kind_of
COALESCE((SELECT k.kind FROM unit_kind AS k WHERE k.unit = unit.id), unit.kind)

-- part: unit_columns
id, kind, parent, code, name, district, commune, province, issue_place, valid_from, valid_to

-- part: unit_now
SELECT id, %unit_kind_of% AS which, parent, code, name, district, commune, province, issue_place,
    valid_from, valid_to
FROM unit

-- name: add_unit
INSERT INTO unit (%unit_columns%)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING RETURNING id;

-- name: add_unit_kind
INSERT INTO unit_kind (unit, kind) VALUES ($1, $2);

-- name: set_unit
UPDATE unit SET parent = $2, code = $3, name = $4, district = $5, commune = $6, province = $7,
    issue_place = $8, valid_from = $9, valid_to = $10
WHERE id = $1 RETURNING id;

-- name: find_unit
%unit_now% WHERE id = $1;

-- name: find_unit_by_code
%unit_now%
WHERE code = $2 AND (CAST($1 AS TEXT) IS NULL OR %unit_kind_of% = $1)
ORDER BY 2 DESC;

-- name: list_units
%unit_now%
WHERE CAST($1 AS TEXT) IS NULL OR %unit_kind_of% = $1
ORDER BY 2, code;

-- Dated: what stood on the day $2. A unit's newest row that had begun; none: as it is now.
-- part: unit_then
u.id AS id, COALESCE(k.kind, u.kind) AS which,
    CASE WHEN s.unit IS NULL THEN u.parent ELSE s.parent END AS parent,
    COALESCE(s.code, u.code) AS code, COALESCE(s.name, u.name) AS name,
    u.district AS district, u.commune AS commune, u.province AS province,
    u.issue_place AS issue_place, u.valid_from AS valid_from, u.valid_to AS valid_to

-- part: unit_then_from
unit AS u LEFT JOIN unit_kind AS k ON k.unit = u.id
    LEFT JOIN unit_state AS s ON s.unit = u.id AND s.number = (
        SELECT MAX(n.number) FROM unit_state AS n
        WHERE n.unit = u.id AND n.since <= CAST($2 AS TEXT))

-- part: holds
(t.valid_from IS NULL OR t.valid_from <= CAST($2 AS TEXT))
    AND (t.valid_to IS NULL OR t.valid_to >= CAST($2 AS TEXT))

-- part: then_columns
t.id, t.which, t.parent, t.code, t.name, t.district, t.commune, t.province, t.issue_place,
    t.valid_from, t.valid_to

-- Eight levels are more than there are: a circle ends.
-- name: list_units_below
WITH RECURSIVE t AS (SELECT %unit_then% FROM %unit_then_from%),
below(id, depth) AS (
    SELECT t.id, 0 FROM t WHERE t.id = $1 AND %holds%
    UNION SELECT t.id, b.depth + 1 FROM t JOIN below AS b ON t.parent = b.id WHERE b.depth < 8)
SELECT %then_columns%
FROM t
WHERE %holds% AND (CAST($1 AS TEXT) IS NULL OR t.id IN (SELECT b.id FROM below AS b))
ORDER BY t.which, t.code;

-- name: list_unit_managers
WITH RECURSIVE t AS (
    SELECT %unit_then%, 0 AS depth FROM %unit_then_from% WHERE u.id = $1
    UNION ALL
    SELECT %unit_then%, up.depth + 1 FROM t AS up JOIN unit AS u ON u.id = up.parent
        LEFT JOIN unit_kind AS k ON k.unit = u.id
        LEFT JOIN unit_state AS s ON s.unit = u.id AND s.number = (
            SELECT MAX(n.number) FROM unit_state AS n
            WHERE n.unit = u.id AND n.since <= CAST($2 AS TEXT))
    WHERE up.depth < 8)
SELECT %then_columns%
FROM t
WHERE t.depth = 0 OR (%holds%)
ORDER BY t.depth;

-- name: last_unit_state
SELECT since FROM unit_state WHERE unit = $1 ORDER BY number DESC LIMIT 1;

-- name: add_unit_state
INSERT INTO unit_state (unit, number, since, parent, code, name, made_at, made_by)
SELECT CAST($1 AS TEXT), COALESCE(MAX(number), 0) + 1, CAST($2 AS TEXT), CAST($3 AS TEXT),
    CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS BIGINT), CAST($7 AS TEXT)
FROM unit_state WHERE unit = $1
ON CONFLICT DO NOTHING RETURNING unit;

-- A correction without a date holds since the last change did.
-- name: correct_unit_state
INSERT INTO unit_state (unit, number, since, parent, code, name, made_at, made_by)
SELECT s.unit, s.number + 1, s.since, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT),
    CAST($5 AS BIGINT), CAST($6 AS TEXT)
FROM unit_state AS s
WHERE s.unit = $1 AND s.number = (SELECT MAX(n.number) FROM unit_state AS n WHERE n.unit = $1)
    AND (s.code <> $3 OR s.name <> $4 OR COALESCE(s.parent, '') <> COALESCE(CAST($2 AS TEXT), ''))
ON CONFLICT DO NOTHING RETURNING unit;

-- name: list_unit_states
SELECT since, parent, code, name, made_at, made_by FROM unit_state
WHERE unit = $1 ORDER BY number;

-- name: add_unit_successor
INSERT INTO unit_successor (unit, successor, since, decision, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING unit;

-- name: list_unit_successors
SELECT unit, successor, since, decision FROM unit_successor
WHERE unit = $1 OR successor = $1
ORDER BY since, unit, successor;
