/* SPDX-License-Identifier: Apache-2.0
 *
 * The drivers: one connection to a database, and the closed list of statements (statements.h) run
 * on it.  Nothing above knows which database answers.
 *
 * A cursor belongs to its connection and ends with finish(); a statement can have one cursor at a
 * time.  Columns are borrowed until the next step.
 */
#ifndef HOCBA_STORE_DRIVER_H
#define HOCBA_STORE_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/text.h"
#include "store/statement.h"

enum value_kind {
    VALUE_NULL,
    VALUE_INT,
    VALUE_TEXT,
    VALUE_BYTES,
};

struct value {
    enum value_kind kind;
    int64_t number;
    struct span bytes;
};

struct connection;
struct cursor;

struct driver {
    const char *name; /* "sqlite" "postgresql" */
    enum dialect dialect;

    /* NOT_FOUND: nothing there (and !create). */
    enum status (*open)(const char *place, bool create, struct connection **connection,
                        struct error *err);
    void (*close)(struct connection *connection); /* NULL is a no-op */
    /* Several statements without parameters: a migration. */
    enum status (*script)(struct connection *connection, const char *text, struct error *err);

    /* `writing` takes the right to write at once; else a consistent view for reading. */
    enum status (*begin)(struct connection *connection, bool writing, struct error *err);
    enum status (*commit)(struct connection *connection, struct error *err);
    void (*rollback)(struct connection *connection);
    /* Whether the last failure was a conflict with another connection: worth doing again. */
    bool (*must_retry)(const struct connection *connection);

    enum status (*prepare)(struct connection *connection, int id, struct error *err);
    /* `streaming`: rows one by one, for results larger than memory; nothing else may run then. */
    enum status (*start)(struct connection *connection, int id, const struct value *values,
                         bool streaming, struct cursor **cursor, struct error *err);
    enum status (*step)(struct cursor *cursor, bool *row, struct error *err);
    struct value (*column)(struct cursor *cursor, int column);
    void (*finish)(struct cursor *cursor); /* NULL is a no-op */

    /* A whole copy into a new file; NULL where the server's own tools do that. */
    enum status (*copy)(struct connection *connection, const char *path, struct error *err);
    enum status (*tidy)(struct connection *connection, struct error *err);
};

extern const struct driver driver_sqlite, driver_postgres;

#endif
