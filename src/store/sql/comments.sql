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
