-- SPDX-License-Identifier: Apache-2.0

-- name: add_gateway_client
INSERT INTO gateway_client (user_name, secret, made_at, made_by) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING user_name;

-- name: add_gateway_client_unit
INSERT INTO gateway_client_unit (client, unit) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: close_gateway_client
INSERT INTO gateway_closing (client, made_at, made_by)
SELECT c.user_name, CAST($2 AS BIGINT), CAST($3 AS TEXT) FROM gateway_client AS c
WHERE c.user_name = $1
ON CONFLICT DO NOTHING RETURNING client;

-- name: list_gateway_clients
SELECT c.user_name, u.code, c.made_at,
    CASE WHEN NOT EXISTS (SELECT 1 FROM gateway_closing AS x WHERE x.client = c.user_name)
        THEN 0 ELSE 1 END
FROM gateway_client AS c JOIN gateway_client_unit AS g ON g.client = c.user_name
    JOIN unit AS u ON u.id = g.unit
ORDER BY c.user_name, u.code;

-- name: find_gateway_client_unit
SELECT u.id FROM gateway_client AS c JOIN gateway_client_unit AS g ON g.client = c.user_name
    JOIN unit AS u ON u.id = g.unit
WHERE c.user_name = $1 AND u.code = $2
    AND NOT EXISTS (SELECT 1 FROM gateway_closing AS x WHERE x.client = c.user_name)
    AND (CAST($3 AS TEXT) IS NULL OR c.secret = $3);

-- name: add_gateway_token
INSERT INTO gateway_token (digest, client, expires_at) VALUES ($1, $2, $3);

-- name: count_gateway_tokens
SELECT COUNT(*) FROM gateway_token WHERE client = $1 AND expires_at > $2;

-- name: count_gateway_waiting
SELECT COUNT(*) FROM gateway_message AS m
WHERE m.client = $1 AND NOT EXISTS (SELECT 1 FROM gateway_end AS e WHERE e.message = m.number);

-- name: find_gateway_token
SELECT t.client FROM gateway_token AS t JOIN gateway_client AS c ON c.user_name = t.client
WHERE t.digest = $1 AND t.expires_at > $2
    AND NOT EXISTS (SELECT 1 FROM gateway_closing AS x WHERE x.client = c.user_name);

-- name: add_gateway_message
INSERT INTO gateway_message (client, id, unit, year, digest, received_at, content, kind)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING RETURNING number;

-- part: message_columns
m.number, m.client, m.id, m.kind, m.unit, u.code, u.name, m.year, m.digest, m.received_at,
    CASE WHEN e.message IS NULL THEN 0 ELSE 1 END, e.error, e.description,
    (SELECT COUNT(*) FROM gateway_result AS r WHERE r.message = m.number),
    (SELECT COUNT(*) FROM gateway_result AS r WHERE r.message = m.number AND r.accepted = 1)

-- part: message_joins
gateway_message AS m JOIN unit AS u ON u.id = m.unit
    LEFT JOIN gateway_end AS e ON e.message = m.number

-- name: find_gateway_message
SELECT %message_columns% FROM %message_joins% WHERE m.client = $1 AND m.id = $2;

-- name: get_gateway_message
SELECT %message_columns% FROM %message_joins% WHERE m.number = $1;

-- name: next_gateway_message
SELECT %message_columns% FROM %message_joins%
WHERE e.message IS NULL ORDER BY m.number LIMIT 1;

-- name: list_gateway_messages
SELECT %message_columns% FROM %message_joins%
WHERE (CAST($1 AS TEXT) IS NULL OR m.unit = $1) ORDER BY m.number DESC LIMIT $2;

-- name: add_gateway_content
INSERT INTO gateway_content (message, content) VALUES ($1, $2);

-- Of a message from before migration 33 it stands in its own row.
-- name: get_gateway_content
SELECT COALESCE(c.content, m.content)
FROM gateway_message AS m LEFT JOIN gateway_content AS c ON c.message = m.number
WHERE m.number = $1;

-- name: drop_gateway_content
DELETE FROM gateway_content WHERE message = $1;

-- name: add_gateway_packet
INSERT INTO gateway_packet (message, sha256, size, dictionary, frame_size, frame)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING message;

-- name: find_gateway_packet
SELECT sha256, size, dictionary, frame_size, frame FROM gateway_packet WHERE message = $1;

-- name: list_gateway_packets
SELECT message FROM gateway_packet ORDER BY message;

-- name: list_packet_records
SELECT g.place, CASE WHEN r.message = g.message AND r.place = g.place THEN 1 ELSE 0 END AS own,
    r.sha256, r.size, r.dictionary, r.bytes
FROM gateway_result AS g JOIN received_record AS r ON r.uuid = g.uuid
WHERE g.message = $1 AND g.accepted = 1
ORDER BY g.place;

-- name: end_gateway_message
INSERT INTO gateway_end (message, ended_at, error, description) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: add_gateway_result
INSERT INTO gateway_result (message, place, uuid, pupil_code, name, personal_number, accepted,
    error, field, description)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT DO NOTHING RETURNING place;

-- One that is not taken back for good.
-- part: received_stands
NOT EXISTS (SELECT 1 FROM received_change AS x WHERE x.record = r.uuid AND x.status IN ('revoked', 'superseded'))
    AND NOT EXISTS (SELECT 1 FROM received_void AS z WHERE z.record = r.uuid)

