-- SPDX-License-Identifier: Apache-2.0

-- name: add_manifest
INSERT INTO manifest (sha256, class, certificate, supplements, made_at, made_by, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING RETURNING sha256;

-- name: list_manifests
SELECT m.sha256, m.class, m.certificate, m.supplements, m.made_at, m.made_by, m.bytes,
    COALESCE(l.position, -1)
FROM manifest AS m LEFT JOIN ledger_entry AS l ON l.sha256 = m.sha256
WHERE (CAST($1 AS TEXT) IS NULL OR m.class = $1)
ORDER BY m.class, m.made_at, m.supplements IS NOT NULL, m.sha256 LIMIT $2;

-- name: list_unentered_manifests
SELECT m.sha256, m.class, m.certificate, m.supplements, m.made_at, m.made_by, m.bytes, -1
FROM manifest AS m
WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.sha256 = m.sha256)
ORDER BY m.made_at, m.supplements IS NOT NULL, m.sha256 LIMIT $1;
