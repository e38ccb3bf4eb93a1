-- SPDX-License-Identifier: Apache-2.0

-- name: list_unentered
SELECT i.record, i.issued_at, COALESCE(p.code, p.id), e.grade, c.year, c.unit, s.certificate,
    COALESCE((SELECT MAX(v.number) FROM record_event AS v
              WHERE v.record = i.record AND v.verb = 'issue'), 0) AS step,
    CASE WHEN r.replaces IS NULL THEN 0 ELSE 1 END, 0
FROM issued_document AS i JOIN record AS r ON r.uuid = i.record
    JOIN enrolment AS e ON e.id = r.enrolment JOIN pupil AS p ON p.id = e.pupil
    JOIN class AS c ON c.id = e.class
    JOIN record_signature AS s ON s.record = i.record AND s.role = 'school'
WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.record = i.record)
    AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = i.record)
ORDER BY step, i.issued_at, i.record LIMIT $1;

-- name: count_unentered
SELECT (SELECT COUNT(*) FROM issued_document AS i
        WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.record = i.record)
            AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = i.record))
    + (SELECT COUNT(*) FROM received_record AS r
       WHERE NOT EXISTS (SELECT 1 FROM received_entry AS n WHERE n.record = r.uuid)
           AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = r.uuid));

-- name: count_unentered_changes
SELECT (SELECT COUNT(*) FROM status_change AS s
        WHERE NOT EXISTS (SELECT 1 FROM status_entry AS n WHERE n.event = s.event)
            AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = s.record))
    + (SELECT COUNT(*) FROM received_change AS c
       WHERE NOT EXISTS (SELECT 1 FROM received_change_entry AS n WHERE n.change = c.number)
           AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = c.record))
    + (SELECT COUNT(*) FROM revocation_decision AS d
       WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.sha256 = d.sha256))
    + (SELECT COUNT(*) FROM manifest AS m
       WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.sha256 = m.sha256))
    + (SELECT COUNT(*) FROM year_freeze AS f
       WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.sha256 = f.sha256))
    + (SELECT COUNT(*) FROM key_closing AS k
       WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.sha256 = k.sha256));

-- name: list_without_entry
SELECT i.record FROM issued_document AS i
WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.record = i.record)
    AND NOT EXISTS (SELECT 1 FROM settled_refusal AS z WHERE z.record = i.record)
ORDER BY i.record LIMIT $1;

-- name: add_ledger_entry
INSERT INTO ledger_entry (position, kind, sha256, record, entered_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- name: find_entered_from
SELECT (SELECT l.entered_at FROM ledger_entry AS l WHERE l.position >= $1 ORDER BY l.position LIMIT 1),
    (SELECT r.entered_at FROM received_entry AS r WHERE r.position >= $1 ORDER BY r.position LIMIT 1);

-- name: find_ledger_entry
SELECT position, kind, sha256, record, entered_at FROM ledger_entry WHERE record = $1
UNION ALL
SELECT position, 'record', NULL, record, entered_at FROM received_entry WHERE record = $1;

-- name: list_ledger_entries
SELECT position, kind, sha256, record, entered_at FROM ledger_entry
WHERE position >= $1 ORDER BY position LIMIT $2;

-- name: count_ledger_entries
SELECT COUNT(*) FROM ledger_entry;
