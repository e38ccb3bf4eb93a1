-- SPDX-License-Identifier: Apache-2.0

-- part: pupil_columns
p.id, p.unit, p.code, p.personal_number, p.name, p.birth_date, p.name_key, p.fold_key

-- part: hit_columns
%pupil_columns%, c.id, c.name, c.year, e.grade,
    (SELECT COUNT(*) FROM enrolment AS a WHERE a.pupil = p.id)

-- part: newest_year
JOIN pupil AS p ON p.id = l.pupil
LEFT JOIN enrolment AS e ON e.id = (SELECT n.id FROM enrolment AS n JOIN class AS k ON k.id = n.class
                                    WHERE n.pupil = p.id ORDER BY k.year DESC, n.id LIMIT 1)
LEFT JOIN class AS c ON c.id = e.class

-- name: list_stale_pupils
SELECT %pupil_columns% FROM pupil_lookup AS l JOIN pupil AS p ON p.id = l.pupil
WHERE l.stale = 1 ORDER BY l.pupil LIMIT $1;

-- name: forget_lookup_words (sqlite)
INSERT INTO pupil_words (pupil_words, rowid, words)
SELECT 'delete', number, words FROM pupil_lookup WHERE pupil = $1 AND words <> '';

-- name: index_lookup_words (sqlite)
INSERT INTO pupil_words (rowid, words)
SELECT number, words FROM pupil_lookup WHERE pupil = $1 AND words <> '';

-- name: set_lookup_words (sqlite)
UPDATE pupil_lookup SET words = $2, stale = 0 WHERE pupil = $1;
-- name: set_lookup_words (postgres)
UPDATE pupil_lookup SET words = array_to_tsvector(string_to_array($2, ' ')), stale = 0
WHERE pupil = $1;

-- name: look_up (sqlite)
SELECT %hit_columns%
FROM (SELECT rowid AS number FROM pupil_words WHERE pupil_words MATCH $1 LIMIT $2) AS w
JOIN pupil_lookup AS l ON l.number = w.number
%newest_year%;
-- name: look_up (postgres)
SELECT %hit_columns%
FROM (SELECT pupil FROM pupil_lookup WHERE words @@ CAST($1 AS tsquery) LIMIT $2) AS l
%newest_year%;
