-- SPDX-License-Identifier: Apache-2.0

-- part: certificate_columns
c.id, c.sha256, c.der, c.person, c.unit, c.subject, c.not_before, c.not_after, c.storage,
    c.provider,
    (SELECT e.event FROM certificate_event AS e WHERE e.certificate = c.id
     ORDER BY e.number DESC LIMIT 1),
    COALESCE(c.unit, (SELECT h.unit FROM person AS h WHERE h.id = c.person))

-- name: add_certificate
INSERT INTO certificate (id, sha256, der, person, unit, subject, not_before, not_after, storage,
    provider)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT DO NOTHING RETURNING id;

-- name: add_certificate_event
INSERT INTO certificate_event (certificate, event, made_at, made_by, reason)
VALUES ($1, $2, $3, $4, $5);

-- name: find_certificate
SELECT %certificate_columns% FROM certificate AS c WHERE c.id = $1;

-- name: find_certificate_by_sha256
SELECT %certificate_columns% FROM certificate AS c WHERE c.sha256 = $1;

-- name: list_certificates
SELECT %certificate_columns%
FROM certificate AS c LEFT JOIN person AS p ON p.id = c.person
WHERE (CAST($1 AS TEXT) IS NULL OR c.person = $1)
    AND (CAST($2 AS TEXT) IS NULL OR c.unit = $2 OR p.unit = $2)
ORDER BY c.not_before, c.id;

-- name: list_certificate_events
SELECT number, certificate, event, made_at, made_by, reason FROM certificate_event
WHERE certificate = $1 ORDER BY number;

-- name: add_certificate_proof
INSERT INTO certificate_proof (certificate, statement, signature, made_at, made_by)
VALUES ($1, $2, $3, $4, $5);

-- name: find_certificate_proof
SELECT certificate, statement, signature, made_at, made_by FROM certificate_proof
WHERE certificate = $1 ORDER BY number DESC LIMIT 1;
