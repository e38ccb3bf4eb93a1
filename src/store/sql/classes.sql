-- SPDX-License-Identifier: Apache-2.0

-- part: class_columns
id, unit, year, name, sessions_per_day

-- name: add_class
INSERT INTO class (%class_columns%) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING id;

-- name: find_class
SELECT %class_columns% FROM class WHERE id = $1;

-- name: find_classes_by_name
SELECT %class_columns% FROM class
WHERE (CAST($1 AS TEXT) IS NULL OR unit = $1) AND year = $2 AND name = $3
ORDER BY unit LIMIT 2;

-- name: list_classes
SELECT %class_columns% FROM class
WHERE (CAST($1 AS TEXT) IS NULL OR unit = $1) AND (CAST($2 AS TEXT) IS NULL OR year = $2)
ORDER BY year, name, unit;

-- By the index of the unit.
-- name: list_unit_classes
SELECT %class_columns% FROM class
WHERE unit = $1 AND (CAST($2 AS TEXT) IS NULL OR year = $2)
ORDER BY year, name, unit;

-- name: count_class_records
SELECT c.id, COALESCE(r.state, ''), COUNT(*) FROM class AS c
    JOIN enrolment AS e ON e.class = c.id AND e.to_date IS NULL
    LEFT JOIN record AS r ON r.enrolment = e.id
        AND r.state <> 'discarded'
        AND NOT EXISTS (SELECT 1 FROM record AS n WHERE n.replaces = r.uuid)
WHERE c.unit = $1 AND c.year = $2
GROUP BY c.id, r.state ORDER BY c.id, 2;
