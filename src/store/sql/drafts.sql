-- SPDX-License-Identifier: Apache-2.0

-- name: get_pupil_value
SELECT value FROM pupil_value WHERE pupil = $1 AND key = $2;

-- name: set_pupil_value
INSERT INTO pupil_value (pupil, key, value) VALUES ($1, $2, $3)
ON CONFLICT (pupil, key) DO UPDATE SET value = excluded.value;

-- name: remove_pupil_value
DELETE FROM pupil_value WHERE pupil = $1 AND key = $2;

-- name: get_enrolment_value
SELECT value FROM enrolment_value WHERE enrolment = $1 AND key = $2;

-- name: set_enrolment_value
INSERT INTO enrolment_value (enrolment, key, value) VALUES ($1, $2, $3)
ON CONFLICT (enrolment, key) DO UPDATE SET value = excluded.value;

-- name: remove_enrolment_value
DELETE FROM enrolment_value WHERE enrolment = $1 AND key = $2;

-- name: list_class_values
SELECT e.id, 1, v.key, v.value
FROM enrolment AS e JOIN pupil_value AS v ON v.pupil = e.pupil WHERE e.class = $1
UNION ALL
SELECT e.id, 0, v.key, v.value
FROM enrolment AS e JOIN enrolment_value AS v ON v.enrolment = e.id WHERE e.class = $1
ORDER BY 1, 2 DESC, 3;

-- name: list_enrolment_values
SELECT e.id, 1, v.key, v.value
FROM enrolment AS e JOIN pupil_value AS v ON v.pupil = e.pupil WHERE e.id = $1
UNION ALL
SELECT e.id, 0, v.key, v.value
FROM enrolment AS e JOIN enrolment_value AS v ON v.enrolment = e.id WHERE e.id = $1
ORDER BY 1, 2 DESC, 3;

-- name: list_pupil_values
SELECT '', 1, key, value FROM pupil_value WHERE pupil = $1 ORDER BY key;

-- name: add_change
INSERT INTO change (entity, id, key, old_value, new_value, made_at, made_by, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: list_changes
SELECT number, entity, id, key, old_value, new_value, made_at, made_by, source FROM change
WHERE entity = $1 AND id = $2 AND (CAST($3 AS TEXT) IS NULL OR key = $3)
ORDER BY number;

-- part: mark_columns
m.enrolment, m.subject, m.period, m.attempt, m.mark, m.taken_on, m.made_at, m.made_by, m.source

-- No given-up replacement took it back.
-- part: mark_stands
NOT EXISTS (SELECT 1 FROM mark_taken_back AS t WHERE t.enrolment = m.enrolment
    AND t.subject = m.subject AND t.period = m.period AND t.attempt = m.attempt)

-- The number of the last attempt, also one that was taken back, and the last mark that stands.
-- name: find_last_mark
SELECT COALESCE(MAX(a.attempt), 0),
    COALESCE((SELECT m.mark FROM mark_attempt AS m
        WHERE m.enrolment = $1 AND m.subject = $2 AND m.period = $3 AND %mark_stands%
        ORDER BY m.attempt DESC LIMIT 1), -1)
FROM mark_attempt AS a WHERE a.enrolment = $1 AND a.subject = $2 AND a.period = $3;

-- name: add_mark
INSERT INTO mark_attempt (enrolment, subject, period, attempt, mark, taken_on, made_at, made_by,
    source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: list_marks
SELECT %mark_columns% FROM mark_attempt AS m WHERE m.enrolment = $1 AND %mark_stands%
ORDER BY m.subject, m.period, m.attempt;

-- name: list_class_marks
SELECT %mark_columns%
FROM enrolment AS e JOIN mark_attempt AS m ON m.enrolment = e.id
WHERE e.class = $1 AND %mark_stands%
ORDER BY m.enrolment, m.subject, m.period, m.attempt;

-- name: take_back_marks
INSERT INTO mark_taken_back (enrolment, subject, period, attempt, made_at, made_by, source)
SELECT m.enrolment, m.subject, m.period, m.attempt, $3, $4, $5 FROM mark_attempt AS m
WHERE m.enrolment = $1 AND m.made_at >= $2 AND %mark_stands%;
