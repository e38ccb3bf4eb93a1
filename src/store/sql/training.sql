-- SPDX-License-Identifier: Apache-2.0

-- name: add_training
INSERT INTO training_session (id, code, unit, year, title, topic, place, held_by, held_on, minutes,
    made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT DO NOTHING RETURNING id;

-- name: add_training_role
INSERT INTO training_role (session, role) VALUES ($1, $2);

-- name: add_training_school
INSERT INTO training_school (session, school) VALUES ($1, $2);

-- name: list_training
SELECT s.id, s.code, s.unit, s.year, s.title, s.topic, s.place, s.held_by, s.held_on, s.minutes,
    s.made_at, COALESCE(p.name, s.made_by), c.reason
FROM training_session AS s LEFT JOIN training_cancelling AS c ON c.session = s.id
    LEFT JOIN person AS p ON p.login = s.made_by
WHERE (CAST($1 AS TEXT) IS NULL OR s.code = $1) AND (CAST($2 AS TEXT) IS NULL OR s.year = $2)
ORDER BY s.held_on DESC, s.code;

-- name: list_training_roles
SELECT role FROM training_role WHERE session = $1 ORDER BY role;

-- name: cancel_training
INSERT INTO training_cancelling (session, reason, made_at, made_by) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING session;

-- name: add_training_mark
INSERT INTO training_mark (session, person, attended, made_at, made_by)
VALUES ($1, $2, $3, $4, $5);

-- Who held one of the roles that day in one of the invited schools; and who was there besides,
-- from these schools. Of the session $1, or of all of a school year ($2).
-- part: expected
e(session, school, person) AS (
    SELECT DISTINCT s.id, t.school, a.person
    FROM training_session AS s JOIN training_school AS t ON t.session = s.id
        JOIN training_role AS r ON r.session = s.id
        JOIN assignment AS a ON a.unit = t.school AND a.role = r.role
            AND (a.year IS NULL OR a.year = s.year) AND a.from_date <= s.held_on
            AND (a.to_date IS NULL OR a.to_date >= s.held_on)
        LEFT JOIN assignment_scope AS c ON c.assignment = a.id
        LEFT JOIN delegation_end AS d ON d.delegation = c.delegation
    WHERE (d.last_day IS NULL OR d.last_day >= s.held_on)
        AND (CAST($1 AS TEXT) IS NULL OR s.id = $1) AND (CAST($2 AS TEXT) IS NULL OR s.year = $2)),
m(session, person, number) AS (
    SELECT k.session, k.person, MAX(k.number)
    FROM training_mark AS k JOIN training_session AS s ON s.id = k.session
    WHERE (CAST($1 AS TEXT) IS NULL OR s.id = $1) AND (CAST($2 AS TEXT) IS NULL OR s.year = $2)
    GROUP BY k.session, k.person),
o(session, school, person, expected) AS (
    SELECT e.session, e.school, e.person, 1 FROM e
    UNION ALL SELECT m.session, t.school, m.person, 0
    FROM m JOIN person AS p ON p.id = m.person
        JOIN training_school AS t ON t.session = m.session AND t.school = p.unit
    WHERE NOT EXISTS (SELECT 1 FROM e WHERE e.session = m.session AND e.person = m.person))

-- name: list_training_people
WITH %expected%
SELECT o.school, u.code, u.name, p.id, p.login, p.name, p.title, o.expected,
    COALESCE(k.attended, 0), k.made_at, COALESCE(b.name, k.made_by)
FROM o JOIN unit AS u ON u.id = o.school JOIN person AS p ON p.id = o.person
    LEFT JOIN m ON m.session = o.session AND m.person = o.person
    LEFT JOIN training_mark AS k ON k.number = m.number
    LEFT JOIN person AS b ON b.login = k.made_by
ORDER BY u.code, p.login;

-- name: list_training_totals
WITH %expected%
SELECT t.session, t.school, u.code, u.name, CAST(COALESCE(SUM(o.expected), 0) AS BIGINT),
    CAST(COALESCE(SUM(o.expected * k.attended), 0) AS BIGINT),
    CAST(COALESCE(SUM((1 - o.expected) * k.attended), 0) AS BIGINT)
FROM training_session AS s JOIN training_school AS t ON t.session = s.id
    JOIN unit AS u ON u.id = t.school
    LEFT JOIN o ON o.session = t.session AND o.school = t.school
    LEFT JOIN m ON m.session = o.session AND m.person = o.person
    LEFT JOIN training_mark AS k ON k.number = m.number
WHERE (CAST($1 AS TEXT) IS NULL OR s.id = $1) AND (CAST($2 AS TEXT) IS NULL OR s.year = $2)
GROUP BY t.session, t.school, u.code, u.name
ORDER BY t.session, u.code;

-- Every entry about a person, oldest first.
-- name: list_training_marks
SELECT k.attended, k.made_at, COALESCE(b.name, k.made_by)
FROM training_mark AS k LEFT JOIN person AS b ON b.login = k.made_by
WHERE k.session = $1 AND k.person = $2 ORDER BY k.number;
