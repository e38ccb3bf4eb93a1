-- SPDX-License-Identifier: Apache-2.0

-- part: record_columns
r.uuid, r.enrolment, r.state, r.made_at, r.replaces, r.planned_on, p.id, p.code, p.name, c.id,
    c.name, c.year, c.unit, e.grade, e.list_order, n.uuid,
    (SELECT v.reason FROM record_event AS v
        WHERE v.record IN (r.uuid, r.replaces) AND v.verb IN ('remake', 'send_back')
        ORDER BY v.number DESC LIMIT 1)

-- part: record_joins
record AS r JOIN enrolment AS e ON e.id = r.enrolment JOIN pupil AS p ON p.id = e.pupil
    JOIN class AS c ON c.id = e.class LEFT JOIN record AS n ON n.replaces = r.uuid

-- name: add_record
INSERT INTO record (uuid, enrolment, state, made_at, replaces, planned_on, work)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING RETURNING uuid;

-- name: list_current_uuids
SELECT r.uuid FROM record AS r LEFT JOIN record AS n ON n.replaces = r.uuid
WHERE r.enrolment = $1 AND n.uuid IS NULL AND r.state <> 'discarded'
ORDER BY r.made_at DESC, r.uuid;

-- name: add_record_event
INSERT INTO record_event (record, verb, from_state, to_state, made_at, made_by, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: step_record
UPDATE record SET state = $3 WHERE uuid = $1 AND state = $2 RETURNING uuid;

-- name: get_record_state
SELECT state FROM record WHERE uuid = $1;

-- name: unlink_record
UPDATE record SET replaces = NULL WHERE uuid = $1 RETURNING uuid;

-- name: set_work_document
UPDATE record SET work = $2 WHERE uuid = $1 RETURNING uuid;

-- name: drop_work_document
UPDATE record SET work = NULL WHERE uuid = $1;

-- name: find_work_document
SELECT work FROM record WHERE uuid = $1 AND work IS NOT NULL;

-- name: find_record
SELECT %record_columns% FROM %record_joins% WHERE r.uuid = $1;

-- name: find_current_record
SELECT %record_columns% FROM %record_joins%
WHERE r.enrolment = $1 AND n.uuid IS NULL AND r.state <> 'discarded'
ORDER BY r.made_at DESC, r.uuid LIMIT 1;

-- part: records
SELECT %record_columns% FROM %record_joins%
WHERE (CAST($1 AS TEXT) IS NULL OR c.unit = $1)
    AND (CAST($2 AS TEXT) IS NULL OR c.year = $2)
    AND (CAST($3 AS TEXT) IS NULL OR c.id = $3)
    AND (CAST($4 AS TEXT) IS NULL OR p.id = $4)
    AND (CAST($5 AS TEXT) IS NULL OR r.state = $5)
    AND (CAST($6 AS BIGINT) = 0 OR (n.uuid IS NULL AND r.state <> 'discarded'))

-- part: records_order
ORDER BY c.year, c.name, e.list_order, p.name_key, r.made_at, r.uuid

-- The same question, so that an index is used where there is one.
-- name: list_records
%records% %records_order%;
-- name: list_class_records
%records% AND e.class = $3 %records_order%;
-- name: list_pupil_records
%records% AND e.pupil = $4 %records_order%;
-- name: list_unit_records
%records% AND c.unit = $1 %records_order%;

-- name: list_record_events
SELECT number, record, verb, from_state, to_state, made_at, made_by, reason FROM record_event
WHERE record = $1 ORDER BY number;

-- name: add_signature
INSERT INTO record_signature (record, role, subject, certificate, signed_at, signed_by)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING record;

-- name: remove_signatures
DELETE FROM record_signature WHERE record = $1;

-- name: list_signatures
SELECT record, role, subject, certificate, signed_at, signed_by FROM record_signature
WHERE record = $1 ORDER BY signed_at, role, subject;
