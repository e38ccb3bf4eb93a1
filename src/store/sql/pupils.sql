-- SPDX-License-Identifier: Apache-2.0

-- part: pupil_columns
p.id, p.unit, p.code, p.personal_number, p.name, p.birth_date, p.name_key, p.fold_key

-- part: enrolled_columns
e.id, e.pupil, e.class, e.grade, e.from_date, e.to_date, e.list_order,
    %pupil_columns%, c.name, c.year, c.unit

-- name: add_pupil
INSERT INTO pupil (id, unit, code, personal_number, name, birth_date, name_key, fold_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING RETURNING id;

-- name: set_pupil
UPDATE pupil SET code = $2, personal_number = $3, name = $4, birth_date = $5, name_key = $6,
    fold_key = $7
WHERE id = $1 RETURNING id;

-- name: find_pupil
SELECT %pupil_columns% FROM pupil AS p WHERE p.id = $1;

-- name: find_pupil_by_code
SELECT %pupil_columns% FROM pupil AS p WHERE p.unit = $1 AND p.code = $2;

-- name: list_pupils_by_number
SELECT %pupil_columns% FROM pupil AS p WHERE p.unit = $1 AND p.personal_number = $2 ORDER BY p.id;

-- name: list_pupils_by_name
SELECT %pupil_columns% FROM pupil AS p
WHERE p.unit = $1 AND p.name_key = $2 AND (CAST($3 AS TEXT) IS NULL OR p.birth_date = $3)
ORDER BY p.birth_date, p.id;

-- name: search_pupils
SELECT %pupil_columns% FROM pupil AS p
WHERE (CAST($1 AS TEXT) IS NULL OR p.unit = $1)
    AND (p.name_key LIKE $2 ESCAPE '!' OR p.fold_key LIKE $2 ESCAPE '!' OR p.code = $3
         OR p.personal_number = $3)
ORDER BY p.name_key, p.id LIMIT $4;

-- name: add_enrolment
INSERT INTO enrolment (id, pupil, class, grade, from_date, to_date, list_order)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING RETURNING id;

-- name: set_enrolment
UPDATE enrolment SET grade = $2, from_date = $3, to_date = $4, list_order = $5 WHERE id = $1
RETURNING id;

-- name: move_enrolment
UPDATE enrolment SET class = $2, list_order = 0 WHERE id = $1 RETURNING id;

-- name: find_enrolment
SELECT %enrolled_columns%
FROM enrolment AS e JOIN pupil AS p ON p.id = e.pupil JOIN class AS c ON c.id = e.class
WHERE e.id = $1;

-- name: list_class_enrolments
SELECT %enrolled_columns%
FROM enrolment AS e JOIN pupil AS p ON p.id = e.pupil JOIN class AS c ON c.id = e.class
WHERE e.class = $1
ORDER BY e.list_order, p.name_key, e.id;

-- name: list_pupil_enrolments
SELECT %enrolled_columns%
FROM enrolment AS e JOIN pupil AS p ON p.id = e.pupil JOIN class AS c ON c.id = e.class
WHERE e.pupil = $1
ORDER BY c.year, e.from_date, e.id;

-- The years before $2 of every pupil of a class, or of the one pupil.
-- name: list_class_earlier_years
SELECT e.pupil, c.year, c.name, e.from_date
FROM enrolment AS o JOIN enrolment AS e ON e.pupil = o.pupil JOIN class AS c ON c.id = e.class
WHERE o.class = $1 AND c.year < $2
ORDER BY e.pupil, c.year, e.from_date, e.id;

-- name: list_pupil_earlier_years
SELECT e.pupil, c.year, c.name, e.from_date
FROM enrolment AS e JOIN class AS c ON c.id = e.class
WHERE e.pupil = $1 AND c.year < $2
ORDER BY c.year, e.from_date, e.id;
