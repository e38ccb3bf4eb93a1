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

-- What was answered since (a message's number), reported or changed since (seconds), or fell with its seal's key
-- since (their number). CROSS JOIN:
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
WHERE x.made_at >= $2 AND v.uuid = x.record
UNION
SELECT v.unit, v.year FROM received_void AS z CROSS JOIN received_record AS v
WHERE v.uuid = z.record AND (SELECT COUNT(DISTINCT y.record) FROM received_void AS y) <> $3) AS t
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

-- part: fell
EXISTS (SELECT 1 FROM received_void AS z WHERE z.record = v.uuid)

-- part: counts_now
CASE WHEN %fell% OR (SELECT y.status FROM received_change AS y WHERE y.record = v.uuid
    ORDER BY y.number DESC LIMIT 1) <> 'valid' THEN 0 ELSE 1 END

-- For every day of the past too: what became of a pupil is turned into steps up and down on days, which are
-- summed by class and grade. c: who is in a class here; v: what was received, and when it fell with its seal's key;
-- x: what was decided on it until then, w: and what it was before; n: how many of a pupil's count after each day,
-- o: so how it stands; g: the grade that the record names which list_received_pupils shows of a pupil; a, b: who
-- was refused, until something is received; q: whose record that counts was accepted above.
-- name: add_intake_figures
INSERT INTO intake_figure (unit, year, outcome, error, class, grade, from_day, to_day, pupils)
WITH c(pupil, class, grade) AS (%pupils_here%),
v(uuid, pupil, grade, at, fell, counts) AS (
    SELECT v.uuid, v.pupil_code, v.grade, v.received_at,
        (SELECT MIN(z.made_at) FROM received_void AS z WHERE z.record = v.uuid), %counts_now%
    FROM received_record AS v WHERE v.unit = $1 AND v.year = $2),
x(uuid, pupil, number, at, now) AS (
    SELECT v.uuid, v.pupil, y.number, y.made_at, y.status
    FROM v CROSS JOIN received_change AS y WHERE y.record = v.uuid AND (v.fell IS NULL OR y.made_at < v.fell)
    UNION ALL SELECT v.uuid, v.pupil, 9223372036854775807, CASE WHEN v.fell < v.at THEN v.at ELSE v.fell END,
        'revoked'
    FROM v WHERE v.fell IS NOT NULL),
w(uuid, pupil, number, day, now, former) AS (
    SELECT x.uuid, x.pupil, x.number, (x.at + 25200) / 86400, x.now,
        COALESCE(LAG(x.now) OVER (PARTITION BY x.uuid ORDER BY x.number), 'valid')
    FROM x),
g(pupil, grade, day) AS (
    SELECT h.pupil, MAX(CASE WHEN h.turn = 1 THEN h.grade END), (MIN(h.at) + 25200) / 86400
    FROM (SELECT v.pupil AS pupil, v.grade AS grade, v.at AS at,
            ROW_NUMBER() OVER (PARTITION BY v.pupil ORDER BY v.counts DESC, v.at DESC, v.uuid DESC) AS turn
        FROM v) AS h
    GROUP BY h.pupil),
s(pupil, day, step) AS (
    SELECT v.pupil, (v.at + 25200) / 86400, 1 FROM v
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
    WHERE x.record = v.uuid AND x.state = 'accepted' AND m.number = x.message AND v.counts = 1
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
SELECT v.pupil_code, g.name, v.uuid,
    CASE WHEN %fell% AND COALESCE(x.status, '') <> 'superseded' THEN 'revoked' ELSE COALESCE(x.status, 'valid') END,
    '', '', '', v.message, v.received_at,
    CASE WHEN n.record IS NULL THEN 0 ELSE 1 END,
    %counts_now% AS counts,
    COALESCE(c.class, ''), COALESCE(c.grade, v.grade)
FROM received_record AS v JOIN gateway_result AS g ON g.message = v.message AND g.place = v.place
    LEFT JOIN received_entry AS n ON n.record = v.uuid
    LEFT JOIN received_change AS x ON x.number = (SELECT MAX(y.number)
        FROM received_change AS y WHERE y.record = v.uuid)
    LEFT JOIN c ON c.pupil = v.pupil_code
WHERE v.unit = $1 AND v.year = $2
ORDER BY v.pupil_code, counts, v.received_at, v.uuid;
