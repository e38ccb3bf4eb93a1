-- SPDX-License-Identifier: Apache-2.0

-- name: list_figure_pupils
SELECT e.id, e.grade, e.from_date, e.to_date, p.id, p.code, p.name, p.personal_number, p.birth_date,
    (SELECT MAX(c.made_at) FROM change AS c
        WHERE c.entity = 'pupil' AND c.id = p.id AND c.key = 'so_dinh_danh')
FROM enrolment AS e JOIN pupil AS p ON p.id = e.pupil
WHERE e.class = $1
ORDER BY e.id;

-- part: record_steps
SELECT e.id, 1 AS kind, r.uuid, COALESCE(r.replaces, ''), v.verb, v.to_state, v.made_at AS at, v.number AS place
FROM enrolment AS e JOIN record AS r ON r.enrolment = e.id JOIN record_event AS v ON v.record = r.uuid
WHERE e.class = $1

-- name: list_record_steps
%record_steps%
ORDER BY 1, at, kind, place;

-- part: received_tables
class AS k CROSS JOIN enrolment AS e CROSS JOIN pupil AS p CROSS JOIN received_record AS v

-- part: received_of_class
k.id = $1 AND e.class = k.id AND p.id = e.pupil AND v.pupil_code = p.code AND v.year = k.year AND v.unit = k.unit

-- Everything that counts of a class, pupil by pupil in the order of time: entries, steps of records,
-- their entry in the ledger, what the gateway received and what became of that. CROSS JOIN: SQLite would read the changes of every class there is.
-- name: list_figure_steps
SELECT e.id, 0 AS kind, '', '', c.key, CASE WHEN COALESCE(c.new_value, '') = '' THEN '' ELSE '1' END,
    c.made_at AS at, c.number AS place
FROM enrolment AS e CROSS JOIN change AS c
WHERE e.class = $1 AND c.entity = 'enrolment' AND c.id = e.id
    AND (c.key LIKE 'mon.%.muc' OR c.key LIKE 'pham_chat_%' OR c.key LIKE 'nang_luc_%')
UNION ALL
%record_steps%
UNION ALL
SELECT e.id, 2, r.uuid, '', '', '', l.entered_at, l.position
FROM enrolment AS e JOIN record AS r ON r.enrolment = e.id JOIN ledger_entry AS l ON l.record = r.uuid
WHERE e.class = $1
UNION ALL
SELECT e.id, 3, v.uuid, '', '', 'valid', v.received_at, v.message
FROM %received_tables% WHERE %received_of_class%
UNION ALL
SELECT e.id, 4, v.uuid, '', '', x.status, x.made_at, x.number
FROM %received_tables% CROSS JOIN received_change AS x WHERE %received_of_class% AND x.record = v.uuid
UNION ALL
SELECT e.id, 5, v.uuid, '', '', '', z.made_at, 0
FROM %received_tables% CROSS JOIN received_void AS z WHERE %received_of_class% AND z.record = v.uuid
ORDER BY 1, at, kind, place;

-- The entity is asked for as an expression: else SQLite reads all changes of a kind by their index, not
-- the few that are new by their number.
-- part: new_changes
c.number > $2 AND c.entity || '' =

-- The same from the other end. A pupil's code says who it is, also in a class of another school than the pupil
-- first came to.
-- part: classes_of_received
received_record AS v CROSS JOIN pupil AS p CROSS JOIN enrolment AS e CROSS JOIN class AS k
WHERE p.code = v.pupil_code AND e.pupil = p.id AND k.id = e.class AND k.unit = v.unit AND k.year = v.year

