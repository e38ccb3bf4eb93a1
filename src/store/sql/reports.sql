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
-- and those that it has received.
-- part: own_records
record AS r JOIN enrolment AS e ON e.id = r.enrolment JOIN pupil AS p ON p.id = e.pupil
    JOIN class AS c ON c.id = e.class JOIN unit AS u ON u.id = c.unit
    LEFT JOIN record AS n ON n.replaces = r.uuid

-- What takes the place of a reported record goes out when the receiver has agreed to that.
-- name: list_unreported
SELECT r.uuid, c.year, c.name, e.list_order, 0
FROM %own_records%
WHERE (u.id = $1 OR u.parent = $1) AND r.state = 'issued' AND n.uuid IS NULL
    AND NOT EXISTS (SELECT 1 FROM report_record AS q
        WHERE q.unit = $1 AND q.record = r.uuid AND q.state <> 'again')
    AND NOT EXISTS (SELECT 1 FROM status_change AS s JOIN report_record AS q
            ON q.unit = $1 AND q.record = s.record AND q.state = 'accepted'
        WHERE s.replacement = r.uuid AND NOT EXISTS (SELECT 1 FROM report_wish AS w
            WHERE w.unit = $1 AND w.record = s.record AND w.wish = 'replace'
                AND w.state = 'agreed'))
UNION ALL
SELECT v.uuid, v.year, v.pupil_code, 0, 1
FROM received_record AS v JOIN unit AS u ON u.id = v.unit
WHERE u.parent = $1
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

-- The newest word about each record: enum report_word of service/report_queue.h.
-- part: report_words
CASE WHEN q.state = 'accepted' THEN 2 WHEN q.state = 'refused' THEN 3
    WHEN q.state = 'open' AND m.phase = 'sent' THEN 1 ELSE 0 END AS word,
    q.state, m.phase, m.id, m.tries, m.made_at, m.ended_at, q.error, q.field, q.description, m.error

-- part: reported_rows
SELECT r.uuid AS uuid, u.code AS unit, c.year AS year, c.name AS class, p.code AS pupil, p.name,
    %report_words%
FROM %own_records%
    LEFT JOIN report_record AS q ON q.unit = $1 AND q.record = r.uuid
        AND q.message = (SELECT MAX(x.message) FROM report_record AS x
            WHERE x.unit = $1 AND x.record = r.uuid)
    LEFT JOIN report_message AS m ON m.number = q.message
WHERE (u.id = $1 OR u.parent = $1) AND (CAST($2 AS TEXT) IS NULL OR c.year = $2)
    AND (q.record IS NOT NULL OR (r.state = 'issued' AND n.uuid IS NULL))
UNION ALL
SELECT v.uuid, u.code, v.year, '', v.pupil_code, g.name, %report_words%
FROM received_record AS v JOIN unit AS u ON u.id = v.unit
    JOIN gateway_result AS g ON g.message = v.message AND g.place = v.place
    LEFT JOIN report_record AS q ON q.unit = $1 AND q.record = v.uuid
        AND q.message = (SELECT MAX(x.message) FROM report_record AS x
            WHERE x.unit = $1 AND x.record = v.uuid)
    LEFT JOIN report_message AS m ON m.number = q.message
WHERE u.parent = $1 AND (CAST($2 AS TEXT) IS NULL OR v.year = $2)

-- name: list_reports
SELECT * FROM (%reported_rows%) AS a
WHERE (CAST($3 AS BIGINT) < 0 OR a.word = $3) AND (CAST($4 AS TEXT) IS NULL OR a.unit = $4)
ORDER BY a.unit, a.year, a.class, a.pupil, a.uuid
LIMIT $5 OFFSET $6;

-- name: count_reports
SELECT a.word, COUNT(*) FROM (%reported_rows%) AS a
WHERE (CAST($3 AS TEXT) IS NULL OR a.unit = $3)
GROUP BY a.word;
