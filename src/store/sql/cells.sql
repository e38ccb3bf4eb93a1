-- SPDX-License-Identifier: Apache-2.0

-- part: change_columns
c.number, c.entity, c.id, c.key, c.old_value, c.new_value, c.made_at, c.made_by, c.source

-- CROSS JOIN: SQLite would read the changes of every class there is.
-- name: list_cell_numbers
SELECT c.id, c.key, MAX(c.number)
FROM enrolment AS e CROSS JOIN change AS c
WHERE e.class = $1 AND c.entity = 'enrolment' AND c.id = e.id
GROUP BY c.id, c.key
ORDER BY 1, 2;

-- name: find_last_change
SELECT %change_columns% FROM change AS c
WHERE c.entity = 'enrolment' AND c.id = $1 AND c.key = $2
ORDER BY c.number DESC LIMIT 1;

-- name: find_first_change
SELECT %change_columns% FROM change AS c
WHERE c.entity = 'enrolment' AND c.id = $1 AND c.key = $2 AND c.number > $3
ORDER BY c.number LIMIT 1;

-- name: find_change_from
SELECT %change_columns% FROM change AS c
WHERE c.entity = 'enrolment' AND c.id = $1 AND c.key = $2 AND c.source = $3
ORDER BY c.number DESC LIMIT 1;

-- name: list_class_changes
SELECT %change_columns%
FROM enrolment AS e CROSS JOIN change AS c
WHERE e.class = $1 AND c.entity = 'enrolment' AND c.id = e.id AND c.number > $2
ORDER BY c.number LIMIT 2000;
