-- SPDX-License-Identifier: Apache-2.0

-- name: add_identity_exchange
INSERT INTO identity_exchange (id, unit, recipient, basis, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: add_identity_question
INSERT INTO identity_question (id, exchange, pupil, personal_number, name, birth_date)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: find_identity_question
SELECT q.id, q.pupil, x.unit
FROM identity_question AS q JOIN identity_exchange AS x ON x.id = q.exchange WHERE q.id = $1;

-- name: add_identity_answer
INSERT INTO identity_answer (question, result, personal_number, name, birth_date, sex, made_at,
    made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: add_identity_ruling
INSERT INTO identity_ruling (answer, accepted, made_at, made_by, reason)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING answer;

-- A number is used twice when another child has it: the same child in two schools of the instance
-- (a transfer) has the same name and birth date; of received records (another program's) one code is one child.
-- name: list_identity
SELECT e.id, c.id, c.name, p.id, p.unit, p.code, p.personal_number, p.name, p.birth_date,
    (SELECT v.value FROM pupil_value AS v WHERE v.pupil = p.id AND v.key = 'gioi_tinh'),
    (SELECT v.value FROM pupil_value AS v WHERE v.pupil = p.id AND v.key = 'noi_sinh'),
    (SELECT count(*) FROM pupil AS o
     WHERE o.personal_number = p.personal_number AND o.id <> p.id
         AND (o.unit = p.unit OR o.name_key <> p.name_key OR o.birth_date <> p.birth_date))
    + (SELECT COUNT(DISTINCT r.pupil_code) FROM gateway_result AS g CROSS JOIN received_record AS r
       WHERE g.personal_number = p.personal_number AND g.accepted = 1 AND p.personal_number <> '' AND r.uuid = g.uuid
           AND r.pupil_code <> p.code AND r.year = c.year AND NOT EXISTS (SELECT 1 FROM received_change AS x
               WHERE x.record = r.uuid AND x.status IN ('revoked', 'superseded'))
           AND NOT EXISTS (SELECT 1 FROM received_void AS z WHERE z.record = r.uuid)),
    a.number, a.question, a.result, a.personal_number, a.name, a.birth_date, a.sex, a.made_at,
    q.personal_number, q.name, q.birth_date, r.answer, r.accepted
FROM enrolment AS e JOIN pupil AS p ON p.id = e.pupil JOIN class AS c ON c.id = e.class
LEFT JOIN identity_answer AS a ON a.number =
    (SELECT max(b.number) FROM identity_answer AS b JOIN identity_question AS s ON s.id = b.question
     WHERE s.pupil = p.id)
LEFT JOIN identity_question AS q ON q.id = a.question
LEFT JOIN identity_ruling AS r ON r.answer = a.number
WHERE c.unit = $1 AND c.year = $2 AND (CAST($3 AS TEXT) IS NULL OR c.id = $3)
    AND e.to_date IS NULL
ORDER BY c.name, e.list_order, p.name_key, e.id;
