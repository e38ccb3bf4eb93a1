-- SPDX-License-Identifier: Apache-2.0

-- name: add_inspection
INSERT INTO inspection (id, code, unit, year, decision, criteria, members, from_date, to_date, seed,
    made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT DO NOTHING RETURNING id;

-- name: add_inspection_scope
INSERT INTO inspection_scope (inspection, school) VALUES ($1, $2);

-- name: list_inspections
SELECT i.id, i.code, i.unit, i.year, i.decision, i.criteria, i.members, i.from_date, i.to_date,
    i.seed, i.made_at, i.made_by,
    (SELECT count(*) FROM inspection_scope AS s WHERE s.inspection = i.id),
    (SELECT count(*) FROM inspection_sample AS s WHERE s.inspection = i.id AND s.place > 0),
    c.conclusion
FROM inspection AS i LEFT JOIN inspection_closing AS c ON c.inspection = i.id
WHERE CAST($1 AS TEXT) IS NULL OR i.code = $1
ORDER BY i.from_date DESC, i.code;

-- What is known of each school in the scope beside its figures (the second and third parameter: the
-- school year, and the moment at which certificates count).
-- name: list_inspection_facts
SELECT u.id, u.code, u.name, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT),
    (SELECT count(*) FROM record_event AS v JOIN record AS r ON r.uuid = v.record
     JOIN enrolment AS e ON e.id = r.enrolment JOIN class AS k ON k.id = e.class
     WHERE k.unit = u.id AND k.year = $2 AND v.verb = 'send_back'),
    (SELECT count(*) FROM revocation_item AS t JOIN revocation_request AS q ON q.id = t.request
     WHERE q.unit = u.id AND q.year = $2),
    (SELECT count(*) FROM certificate AS c
     WHERE c.unit = u.id AND c.not_before <= $3 AND c.not_after >= $3 AND
         (SELECT v.event FROM certificate_event AS v WHERE v.certificate = c.id
          ORDER BY v.number DESC LIMIT 1) = 'approved'),
    CAST(0 AS BIGINT), CAST(0 AS BIGINT)
FROM inspection_scope AS s JOIN unit AS u ON u.id = s.school
WHERE s.inspection = $1 ORDER BY u.code;

-- name: list_inspection_sample
SELECT u.id, u.code, u.name, s.place, s.weight, s.enrolled, s.issued, s.returned, s.revocations,
    s.seals, COALESCE(k.late_days, 0), COALESCE(k.faulty, 0)
FROM inspection_sample AS s JOIN unit AS u ON u.id = s.school
    LEFT JOIN inspection_risk AS k ON k.inspection = s.inspection AND k.school = s.school
WHERE s.inspection = $1 ORDER BY u.code;

-- name: add_inspection_sample
INSERT INTO inspection_sample (inspection, school, place, weight, enrolled, issued, returned,
    revocations, seals, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING RETURNING school;

-- name: add_inspection_risk
INSERT INTO inspection_risk (inspection, school, late_days, faulty) VALUES ($1, $2, $3, $4);

-- Whichever program made it.
-- name: list_inspection_population
SELECT d.record, 0 FROM issued_document AS d JOIN record AS r ON r.uuid = d.record
JOIN enrolment AS e ON e.id = r.enrolment JOIN class AS k ON k.id = e.class
WHERE k.unit = $1 AND k.year = $2
UNION ALL SELECT v.uuid, 1 FROM received_record AS v WHERE v.unit = $1 AND v.year = $2
ORDER BY 1;

-- name: add_inspection_record
INSERT INTO inspection_record (inspection, record, school, place) VALUES ($1, $2, $3, $4);

-- name: add_inspection_received
INSERT INTO inspection_received (inspection, record, school, place) VALUES ($1, $2, $3, $4);

-- name: list_inspection_records
SELECT s.record, s.school, s.place, s.received FROM (
    SELECT r.record, r.school, r.place, 0 AS received FROM inspection_record AS r WHERE r.inspection = $1
    UNION ALL
    SELECT v.record, v.school, v.place, 1 FROM inspection_received AS v WHERE v.inspection = $1) AS s
JOIN unit AS u ON u.id = s.school ORDER BY u.code, s.place;

-- name: add_inspection_check
INSERT INTO inspection_check (inspection, school, item, answer, remark, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- The newest answer of each school to each item.
-- name: list_inspection_checks
SELECT c.school, c.item, c.answer, c.remark FROM inspection_check AS c
WHERE c.inspection = $1 AND c.number =
    (SELECT max(o.number) FROM inspection_check AS o
     WHERE o.inspection = c.inspection AND o.school = c.school AND o.item = c.item)
ORDER BY c.number;

-- name: add_inspection_finding
INSERT INTO inspection_finding (inspection, school, severity, article, finding, evidence, deadline,
    made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING number;

-- name: list_inspection_findings
SELECT f.number, i.code, f.school, u.code, f.severity, f.article, f.finding, f.evidence,
    COALESCE((SELECT d.deadline FROM inspection_step AS d
              WHERE d.finding = f.number AND d.deadline IS NOT NULL
              ORDER BY d.number DESC LIMIT 1), f.deadline),
    s.step, s.remark
FROM inspection_finding AS f JOIN inspection AS i ON i.id = f.inspection
JOIN unit AS u ON u.id = f.school
LEFT JOIN inspection_step AS s ON s.number =
    (SELECT max(o.number) FROM inspection_step AS o WHERE o.finding = f.number)
WHERE (CAST($1 AS TEXT) IS NULL OR f.inspection = $1) AND (CAST($2 AS BIGINT) = 0 OR f.number = $2)
ORDER BY f.number;

-- name: add_inspection_step
INSERT INTO inspection_step (finding, step, remark, deadline, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6);

-- Every step after every finding of a round, oldest first.
-- name: list_inspection_steps
SELECT s.finding, s.step, s.remark, s.deadline, s.made_at, COALESCE(p.name, s.made_by)
FROM inspection_step AS s JOIN inspection_finding AS f ON f.number = s.finding
LEFT JOIN person AS p ON p.login = s.made_by
WHERE f.inspection = $1 ORDER BY s.number;

-- name: add_inspection_closing
INSERT INTO inspection_closing (inspection, conclusion, made_at, made_by)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING inspection;
