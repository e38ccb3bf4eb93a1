/* SPDX-License-Identifier: Apache-2.0
 *
 * Asking: the few forms in which store functions put a statement to the driver.  Internal to the
 * store.
 *
 *     static void read_unit(struct row *row, void *into) { unit->id = row_text(row); ... }
 *     TRY(ask_one(&ASK(store, SQL_find_unit, v_text(id)), READING(read_unit, *unit), ...
 */
#ifndef HOCBA_STORE_ASK_H
#define HOCBA_STORE_ASK_H

#include "store/driver.h"
#include "store/statements.h"
#include "store/store.h"

struct store {
    const struct driver *driver;
    struct connection *connection;
    char *place;
    int depth;             /* of store_transact() */
    bool lookup_due;       /* pupils changed in it: their words before it ends (lookup.h) */
    bool broken;           /* a statement failed inside the transaction: it can only roll back */
    struct error breakage; /* ... and why */
    struct compressor *compressor;
};

/* A connection, with nothing asked yet: whether the store is there and of which version. */
MUST_CHECK enum status store_connect(const char *place, bool create, struct store **store,
                                     struct error *err);

/* --- values to bind -------------------------------------------------------------------------- */

static inline struct value
v_text(const char *text)
{
    return text ? (struct value){VALUE_TEXT, 0, span_of(text)} : (struct value){VALUE_NULL};
}

static inline struct value
v_int(int64_t number)
{
    return (struct value){VALUE_INT, number, {NULL, 0}};
}

static inline struct value
v_bytes(struct span bytes)
{
    return bytes.data ? (struct value){VALUE_BYTES, 0, bytes} : (struct value){VALUE_NULL};
}

static inline struct value
v_moment(struct moment moment)
{
    return v_int(moment.seconds);
}

/* Room for the ISO text of a date that lives as long as the call. */
struct day_text {
    char text[DATE_TEXT_SIZE];
};
/* NULL for "no date". */
const char *day_text_(struct date day, struct day_text *room);
#define day_text(day) day_text_((day), &(struct day_text){{0}})
#define v_day(day)    v_text(day_text(day))

/* --- questions ------------------------------------------------------------------------------- */

struct question {
    struct store *store;
    enum statement_id id;
    const struct value *values;
    size_t count;
};

#define ASK(store, id, ...)                                                                        \
    ((struct question){(store), (id), (const struct value[]){__VA_ARGS__},                         \
                       sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)})

/* One row of the answer; columns are taken from left to right. */
struct row {
    struct store *store;
    struct cursor *cursor;
    struct arena *arena;
    int column;
};
const char *row_text(struct row *row); /* in the arena; NULL for no value */
int64_t row_int(struct row *row);      /* 0 for no value */
struct span row_bytes(struct row *row);
struct date row_day(struct row *row); /* {0} for no value */
struct moment row_moment(struct row *row);

typedef void row_reader(struct row *row, void *into);

/* No answer is wanted. */
MUST_CHECK enum status ask(struct question question, struct error *err);
/* Whether a row came back: something was found, changed or added. */
MUST_CHECK enum status ask_hit(struct question question, bool *hit, struct error *err);
/* The first row, if there is one. */
MUST_CHECK enum status ask_one(struct question question, row_reader *read, struct arena *arena,
                               void *into, bool *found, struct error *err);
/* A single number or text; 0 or NULL when there is no row. */
MUST_CHECK enum status ask_int(struct question question, int64_t *number, struct error *err);
MUST_CHECK enum status ask_text(struct question question, struct arena *arena, const char **text,
                                struct error *err);

/* All rows into a LIST(); it is set only on success. */
struct collected {
    void *items;
    size_t count, room;
};
MUST_CHECK enum status ask_list_(struct question question, row_reader *read, size_t size,
                                 struct arena *arena, struct collected *out, struct error *err);
#define ask_list(question, read, arena, list, err)                                                 \
    ({                                                                                             \
        struct collected collected_ = {0};                                                         \
        enum status list_status_ =                                                                 \
            ask_list_((question), (read), sizeof *(list).items, (arena), &collected_, (err));      \
        if (list_status_ == OK) {                                                                  \
            (list).items = collected_.items;                                                       \
            (list).count = collected_.count;                                                       \
            (list).room = collected_.room;                                                         \
        }                                                                                          \
        list_status_;                                                                              \
    })

/* --- rows one by one, for streams ------------------------------------------------------------ */

MUST_CHECK enum status ask_start(struct question question, struct cursor **cursor,
                                 struct error *err);
MUST_CHECK enum status ask_step(struct store *store, struct cursor *cursor, bool *row,
                                struct error *err);

#endif
