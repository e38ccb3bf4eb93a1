/* SPDX-License-Identifier: Apache-2.0
 *
 * SQLite 3.40: one file beside its write-ahead log; what was acknowledged survives a power cut.
 * `$2` is a named parameter here, numbered by first appearance: hence the map.
 */
#include "store/driver.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/statements.h"
#include "store/write_line.h"

/* A writer waits ten seconds in all: for those of its own process in line, and for another one's
 * commit, which takes about a millisecond, first in short steps (SQLite's own are up to 100 ms),
 * then in longer ones. */
enum {
    PATIENCE_MS = 10 * 1000,
    BUSY_SHORT_US = 250,
    BUSY_SHORT_TRIES = 400,
    BUSY_LONG_US = 20 * 1000,
    BUSY_TRIES = 895
};

struct cursor {
    struct connection *connection;
    sqlite3_stmt *statement;
    int index[PARAMETERS_MAX]; /* of $1.. in this statement; 0: does not occur */
    bool open;
};

struct connection {
    sqlite3 *handle;
    struct write_line *line; /* of this process's writers of the file */
    bool must_retry, in_turn;
    struct cursor cursors[STATEMENT_COUNT];
};

static enum status
fail_busy(struct error *err)
{
    return fail(err, CONFLICT, "Kho dữ liệu đang bận việc khác. Chưa ghi gì; hãy thử lại sau.");
}

/* It stands in the log, but perhaps not on the disk: nobody may rely on it, and nothing more is
 * written until a fresh start has read what is there. */
static enum status
fail_unsynced(struct error *err)
{
    return fail(err, UNAVAILABLE,
                "Máy không xác nhận dữ liệu đã nằm trên đĩa, nên việc vừa làm có thể đã ghi hoặc "
                "chưa. Hãy kiểm tra đĩa, khởi động lại hocba và xem lại trước khi làm lại.");
}

/* Which status an SQLite result is, and what to tell the person. */
static enum status
failed(struct connection *connection, int result, struct error *err)
{
    int extended = sqlite3_extended_errcode(connection->handle);
    connection->must_retry = false;
    switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        /* Plain BUSY has waited the whole timeout already. */
        connection->must_retry = extended != SQLITE_BUSY;
        fail_busy(err);
        break;
    case SQLITE_CONSTRAINT:
        if (extended == SQLITE_CONSTRAINT_TRIGGER)
            fail(err, CONFLICT, "Dữ liệu này chỉ được ghi thêm, không được sửa hay xóa.");
        else
            fail(err, INVALID, "Dữ liệu không hợp quy tắc của kho. Chưa ghi gì.");
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        fail(err, CORRUPT,
             "Tệp kho dữ liệu bị hỏng hoặc không phải kho của hocba. "
             "Hãy phục hồi từ bản sao lưu.");
        break;
    case SQLITE_FULL:
        fail(err, UNAVAILABLE, "Hết chỗ trên đĩa. Chưa ghi gì; hãy dọn đĩa rồi làm lại.");
        break;
    default:
        fail(err, UNAVAILABLE, "Không dùng được kho dữ liệu. Những gì đã báo xong vẫn còn nguyên.");
    }
    return fail_detail(err, "sqlite %d: %s", extended, sqlite3_errmsg(connection->handle));
}

static enum status
sqlite_script(struct connection *connection, const char *text, struct error *err)
{
    int result = sqlite3_exec(connection->handle, text, NULL, NULL, NULL);
    return result == SQLITE_OK ? OK : failed(connection, result, err);
}

static void
leave_line(struct connection *connection)
{
    if (!connection->in_turn)
        return;
    sqlite3_exec(connection->handle, "PRAGMA synchronous = FULL", NULL, NULL, NULL);
    write_line_leave(connection->line);
    connection->in_turn = false;
}

