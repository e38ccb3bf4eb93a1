-- SPDX-License-Identifier: Apache-2.0

-- The receiver has the record, and nothing of this request about it is on its way or answered.
-- part: may_be_asked
EXISTS (SELECT 1 FROM report_record AS x
        WHERE x.unit = $1 AND x.record = i.record AND x.state = 'accepted')
    AND NOT EXISTS (SELECT 1 FROM report_wish AS w WHERE w.unit = $1 AND w.request = q.id
        AND w.record = i.record AND w.state <> 'again')

-- Of a school below, whether or not a district's office or a commune stands between.
-- part: of_school_below
q.unit IN (SELECT b.id FROM unit AS b LEFT JOIN unit AS o ON o.id = b.parent
        WHERE b.parent = $1 OR o.parent = $1)

-- A school asks before anything is decided; a department tells of what it has decided.
-- name: list_unsent_wishes
SELECT i.request, i.record, i.wish, i.reason, i.evidence, q.year, u.code, 0, q.made_at
FROM revocation_item AS i JOIN revocation_request AS q ON q.id = i.request
    JOIN unit AS u ON u.id = q.unit LEFT JOIN revocation_decision AS d ON d.request = q.id
WHERE q.unit = $1 AND d.sha256 IS NULL AND %may_be_asked%
UNION ALL
SELECT i.request, i.record, i.wish, i.reason, i.evidence, q.year, u.code, 0, d.made_at
FROM revocation_item AS i JOIN revocation_request AS q ON q.id = i.request
    JOIN unit AS u ON u.id = q.unit JOIN revocation_decision AS d ON d.request = q.id
WHERE %of_school_below% AND EXISTS (SELECT 1 FROM status_change AS s WHERE s.decision = d.sha256
        AND s.record = i.record AND s.status <> 'superseded') AND %may_be_asked%
UNION ALL
SELECT i.request, i.record, i.wish, i.reason, i.evidence, q.year, u.code, 1, d.made_at
FROM received_item AS i JOIN revocation_request AS q ON q.id = i.request
    JOIN unit AS u ON u.id = q.unit JOIN revocation_decision AS d ON d.request = q.id
WHERE %of_school_below% AND EXISTS (SELECT 1 FROM received_change AS s WHERE s.decision = d.sha256
        AND s.record = i.record AND s.status <> 'superseded') AND %may_be_asked%
ORDER BY 9, 1, 3, 2;

-- name: add_report_wish
INSERT INTO report_wish
    (message, place, unit, request, record, wish, state, error, field, description)
VALUES ($1, $2, $3, $4, $5, $6, 'open', '', '', '')
ON CONFLICT DO NOTHING RETURNING record;

-- part: wish_columns
w.message, w.unit, w.request, w.record, w.wish, w.state, w.error, w.field, w.description

-- name: list_message_wishes
SELECT %wish_columns% FROM report_wish AS w WHERE w.message = $1 ORDER BY w.place;

-- The newest word of each unit about each record of a request: its own first.
-- name: list_request_wishes
SELECT %wish_columns% FROM report_wish AS w JOIN revocation_request AS q ON q.id = w.request
WHERE w.request = $1 AND w.message = (SELECT MAX(x.message) FROM report_wish AS x
    WHERE x.unit = w.unit AND x.request = w.request AND x.record = w.record)
ORDER BY CASE WHEN w.unit = q.unit THEN 0 ELSE 1 END, w.unit, w.record;

-- name: set_report_wish
UPDATE report_wish SET state = $3, error = $4, field = $5, description = $6
WHERE message = $1 AND record = $2 AND state IN ('open', 'waiting') RETURNING record;

-- A school asks anew; what a department has decided is told again.
-- name: again_report_wishes
UPDATE report_wish SET state = 'again'
WHERE unit = $1 AND state = 'refused' AND EXISTS (SELECT 1 FROM revocation_request AS q
    WHERE q.id = report_wish.request AND q.unit <> $1)
RETURNING record;
