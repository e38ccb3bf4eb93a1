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

-- part: pupils_here
SELECT COALESCE(p.code, p.id), MIN(e.class), MIN(e.grade)
FROM class AS k CROSS JOIN enrolment AS e CROSS JOIN pupil AS p
WHERE k.unit = $1 AND k.year = $2 AND e.class = k.id AND e.to_date IS NULL AND p.id = e.pupil
GROUP BY COALESCE(p.code, p.id)

-- For every day of the past too: what became of a pupil is turned into steps up and down on days, which are
-- summed by class and grade. c: who is in a class here; v: what was received, w: what was decided on it, n: how
-- many of a pupil's count after each day, o: so how it stands; a, b: who was refused, until something is
-- received; q: whose record that counts was accepted above.
-- name: add_intake_figures
INSERT INTO intake_figure (unit, year, outcome, error, class, grade, from_day, to_day, pupils)
WITH c(pupil, class, grade) AS (%pupils_here%),
v(uuid, pupil, grade, day) AS (
    SELECT r.uuid, r.pupil_code, r.grade, (r.received_at + 25200) / 86400
    FROM received_record AS r WHERE r.unit = $1 AND r.year = $2),
w(uuid, pupil, number, day, now, former) AS (
    SELECT v.uuid, v.pupil, x.number, (x.made_at + 25200) / 86400, x.status,
        COALESCE(LAG(x.status) OVER (PARTITION BY x.record ORDER BY x.number), 'valid')
    FROM v CROSS JOIN received_change AS x WHERE x.record = v.uuid),
g(pupil, grade, day) AS (SELECT v.pupil, MAX(v.grade), MIN(v.day) FROM v GROUP BY v.pupil),
s(pupil, day, step) AS (
    SELECT v.pupil, v.day, 1 FROM v
    UNION ALL SELECT w.pupil, w.day, CASE WHEN w.now = 'valid' THEN 1 ELSE 0 END
        - CASE WHEN w.former = 'valid' THEN 1 ELSE 0 END FROM w),
n(pupil, day, counts) AS (
    SELECT s.pupil, s.day, SUM(SUM(s.step)) OVER (PARTITION BY s.pupil ORDER BY s.day)
    FROM s GROUP BY s.pupil, s.day),
o(pupil, day, outcome, former) AS (
    SELECT n.pupil, n.day, CASE WHEN n.counts > 0 THEN 'accepted' ELSE 'taken_back' END,
        LAG(CASE WHEN n.counts > 0 THEN 'accepted' ELSE 'taken_back' END)
            OVER (PARTITION BY n.pupil ORDER BY n.day)
    FROM n),
a(pupil, error, day) AS (
    SELECT r.pupil_code, r.error, MIN((m.received_at + 25200) / 86400)
    FROM gateway_message AS m JOIN gateway_result AS r ON r.message = m.number
    WHERE m.unit = $1 AND m.year = $2 AND r.pupil_code <> '' AND r.accepted = 0
    GROUP BY r.pupil_code, r.error),
b(pupil, error, day, until) AS (
    SELECT a.pupil, a.error, a.day, g.day FROM a LEFT JOIN g ON g.pupil = a.pupil
    WHERE g.day IS NULL OR g.day > a.day),
q(pupil, at) AS (
    SELECT v.pupil, m.ended_at
    FROM v CROSS JOIN report_record AS x CROSS JOIN report_message AS m
    WHERE x.record = v.uuid AND x.state = 'accepted' AND m.number = x.message
        AND COALESCE((SELECT w.now FROM w WHERE w.uuid = v.uuid ORDER BY w.number DESC LIMIT 1), 'valid') = 'valid'
    UNION ALL SELECT COALESCE(p.code, p.id), m.ended_at
    FROM class AS k CROSS JOIN enrolment AS e CROSS JOIN pupil AS p CROSS JOIN record AS r
        CROSS JOIN report_record AS x CROSS JOIN report_message AS m
    WHERE k.unit = $1 AND k.year = $2 AND e.class = k.id AND p.id = e.pupil AND r.enrolment = e.id
        AND x.record = r.uuid AND x.state = 'accepted' AND m.number = x.message
        AND r.state NOT IN ('suspended', 'revoked', 'replaced', 'discarded')),