-- name: list_gateway_results
SELECT r.place, r.uuid, r.pupil_code, r.name, r.personal_number, r.accepted, r.error, r.field,
    r.description, CASE WHEN n.record IS NULL THEN 0 ELSE 1 END,
    CASE WHEN r.accepted = 0 THEN NULL
        WHEN EXISTS (SELECT 1 FROM received_void AS z WHERE z.record = r.uuid) THEN 'revoked'
        ELSE COALESCE((SELECT c.status FROM received_change AS c
            WHERE c.record = r.uuid ORDER BY c.number DESC LIMIT 1), 'valid') END
FROM gateway_result AS r LEFT JOIN received_entry AS n ON n.record = r.uuid AND r.accepted = 1
WHERE r.message = $1 ORDER BY r.place;

-- name: add_received
INSERT INTO received_record (uuid, message, place, unit, year, pupil_code, grade, seal,
    received_at, sha256, size, dictionary, bytes, replaces, turn, step)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
    (SELECT COUNT(*) FROM received_record WHERE pupil_code = $15 AND year = $16),
    (SELECT COALESCE(MAX(number), 0) FROM received_change))
ON CONFLICT DO NOTHING RETURNING uuid;

-- name: find_received
SELECT uuid, unit, sha256, size, dictionary, bytes FROM received_record WHERE uuid = $1;

-- name: find_uuid_holder
SELECT unit FROM received_record WHERE uuid = $1
UNION ALL SELECT 'issued' FROM issued_document WHERE record = $1;

-- name: find_slot_holder
SELECT r.uuid FROM received_record AS r
WHERE r.pupil_code = $1 AND r.year = $2 AND %received_stands%
UNION ALL
SELECT r.uuid FROM record AS r JOIN issued_document AS i ON i.record = r.uuid
    JOIN enrolment AS e ON e.id = r.enrolment JOIN pupil AS p ON p.id = e.pupil
    JOIN class AS c ON c.id = e.class
WHERE p.code = $1 AND c.year = $2 AND r.state NOT IN ('revoked', 'replaced')
LIMIT 1;

-- Has a pupil of another code this personal number, by a received record of the year or in a class here?
-- name: find_number_sharer
SELECT r.uuid FROM gateway_result AS g CROSS JOIN received_record AS r
WHERE g.personal_number = $1 AND g.accepted = 1 AND r.uuid = g.uuid AND r.pupil_code <> $2 AND r.year = $3
    AND %received_stands%
UNION ALL
SELECT p.id FROM pupil AS p CROSS JOIN enrolment AS e CROSS JOIN class AS k
WHERE p.personal_number = $1 AND p.code <> $2 AND e.pupil = p.id AND e.to_date IS NULL AND k.id = e.class
    AND k.year = $3
LIMIT 1;

-- Of each number that pupils of several codes have, one of them by a received record: everybody who has it.
-- Numbers that meet at all come first, of any year: they are few, and the rest is asked of them alone.
-- name: list_shared_numbers
WITH m(number) AS (
    SELECT DISTINCT g.personal_number FROM gateway_result AS g
    WHERE g.accepted = 1 AND g.personal_number <> '' AND (
        EXISTS (SELECT 1 FROM gateway_result AS h WHERE h.personal_number = g.personal_number
                AND h.accepted = 1 AND h.pupil_code <> g.pupil_code)
        OR EXISTS (SELECT 1 FROM pupil AS p WHERE p.personal_number = g.personal_number
                   AND p.code <> g.pupil_code AND p.code <> ''))),
n(number, code, name, unit, uuid, at) AS (
    SELECT g.personal_number, r.pupil_code, g.name, r.unit, r.uuid, r.received_at
    FROM m CROSS JOIN gateway_result AS g CROSS JOIN received_record AS r
    WHERE g.personal_number = m.number AND g.accepted = 1 AND r.uuid = g.uuid AND r.message = g.message
        AND r.place = g.place AND r.year = $1 AND %received_stands%
    UNION ALL
    SELECT p.personal_number, p.code, p.name, k.unit, CAST(NULL AS TEXT), CAST(NULL AS BIGINT)
    FROM m CROSS JOIN pupil AS p CROSS JOIN enrolment AS e CROSS JOIN class AS k
    WHERE p.personal_number = m.number AND p.code <> '' AND e.pupil = p.id AND e.to_date IS NULL
        AND k.id = e.class AND k.year = $1),
d(number) AS (SELECT n.number FROM n GROUP BY n.number
    HAVING COUNT(DISTINCT n.code) > 1 AND COUNT(n.uuid) > 0)
SELECT n.number, n.code, n.name, n.unit, u.code, u.name, n.uuid, n.at
FROM d JOIN n ON n.number = d.number JOIN unit AS u ON u.id = n.unit
ORDER BY n.number, n.code, CASE WHEN n.uuid IS NULL THEN 1 ELSE 0 END, u.code, n.uuid;

-- name: list_unentered_received
SELECT r.uuid, r.received_at, r.pupil_code, r.grade, r.year, r.unit, r.seal, r.step,
    CASE WHEN r.replaces IS NULL THEN 0 ELSE 1 END, 1
FROM received_record AS r
WHERE NOT EXISTS (SELECT 1 FROM received_entry AS n WHERE n.record = r.uuid)
    AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = r.uuid)
ORDER BY r.step, r.message, r.place LIMIT $1;

-- name: add_received_entry
INSERT INTO received_entry (record, position, entered_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;

-- name: list_received_entries
SELECT record, position FROM received_entry WHERE position >= $1 ORDER BY position LIMIT $2;
