-- SPDX-License-Identifier: Apache-2.0

-- part: confirmation_columns
s.enrolment, s.sheet, s.printed_at, s.printed_by, s.back_at, s.back_by, s.remark, s.answered_at,
    s.answered_by, s.answer

-- name: add_confirmation_sheet
INSERT INTO confirmation_sheet (enrolment, sheet, printed_at, printed_by)
SELECT CAST($1 AS TEXT),
    1 + COALESCE((SELECT MAX(sheet) FROM confirmation_sheet WHERE enrolment = $1), 0),
    CAST($2 AS BIGINT), CAST($3 AS TEXT);

-- name: list_class_confirmation_sheets
SELECT %confirmation_columns%
FROM enrolment AS e JOIN confirmation_sheet AS s ON s.enrolment = e.id
WHERE e.class = $1
ORDER BY s.enrolment, s.sheet;

-- name: find_confirmation_sheet
SELECT %confirmation_columns% FROM confirmation_sheet AS s WHERE s.enrolment = $1 AND s.sheet = $2;

-- Only the last one can come back.
-- name: take_confirmation_sheet
UPDATE confirmation_sheet SET back_at = $3, back_by = $4, remark = $5
WHERE enrolment = $1 AND sheet = $2 AND back_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM confirmation_sheet AS n WHERE n.enrolment = $1 AND n.sheet > $2)
RETURNING sheet;

-- name: answer_confirmation_sheet
UPDATE confirmation_sheet SET answered_at = $3, answered_by = $4, answer = $5
WHERE enrolment = $1 AND sheet = $2 AND remark IS NOT NULL AND answer IS NULL
RETURNING sheet;

-- name: list_open_remarks
SELECT %confirmation_columns%, p.id, p.name, c.name, c.year
FROM confirmation_sheet AS s JOIN enrolment AS e ON e.id = s.enrolment
    JOIN pupil AS p ON p.id = e.pupil JOIN class AS c ON c.id = e.class
WHERE s.remark IS NOT NULL AND s.answer IS NULL AND c.unit = $1
ORDER BY s.back_at, s.enrolment, s.sheet LIMIT 500;
