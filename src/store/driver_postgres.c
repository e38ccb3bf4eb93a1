/* SPDX-License-Identifier: Apache-2.0
 *
 * PostgreSQL 15 through libpq: statements prepared by name, numbers and texts sent as text, bytes
 * and all results in binary.  Transactions are serializable; the store repeats those that lose.
 */
#include "store/driver.h"

#include <assert.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/lazy.h"
#include "store/statements.h"

/* What it is asked for (base/lazy.h). */
/* clang-format off */
#define LIBPQ(LAZY)                                                                                \
    LAZY(PQ, clear) LAZY(PQ, cmdStatus) LAZY(PQ, connectdb) LAZY(PQ, exec)                         \
    LAZY(PQ, execPrepared) LAZY(PQ, finish) LAZY(PQ, ftype) LAZY(PQ, getResult)                    \
    LAZY(PQ, getisnull) LAZY(PQ, getlength) LAZY(PQ, getvalue) LAZY(PQ, host) LAZY(PQ, ntuples)    \
    LAZY(PQ, prepare) LAZY(PQ, resultErrorField) LAZY(PQ, resultStatus)                            \
    LAZY(PQ, sendQueryPrepared) LAZY(PQ, setClientEncoding) LAZY(PQ, setNoticeProcessor)           \
    LAZY(PQ, setSingleRowMode) LAZY(PQ, status)
/* clang-format on */
static LAZY_TYPE(libpq, LIBPQ) libpq = LAZY_VALUE(SONAME_PQ, LIBPQ);

/* Types as the server numbers them (pg_type.dat); other types come as text. */
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23 };

struct connection {
    PGconn *handle;
    bool must_retry;
    bool prepared[STATEMENT_COUNT];
};

struct cursor {
    struct connection *connection;
    PGresult *result;
    int row, rows;
    bool streaming;
};

/* SQLSTATE (appendix A of the manual) to status and sentence.  Only the primary message goes into
 * the log: the detail line of the server repeats values, hence personal data. */
static enum status
failed(struct connection *connection, const PGresult *result, struct error *err)
{
    const char *state = result ? libpq.resultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *text = result ? libpq.resultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!state)
        state = "08000";
    bool append_only = text && text_starts(text, "append-only");
    /* A lock that was not free in time (55P03) has been waited for already. */
    connection->must_retry = text_equal(state, "40001") || text_equal(state, "40P01");
    if (connection->must_retry || text_equal(state, "55P03"))
        fail(err, CONFLICT, "Kho dữ liệu đang bận việc khác. Chưa ghi gì; hãy thử lại sau.");
    else if (append_only)
        fail(err, CONFLICT, "Dữ liệu này chỉ được ghi thêm, không được sửa hay xóa.");
    else if (text_starts(state, "23") || text_starts(state, "22"))
        fail(err, INVALID, "Dữ liệu không hợp quy tắc của kho. Chưa ghi gì.");
    else if (text_equal(state, "42501"))
        fail(err, DENIED, "Máy chủ dữ liệu không cho tài khoản này làm việc ấy. Chưa ghi gì.");
    else if (text_starts(state, "XX") || text_starts(state, "58"))
        fail(err, CORRUPT, "Máy chủ dữ liệu báo dữ liệu bị hỏng. Hãy gọi người quản trị.");
    else
        fail(err, UNAVAILABLE, "Không dùng được máy chủ dữ liệu. Những gì đã báo xong vẫn còn.");
    return fail_detail(err, "postgresql %s: %s", state, text ? text : "no answer");
}

static enum status
finished(struct connection *connection, PGresult *result, struct error *err)
{
    ExecStatusType kind = libpq.resultStatus(result);
    enum status status = OK;
    if (kind != PGRES_COMMAND_OK && kind != PGRES_TUPLES_OK && kind != PGRES_EMPTY_QUERY)
        status = failed(connection, result, err);
    libpq.clear(result);
    return status;
}

static enum status
postgres_script(struct connection *connection, const char *text, struct error *err)
{
    return finished(connection, libpq.exec(connection->handle, text), err);
}

