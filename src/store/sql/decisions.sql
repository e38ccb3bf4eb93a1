-- SPDX-License-Identifier: Apache-2.0

-- part: decision_columns
d.id, d.kind, d.entity, d.subject, d.body, d.made_at, d.made_by, d.reference

-- No given-up replacement took it back.
-- part: decision_stands
NOT EXISTS (SELECT 1 FROM decision_taken_back AS t WHERE t.decision = d.id)

-- name: add_decision
INSERT INTO decision (id, kind, entity, subject, body, made_at, made_by, reference)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING RETURNING id;

-- name: find_decision
SELECT %decision_columns% FROM decision AS d
WHERE d.kind = $1 AND d.entity = $2 AND d.subject = $3 AND %decision_stands%
ORDER BY d.number DESC LIMIT 1;

-- name: list_decisions
SELECT %decision_columns% FROM decision AS d WHERE d.entity = $1 AND d.subject = $2
    AND %decision_stands%
ORDER BY d.number;

-- name: list_class_decisions
SELECT %decision_columns% FROM decision AS d
WHERE %decision_stands%
    AND ((d.entity = 'class' AND d.subject = $1)
    OR (d.entity = 'enrolment' AND d.subject IN (SELECT e.id FROM enrolment AS e WHERE e.class = $1))
    OR (d.entity = 'pupil' AND d.subject IN (SELECT e.pupil FROM enrolment AS e WHERE e.class = $1)))
ORDER BY d.number;

-- name: take_back_decisions
INSERT INTO decision_taken_back (decision, made_at, made_by, source)
SELECT d.id, $4, $5, $6 FROM decision AS d
WHERE d.entity = $1 AND d.subject = $2 AND d.made_at >= $3 AND %decision_stands%;
