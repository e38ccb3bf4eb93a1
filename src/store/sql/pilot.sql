-- SPDX-License-Identifier: Apache-2.0

-- name: set_pilot
INSERT INTO pilot (unit, year, decision, decided_on, from_day, to_day)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (unit, year) DO UPDATE SET decision = excluded.decision,
    decided_on = excluded.decided_on, from_day = excluded.from_day, to_day = excluded.to_day
RETURNING unit;

-- name: find_pilot
SELECT unit, year, decision, decided_on, from_day, to_day FROM pilot WHERE unit = $1 AND year = $2;

-- name: add_pilot_member
INSERT INTO pilot_member (id, unit, year, school, grade, class, from_day, added_at, added_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING RETURNING id;

-- name: end_pilot_member
UPDATE pilot_member SET to_day = $6, ended_at = $7, ended_by = $8, reason = $9
WHERE unit = $1 AND year = $2 AND school = $3 AND grade = $4
    AND COALESCE(class, '') = COALESCE(CAST($5 AS TEXT), '') AND to_day IS NULL
RETURNING id;

-- name: list_pilot_members
SELECT m.id, m.school, m.grade, m.class, m.from_day, m.to_day, m.added_at, m.added_by, m.ended_at,
    m.ended_by, m.reason, u.code, u.name, c.name
FROM pilot_member AS m JOIN unit AS u ON u.id = m.school LEFT JOIN class AS c ON c.id = m.class
WHERE m.unit = $1 AND m.year = $2
ORDER BY u.code, m.grade, c.name, m.from_day, m.id;

-- name: set_calendar_day
INSERT INTO calendar_day (unit, year, milestone, day) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit, year, milestone) DO UPDATE SET day = excluded.day
RETURNING unit;

-- name: remove_calendar_day
DELETE FROM calendar_day WHERE unit = $1 AND year = $2 AND milestone = $3 RETURNING unit;

-- name: list_calendar_days
SELECT milestone, day FROM calendar_day WHERE unit = $1 AND year = $2 ORDER BY milestone;
