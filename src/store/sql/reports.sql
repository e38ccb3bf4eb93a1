-- SPDX-License-Identifier: Apache-2.0

-- name: set_report_peer
INSERT INTO report_peer
    (unit, url, user_name, ca_file, signer_kind, signer_place, signer_pass, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (unit) DO UPDATE SET url = excluded.url, user_name = excluded.user_name,
    ca_file = excluded.ca_file, signer_kind = excluded.signer_kind,
    signer_place = excluded.signer_place, signer_pass = excluded.signer_pass,
    made_at = excluded.made_at, made_by = excluded.made_by;

-- name: list_report_peers
SELECT p.unit, u.code, u.name, p.url, p.user_name, p.ca_file, p.signer_kind, p.signer_place,
    p.signer_pass
FROM report_peer AS p JOIN unit AS u ON u.id = p.unit
WHERE (CAST($1 AS TEXT) IS NULL OR p.unit = $1)
ORDER BY u.code;

-- What a unit reports: a school its own issued records, a department those of the schools below it
-- (a district's office or a commune may stand between) and those that it has received, but not what fell with its
-- seal's key. CROSS JOIN: SQLite begins with the units, not with every record.
-- part: own_records
unit AS u CROSS JOIN class AS c CROSS JOIN enrolment AS e CROSS JOIN record AS r

-- part: of_own_records
u.id IN (SELECT b.id FROM unit AS b LEFT JOIN unit AS o ON o.id = b.parent
        WHERE b.id = $1 OR b.parent = $1 OR o.parent = $1)
    AND c.unit = u.id AND e.class = c.id AND r.enrolment = e.id

-- part: received_records
unit AS u CROSS JOIN received_record AS v

-- part: of_received_records
u.id IN (SELECT b.id FROM unit AS b LEFT JOIN unit AS o ON o.id = b.parent
        WHERE b.parent = $1 OR o.parent = $1)
    AND v.unit = u.id

-- Neither withdrawn nor waiting for its replacement; of own records their state says so.
-- part: received_counts
NOT EXISTS (SELECT 1 FROM received_void AS z WHERE z.record = v.uuid)
    AND COALESCE((SELECT x.status FROM received_change AS x WHERE x.record = v.uuid
        ORDER BY x.number DESC LIMIT 1), 'valid') = 'valid'

-- What takes the place of a reported record goes out when the receiver has agreed to that.
-- name: list_unreported
SELECT r.uuid, c.year, c.name, e.list_order, 0
FROM %own_records%
WHERE %of_own_records% AND r.state = 'issued'
    AND NOT EXISTS (SELECT 1 FROM report_record AS q
        WHERE q.unit = $1 AND q.record = r.uuid AND q.state <> 'again')
    AND NOT EXISTS (SELECT 1 FROM record AS n WHERE n.replaces = r.uuid)
    AND NOT EXISTS (SELECT 1 FROM status_change AS s JOIN report_record AS q
            ON q.unit = $1 AND q.record = s.record AND q.state = 'accepted'
        WHERE s.replacement = r.uuid AND NOT EXISTS (SELECT 1 FROM report_wish AS w
            WHERE w.unit = $1 AND w.record = s.record AND w.wish = 'replace'
                AND w.state = 'agreed'))
UNION ALL
SELECT v.uuid, v.year, v.pupil_code, 0, 1
FROM %received_records%
WHERE %of_received_records%
    AND %received_counts%
    AND NOT EXISTS (SELECT 1 FROM report_record AS q
        WHERE q.unit = $1 AND q.record = v.uuid AND q.state <> 'again')
    AND NOT EXISTS (SELECT 1 FROM received_change AS s JOIN report_record AS q
            ON q.unit = $1 AND q.record = s.record AND q.state = 'accepted'
        WHERE s.replacement = v.uuid AND NOT EXISTS (SELECT 1 FROM report_wish AS w
            WHERE w.unit = $1 AND w.record = s.record AND w.wish = 'replace'
                AND w.state = 'agreed'))
ORDER BY 2, 3, 4, 1;

-- name: add_report_message
INSERT INTO report_message
    (id, unit, year, content, made_at, phase, tries, next_at, not_before, error)
VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $5, $5, '') RETURNING number;

-- name: add_report_record
INSERT INTO report_record (message, place, unit, record, state, error, field, description)
VALUES ($1, $2, $3, $4, 'open', '', '', '')
ON CONFLICT DO NOTHING RETURNING record;

-- name: list_open_reports
SELECT number, id, year, phase, tries, next_at, not_before,
    (SELECT MIN(w.wish) FROM report_wish AS w WHERE w.message = report_message.number),
    (SELECT COUNT(*) FROM report_wish AS w WHERE w.message = report_message.number
        AND w.state = 'open')
FROM report_message
WHERE unit = $1 AND phase <> 'ended' ORDER BY number;

-- name: find_report_number
SELECT COALESCE(MAX(number), -1) FROM report_message WHERE id = $1;

-- name: get_report_content
SELECT content FROM report_message WHERE number = $1;

-- name: set_report_message
UPDATE report_message SET phase = $2, tries = $3, next_at = $4, not_before = $5, error = $6
WHERE number = $1 AND phase <> 'ended';

-- name: end_report_message
UPDATE report_message SET phase = 'ended', ended_at = $2, error = $3
WHERE number = $1 AND phase <> 'ended' RETURNING number;

-- name: set_report_result
UPDATE report_record SET state = $3, error = $4, field = $5, description = $6
WHERE message = $1 AND record = $2 AND state = 'open';

-- name: refuse_open_report_records
UPDATE report_record SET state = 'refused', error = $2, description = $3
WHERE message = $1 AND state = 'open';

-- name: again_report_records
UPDATE report_record SET state = 'again' WHERE unit = $1 AND state = 'refused' RETURNING record;

-- Why the packet that has waited longest is not through yet.
-- name: find_report_trouble
SELECT error, tries, next_at FROM report_message
WHERE unit = $1 AND phase <> 'ended' AND error <> '' ORDER BY number LIMIT 1;

-- The newest word about each record: enum report_word of service/report_queue.h. Of a message only
-- what is needed: in SQLite what stands behind its content is reached through all of it.
-- part: report_word
CASE WHEN q.state = 'accepted' THEN 2 WHEN q.state = 'refused' THEN 3
    WHEN q.state = 'open' AND (SELECT m.phase FROM report_message AS m WHERE m.number = q.message) = 'sent'
    THEN 1 ELSE 0 END

-- part: newest_of_own
LEFT JOIN report_record AS q ON q.unit = $1 AND q.record = r.uuid
        AND q.message = (SELECT MAX(x.message) FROM report_record AS x
            WHERE x.unit = $1 AND x.record = r.uuid)

-- part: newest_of_received
LEFT JOIN report_record AS q ON q.unit = $1 AND q.record = v.uuid
        AND q.message = (SELECT MAX(x.message) FROM report_record AS x
            WHERE x.unit = $1 AND x.record = v.uuid)

-- part: asked_own
%of_own_records% AND (CAST($2 AS TEXT) IS NULL OR c.year = $2)
    AND (CAST($3 AS TEXT) IS NULL OR u.code = $3)
    AND (q.record IS NOT NULL OR (r.state = 'issued'
        AND NOT EXISTS (SELECT 1 FROM record AS n WHERE n.replaces = r.uuid)))

-- part: asked_received
%of_received_records% AND (CAST($2 AS TEXT) IS NULL OR v.year = $2)
    AND (CAST($3 AS TEXT) IS NULL OR u.code = $3)
    AND (q.record IS NOT NULL OR (%received_counts%))

-- part: report_columns
%report_word% AS word, q.state, m.id, CASE WHEN q.state = 'open' THEN m.tries ELSE 0 END,
    q.error, q.field, q.description, CASE WHEN q.state = 'open' THEN m.error END

-- name: list_reports
SELECT * FROM (
SELECT r.uuid AS uuid, u.code AS unit, u.name, c.year AS year, c.name AS class, p.code AS pupil, p.name,
    %report_columns%
FROM %own_records% JOIN pupil AS p ON p.id = e.pupil %newest_of_own%
    LEFT JOIN report_message AS m ON m.number = q.message
WHERE %asked_own%
UNION ALL
SELECT v.uuid, u.code, u.name, v.year, '', v.pupil_code,
    (SELECT g.name FROM gateway_result AS g WHERE g.message = v.message AND g.place = v.place),
    %report_columns%
FROM %received_records% %newest_of_received%
    LEFT JOIN report_message AS m ON m.number = q.message
WHERE %asked_received%) AS a
WHERE (CAST($4 AS BIGINT) < 0 OR a.word = $4)
ORDER BY a.unit, a.year, a.class, a.pupil, a.uuid
LIMIT $5;

-- name: count_reports
SELECT a.unit, a.name, a.year, a.word, COUNT(*) FROM (
SELECT u.code AS unit, u.name AS name, c.year AS year, %report_word% AS word
FROM %own_records% %newest_of_own%
WHERE %asked_own%
UNION ALL
SELECT u.code, u.name, v.year, %report_word%
FROM %received_records% %newest_of_received%
WHERE %asked_received%) AS a
GROUP BY a.unit, a.name, a.year, a.word
ORDER BY a.unit, a.name, a.year, a.word;