static void
postgres_close(struct connection *connection)
{
    if (!connection)
        return;
    libpq.finish(connection->handle);
    free(connection);
}

static void
no_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

static enum status
postgres_open(const char *place, bool create, struct connection **out, struct error *err)
{
    (void)create; /* the database itself is made by the server's administrator */
    struct connection *connection = heap_alloc(sizeof *connection);
    memset(connection, 0, sizeof *connection);
    lazy_load(&libpq.library);
    connection->handle = libpq.connectdb(place);
    enum status status = OK;
    if (libpq.status(connection->handle) != CONNECTION_OK) {
        fail(err, UNAVAILABLE,
             "Không nối được tới máy chủ dữ liệu PostgreSQL. "
             "Hãy xem địa chỉ kho và máy chủ có đang chạy không.");
        status = fail_detail(err, "postgresql: connection failed (host %s)",
                             libpq.host(connection->handle) ? libpq.host(connection->handle) : "?");
    } else {
        libpq.setNoticeProcessor(connection->handle, no_notice, NULL);
        libpq.setClientEncoding(connection->handle, "UTF8");
        status = postgres_script(connection, "SET lock_timeout = '10s'", err);
    }
    if (status != OK) {
        postgres_close(connection);
        return status;
    }
    *out = connection;
    return OK;
}

static enum status
postgres_begin(struct connection *connection, bool writing, struct error *err)
{
    connection->must_retry = false;
    return postgres_script(connection,
                           writing ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                   : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                           err);
}

static enum status
postgres_commit(struct connection *connection, struct error *err)
{
    PGresult *result = libpq.exec(connection->handle, "COMMIT");
    /* COMMIT of an aborted transaction "succeeds" as ROLLBACK. */
    if (libpq.resultStatus(result) == PGRES_COMMAND_OK &&
        text_equal(libpq.cmdStatus(result), "ROLLBACK")) {
        libpq.clear(result);
        return fail(err, CONFLICT, "Việc ghi không thành. Chưa ghi gì; hãy thử lại.");
    }
    return finished(connection, result, err);
}

static void
postgres_rollback(struct connection *connection)
{
    libpq.clear(libpq.exec(connection->handle, "ROLLBACK"));
}

static bool
postgres_must_retry(const struct connection *connection)
{
    return connection->must_retry;
}

static enum status
postgres_prepare(struct connection *connection, int id, struct error *err)
{
    const char *text = statements[id].text[DIALECT_POSTGRES];
    if (connection->prepared[id] || !text)
        return OK;
    TRY(finished(connection, libpq.prepare(connection->handle, statements[id].name, text, 0, NULL),
                 err));
    connection->prepared[id] = true;
    return OK;
}

/* What PQexecPrepared() and PQsendQueryPrepared() take. */
struct arguments {
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];
    char numbers[PARAMETERS_MAX][24];
    struct buffer texts; /* NUL-terminated copies of texts */
};

static void
arguments_fill(struct arguments *to, const struct value *values, int count)
{
    size_t offsets[PARAMETERS_MAX] = {0};
    buffer_init(&to->texts, SIZE_MAX / 2);
    for (int i = 0; i < count; i++) {
        const struct value *value = &values[i];
        to->values[i] = NULL;
        to->lengths[i] = (int)value->bytes.size;
        to->formats[i] = value->kind == VALUE_BYTES;
        if (value->kind == VALUE_INT) {
            snprintf(to->numbers[i], sizeof to->numbers[i], "%" PRId64, value->number);
            to->values[i] = to->numbers[i];
        } else if (value->kind == VALUE_BYTES) {
            to->values[i] = value->bytes.data;
        } else if (value->kind == VALUE_TEXT) {
            offsets[i] = to->texts.size;
            buffer_add(&to->texts, value->bytes.data, value->bytes.size);
            buffer_add(&to->texts, "", 1);
        }
    }
    for (int i = 0; i < count; i++)
        if (values[i].kind == VALUE_TEXT)
            to->values[i] = to->texts.data + offsets[i];
}

