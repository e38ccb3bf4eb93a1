-- SPDX-License-Identifier: Apache-2.0

-- name: find_received_state
SELECT r.uuid, r.unit, u.code, u.name, r.year, r.pupil_code, g.name, g.personal_number, r.grade, r.received_at,
    r.message, m.client, r.replaces,
    (SELECT s.uuid FROM received_record AS s WHERE s.replaces = r.uuid),
    COALESCE(n.position, -1), n.entered_at,
    CASE WHEN k.at IS NULL OR c.status IN ('superseded', 'revoked')
        THEN COALESCE(c.status, 'valid') ELSE 'revoked' END,
    c.decision,
    CASE WHEN k.at IS NULL OR c.status IN ('superseded', 'revoked')
        THEN c.made_at ELSE k.at END,
    (SELECT i.request FROM received_item AS i
         LEFT JOIN revocation_decision AS d ON d.request = i.request
     WHERE i.record = r.uuid AND d.sha256 IS NULL LIMIT 1)
FROM received_record AS r JOIN unit AS u ON u.id = r.unit
    JOIN gateway_message AS m ON m.number = r.message
    JOIN gateway_result AS g ON g.message = r.message AND g.place = r.place
    LEFT JOIN received_entry AS n ON n.record = r.uuid
    LEFT JOIN received_change AS c ON c.number = (SELECT MAX(x.number)
        FROM received_change AS x WHERE x.record = r.uuid)
    CROSS JOIN (SELECT MIN(z.made_at) AS at FROM received_void AS z WHERE z.record = $1) AS k
WHERE r.uuid = $1;

-- name: add_received_request
INSERT INTO received_request (request, message) VALUES ($1, $2);

-- name: find_received_request
SELECT request FROM received_request WHERE message = $1;

-- name: add_received_certificate
INSERT INTO received_certificate (message, certificate) VALUES ($1, $2);

-- name: find_received_certificate
SELECT certificate FROM received_certificate WHERE message = $1;

-- name: add_received_item
INSERT INTO received_item (request, record, wish, reason, evidence) VALUES ($1, $2, $3, $4, $5);

-- name: add_received_change
INSERT INTO received_change (record, decision, status, replacement, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: list_received_changes
SELECT c.number, c.record, c.decision, c.status, c.replacement, c.made_at, d.seal,
    COALESCE(n.position, -1), 1
FROM received_change AS c JOIN revocation_decision AS d ON d.sha256 = c.decision
    LEFT JOIN received_change_entry AS n ON n.change = c.number
WHERE ((n.position IS NULL
        AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = c.record))
    OR CAST($1 AS BIGINT) = 0)
ORDER BY c.number LIMIT $2;

-- name: add_received_change_entry
INSERT INTO received_change_entry (change, position, entered_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;
