-- SPDX-License-Identifier: Apache-2.0

-- name: add_year_roll
INSERT INTO year_roll (id, kind, unit, year, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING id;

-- name: count_year_roll
SELECT COUNT(*) FROM year_roll WHERE unit = $1 AND year = $2 AND kind = 'enrolment';

-- Every value, move and end of an enrolment is in the history; the rest has tables of its own.
-- name: count_rolled_entries
SELECT COUNT(*) FROM year_roll AS r
WHERE r.unit = $1 AND r.year = $2 AND r.kind = 'enrolment'
    AND (EXISTS (SELECT 1 FROM change AS c
                 WHERE c.entity = 'enrolment' AND c.id = r.id AND c.key <> 'khoi')
         OR EXISTS (SELECT 1 FROM decision AS d
                    WHERE d.entity = 'enrolment' AND d.subject = r.id)
         OR EXISTS (SELECT 1 FROM mark_attempt AS m WHERE m.enrolment = r.id)
         OR EXISTS (SELECT 1 FROM record AS d WHERE d.enrolment = r.id)
         OR EXISTS (SELECT 1 FROM confirmation_sheet AS s WHERE s.enrolment = r.id));

-- name: remove_rolled_enrolments
DELETE FROM enrolment WHERE id IN (
    SELECT r.id FROM year_roll AS r
    WHERE r.unit = $1 AND r.year = $2 AND r.kind = 'enrolment');

-- A class stays when somebody was added to it or assigned to it since.
-- name: remove_rolled_classes
DELETE FROM class WHERE id IN (
    SELECT r.id FROM year_roll AS r WHERE r.unit = $1 AND r.year = $2 AND r.kind = 'class')
    AND NOT EXISTS (SELECT 1 FROM enrolment AS e WHERE e.class = class.id)
    AND NOT EXISTS (SELECT 1 FROM assignment AS a WHERE a.class = class.id)
    AND NOT EXISTS (SELECT 1 FROM decision AS d WHERE d.entity = 'class' AND d.subject = class.id)
    AND NOT EXISTS (SELECT 1 FROM notice AS n WHERE n.class = class.id)
    AND NOT EXISTS (SELECT 1 FROM manifest AS m WHERE m.class = class.id);

-- name: remove_year_roll
DELETE FROM year_roll WHERE unit = $1 AND year = $2;