static enum status
take_result(struct cursor *cursor, struct error *err)
{
    ExecStatusType kind = libpq.resultStatus(cursor->result);
    cursor->row = -1;
    cursor->rows = libpq.ntuples(cursor->result);
    if (kind == PGRES_TUPLES_OK || kind == PGRES_COMMAND_OK || kind == PGRES_SINGLE_TUPLE)
        return OK;
    return failed(cursor->connection, cursor->result, err);
}

static enum status
send_streaming(struct cursor *cursor, int id, struct arguments *with, struct error *err)
{
    PGconn *handle = cursor->connection->handle;
    cursor->streaming = true;
    if (!libpq.sendQueryPrepared(handle, statements[id].name, statements[id].parameters,
                                 with->values, with->lengths, with->formats, 1) ||
        !libpq.setSingleRowMode(handle))
        return failed(cursor->connection, NULL, err);
    return OK;
}

static void
postgres_finish(struct cursor *cursor)
{
    if (!cursor)
        return;
    libpq.clear(cursor->result);
    if (cursor->streaming) {
        /* The rest of a stream must be taken before the connection can do anything else. */
        PGresult *rest;
        while ((rest = libpq.getResult(cursor->connection->handle)))
            libpq.clear(rest);
    }
    free(cursor);
}

static enum status
postgres_start(struct connection *connection, int id, const struct value *values, bool streaming,
               struct cursor **out, struct error *err)
{
    TRY(postgres_prepare(connection, id, err));
    const struct statement *statement = &statements[id];
    struct arguments with;
    arguments_fill(&with, values, statement->parameters);
    struct cursor *cursor = heap_alloc(sizeof *cursor);
    *cursor = (struct cursor){.connection = connection};
    enum status status;
    if (streaming) {
        status = send_streaming(cursor, id, &with, err);
    } else {
        cursor->result =
            libpq.execPrepared(connection->handle, statement->name, statement->parameters,
                               with.values, with.lengths, with.formats, 1);
        status = take_result(cursor, err);
    }
    buffer_clear(&with.texts);
    if (status != OK) {
        postgres_finish(cursor);
        return status;
    }
    *out = cursor;
    return OK;
}

static enum status
postgres_step(struct cursor *cursor, bool *row, struct error *err)
{
    if (cursor->streaming && cursor->row + 1 >= cursor->rows) {
        PGresult *next = libpq.getResult(cursor->connection->handle);
        if (next) {
            libpq.clear(cursor->result);
            cursor->result = next;
            TRY(take_result(cursor, err));
        }
    }
    *row = ++cursor->row < cursor->rows;
    return OK;
}

static int64_t
big_endian(const char *bytes, int size)
{
    uint64_t number = bytes[0] < 0 ? UINT64_MAX : 0;
    for (int i = 0; i < size; i++)
        number = number << 8 | (uint8_t)bytes[i];
    return (int64_t)number;
}

static struct value
postgres_column(struct cursor *cursor, int column)
{
    if (libpq.getisnull(cursor->result, cursor->row, column))
        return (struct value){VALUE_NULL};
    const char *data = libpq.getvalue(cursor->result, cursor->row, column);
    int size = libpq.getlength(cursor->result, cursor->row, column);
    struct span bytes = {data, (size_t)size};
    switch (libpq.ftype(cursor->result, column)) {
    case OID_INT2:
    case OID_INT4:
    case OID_INT8: return (struct value){VALUE_INT, big_endian(data, size), {NULL, 0}};
    case OID_BYTEA: return (struct value){VALUE_BYTES, 0, bytes};
    default: return (struct value){VALUE_TEXT, 0, bytes};
    }
}

static enum status
postgres_tidy(struct connection *connection, struct error *err)
{
    (void)connection;
    (void)err;
    return OK; /* autovacuum and the checkpointer do it */
}

const struct driver driver_postgres = {
    .name = "postgresql",
    .dialect = DIALECT_POSTGRES,
    .open = postgres_open,
    .close = postgres_close,
    .script = postgres_script,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .must_retry = postgres_must_retry,
    .prepare = postgres_prepare,
    .start = postgres_start,
    .step = postgres_step,
    .column = postgres_column,
    .finish = postgres_finish,
    .tidy = postgres_tidy,
};
