-- SPDX-License-Identifier: Apache-2.0

-- name: add_obstacle
INSERT INTO obstacle (id, unit, person, page, text, made_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: count_recent_obstacles
SELECT COUNT(*) FROM obstacle WHERE person = $1 AND made_at >= $2;

-- name: add_obstacle_step
INSERT INTO obstacle_step (obstacle, state, made_at, made_by, answer) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING obstacle;

-- part: obstacle_columns
o.id, o.unit, u.code, u.name, o.person, p.name, o.page, o.text, o.made_at, s.made_at,
    d.made_at, COALESCE(b.name, d.made_by), d.answer, CASE WHEN r.obstacle IS NULL THEN 0 ELSE 1 END

-- part: obstacle_joins
obstacle AS o JOIN unit AS u ON u.id = o.unit JOIN person AS p ON p.id = o.person
    LEFT JOIN obstacle_step AS s ON s.obstacle = o.id AND s.state = 'seen'
    LEFT JOIN obstacle_step AS d ON d.obstacle = o.id AND d.state = 'solved'
    LEFT JOIN obstacle_step AS r ON r.obstacle = o.id AND r.state = 'read'
    LEFT JOIN person AS b ON b.login = d.made_by

-- name: find_obstacle
SELECT %obstacle_columns% FROM %obstacle_joins% WHERE o.id = $1;

-- name: list_obstacles
SELECT %obstacle_columns% FROM %obstacle_joins%
WHERE (CAST($1 AS TEXT) IS NULL OR o.unit = $1) AND (CAST($2 AS TEXT) IS NULL OR o.person = $2)
    AND (CAST($3 AS TEXT) IS NULL OR $3 = CASE WHEN d.obstacle IS NOT NULL THEN 'solved'
        WHEN s.obstacle IS NOT NULL THEN 'seen' ELSE 'new' END)
    AND o.made_at >= $4 AND (CAST($5 AS BIGINT) = 0 OR o.made_at < $5)
ORDER BY o.made_at DESC, o.id LIMIT $6;

-- name: count_unread_answers
SELECT COUNT(*) FROM obstacle AS o JOIN obstacle_step AS d ON d.obstacle = o.id
WHERE o.person = $1 AND d.state = 'solved' AND d.made_at >= $2
    AND NOT EXISTS (SELECT 1 FROM obstacle_step AS r WHERE r.obstacle = o.id AND r.state = 'read');

-- By unit: new, only seen, solved.
-- name: count_obstacles
SELECT o.unit, COUNT(*) - COUNT(COALESCE(s.obstacle, d.obstacle)),
    COUNT(COALESCE(s.obstacle, d.obstacle)) - COUNT(d.obstacle), COUNT(d.obstacle)
FROM obstacle AS o
    LEFT JOIN obstacle_step AS s ON s.obstacle = o.id AND s.state = 'seen'
    LEFT JOIN obstacle_step AS d ON d.obstacle = o.id AND d.state = 'solved'
WHERE o.made_at >= $1 AND o.made_at < $2
GROUP BY o.unit ORDER BY o.unit;
