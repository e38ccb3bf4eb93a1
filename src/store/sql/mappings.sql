-- SPDX-License-Identifier: Apache-2.0

-- name: set_mapping
INSERT INTO import_mapping (unit, headings, choices, made_at, made_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (unit, headings) DO UPDATE SET choices = excluded.choices,
    made_at = excluded.made_at, made_by = excluded.made_by;

-- name: find_mapping
SELECT m.choices, m.made_at, COALESCE(p.name, m.made_by) FROM import_mapping AS m
LEFT JOIN person AS p ON p.login = m.made_by
WHERE m.unit = $1 AND m.headings = $2;
