-- SPDX-License-Identifier: Apache-2.0

-- name: add_survey
INSERT INTO survey (id, code, unit, year, audience, title, intro, from_day, to_day, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING RETURNING id;

-- name: add_survey_question
INSERT INTO survey_question (survey, place, kind, required, question, least, most)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: add_survey_option
INSERT INTO survey_option (survey, question, place, word) VALUES ($1, $2, $3, $4);

-- name: list_surveys
SELECT s.id, s.code, s.unit, s.year, s.audience, s.title, s.intro, s.from_day, s.to_day, s.made_at,
    COALESCE(p.name, s.made_by), c.reason,
    (SELECT COUNT(*) FROM survey_answer AS a WHERE a.survey = s.id)
FROM survey AS s LEFT JOIN survey_closing AS c ON c.survey = s.id
    LEFT JOIN person AS p ON p.login = s.made_by
WHERE (CAST($1 AS TEXT) IS NULL OR s.code = $1) AND (CAST($2 AS TEXT) IS NULL OR s.year = $2)
ORDER BY s.from_day DESC, s.code;

-- name: list_survey_questions
SELECT place, kind, required, question, least, most FROM survey_question
WHERE survey = $1 ORDER BY place;

-- name: list_survey_options
SELECT question, place, word FROM survey_option WHERE survey = $1 ORDER BY question, place;

-- name: close_survey
INSERT INTO survey_closing (survey, reason, made_at, made_by) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING survey;

-- Whom it asks on the day $2: who holds one of the roles $3 and $4 in a school of the pilot, and if that
-- is of a class, in a class of the pilot; no longer than the delegation that gave it; with the one of both that counts for who holds both. Each statement closes it, for a condition that
-- may be left out is none for the planner, and every page of a family asks about one pupil.
-- part: staff
e(school, taker, role) AS (
    SELECT a.unit, a.person, MIN(a.role)
    FROM survey AS s
        JOIN assignment AS a ON a.role IN ($3, $4) AND (a.year IS NULL OR a.year = s.year)
            AND a.from_date <= $2 AND (a.to_date IS NULL OR a.to_date >= $2)
    WHERE s.id = $1
        AND NOT EXISTS (SELECT 1 FROM assignment_scope AS o JOIN delegation_end AS d ON d.delegation = o.delegation
            WHERE o.assignment = a.id AND d.last_day < $2)
        AND EXISTS (SELECT 1 FROM pilot_member AS m
            WHERE m.unit = s.unit AND m.year = s.year AND m.school = a.unit
                AND (a.class IS NULL OR m.class = a.class OR (m.class IS NULL AND (m.grade = 0
                    OR EXISTS (SELECT 1 FROM enrolment AS n WHERE n.class = a.class AND n.grade = m.grade))))
                AND m.from_day <= $2 AND (m.to_day IS NULL OR m.to_day >= $2))

-- part: staff_end
    GROUP BY a.unit, a.person)

-- The families of whoever is in a class of the pilot that day.
-- part: families
e(school, taker, role) AS (
    SELECT DISTINCT k.unit, n.pupil, 'parent'
    FROM survey AS s JOIN class AS k ON k.year = s.year JOIN enrolment AS n ON n.class = k.id
    WHERE s.id = $1
        AND (n.from_date IS NULL OR n.from_date <= $2)
        AND (n.to_date IS NULL OR n.to_date >= $2)
        AND EXISTS (SELECT 1 FROM pilot_member AS m
            WHERE m.unit = s.unit AND m.year = s.year AND m.school = k.unit
                AND m.grade IN (0, n.grade) AND (m.class IS NULL OR m.class = k.id)
                AND m.from_day <= $2 AND (m.to_day IS NULL OR m.to_day >= $2))

-- part: groups
SELECT e.school, u.code, u.name, e.role, COUNT(*), COUNT(t.taker)
FROM e JOIN unit AS u ON u.id = e.school
    LEFT JOIN survey_taken AS t ON t.survey = $1 AND t.taker = e.taker
GROUP BY e.school, u.code, u.name, e.role
ORDER BY u.code, e.role

-- name: list_survey_staff
WITH %staff% %staff_end% %groups%;

-- name: find_survey_staff
WITH %staff% AND a.person = $5 %staff_end% %groups%;

-- $3: only of this school.
-- name: list_survey_families
WITH %families% AND (CAST($3 AS TEXT) IS NULL OR k.unit = $3)) %groups%;

-- name: find_survey_family
WITH %families% AND n.pupil = $3) %groups%;

-- name: has_taken_survey
SELECT COUNT(*) FROM survey_taken WHERE survey = $1 AND taker = $2;

-- name: take_survey
INSERT INTO survey_taken (survey, taker) VALUES ($1, $2)
ON CONFLICT DO NOTHING RETURNING survey;

-- name: add_survey_answer
INSERT INTO survey_answer (id, survey, school, role) VALUES ($1, $2, $3, $4);

-- name: add_survey_value
INSERT INTO survey_value (answer, question, number, body) VALUES ($1, $2, $3, $4);

-- By school and role, as far as they are known: how many answered it at all.
-- name: count_survey_answers
SELECT a.school, u.code, u.name, a.role, COUNT(*)
FROM survey_answer AS a LEFT JOIN unit AS u ON u.id = a.school
WHERE a.survey = $1
GROUP BY a.school, u.code, u.name, a.role
ORDER BY u.code, a.role;

-- How often each step, option and number was answered, by school and role; texts are left out.
-- name: count_survey_values
SELECT v.question, a.school, a.role, v.number, COUNT(*)
FROM survey_answer AS a JOIN survey_value AS v ON v.answer = a.id
WHERE a.survey = $1 AND v.body IS NULL
GROUP BY v.question, a.school, a.role, v.number
ORDER BY v.question, a.school, a.role, v.number;

-- How many answered a question, by school and role.
-- name: count_survey_question_answers
SELECT v.question, a.school, a.role, CAST(0 AS BIGINT), COUNT(DISTINCT v.answer)
FROM survey_answer AS a JOIN survey_value AS v ON v.answer = a.id
WHERE a.survey = $1
GROUP BY v.question, a.school, a.role
ORDER BY v.question, a.school, a.role;

-- In the order of random ids.
-- name: list_survey_texts
SELECT v.question, v.body
FROM survey_answer AS a JOIN survey_value AS v ON v.answer = a.id
WHERE a.survey = $1 AND v.body IS NOT NULL
ORDER BY v.question, v.answer LIMIT $2;
