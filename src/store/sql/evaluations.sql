-- SPDX-License-Identifier: Apache-2.0
-- What the evaluation of a pilot asks for beside figures, obstacles and inspections.

-- A received record that is not taken back at $4.
-- part: received_and_held
v.received_at <= $4 AND NOT EXISTS (SELECT 1 FROM received_change AS c
        WHERE c.record = v.uuid AND c.status <> 'valid' AND c.number = (SELECT MAX(x.number)
            FROM received_change AS x WHERE x.record = v.uuid AND x.made_at <= $4))
    AND NOT EXISTS (SELECT 1 FROM received_void AS z WHERE z.record = v.uuid AND z.made_at <= $4)

-- part: in_pilot
(e.from_date IS NULL OR e.from_date <= $3) AND (e.to_date IS NULL OR e.to_date >= $3)
    AND EXISTS (SELECT 1 FROM pilot_member AS m
        WHERE m.unit = $1 AND m.year = $2 AND m.school = k.unit AND m.grade IN (0, e.grade)
            AND (m.class IS NULL OR m.class = k.id)
            AND m.from_day <= $3 AND (m.to_day IS NULL OR m.to_day >= $3))

-- Of whom a class consists, by what reports break down. An exemption of everything (TT27 Điều 8)
-- stands until a later decision says otherwise.
-- name: list_evaluated_pupils
SELECT e.id, COALESCE(v.value, ''), CASE WHEN d.body = 'all' THEN 1 ELSE 0 END
FROM enrolment AS e
    LEFT JOIN pupil_value AS v ON v.pupil = e.pupil AND v.key = 'dan_toc'
    LEFT JOIN decision AS d ON d.number = (SELECT MAX(x.number) FROM decision AS x
        WHERE x.entity = 'enrolment' AND x.subject = e.id AND x.kind = 'exemption')
WHERE e.class = $1
ORDER BY e.id;

-- Where classes are taught that are not at their school's main place.
-- name: list_class_campuses
SELECT c.id, u.id, u.code, u.name
FROM class AS c
    JOIN decision AS d ON d.number = (SELECT MAX(x.number) FROM decision AS x
        WHERE x.entity = 'class' AND x.subject = c.id AND x.kind = 'campus')
    JOIN unit AS u ON u.id = d.body
WHERE c.year = $1
ORDER BY c.id;

-- By school: pupils of the pilot on that day of whom a record that counts was accepted above. CROSS
-- JOIN: SQLite begins with the pilot's schools, not with everything that was ever reported.
-- name: count_reported_pupils
SELECT k.unit, COUNT(DISTINCT e.id)
FROM class AS k CROSS JOIN enrolment AS e CROSS JOIN record AS r CROSS JOIN report_record AS x
WHERE k.unit IN (SELECT s.school FROM pilot_member AS s WHERE s.unit = $1 AND s.year = $2)
    AND k.year = $2 AND e.class = k.id AND r.enrolment = e.id
    AND x.record = r.uuid AND x.unit = $1 AND x.state = 'accepted' AND %in_pilot%
    AND r.state NOT IN ('suspended', 'revoked', 'replaced', 'discarded')
GROUP BY k.unit ORDER BY k.unit;

-- The same of records that were received.  Those taken back are no more of those received.
-- name: count_reported_received
SELECT v.unit, COUNT(DISTINCT v.pupil_code)
FROM unit AS u CROSS JOIN received_record AS v CROSS JOIN report_record AS x
WHERE v.unit = u.id AND v.year = $2
    AND x.record = v.uuid AND x.unit = $1 AND x.state = 'accepted'
    AND COALESCE((SELECT c.status FROM received_change AS c
        WHERE c.record = v.uuid ORDER BY c.number DESC LIMIT 1), 'valid') = 'valid'
    AND NOT EXISTS (SELECT 1 FROM received_void AS z WHERE z.record = v.uuid)
GROUP BY v.unit ORDER BY v.unit;

-- Pupils of the pilot on that day of whom a supplier's record was received.
-- name: list_received_enrolments
SELECT DISTINCT e.id
FROM enrolment AS e JOIN class AS k ON k.id = e.class JOIN pupil AS p ON p.id = e.pupil
    JOIN received_record AS v ON v.pupil_code = p.code AND v.year = k.year AND v.unit = k.unit
WHERE k.year = $2 AND %in_pilot% AND %received_and_held%
ORDER BY e.id;

-- name: add_evaluation_text
INSERT INTO evaluation_text (unit, year, from_day, to_day, part, text, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: list_evaluation_texts
SELECT t.number, t.part, t.text, t.made_at, COALESCE(p.name, t.made_by)
FROM evaluation_text AS t LEFT JOIN person AS p ON p.login = t.made_by
WHERE t.unit = $1 AND t.year = $2 AND t.from_day = $3 AND t.to_day = $4
ORDER BY t.number DESC LIMIT $5;
