-- SPDX-License-Identifier: Apache-2.0

-- name: get_instance
SELECT value FROM instance WHERE key = $1;

-- name: set_instance
INSERT INTO instance (key, value) VALUES ($1, $2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: remove_instance
DELETE FROM instance WHERE key = $1;

-- name: list_instance
SELECT key, value FROM instance ORDER BY key;
