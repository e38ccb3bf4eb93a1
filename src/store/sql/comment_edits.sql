-- SPDX-License-Identifier: Apache-2.0

-- name: add_comment_edit
INSERT INTO comment_edit (enrolment, key, before, after, reason, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- Once: an edit that somebody ruled on stays so.
-- name: rule_comment_edit
UPDATE comment_edit SET ruling = $2, answer = $3, ruled_at = $4, ruled_by = $5
WHERE number = $1 AND ruling IS NULL RETURNING number;

-- part: edits
SELECT m.number, m.enrolment, m.key, m.before, m.after, m.reason, m.made_at, m.made_by,
    COALESCE(a.name, m.made_by), m.ruling, m.answer, m.ruled_at, COALESCE(b.name, m.ruled_by),
    p.name, e.class
FROM comment_edit AS m
JOIN enrolment AS e ON e.id = m.enrolment
JOIN pupil AS p ON p.id = e.pupil
LEFT JOIN person AS a ON a.login = m.made_by
LEFT JOIN person AS b ON b.login = m.ruled_by

-- name: find_comment_edit
%edits%
WHERE m.number = $1;

-- Those that wait first, then the newest.
-- name: list_comment_edits
%edits%
WHERE e.class = $1
ORDER BY CASE WHEN m.ruling IS NULL THEN 0 ELSE 1 END, m.number DESC LIMIT $2;
