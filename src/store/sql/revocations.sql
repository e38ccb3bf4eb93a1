-- SPDX-License-Identifier: Apache-2.0

-- name: add_revocation_request
INSERT INTO revocation_request (id, unit, year, made_at, made_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING id;

-- name: add_revocation_item
INSERT INTO revocation_item (request, record, wish, reason, evidence) VALUES ($1, $2, $3, $4, $5);

-- Records of a request that the receiver of its school's reports has refused to take back.
-- part: refused_above
(SELECT COUNT(*) FROM report_wish AS z WHERE z.request = q.id AND z.unit = q.unit
        AND z.state = 'refused')

-- part: revocation_columns
q.id, q.unit, q.year, q.made_at, q.made_by,
    (SELECT COUNT(*) FROM revocation_item AS i WHERE i.request = q.id)
        + (SELECT COUNT(*) FROM received_item AS i WHERE i.request = q.id),
    (SELECT COUNT(*) FROM revocation_paper AS p WHERE p.request = q.id),
    %refused_above%,
    u.name, COALESCE(w.name, (SELECT m.client FROM received_request AS g
        JOIN gateway_message AS m ON m.number = g.message WHERE g.request = q.id)),
    d.sha256, d.made_at

-- part: revocation_joins
revocation_request AS q JOIN unit AS u ON u.id = q.unit
    LEFT JOIN person AS w ON w.login = q.made_by
    LEFT JOIN revocation_decision AS d ON d.request = q.id

-- name: find_revocation_request
SELECT %revocation_columns% FROM %revocation_joins% WHERE q.id = $1;

-- name: list_revocation_requests
SELECT %revocation_columns% FROM %revocation_joins%
WHERE (CAST($1 AS TEXT) IS NULL OR q.unit = $1)
    AND (CAST($2 AS BIGINT) = 0 OR (d.sha256 IS NULL AND (%refused_above% = 0
        OR %refused_above% < (SELECT COUNT(*) FROM revocation_item AS i WHERE i.request = q.id))))
    AND (CAST($3 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM revocation_request AS b WHERE b.id = $3
        AND (q.made_at < b.made_at OR (q.made_at = b.made_at AND q.id > b.id))))
ORDER BY q.made_at DESC, q.id LIMIT $4;

-- name: list_revocation_items
SELECT request, record, wish, reason, evidence, state, code, name, class, received FROM (
SELECT i.request, i.record, i.wish, i.reason, i.evidence, r.state AS state,
    COALESCE(p.code, p.id) AS code, p.name AS name, c.name AS class, 0 AS received,
    c.name AS k1, e.list_order AS k2, p.name_key AS k3
FROM revocation_item AS i JOIN record AS r ON r.uuid = i.record
    JOIN enrolment AS e ON e.id = r.enrolment JOIN pupil AS p ON p.id = e.pupil
    JOIN class AS c ON c.id = e.class
WHERE i.request = $1
UNION ALL
SELECT i.request, i.record, i.wish, i.reason, i.evidence,
    CASE COALESCE(c.status, 'valid') WHEN 'valid' THEN 'received' WHEN 'superseded' THEN 'replaced'
        ELSE c.status END,
    r.pupil_code, g.name, NULL, 1, '', g.place, g.name
FROM received_item AS i JOIN received_record AS r ON r.uuid = i.record
    JOIN gateway_result AS g ON g.message = r.message AND g.place = r.place
    LEFT JOIN received_change AS c ON c.number = (SELECT MAX(x.number)
        FROM received_change AS x WHERE x.record = r.uuid)
WHERE i.request = $1) AS a
ORDER BY k1, k2, k3, record;

-- name: find_open_revocation
SELECT i.request FROM revocation_item AS i
    LEFT JOIN revocation_decision AS d ON d.request = i.request
WHERE i.record = $1 AND d.sha256 IS NULL
    AND NOT EXISTS (SELECT 1 FROM report_wish AS w JOIN revocation_request AS q ON q.id = w.request
        WHERE w.request = i.request AND w.record = i.record AND w.unit = q.unit
            AND w.state = 'refused')
ORDER BY i.request LIMIT 1;

-- name: add_revocation_paper
INSERT INTO revocation_paper (request, certificate, made_at, made_by, bytes)
VALUES ($1, $2, $3, $4, $5);

-- name: find_revocation_paper
SELECT request, certificate, made_at, made_by, bytes FROM revocation_paper
WHERE request = $1 ORDER BY number DESC LIMIT 1;

-- name: add_revocation_decision
INSERT INTO revocation_decision (sha256, request, officer, seal, made_at, made_by, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING RETURNING sha256;

-- part: revocation_decision_columns
d.sha256, d.request, d.officer, d.seal, d.made_at, d.made_by, d.bytes, COALESCE(l.position, -1)

-- part: revocation_decision_joins
revocation_decision AS d LEFT JOIN ledger_entry AS l ON l.sha256 = d.sha256

-- name: find_revocation_decision
SELECT %revocation_decision_columns% FROM %revocation_decision_joins% WHERE d.sha256 = $1;

-- name: list_revocation_decisions
SELECT %revocation_decision_columns% FROM %revocation_decision_joins%
WHERE (l.position IS NULL OR CAST($1 AS BIGINT) = 0)
ORDER BY d.made_at, d.sha256 LIMIT $2;

-- name: add_status_change
INSERT INTO status_change (event, record, decision, status, replacement)
VALUES ((SELECT MAX(v.number) FROM record_event AS v WHERE v.record = $1), $1, $2, $3, $4);

-- part: status_change_columns
s.event, s.record, s.decision, s.status, s.replacement, v.made_at, d.seal,
    COALESCE(n.position, -1), 0

-- part: status_change_joins
status_change AS s JOIN record_event AS v ON v.number = s.event
    JOIN revocation_decision AS d ON d.sha256 = s.decision
    LEFT JOIN status_entry AS n ON n.event = s.event

-- name: find_status_change
SELECT %status_change_columns% FROM %status_change_joins%
WHERE s.record = $1 ORDER BY s.event DESC LIMIT 1;

-- name: list_status_changes
SELECT %status_change_columns% FROM %status_change_joins%
WHERE ((n.position IS NULL
        AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = s.record))
    OR CAST($1 AS BIGINT) = 0)
ORDER BY s.event LIMIT $2;

-- name: add_status_entry
INSERT INTO status_entry (event, position, entered_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;
