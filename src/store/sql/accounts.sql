-- SPDX-License-Identifier: Apache-2.0

-- part: account_columns
person, password, must_change, totp, totp_step, closed, changed_at

-- name: add_account
INSERT INTO account (%account_columns%) VALUES ($1, $2, 1, NULL, 0, 0, $3)
ON CONFLICT DO NOTHING RETURNING person;

-- name: find_account
SELECT %account_columns% FROM account WHERE person = $1;

-- name: set_account_password
UPDATE account SET password = $2, must_change = $3, changed_at = $4 WHERE person = $1
RETURNING person;

-- name: set_account_totp
UPDATE account SET totp = $2, totp_step = $3, changed_at = $4 WHERE person = $1 RETURNING person;

-- A step counts once, whoever comes first.
-- name: use_totp_step
UPDATE account SET totp_step = $2 WHERE person = $1 AND totp_step < $2 RETURNING person;

-- name: set_account_closed
UPDATE account SET closed = $2, changed_at = $3 WHERE person = $1 RETURNING person;

-- name: list_accounts
SELECT p.id, p.login, p.name, p.unit, CASE WHEN a.person IS NULL THEN 0 ELSE 1 END,
    COALESCE(a.must_change, 0), CASE WHEN a.totp IS NULL THEN 0 ELSE 1 END, COALESCE(a.closed, 0),
    (SELECT MAX(s.begun_at) FROM session AS s WHERE s.person = p.id)
FROM person AS p LEFT JOIN account AS a ON a.person = p.id
WHERE (CAST($1 AS TEXT) IS NULL OR p.unit = $1)
ORDER BY p.unit, p.login;

-- name: drop_recovery_codes
DELETE FROM recovery_code WHERE person = $1;

-- name: add_recovery_code
INSERT INTO recovery_code (digest, person) VALUES ($1, $2);

-- name: use_recovery_code
UPDATE recovery_code SET used_at = $3 WHERE digest = $1 AND person = $2 AND used_at IS NULL
RETURNING digest;

-- name: count_recovery_codes
SELECT COUNT(*) FROM recovery_code WHERE person = $1 AND used_at IS NULL;

-- part: session_columns
s.digest, s.person, s.csrf, s.strong, s.begun_at, s.seen_at, s.ended_at, s.address, s.agent,
    p.login, p.name, p.unit, a.must_change, a.closed

-- name: add_session
INSERT INTO session (digest, person, csrf, strong, begun_at, seen_at, address, agent)
VALUES ($1, $2, $3, $4, $5, $5, $6, $7);

-- name: find_session
SELECT %session_columns% FROM session AS s JOIN person AS p ON p.id = s.person
    JOIN account AS a ON a.person = s.person
WHERE s.digest = $1;

-- name: list_sessions
SELECT %session_columns% FROM session AS s JOIN person AS p ON p.id = s.person
    JOIN account AS a ON a.person = s.person
WHERE s.person = $1 AND s.ended_at IS NULL ORDER BY s.seen_at DESC, s.digest;

-- name: see_session
UPDATE session SET seen_at = $2 WHERE digest = $1 AND ended_at IS NULL;

-- name: strengthen_session
UPDATE session SET strong = 1 WHERE digest = $1 AND ended_at IS NULL;

-- name: end_session
UPDATE session SET ended_at = $3 WHERE digest = $1 AND person = $2 AND ended_at IS NULL
RETURNING digest;

-- $3: the digest of one that stays; NULL: none.
-- name: end_sessions
UPDATE session SET ended_at = $2
WHERE person = $1 AND ended_at IS NULL AND (CAST($3 AS TEXT) IS NULL OR digest <> $3);

-- name: add_access
INSERT INTO access_log (made_at, what, login, unit, pupil, detail, address)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: count_class_looks
SELECT COUNT(*) FROM class_look WHERE class = $1 AND login = $2 AND day = $3;

-- name: find_last_access
SELECT MAX(number) FROM access_log WHERE unit = $1;

-- name: add_class_look
INSERT INTO class_look (class, login, day, entry) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- part: access_columns
l.number, l.made_at, l.what, l.login, l.unit, l.pupil, l.detail, l.address, p.name

-- name: list_access
SELECT %access_columns% FROM access_log AS l LEFT JOIN person AS p ON p.login = l.login
WHERE (CAST($1 AS TEXT) IS NULL OR l.unit = $1)
    AND (CAST($2 AS TEXT) IS NULL OR l.login = $2) AND l.number < $3
ORDER BY l.number DESC LIMIT 200;

-- Of the pupil alone, and of the classes that the pupil is or was in.
-- name: list_access_of_pupil
SELECT %access_columns% FROM access_log AS l LEFT JOIN person AS p ON p.login = l.login
WHERE l.number IN (SELECT a.number FROM access_log AS a WHERE a.pupil = $1
    UNION SELECT k.entry FROM class_look AS k JOIN enrolment AS e ON e.class = k.class
    WHERE e.pupil = $1)
    AND l.number < $2
ORDER BY l.number DESC LIMIT 200;
