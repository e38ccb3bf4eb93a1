-- SPDX-License-Identifier: Apache-2.0

-- name: list_used_comments
SELECT v.value, COUNT(*), MIN(p.name)
FROM class AS c JOIN enrolment AS e ON e.class = c.id
    JOIN pupil AS p ON p.id = e.pupil
    JOIN enrolment_value AS v ON v.enrolment = e.id AND v.key = $3
    LEFT JOIN enrolment_value AS l ON l.enrolment = e.id AND l.key = $4
WHERE c.unit = $1 AND c.year = $2 AND (CAST($5 AS TEXT) IS NULL OR l.value = $5)
GROUP BY v.value
ORDER BY 2 DESC, 1 LIMIT 200;

-- name: add_comment_ruling
INSERT INTO comment_ruling (unit, key, level, text, ruling, other, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- The rulings of a sentence stand together, the newest first.
-- name: list_comment_rulings
SELECT r.number, r.key, r.level, r.text, r.ruling, r.other, r.made_at, COALESCE(p.name, r.made_by)
FROM comment_ruling AS r LEFT JOIN person AS p ON p.login = r.made_by
WHERE r.unit = $1 AND (CAST($2 AS TEXT) IS NULL OR r.key = $2)
ORDER BY r.key, r.level, r.text, r.number DESC LIMIT $3;

-- Sentences whose newest row is a proposal.
-- name: count_proposed_comments
SELECT COUNT(*)
FROM comment_ruling AS r
WHERE r.unit = $1 AND (CAST($2 AS TEXT) IS NULL OR r.key = $2) AND r.ruling = 'proposed'
    AND NOT EXISTS (SELECT 1 FROM comment_ruling AS n
        WHERE n.unit = r.unit AND n.key = r.key AND n.level = r.level AND n.text = r.text
            AND n.number > r.number);
