-- SPDX-License-Identifier: Apache-2.0

-- part: unit_columns
id, kind, parent, code, name, district, commune, province, issue_place, valid_from, valid_to

-- name: add_unit
INSERT INTO unit (%unit_columns%)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING RETURNING id;

-- name: set_unit
UPDATE unit SET parent = $2, code = $3, name = $4, district = $5, commune = $6, province = $7,
    issue_place = $8, valid_from = $9, valid_to = $10
WHERE id = $1 RETURNING id;

-- name: find_unit
SELECT %unit_columns% FROM unit WHERE id = $1;

-- name: find_unit_by_code
SELECT %unit_columns% FROM unit WHERE kind = $1 AND code = $2;

-- name: list_units
SELECT %unit_columns% FROM unit
WHERE CAST($1 AS TEXT) IS NULL OR kind = $1
ORDER BY kind, code;