t(outcome, error, pupil, day, step) AS (
    SELECT o.outcome, '', o.pupil, o.day, 1 FROM o WHERE o.former IS NULL OR o.former <> o.outcome
    UNION ALL SELECT o.former, '', o.pupil, o.day, -1 FROM o WHERE o.former <> o.outcome
    UNION ALL SELECT 'error', b.error, b.pupil, b.day, 1 FROM b
    UNION ALL SELECT 'error', b.error, b.pupil, b.until, -1 FROM b WHERE b.until IS NOT NULL
    UNION ALL SELECT 'rejected', '', b.pupil, MIN(b.day), 1 FROM b GROUP BY b.pupil
    UNION ALL SELECT 'rejected', '', b.pupil, MIN(b.until), -1 FROM b WHERE b.until IS NOT NULL GROUP BY b.pupil
    UNION ALL SELECT 'reported', '', q.pupil, (MIN(q.at) + 25200) / 86400, 1 FROM q GROUP BY q.pupil),
u(outcome, error, class, grade, day, step) AS (
    SELECT t.outcome, t.error, COALESCE(c.class, ''), COALESCE(c.grade, g.grade, 0), t.day, SUM(t.step)
    FROM t LEFT JOIN c ON c.pupil = t.pupil LEFT JOIN g ON g.pupil = t.pupil
    GROUP BY 1, 2, 3, 4, 5 HAVING SUM(t.step) <> 0
    UNION ALL SELECT 'packets', e.error, '', 0, (m.received_at + 25200) / 86400, COUNT(*)
    FROM gateway_message AS m JOIN gateway_end AS e ON e.message = m.number
    WHERE m.unit = $1 AND m.year = $2 AND m.kind = 'records' AND e.error <> ''
        AND NOT EXISTS (SELECT 1 FROM gateway_message AS n JOIN gateway_end AS d ON d.message = n.number
            WHERE n.unit = m.unit AND n.year = m.year AND n.kind = m.kind AND n.number > m.number AND d.error = '')
    GROUP BY 1, 2, 3, 4, 5),
f(outcome, error, class, grade, from_day, to_day, pupils) AS (
    SELECT u.outcome, u.error, u.class, u.grade, u.day,
        LEAD(u.day, 1, CAST(9999999 AS BIGINT)) OVER (PARTITION BY u.outcome, u.error, u.class, u.grade ORDER BY u.day),
        SUM(u.step) OVER (PARTITION BY u.outcome, u.error, u.class, u.grade ORDER BY u.day)
    FROM u)
SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), f.outcome, f.error, f.class, f.grade, f.from_day, f.to_day,
    CAST(f.pupils AS BIGINT)
FROM f WHERE f.pupils > 0;

-- name: list_intake_figures
SELECT unit, outcome, error, class, grade, pupils FROM intake_figure
WHERE year = $1 AND from_day <= $2 AND to_day > $2
ORDER BY unit, outcome, error, class, grade;

-- What the figures of a school and year count, pupil by pupil; of several rows of a pupil the last one says it.
-- name: list_refused_pupils
WITH c(pupil, class, grade) AS (%pupils_here%)
SELECT r.pupil_code, r.name, r.uuid, CAST(NULL AS TEXT), r.error, r.field, r.description, m.number, m.received_at, 0, 0,
    COALESCE(c.class, ''), COALESCE(c.grade, 0)
FROM gateway_message AS m JOIN gateway_result AS r ON r.message = m.number LEFT JOIN c ON c.pupil = r.pupil_code
WHERE m.unit = $1 AND m.year = $2 AND r.pupil_code <> '' AND r.accepted = 0
    AND (CAST($3 AS TEXT) IS NULL OR r.error = $3)
    AND NOT EXISTS (SELECT 1 FROM received_record AS d
        WHERE d.pupil_code = r.pupil_code AND d.year = m.year AND d.unit = m.unit)
ORDER BY r.pupil_code, m.number, r.place;

-- name: list_received_pupils
WITH c(pupil, class, grade) AS (%pupils_here%)
SELECT v.pupil_code, g.name, v.uuid, COALESCE(x.status, 'valid'), '', '', '', v.message, v.received_at,
    CASE WHEN n.record IS NULL THEN 0 ELSE 1 END,
    CASE WHEN COALESCE(x.status, 'valid') = 'valid' THEN 1 ELSE 0 END AS counts,
    COALESCE(c.class, ''), COALESCE(c.grade, v.grade)
FROM received_record AS v JOIN gateway_result AS g ON g.message = v.message AND g.place = v.place
    LEFT JOIN received_entry AS n ON n.record = v.uuid
    LEFT JOIN received_change AS x ON x.number = (SELECT MAX(y.number)
        FROM received_change AS y WHERE y.record = v.uuid)
    LEFT JOIN c ON c.pupil = v.pupil_code
WHERE v.unit = $1 AND v.year = $2
ORDER BY v.pupil_code, counts, v.received_at, v.uuid;