static void
sqlite_close(struct connection *connection)
{
    if (!connection)
        return;
    for (int i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(connection->cursors[i].statement);
    leave_line(connection);
    sqlite3_close(connection->handle);
    write_line_close(connection->line);
    free(connection);
}

static int
wait_for_writer(void *context, int tries)
{
    (void)context;
    if (tries >= BUSY_TRIES)
        return 0;
    usleep(tries < BUSY_SHORT_TRIES ? BUSY_SHORT_US : BUSY_LONG_US);
    return 1;
}

/* The wait first: setting WAL may have to wait for another opener. What a statement may have to
 * undo stays in memory: else pages with children's data go to files in the system's folder for
 * them. */
static enum status
configure(struct connection *connection, struct error *err)
{
    sqlite3_extended_result_codes(connection->handle, 1);
    sqlite3_busy_handler(connection->handle, wait_for_writer, NULL);
    sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return sqlite_script(connection,
                         "PRAGMA page_size = 8192;"
                         "PRAGMA journal_mode = WAL;"
                         "PRAGMA synchronous = FULL;"
                         "PRAGMA foreign_keys = ON;"
                         "PRAGMA recursive_triggers = ON;"
                         "PRAGMA cell_size_check = ON;"
                         "PRAGMA temp_store = MEMORY;"
                         "PRAGMA cache_size = -32768;",
                         err);
}

/* A new file is made here, so that nobody else may read it; its log inherits the mode.  One that is
 * there is not opened here: closing a descriptor of it would drop the locks that this process's
 * other connections hold (POSIX), and somebody else could take their log away. */
static bool
is_there(const char *place, bool create)
{
    if (!create)
        return access(place, R_OK | W_OK) == 0;
    int file = open(place, O_RDWR | O_CLOEXEC | O_CREAT, 0600);
    if (file >= 0)
        close(file);
    return file >= 0;
}

/* A connection belongs to one thread at a time (store.h): it needs no lock of its own, and no
 * counting of memory under a lock that all share. */
static void
configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum status
sqlite_open(const char *place, bool create, struct connection **out, struct error *err)
{
    if (!is_there(place, create)) {
        bool missing = errno == ENOENT;
        fail(err, missing ? NOT_FOUND : UNAVAILABLE, "Không mở được kho dữ liệu %s: %s.", place,
             missing ? "không có tệp ấy" : "máy không cho mở");
        return fail_detail(err, "open: %s", strerror(errno));
    }
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, configure_library);
    struct connection *connection = heap_alloc(sizeof *connection);
    memset(connection, 0, sizeof *connection);
    int result = sqlite3_open_v2(place, &connection->handle,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    connection->line = write_line_open(place);
    enum status status =
        result == SQLITE_OK ? configure(connection, err) : failed(connection, result, err);
    if (status != OK) {
        sqlite_close(connection);
        return status;
    }
    *out = connection;
    return OK;
}

/* SQLite itself would bring each transaction to the disk while it keeps everybody from writing:
 * within a transaction of ours it does not (synchronous = NORMAL), and sync_log() does so
 * afterwards. What is not within one stays with SQLite (FULL). */
static enum status
begin_writing(struct connection *connection, struct error *err)
{
    if (connection->line && write_line_is_broken(connection->line))
        return fail_unsynced(err);
    if (connection->line && !write_line_enter(connection->line, PATIENCE_MS))
        return fail_busy(err);
    connection->in_turn = connection->line != NULL;
    enum status status = sqlite_script(
        connection,
        connection->in_turn ? "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE" : "BEGIN IMMEDIATE",
        err);
    if (status != OK)
        leave_line(connection);
    return status;
}

static enum status
sqlite_begin(struct connection *connection, bool writing, struct error *err)
{
    connection->must_retry = false;
    return writing ? begin_writing(connection, err) : sqlite_script(connection, "BEGIN", err);
}

static bool
sync_log(void *context)
{
    struct connection *connection = context;
    sqlite3_file *log = NULL;

    return sqlite3_file_control(connection->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) ==
               SQLITE_OK &&
           log && log->pMethods && log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

static enum status
sqlite_commit(struct connection *connection, struct error *err)
{
    bool shared = connection->in_turn;
    enum status status = sqlite_script(connection, "COMMIT", err);
    if (status != OK)
        sqlite3_exec(connection->handle, "ROLLBACK", NULL, NULL, NULL);
    uint64_t number = shared && status == OK ? write_line_written(connection->line) : 0;
    leave_line(connection);
    if (number && !write_line_sync(connection->line, number, sync_log, connection))
        return fail_unsynced(err);
    return status;
}

static void
sqlite_rollback(struct connection *connection)
{
    /* Fails only when SQLite rolled back by itself already. */
    sqlite3_exec(connection->handle, "ROLLBACK", NULL, NULL, NULL);
    leave_line(connection);
}

static bool
sqlite_must_retry(const struct connection *connection)
{
    return connection->must_retry;
}

static enum status
sqlite_prepare(struct connection *connection, int id, struct error *err)
{
    struct cursor *cursor = &connection->cursors[id];
    const char *text = statements[id].text[DIALECT_SQLITE];
    if (cursor->statement || !text)
        return OK;
    int result = sqlite3_prepare_v3(connection->handle, text, -1, SQLITE_PREPARE_PERSISTENT,
                                    &cursor->statement, NULL);
    if (result != SQLITE_OK)
        return failed(connection, result, err);
    cursor->connection = connection;
    for (int i = 0; i < statements[id].parameters; i++) {
        char name[8];
        snprintf(name, sizeof name, "$%d", i + 1);
        cursor->index[i] = sqlite3_bind_parameter_index(cursor->statement, name);
    }
    return OK;
}

static int
bind(sqlite3_stmt *statement, int index, const struct value *value)
{
    switch (value->kind) {
    case VALUE_INT: return sqlite3_bind_int64(statement, index, value->number);
    case VALUE_TEXT:
        return sqlite3_bind_text64(statement, index, value->bytes.data, value->bytes.size,
                                   SQLITE_TRANSIENT, SQLITE_UTF8);
    case VALUE_BYTES:
        return sqlite3_bind_blob64(statement, index, value->bytes.data, value->bytes.size,
                                   SQLITE_TRANSIENT);
    default: return sqlite3_bind_null(statement, index);
    }
}

static enum status
sqlite_start(struct connection *connection, int id, const struct value *values, bool streaming,
             struct cursor **out, struct error *err)
{
    (void)streaming; /* SQLite always is */
    TRY(sqlite_prepare(connection, id, err));
    struct cursor *cursor = &connection->cursors[id];
    assert(cursor->statement && !cursor->open);
    for (int i = 0; i < statements[id].parameters; i++) {
        int result =
            cursor->index[i] ? bind(cursor->statement, cursor->index[i], &values[i]) : SQLITE_OK;
        if (result != SQLITE_OK)
            return failed(connection, result, err);
    }
    cursor->open = true;
    *out = cursor;
    return OK;
}

static enum status
sqlite_step(struct cursor *cursor, bool *row, struct error *err)
{
    int result = sqlite3_step(cursor->statement);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return failed(cursor->connection, result, err);
    *row = result == SQLITE_ROW;
    return OK;
}

static struct value
sqlite_column(struct cursor *cursor, int column)
{
    sqlite3_stmt *statement = cursor->statement;
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        return (struct value){VALUE_INT, sqlite3_column_int64(statement, column), {NULL, 0}};
    case SQLITE_NULL: return (struct value){VALUE_NULL};
    case SQLITE_BLOB: {
        const char *data = sqlite3_column_blob(statement, column);
        size_t size = (size_t)sqlite3_column_bytes(statement, column);
        return (struct value){VALUE_BYTES, 0, {data ? data : "", size}};
    }
    default: {
        const unsigned char *text = sqlite3_column_text(statement, column);
        size_t size = (size_t)sqlite3_column_bytes(statement, column);
        return (struct value){VALUE_TEXT, 0, {(const char *)text, size}};
    }
    }
}

static void
sqlite_finish(struct cursor *cursor)
{
    if (!cursor)
        return;
    sqlite3_reset(cursor->statement);
    sqlite3_clear_bindings(cursor->statement);
    cursor->open = false;
}

/* In one step: a stepped backup starts again with every write of somebody else. */
static enum status
sqlite_copy(struct connection *connection, const char *path, struct error *err)
{
    sqlite3 *copy = NULL;
    int result = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (result == SQLITE_OK) {
        sqlite3_backup *backup = sqlite3_backup_init(copy, "main", connection->handle, "main");
        if (backup) {
            sqlite3_backup_step(backup, -1);
            result = sqlite3_backup_finish(backup);
        } else {
            result = sqlite3_errcode(copy);
        }
    }
    sqlite3_close(copy);
    if (result == SQLITE_OK)
        return OK;
    fail(err, UNAVAILABLE, "Không chép được kho dữ liệu sang %s. Kho cũ vẫn nguyên.", path);
    return fail_detail(err, "sqlite backup: %s", sqlite3_errstr(result));
}

static enum status
sqlite_tidy(struct connection *connection, struct error *err)
{
    return sqlite_script(connection, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;", err);
}

const struct driver driver_sqlite = {
    .name = "sqlite",
    .dialect = DIALECT_SQLITE,
    .open = sqlite_open,
    .close = sqlite_close,
    .script = sqlite_script,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .must_retry = sqlite_must_retry,
    .prepare = sqlite_prepare,
    .start = sqlite_start,
    .step = sqlite_step,
    .column = sqlite_column,
    .finish = sqlite_finish,
    .copy = sqlite_copy,
    .tidy = sqlite_tidy,
};
