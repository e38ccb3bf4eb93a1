-- SPDX-License-Identifier: Apache-2.0
-- Questions about the database itself; the two differ where a dialect is named.

-- name: count_tables (sqlite)
SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\';
-- name: count_tables (postgres)
SELECT COUNT(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n
    ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema();

-- name: count_migration_table (sqlite)
SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration';
-- name: count_migration_table (postgres)
SELECT COUNT(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n
    ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relname = 'migration' AND n.nspname = current_schema();

-- name: list_migrations
SELECT number, name, checksum FROM migration ORDER BY number;

-- name: add_migration
INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4);

-- name: current_role (postgres)
SELECT current_user::text;

-- name: grant_application (postgres)
SELECT grant_application($1);

-- What differs once anything was committed since: on SQLite by another connection than the one that
-- asks; on PostgreSQL which transactions are seen (one that was rolled back counts as well).
-- name: find_commits (sqlite)
PRAGMA data_version;
-- name: find_commits (postgres)
SELECT CAST(pg_current_snapshot() AS TEXT);

-- name: facts (sqlite)
SELECT sqlite_version(), page_count * page_size, 0
FROM pragma_page_count(), pragma_page_size();
-- name: facts (postgres)
SELECT current_setting('server_version'), pg_database_size(current_database()),
    COALESCE((SELECT MAX(CASE WHEN pg_has_role(c.relowner, 'USAGE') THEN 1 ELSE 0 END)
              FROM pg_catalog.pg_class AS c
              WHERE c.oid = to_regclass('migration')), 0)::bigint;

-- name: check_integrity (sqlite)
SELECT integrity_check FROM pragma_integrity_check(100) WHERE integrity_check <> 'ok'
UNION ALL
SELECT 'foreign key of ' || "table" || ' row ' || COALESCE(rowid, 0) FROM pragma_foreign_key_check;

-- name: list_broken_states
SELECT r.uuid FROM record AS r
WHERE NOT EXISTS (SELECT 1 FROM record_event AS e WHERE e.record = r.uuid)
    OR r.state <> (SELECT e.to_state FROM record_event AS e WHERE e.record = r.uuid
                   ORDER BY e.number DESC LIMIT 1)
    OR EXISTS (SELECT 1 FROM (SELECT e.from_state AS came,
                                  LAG(e.to_state) OVER (ORDER BY e.number) AS before
                              FROM record_event AS e WHERE e.record = r.uuid) AS steps
               WHERE COALESCE(came, '') <> COALESCE(before, ''))
ORDER BY r.uuid;

-- name: list_kinds_of_steps
SELECT DISTINCT from_state, verb, to_state FROM record_event ORDER BY 1, 2, 3;

-- name: count_records
SELECT COUNT(*) FROM record;

-- name: list_issued_ids
SELECT record FROM issued_document WHERE record > $1 ORDER BY record LIMIT 1000;
