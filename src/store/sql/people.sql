-- SPDX-License-Identifier: Apache-2.0

-- part: person_columns
id, unit, login, name, personal_number, title

-- name: add_person
INSERT INTO person (%person_columns%) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING id;

-- name: set_person
UPDATE person SET name = $2, personal_number = $3, title = $4 WHERE id = $1 RETURNING id;

-- name: find_person
SELECT %person_columns% FROM person WHERE id = $1;

-- name: find_person_by_login
SELECT %person_columns% FROM person WHERE login = $1;

-- name: list_people
SELECT %person_columns% FROM person
WHERE CAST($1 AS TEXT) IS NULL OR unit = $1
ORDER BY unit, login;

-- name: add_assignment
INSERT INTO assignment (id, person, unit, role, year, class, subject, group_name, from_date,
    to_date, decided_by, decision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT DO NOTHING RETURNING id;

-- name: add_assignment_scope
INSERT INTO assignment_scope (assignment, grade, delegation) VALUES ($1, NULLIF($2, 0), $3);

-- name: end_assignment
UPDATE assignment SET to_date = $2 WHERE id = $1 AND to_date IS NULL RETURNING id;

-- The last day of who delegated, in the role that the delegation gives on; NULL: not told.
-- part: giver_last_day
(SELECT MAX(COALESCE(h.to_date, '9999-12-31')) FROM assignment AS h
    WHERE h.person = d.giver AND h.unit = d.unit AND h.class IS NULL
        AND h.role = CASE d.kind WHEN 'seal' THEN 'seal_clerk' ELSE 'principal' END
        AND NOT EXISTS (SELECT 1 FROM assignment_scope AS o
            WHERE o.assignment = h.id AND o.delegation IS NOT NULL))

-- What a delegation gives ends with it, and with the post of who gave it.
-- One for a grade stands once for every class of that year with pupils in it; where there is none
-- yet, for a class that does not exist, so that it is never taken for the whole school.
-- part: assignments
SELECT a.id, a.person, a.unit, a.role, a.year,
    COALESCE(a.class, g.id, CASE WHEN s.grade IS NOT NULL THEN '-' END), a.subject, a.group_name,
    a.from_date, CASE WHEN s.delegation IS NULL THEN a.to_date ELSE (SELECT MIN(x.day) FROM (
        SELECT a.to_date AS day UNION SELECT e.last_day UNION SELECT %giver_last_day%) AS x) END, a.decided_by,
    a.decision, s.grade, s.delegation, d.decided_on, e.ended_at, p.name, p.login, p.title,
    p.personal_number
FROM assignment AS a JOIN person AS p ON p.id = a.person
    LEFT JOIN assignment_scope AS s ON s.assignment = a.id
    LEFT JOIN delegation AS d ON d.id = s.delegation
    LEFT JOIN delegation_end AS e ON e.delegation = s.delegation
    LEFT JOIN class AS g ON g.unit = a.unit
        AND g.year = CASE WHEN s.grade IS NOT NULL THEN a.year END
        AND EXISTS (SELECT 1 FROM enrolment AS n WHERE n.class = g.id AND n.grade = s.grade)
WHERE (CAST($1 AS TEXT) IS NULL OR a.unit = $1)
    AND (CAST($2 AS TEXT) IS NULL OR a.person = $2)
    AND (CAST($3 AS TEXT) IS NULL OR a.role = $3)
    AND (CAST($4 AS TEXT) IS NULL OR a.year IS NULL OR a.year = $4)
    AND (CAST($5 AS TEXT) IS NULL OR (a.class IS NULL AND s.grade IS NULL) OR a.class = $5
         OR g.id = $5)
    AND (CAST($6 AS TEXT) IS NULL OR a.subject IS NULL OR a.subject = $6)
    AND (CAST($7 AS TEXT) IS NULL
         OR (a.from_date <= $7 AND (a.to_date IS NULL OR a.to_date >= $7)
             AND (e.last_day IS NULL OR e.last_day >= $7)
             AND (s.delegation IS NULL OR COALESCE(%giver_last_day%, $7) >= $7)))

-- part: assignments_order
ORDER BY a.from_date, a.id, g.name

-- The same question, so that an index is used where there is one: a condition that may be left out
-- is none for the planner. Every request asks the second one several times.
-- name: list_assignments
%assignments% %assignments_order%;
-- name: list_person_assignments
%assignments% AND a.person = $2 %assignments_order%;
-- name: list_unit_assignments
%assignments% AND a.unit = $1 %assignments_order%;
