/* SPDX-License-Identifier: Apache-2.0 */
#include "writer/database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <sqlite3.h>

enum { BUSY_TIMEOUT_MS = 10 * 1000 };

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS leaf (position INTEGER PRIMARY KEY, rid BLOB NOT NULL UNIQUE,"
    "    hash BLOB NOT NULL, entry BLOB NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS leaf_hash ON leaf(hash);"
    "CREATE TABLE IF NOT EXISTS tile (level INTEGER NOT NULL, position INTEGER NOT NULL,"
    "    hashes BLOB NOT NULL, PRIMARY KEY (level, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL,"
    "    final INTEGER NOT NULL) STRICT;"
    "CREATE TRIGGER IF NOT EXISTS leaf_no_update BEFORE UPDATE ON leaf"
    "    BEGIN SELECT RAISE(ABORT, 'append-only: leaf'); END;"
    "CREATE TRIGGER IF NOT EXISTS leaf_no_delete BEFORE DELETE ON leaf"
    "    BEGIN SELECT RAISE(ABORT, 'append-only: leaf'); END;";

enum statement {
    ADD_LEAF,
    FIND_LEAF,
    READ_LEAF,
    FIND_HASH,
    COUNT_LEAVES,
    PUT_TILE,
    READ_TILE,
    PUT_CHECKPOINT,
    FIND_CHECKPOINT,
    FIND_EARLIER,
    STATEMENTS
};

static const char *const texts[STATEMENTS] = {
    [ADD_LEAF] = "INSERT INTO leaf (position, rid, hash, entry) VALUES (?1, ?2, ?3, ?4)",
    [FIND_LEAF] = "SELECT position FROM leaf WHERE rid = ?1",
    [READ_LEAF] = "SELECT entry FROM leaf WHERE position = ?1",
    [FIND_HASH] = "SELECT MIN(position) FROM leaf WHERE hash = ?1 AND position >= ?2"
                  " HAVING COUNT(*) > 0",
    [COUNT_LEAVES] = "SELECT COUNT(*), COALESCE(MAX(position) + 1, 0) FROM leaf",
    [PUT_TILE] = "INSERT INTO tile (level, position, hashes) VALUES (?1, ?2, ?3)"
                 " ON CONFLICT DO UPDATE SET hashes = excluded.hashes"
                 " WHERE length(excluded.hashes) > length(tile.hashes)",
    [READ_TILE] = "SELECT hashes FROM tile WHERE level = ?1 AND position = ?2",
    [PUT_CHECKPOINT] = "INSERT INTO checkpoint (size, note, final) VALUES (?1, ?2, ?3)"
                       " ON CONFLICT DO UPDATE SET note = excluded.note, final = excluded.final"
                       " WHERE checkpoint.final <= excluded.final",
    [FIND_CHECKPOINT] = ("SELECT size, note, final FROM checkpoint WHERE final >= ?1 AND size >= ?2"
                         " ORDER BY size DESC LIMIT 1"),
    [FIND_EARLIER] = "SELECT size, note, final FROM checkpoint WHERE size <= ?1"
                     " ORDER BY final DESC, size DESC LIMIT 1",
};

struct database {
    sqlite3 *handle;
    sqlite3_stmt *statements[STATEMENTS];
    bool begun;
};

static enum status
failed(struct database *database, struct error *err)
{
    int code = sqlite3_extended_errcode(database->handle);

    switch (code & 0xff) {
    case SQLITE_BUSY:
        fail(err, CONFLICT, "Tệp sổ cái đang được một tiến trình khác ghi. Hãy thử lại sau.");
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        fail(err, CORRUPT,
             "Tệp sổ cái bị hỏng. Không ký thêm gì; hãy dựng lại từ bản sao đầy đủ của sổ.");
        break;
    case SQLITE_FULL:
        fail(err, UNAVAILABLE, "Hết chỗ trên đĩa cho sổ cái. Chưa ghi gì; hãy dọn đĩa.");
        break;
    default: fail(err, UNAVAILABLE, "Không dùng được tệp sổ cái. Chưa ghi gì thêm.");
    }
    return fail_detail(err, "ledger: sqlite %d: %s", code, sqlite3_errmsg(database->handle));
}

static enum status
script(struct database *database, const char *text, struct error *err)
{
    return sqlite3_exec(database->handle, text, NULL, NULL, NULL) == SQLITE_OK
               ? OK
               : failed(database, err);
}

void
database_free(struct database *database)
{
    if (!database)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(database->statements[i]);
    sqlite3_close(database->handle);
    free(database);
}

static enum status
prepare(struct database *database, struct error *err)
{
    sqlite3_extended_result_codes(database->handle, 1);
    sqlite3_busy_timeout(database->handle, BUSY_TIMEOUT_MS);
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    TRY(script(database,
               "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
               "PRAGMA cell_size_check = ON;",
               err));
    TRY(script(database, schema, err));
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(database->handle, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &database->statements[i], NULL) != SQLITE_OK)
            return failed(database, err);
    return OK;
}

