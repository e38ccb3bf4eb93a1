-- SPDX-License-Identifier: Apache-2.0

-- part: note_columns
n.number, n.record, n.role, n.text, n.made_at, n.made_by, COALESCE(b.name, n.made_by)

-- name: add_record_note
INSERT INTO record_note (record, role, text, made_at, made_by) VALUES ($1, $2, $3, $4, $5);

-- name: list_record_notes
SELECT %note_columns% FROM record_note AS n LEFT JOIN person AS b ON b.login = n.made_by
WHERE n.record = $1 ORDER BY n.number LIMIT $2;

-- Of every record of a class.
-- name: list_class_notes
SELECT %note_columns% FROM enrolment AS e JOIN record AS r ON r.enrolment = e.id
    JOIN record_note AS n ON n.record = r.uuid LEFT JOIN person AS b ON b.login = n.made_by
WHERE e.class = $1 ORDER BY n.number LIMIT $2;
