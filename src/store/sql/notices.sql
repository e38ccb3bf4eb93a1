-- SPDX-License-Identifier: Apache-2.0

-- name: add_notice
INSERT INTO notice (id, person, kind, class, subject, role, made_at, made_by, reason, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL);

-- name: find_unseen_notice
SELECT id FROM notice WHERE person = $1 AND kind = $2 AND class = $3 AND seen_at IS NULL LIMIT 1;

-- name: list_notices
SELECT n.id, n.person, n.kind, n.class, n.subject, n.role, n.made_at, n.made_by, n.reason,
    CASE WHEN n.seen_at IS NULL THEN 0 ELSE 1 END, c.name, c.year, p.name, COALESCE(b.name, n.made_by),
    (SELECT COUNT(*) FROM sign_receipt_item AS i
     WHERE n.kind = 'batch_signed' AND i.batch = n.subject AND i.outcome = 'signed'), s.role
FROM notice AS n
JOIN person AS h ON h.id = n.person
LEFT JOIN class AS c ON c.id = n.class AND c.unit = h.unit
LEFT JOIN record AS r ON n.kind = 'record_returned' AND r.uuid = n.subject
LEFT JOIN enrolment AS e ON e.id = r.enrolment
LEFT JOIN pupil AS p ON p.id = e.pupil
LEFT JOIN person AS b ON b.login = n.made_by
LEFT JOIN sign_receipt AS s ON n.kind = 'batch_signed' AND s.batch = n.subject
WHERE n.person = $1 AND n.made_at >= $2 AND (n.class IS NULL OR c.id IS NOT NULL)
ORDER BY n.made_at DESC, n.id LIMIT $3;

-- Of those that are listed: what nobody shows is never seen.
-- name: count_unseen_notices
SELECT COUNT(*) FROM notice AS n
JOIN person AS h ON h.id = n.person
LEFT JOIN class AS c ON c.id = n.class AND c.unit = h.unit
WHERE n.person = $1 AND n.made_at >= $2 AND n.seen_at IS NULL
    AND (n.class IS NULL OR c.id IS NOT NULL);

-- name: see_notice
UPDATE notice SET seen_at = $3 WHERE id = $1 AND person = $2 AND seen_at IS NULL;