-- name: list_touched_classes
SELECT t.id, t.unit, t.year FROM class AS t WHERE t.id IN (
SELECT e.class FROM record_event AS v JOIN record AS r ON r.uuid = v.record
    JOIN enrolment AS e ON e.id = r.enrolment WHERE v.number > $1
UNION
SELECT e.class FROM change AS c JOIN enrolment AS e ON e.id = c.id
WHERE %new_changes% 'enrolment'
UNION
SELECT e.class FROM change AS c JOIN enrolment AS e ON e.pupil = c.id
WHERE %new_changes% 'pupil'
UNION
SELECT k.id FROM change AS c JOIN enrolment AS e ON e.id = c.id JOIN class AS n ON n.id = e.class
    JOIN class AS k ON k.unit = n.unit AND k.year = n.year AND k.name = c.old_value
WHERE %new_changes% 'enrolment' AND c.key = 'lop'
UNION
SELECT e.class FROM ledger_entry AS l JOIN record AS r ON r.uuid = l.record
    JOIN enrolment AS e ON e.id = r.enrolment WHERE l.position > $3
UNION
SELECT e.class FROM gateway_result AS g CROSS JOIN %classes_of_received%
    AND g.message > $4 AND g.accepted = 1 AND v.uuid = g.uuid
UNION
SELECT e.class FROM received_change AS x CROSS JOIN %classes_of_received%
    AND x.made_at >= $5 AND v.uuid = x.record
UNION
SELECT e.class FROM received_void AS z CROSS JOIN %classes_of_received%
    AND v.uuid = z.record AND (SELECT COUNT(DISTINCT y.record) FROM received_void AS y) <> $6)
ORDER BY t.unit, t.year, t.id;

-- How far the sources may be taken as read. PostgreSQL gives numbers out before it commits them: what
-- is younger than $2 is looked at again.
-- name: last_figure_event (sqlite)
SELECT COALESCE(MAX(number), $1) FROM record_event WHERE number > $1 AND $2 >= 0;
-- name: last_figure_event (postgres)
SELECT COALESCE(MAX(number), $1) FROM record_event WHERE number > $1 AND made_at < $2;
-- name: last_figure_change (sqlite)
SELECT COALESCE(MAX(number), $1) FROM change WHERE number > $1 AND $2 >= 0;
-- name: last_figure_change (postgres)
SELECT COALESCE(MAX(number), $1) FROM change WHERE number > $1 AND made_at < $2;
-- name: last_figure_entry (sqlite)
SELECT COALESCE(MAX(position), $1) FROM ledger_entry WHERE position > $1 AND $2 >= 0;
-- name: last_figure_entry (postgres)
SELECT COALESCE(MAX(position), $1) FROM ledger_entry WHERE position > $1 AND entered_at < $2;

-- Their number says when there are more: nothing is taken out again.
-- name: count_received_void
SELECT COUNT(DISTINCT record) FROM received_void;

-- name: get_figure_mark
SELECT COALESCE(MAX(number), $2) FROM figure_mark WHERE source = $1;

-- name: set_figure_mark
INSERT INTO figure_mark (source, number) VALUES ($1, $2)
ON CONFLICT (source) DO UPDATE SET number = excluded.number;

-- name: drop_figure_marks
DELETE FROM figure_mark;

-- name: drop_figures
DELETE FROM class_figure;

-- name: drop_class_figures
DELETE FROM class_figure WHERE class = $1;

-- name: add_class_figure
INSERT INTO class_figure (class, grade, from_day, to_day, unit, year, enrolled, numbered, entered,
    checked, signed_gvbm, signed_gvcn, signed_cbql, issued, in_ledger, corrected, revoked,
    held, lacks_entered, lacks_checked, lacks_gvbm, lacks_gvcn, lacks_cbql, lacks_issued, lacks_in_ledger)
VALUES ($1, $2, $3, '9999-12-31', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $17, $18, $19, $20, $21, $22, $23, $24);

-- name: end_class_figure
UPDATE class_figure SET to_day = $3
WHERE class = $1 AND grade = $2 AND to_day = '9999-12-31';

-- part: sums
COUNT(f.class),
    CAST(COALESCE(SUM(f.enrolled), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.numbered), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.entered), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.checked), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.signed_gvbm), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.signed_gvcn), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.signed_cbql), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.issued), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.in_ledger), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.corrected), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.revoked), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.held), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.lacks_entered), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.lacks_checked), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.lacks_gvbm), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.lacks_gvcn), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.lacks_cbql), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.lacks_issued), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.lacks_in_ledger), 0) AS BIGINT),
    CAST(COALESCE(SUM(CASE WHEN f.lacks_entered > 0 THEN 1 ELSE 0 END), 0) AS BIGINT),
    CAST(COALESCE(SUM(CASE WHEN f.lacks_cbql > 0 THEN 1 ELSE 0 END), 0) AS BIGINT),
    CAST(COALESCE(SUM(CASE WHEN f.lacks_issued > 0 THEN 1 ELSE 0 END), 0) AS BIGINT)

