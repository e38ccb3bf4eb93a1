-- SPDX-License-Identifier: Apache-2.0

-- part: decision_columns
d.id, d.kind, d.entity, d.subject, d.body, d.made_at, d.made_by, d.reference

-- name: add_decision
INSERT INTO decision (id, kind, entity, subject, body, made_at, made_by, reference)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING RETURNING id;

-- name: find_decision
SELECT %decision_columns% FROM decision AS d
WHERE d.kind = $1 AND d.entity = $2 AND d.subject = $3
ORDER BY d.number DESC LIMIT 1;

-- name: list_decisions
SELECT %decision_columns% FROM decision AS d WHERE d.entity = $1 AND d.subject = $2
ORDER BY d.number;

-- name: list_class_decisions
SELECT %decision_columns% FROM decision AS d
WHERE (d.entity = 'class' AND d.subject = $1)
    OR (d.entity = 'enrolment' AND d.subject IN (SELECT e.id FROM enrolment AS e WHERE e.class = $1))
    OR (d.entity = 'pupil' AND d.subject IN (SELECT e.pupil FROM enrolment AS e WHERE e.class = $1))
ORDER BY d.number;
