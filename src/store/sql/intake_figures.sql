-- SPDX-License-Identifier: Apache-2.0

-- As far as every message has been answered; where commits come out of order, no further than what
-- has settled (figures.sql).
-- name: last_figure_message (sqlite)
SELECT COALESCE(
    (SELECT MIN(m.number) - 1 FROM gateway_message AS m WHERE m.number > $1 AND $2 >= 0
        AND NOT EXISTS (SELECT 1 FROM gateway_end AS e WHERE e.message = m.number)),
    (SELECT MAX(m.number) FROM gateway_message AS m), $1);
-- name: last_figure_message (postgres)
SELECT COALESCE(
    (SELECT MIN(m.number) - 1 FROM gateway_message AS m WHERE m.number > $1
        AND (m.received_at >= $2
            OR NOT EXISTS (SELECT 1 FROM gateway_end AS e WHERE e.message = m.number))),
    (SELECT MAX(m.number) FROM gateway_message AS m), $1);

-- What was answered since (a message's number), or reported or changed since (seconds). CROSS JOIN:
-- SQLite begins with what has ended since, not with everything that was ever reported.
-- name: list_touched_intake
SELECT t.unit, t.year FROM (
SELECT m.unit AS unit, m.year AS year FROM gateway_message AS m WHERE m.number > $1
UNION
SELECT v.unit, v.year FROM report_message AS m CROSS JOIN report_record AS q CROSS JOIN received_record AS v
WHERE m.ended_at >= $2 AND q.message = m.number AND v.uuid = q.record
UNION
SELECT c.unit, c.year FROM report_message AS m CROSS JOIN report_record AS q CROSS JOIN record AS r
    CROSS JOIN enrolment AS e CROSS JOIN class AS c
WHERE m.ended_at >= $2 AND q.message = m.number AND r.uuid = q.record AND e.id = r.enrolment
    AND c.id = e.class
UNION
SELECT v.unit, v.year FROM received_change AS x CROSS JOIN received_record AS v
WHERE x.made_at >= $2 AND v.uuid = x.record) AS t
ORDER BY t.unit, t.year;

-- name: drop_intake_figures
DELETE FROM intake_figure WHERE unit = $1 AND year = $2;

-- name: drop_all_intake_figures
DELETE FROM intake_figure;

-- name: add_intake_figures
INSERT INTO intake_figure (unit, year, outcome, error, class, grade, pupils)
WITH a(pupil, accepted, error) AS (
    SELECT r.pupil_code, CASE WHEN EXISTS (SELECT 1 FROM received_record AS d
            WHERE d.pupil_code = r.pupil_code AND d.year = m.year AND d.unit = m.unit) THEN 1 ELSE 0 END, r.error
    FROM gateway_message AS m JOIN gateway_result AS r ON r.message = m.number
    WHERE m.unit = $1 AND m.year = $2 AND r.pupil_code <> ''),
s(uuid, pupil, counts) AS (
    SELECT v.uuid, v.pupil_code, CASE WHEN COALESCE((SELECT x.status FROM received_change AS x
        WHERE x.record = v.uuid ORDER BY x.number DESC LIMIT 1), 'valid') = 'valid' THEN 1 ELSE 0 END
    FROM received_record AS v WHERE v.unit = $1 AND v.year = $2),
h(pupil, counts) AS (SELECT s.pupil, MAX(s.counts) FROM s GROUP BY s.pupil),
b(pupil) AS (
    SELECT s.pupil FROM s JOIN report_record AS q ON q.record = s.uuid AND q.state = 'accepted'
    WHERE s.counts = 1
    UNION SELECT COALESCE(p.code, p.id) FROM class AS c JOIN enrolment AS e ON e.class = c.id
        JOIN pupil AS p ON p.id = e.pupil JOIN record AS r ON r.enrolment = e.id
        JOIN report_record AS q ON q.record = r.uuid AND q.state = 'accepted'
    WHERE c.unit = $1 AND c.year = $2
        AND r.state NOT IN ('suspended', 'revoked', 'replaced', 'discarded'))
SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CASE WHEN h.counts = 1 THEN 'accepted' ELSE 'taken_back' END, '', '', 0, COUNT(*)
FROM h GROUP BY h.counts
UNION ALL SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), 'held', '', e.class, e.grade, COUNT(*)
FROM class AS c CROSS JOIN enrolment AS e CROSS JOIN pupil AS p CROSS JOIN h
WHERE c.unit = $1 AND c.year = $2 AND e.class = c.id AND e.to_date IS NULL AND p.id = e.pupil
    AND h.pupil = p.code AND h.counts = 1
GROUP BY e.class, e.grade
UNION ALL SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), 'rejected', '', '', 0, COUNT(DISTINCT a.pupil)
FROM a WHERE a.accepted = 0 HAVING COUNT(*) > 0
UNION ALL SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), 'error', a.error, '', 0, COUNT(DISTINCT a.pupil)
FROM a WHERE a.accepted = 0 GROUP BY a.error
UNION ALL SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), 'packets', e.error, '', 0, COUNT(*)
FROM gateway_message AS m JOIN gateway_end AS e ON e.message = m.number
WHERE m.unit = $1 AND m.year = $2 AND m.kind = 'records' AND e.error <> ''
    AND NOT EXISTS (SELECT 1 FROM gateway_message AS n JOIN gateway_end AS o ON o.message = n.number
        WHERE n.unit = m.unit AND n.year = m.year AND n.kind = m.kind AND n.number > m.number AND o.error = '')
GROUP BY e.error
UNION ALL SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), 'reported', '', '', 0, COUNT(*)
FROM b HAVING COUNT(*) > 0;

-- name: list_intake_figures
SELECT unit, outcome, error, class, grade, pupils FROM intake_figure WHERE year = $1
ORDER BY unit, outcome, error, class, grade;

-- What the figures of a school and year count, pupil by pupil; of several rows of a pupil the last one says it.
-- name: list_refused_pupils
SELECT r.pupil_code, r.name, r.uuid, CAST(NULL AS TEXT), r.error, r.field, r.description, m.number, m.received_at, 0, 0
FROM gateway_message AS m JOIN gateway_result AS r ON r.message = m.number
WHERE m.unit = $1 AND m.year = $2 AND r.pupil_code <> '' AND r.accepted = 0
    AND (CAST($3 AS TEXT) IS NULL OR r.error = $3)
    AND NOT EXISTS (SELECT 1 FROM received_record AS d
        WHERE d.pupil_code = r.pupil_code AND d.year = m.year AND d.unit = m.unit)
ORDER BY r.pupil_code, m.number, r.place;

-- name: list_received_pupils
SELECT v.pupil_code, g.name, v.uuid, COALESCE(c.status, 'valid'), '', '', '', v.message, v.received_at,
    CASE WHEN n.record IS NULL THEN 0 ELSE 1 END,
    CASE WHEN COALESCE(c.status, 'valid') = 'valid' THEN 1 ELSE 0 END AS counts
FROM received_record AS v JOIN gateway_result AS g ON g.message = v.message AND g.place = v.place
    LEFT JOIN received_entry AS n ON n.record = v.uuid
    LEFT JOIN received_change AS c ON c.number = (SELECT MAX(x.number)
        FROM received_change AS x WHERE x.record = v.uuid)
WHERE v.unit = $1 AND v.year = $2
ORDER BY v.pupil_code, counts, v.received_at, v.uuid;