-- part: sum_columns
classes, enrolled, numbered, entered, checked, signed_gvbm, signed_gvcn, signed_cbql,
    issued, in_ledger, corrected, revoked, held, lacks_entered, lacks_checked, lacks_gvbm, lacks_gvcn,
    lacks_cbql, lacks_issued, lacks_in_ledger, entry_behind, signing_behind, issue_behind

-- name: drop_unit_figures
DELETE FROM unit_figure WHERE unit = $1 AND year = $2;

-- name: drop_all_unit_figures
DELETE FROM unit_figure;

-- A row for each day on which one of its classes changes or goes in or out of a pilot; its end is
-- the next such day.
-- part: days_of_classes
INSERT INTO unit_figure (unit, year, pilot, grade, from_day, to_day, %sum_columns%)
WITH p(pilot) AS (
    SELECT '' UNION SELECT m.unit FROM pilot_member AS m WHERE m.school = $1 AND m.year = $2),
g(grade) AS (SELECT DISTINCT f.grade FROM class_figure AS f WHERE f.unit = $1 AND f.year = $2),
d(pilot, grade, day) AS (
    SELECT p.pilot, f.grade, f.from_day FROM p CROSS JOIN class_figure AS f
    WHERE f.unit = $1 AND f.year = $2
    UNION SELECT m.unit, g.grade, m.from_day FROM pilot_member AS m CROSS JOIN g
    WHERE m.school = $1 AND m.year = $2
    UNION SELECT m.unit, g.grade,

-- part: sums_of_days
    FROM pilot_member AS m CROSS JOIN g
    WHERE m.school = $1 AND m.year = $2 AND m.to_day IS NOT NULL),
s(unit, year, pilot, grade, from_day, to_day, %sum_columns%) AS (
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), d.pilot, d.grade, d.day,
        LEAD(d.day, 1, '9999-12-31') OVER (PARTITION BY d.pilot, d.grade ORDER BY d.day),
        %sums%
    FROM d LEFT JOIN class_figure AS f ON f.unit = $1 AND f.year = $2 AND f.grade = d.grade
        AND f.from_day <= d.day AND f.to_day > d.day AND f.enrolled > 0
        AND (d.pilot = '' OR EXISTS (SELECT 1 FROM pilot_member AS m
            WHERE m.unit = d.pilot AND m.year = $2 AND m.school = $1 AND m.grade IN (0, f.grade)
                AND (m.class IS NULL OR m.class = f.class)
                AND m.from_day <= d.day AND (m.to_day IS NULL OR m.to_day >= d.day)))
    GROUP BY d.pilot, d.grade, d.day)
SELECT * FROM s WHERE s.classes > 0;

-- name: add_unit_figures (sqlite)
%days_of_classes% date(m.to_day, '+1 day') %sums_of_days%

-- name: add_unit_figures (postgres)
%days_of_classes% CAST(CAST(m.to_day AS date) + 1 AS TEXT) %sums_of_days%

-- name: sum_figures
SELECT f.unit, f.grade, NULL, NULL, %sum_columns%
FROM unit_figure AS f
WHERE f.year = $1 AND f.pilot = COALESCE(CAST($3 AS TEXT), '')
    AND f.to_day > $2 AND f.from_day <= $2
ORDER BY f.unit, f.grade;

-- name: sum_unit_figures
SELECT f.unit, f.grade, c.id, c.name, %sums%
FROM class_figure AS f JOIN class AS c ON c.id = f.class
WHERE f.unit = $4 AND f.year = $1 AND f.to_day > $2 AND f.from_day <= $2 AND f.enrolled > 0
    AND (CAST($3 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM pilot_member AS m
        WHERE m.unit = $3 AND m.year = $1 AND m.school = f.unit AND m.grade IN (0, f.grade)
            AND (m.class IS NULL OR m.class = f.class)
            AND m.from_day <= $2 AND (m.to_day IS NULL OR m.to_day >= $2)))
GROUP BY f.unit, f.grade, c.id, c.name ORDER BY f.grade, c.name, c.id;

-- name: find_newest_year
SELECT MAX(year) FROM (SELECT MAX(year) AS year FROM unit_figure
    UNION ALL SELECT MAX(year) FROM intake_figure) AS y;
