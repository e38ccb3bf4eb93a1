-- SPDX-License-Identifier: Apache-2.0

-- name: add_year
INSERT INTO school_year (unit, name, state) VALUES ($1, $2, 'open')
ON CONFLICT DO NOTHING RETURNING name;

-- name: find_year
SELECT unit, name, state FROM school_year WHERE unit = $1 AND name = $2;

-- name: list_years
SELECT unit, name, state FROM school_year
WHERE CAST($1 AS TEXT) IS NULL OR unit = $1
ORDER BY name DESC, unit;

-- name: set_year_state
UPDATE school_year SET state = $3 WHERE unit = $1 AND name = $2 RETURNING name;

-- name: set_year_setting
INSERT INTO year_setting (unit, year, key, value) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit, year, key) DO UPDATE SET value = excluded.value;

-- name: remove_year_setting
DELETE FROM year_setting WHERE unit = $1 AND year = $2 AND key = $3;

-- name: get_year_setting
SELECT value FROM year_setting WHERE unit = $1 AND year = $2 AND key = $3;

-- name: list_year_settings
SELECT key, value, unit, year FROM year_setting WHERE unit = $1 AND year = $2 ORDER BY key;

-- name: list_all_year_settings
SELECT key, value, unit, year FROM year_setting ORDER BY unit, year, key;