enum status
database_open(const char *path, bool create, struct database **database, struct error *err)
{
    /* Made here, so that nobody else may read it; its log inherits the mode. */
    int file = open(path, O_RDWR | O_CLOEXEC | (create ? O_CREAT | O_EXCL : 0), 0600);
    if (file < 0) {
        fail(err,
             errno == ENOENT   ? NOT_FOUND
             : errno == EEXIST ? CONFLICT
                               : UNAVAILABLE,
             "Không mở được tệp sổ cái %s.", path);
        return fail_detail(err, "open: %s", strerror(errno));
    }
    close(file);
    AUTO(database) *opened = heap_alloc(sizeof *opened);
    if (sqlite3_open_v2(path, &opened->handle, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return failed(opened, err);
    TRY(prepare(opened, err));
    *database = opened;
    opened = NULL;
    return OK;
}

/* --- copies ----------------------------------------------------------------------------------- */

/* In one step: it reads one snapshot of the write-ahead log, and its writer goes on meanwhile. */
static int
copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

    if (!backup)
        return sqlite3_errcode(to);
    sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup);
}

enum status
database_copy(const char *from, const char *to, struct error *err)
{
    sqlite3 *source = NULL, *copy = NULL;

    if (access(from, R_OK) != 0)
        return fail(err, NOT_FOUND, "Không có tệp sổ cái %s.", from);
    int file = open(to, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600);
    if (file < 0)
        return fail(err, errno == EEXIST ? CONFLICT : UNAVAILABLE, "Không tạo được tệp %s.", to);
    close(file);
    int result = sqlite3_open_v2(from, &source, SQLITE_OPEN_READWRITE, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE, NULL);
    if (result == SQLITE_OK) {
        sqlite3_busy_timeout(source, BUSY_TIMEOUT_MS);
        result = copy_pages(source, copy);
    }
    sqlite3_close(source);
    sqlite3_close(copy);
    if (result == SQLITE_OK)
        return OK;
    unlink(to);
    fail(err, UNAVAILABLE, "Không chép được tệp sổ cái (đĩa đầy hoặc hỏng). Sổ còn nguyên.");
    return fail_detail(err, "ledger backup: %s", sqlite3_errstr(result));
}

/* --- transactions ----------------------------------------------------------------------------- */

enum status
database_begin(struct database *database, struct error *err)
{
    TRY(script(database, "BEGIN IMMEDIATE", err));
    database->begun = true;
    return OK;
}

enum status
database_commit(struct database *database, struct error *err)
{
    TRY(script(database, "COMMIT", err));
    database->begun = false;
    return OK;
}

void
database_rollback(struct database *database)
{
    if (database->begun)
        sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
    database->begun = false;
}

/* --- statements ------------------------------------------------------------------------------- */

static void
bind_bytes(sqlite3_stmt *statement, int place, const void *data, size_t size)
{
    sqlite3_bind_blob64(statement, place, size ? data : "", size, SQLITE_STATIC);
}

/* A statement that gives no row. */
static enum status
run(struct database *database, sqlite3_stmt *statement, struct error *err)
{
    int result = sqlite3_step(statement);

    enum status status = result == SQLITE_DONE ? OK : failed(database, err);
    sqlite3_reset(statement);
    return status;
}

/* The one row of a statement; it stays open, so that its columns can be borrowed, until next(). */
static enum status
ask(struct database *database, sqlite3_stmt *statement, struct error *err)
{
    int result = sqlite3_step(statement);

    if (result == SQLITE_ROW)
        return OK;
    enum status status = result == SQLITE_DONE
                             ? fail(err, NOT_FOUND, "Sổ cái không có mục hay mảnh ấy.")
                             : failed(database, err);
    sqlite3_reset(statement);
    return status;
}

/* Ready for new values: what was borrowed ends here. */
static sqlite3_stmt *
next(struct database *database, enum statement which)
{
    sqlite3_stmt *statement = database->statements[which];

    sqlite3_reset(statement);
    return statement;
}

static struct span
column_bytes(sqlite3_stmt *statement, int column)
{
    const void *data = sqlite3_column_blob(statement, column);

    return (struct span){data ? data : "", (size_t)sqlite3_column_bytes(statement, column)};
}

static enum status
ask_number(struct database *database, sqlite3_stmt *statement, uint64_t *number, struct error *err)
{
    TRY(ask(database, statement, err));
    *number = (uint64_t)sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return OK;
}

/* --- leaves ----------------------------------------------------------------------------------- */

enum status
database_add_leaf(struct database *database, uint64_t index, const struct digest *rid,
                  struct span entry, struct error *err)
{
    sqlite3_stmt *statement = next(database, ADD_LEAF);
    struct leaf leaf;

