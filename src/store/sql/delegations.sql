-- SPDX-License-Identifier: Apache-2.0

-- name: add_delegation
INSERT INTO delegation (id, unit, kind, giver, taker, decision, decided_on, from_date, to_date,
    made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING RETURNING id;

-- name: end_delegation
INSERT INTO delegation_end (delegation, last_day, ended_at, ended_by, reason)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING delegation;

-- Newest first.
-- name: list_delegations
SELECT d.id, d.unit, d.kind, d.giver, d.taker, d.decision, d.decided_on, d.from_date, d.to_date,
    d.made_at, d.made_by, e.last_day, e.ended_at, e.ended_by, e.reason, g.name, t.name, t.login
FROM delegation AS d JOIN person AS g ON g.id = d.giver JOIN person AS t ON t.id = d.taker
    LEFT JOIN delegation_end AS e ON e.delegation = d.id
WHERE (CAST($1 AS TEXT) IS NULL OR d.unit = $1) AND (CAST($2 AS TEXT) IS NULL OR d.id = $2)
ORDER BY d.from_date DESC, d.made_at DESC, d.id LIMIT $3;

-- What it gives: grade and class, one row each; neither is the whole school.
-- name: list_delegation_scope
SELECT s.grade, a.class, c.name, a.year
FROM assignment_scope AS s JOIN assignment AS a ON a.id = s.assignment
    LEFT JOIN class AS c ON c.id = a.class
WHERE s.delegation = $1
ORDER BY s.grade, c.name;