    TRY(leaf_parse(entry, &leaf, err));
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)index);
    bind_bytes(statement, 2, rid->bytes, sizeof rid->bytes);
    bind_bytes(statement, 3, leaf.hash.bytes, sizeof leaf.hash.bytes);
    bind_bytes(statement, 4, entry.data, entry.size);
    return run(database, statement, err);
}

enum status
database_find_leaf(struct database *database, const struct digest *rid, uint64_t *index,
                   struct error *err)
{
    sqlite3_stmt *statement = next(database, FIND_LEAF);

    bind_bytes(statement, 1, rid->bytes, sizeof rid->bytes);
    return ask_number(database, statement, index, err);
}

enum status
database_find_hash(struct database *database, const struct digest *hash, uint64_t from,
                   uint64_t *index, struct error *err)
{
    sqlite3_stmt *statement = next(database, FIND_HASH);

    bind_bytes(statement, 1, hash->bytes, sizeof hash->bytes);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)from);
    return ask_number(database, statement, index, err);
}

enum status
database_read_leaf(struct database *database, uint64_t index, struct span *entry, struct error *err)
{
    sqlite3_stmt *statement = next(database, READ_LEAF);

    sqlite3_bind_int64(statement, 1, (sqlite3_int64)index);
    TRY(ask(database, statement, err));
    *entry = column_bytes(statement, 0);
    return OK;
}

enum status
database_count_leaves(struct database *database, uint64_t *count, struct error *err)
{
    sqlite3_stmt *statement = next(database, COUNT_LEAVES);

    TRY(ask(database, statement, err));
    *count = (uint64_t)sqlite3_column_int64(statement, 0);
    bool gap = *count != (uint64_t)sqlite3_column_int64(statement, 1);
    sqlite3_reset(statement);
    return gap ? fail(err, CORRUPT, "Sổ cái thiếu mục ở giữa. Không ký thêm gì.") : OK;
}

/* --- tiles and checkpoints -------------------------------------------------------------------- */

enum status
database_put_tile(struct database *database, int level, uint64_t index, struct span hashes,
                  struct error *err)
{
    sqlite3_stmt *statement = next(database, PUT_TILE);

    sqlite3_bind_int(statement, 1, level);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)index);
    bind_bytes(statement, 3, hashes.data, hashes.size);
    return run(database, statement, err);
}

enum status
database_read_tile(struct database *database, int level, uint64_t index, struct span *hashes,
                   struct error *err)
{
    sqlite3_stmt *statement = next(database, READ_TILE);

    sqlite3_bind_int(statement, 1, level);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)index);
    TRY(ask(database, statement, err));
    *hashes = column_bytes(statement, 0);
    return OK;
}

static enum status
put_checkpoint(struct database *database, const struct database_checkpoint *checkpoint,
               struct error *err)
{
    sqlite3_stmt *statement = next(database, PUT_CHECKPOINT);

    sqlite3_bind_int64(statement, 1, (sqlite3_int64)checkpoint->size);
    bind_bytes(statement, 2, checkpoint->note.data, checkpoint->note.size);
    sqlite3_bind_int(statement, 3, checkpoint->final);
    return run(database, statement, err);
}

/* A note that is not final needs no sync of its own, half of what a batch costs: after a power cut
 * it is made again out of the leaves, byte for byte. */
enum status
database_put_checkpoint(struct database *database, const struct database_checkpoint *checkpoint,
                        struct error *err)
{
    struct error ignored;

    if (checkpoint->final)
        return put_checkpoint(database, checkpoint, err);
    TRY(script(database, "PRAGMA synchronous = NORMAL", err));
    enum status status = put_checkpoint(database, checkpoint, err);
    enum status back = script(database, "PRAGMA synchronous = FULL", status ? &ignored : err);
    return status ? status : back;
}

static enum status
read_checkpoint(struct database *database, sqlite3_stmt *statement,
                struct database_checkpoint *checkpoint, struct error *err)
{
    TRY(ask(database, statement, err));
    *checkpoint = (struct database_checkpoint){(uint64_t)sqlite3_column_int64(statement, 0),
                                               column_bytes(statement, 1),
                                               sqlite3_column_int(statement, 2) != 0};
    return OK;
}

enum status
database_find_checkpoint(struct database *database, bool final, uint64_t size,
                         struct database_checkpoint *checkpoint, struct error *err)
{
    sqlite3_stmt *statement = next(database, FIND_CHECKPOINT);

    sqlite3_bind_int(statement, 1, final);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)size);
    return read_checkpoint(database, statement, checkpoint, err);
}

enum status
database_find_earlier(struct database *database, uint64_t size,
                      struct database_checkpoint *checkpoint, struct error *err)
{
    sqlite3_stmt *statement = next(database, FIND_EARLIER);

    sqlite3_bind_int64(statement, 1, (sqlite3_int64)size);
    return read_checkpoint(database, statement, checkpoint, err);
}
