/* SPDX-License-Identifier: Apache-2.0 */
#include "model/state.h"
#include "store/ask.h"
#include "store/packets.h"
#include "store/records.h"

static void
read_line(struct row *row, void *into)
{
    *(const char **)into = row_text(row);
}

struct lines {
    LIST(const char *) list;
};

/* SQLite's own check; a PostgreSQL server has amcheck and checksums for its administrators. */
static enum status
check_database(struct store *store, struct arena *arena, struct integrity *integrity,
               struct error *err)
{
    struct lines lines = {0};
    TRY(ask_list(ASK(store, SQL_check_integrity), read_line, arena, lines.list, err));
    for (size_t i = 0; i < lines.list.count; i++)
        *list_add(arena, integrity->problems) =
            arena_printf(arena, "Tệp kho dữ liệu bị hỏng: %s.", lines.list.items[i]);
    return OK;
}

/* A kind of step that some record took. */
struct taken {
    const char *from, *verb, *to;
};

static void
read_taken(struct row *row, void *into)
{
    struct taken *taken = into;
    taken->from = row_text(row);
    taken->verb = row_text(row);
    taken->to = row_text(row);
}

/* Whether the table of model/state.h knows it; the first step of a record comes from nowhere. */
static bool
is_legal(const struct taken *taken)
{
    enum state from, to;
    enum verb verb;
    if (!verb_parse(taken->verb, &verb) || !state_parse(taken->to, &to))
        return false;
    if (!taken->from)
        return verb == VERB_CREATE && to == STATE_CREATED;
    if (!state_parse(taken->from, &from))
        return false;
    const struct state_row *row = state_row_find(from, verb);
    return row && (row->to == to || row->to == STATE_BEFORE);
}

static enum status
check_steps(struct store *store, struct arena *arena, struct integrity *integrity,
            struct error *err)
{
    LIST(struct taken) taken = {0};
    TRY(ask_list(ASK(store, SQL_list_kinds_of_steps), read_taken, arena, taken, err));
    for (size_t i = 0; i < taken.count; i++)
        if (!is_legal(&taken.items[i]))
            *list_add(arena, integrity->problems) =
                arena_printf(arena, "Có học bạ đã đi bước không hợp lệ: %s, %s, %s.",
                             taken.items[i].from ? taken.items[i].from : "(chưa có)",
                             taken.items[i].verb, taken.items[i].to);
    return OK;
}

static enum status
check_states(struct store *store, struct arena *arena, struct integrity *integrity,
             struct error *err)
{
    struct lines broken = {0};
    int64_t count;
    TRY(ask_int(ASK(store, SQL_count_records), &count, err));
    integrity->records = (size_t)count;
    TRY(ask_list(ASK(store, SQL_list_broken_states), read_line, arena, broken.list, err));
    for (size_t i = 0; i < broken.list.count; i++)
        *list_add(arena, integrity->problems) =
            arena_printf(arena, "Trạng thái của học bạ %s không khớp với nhật ký các bước.",
                         broken.list.items[i]);
    return OK;
}

/* A damaged document is a finding, not a failure of the check. */
static enum status
check_document(struct store *store, const char *uuid, struct arena *keep,
               struct integrity *integrity, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct issued_document document;
    enum status status = store_find_issued(store, uuid, arena, &document, err);
    integrity->documents++;
    if (status == CORRUPT)
        *list_add(keep, integrity->problems) = arena_text(keep, err->message);
    return status == CORRUPT ? OK : status;
}

static enum status
check_documents(struct store *store, struct arena *arena, struct integrity *integrity,
                struct error *err)
{
    const char *last = "";
    for (;;) {
        struct lines page = {0};
        TRY(ask_list(ASK(store, SQL_list_issued_ids, v_text(last)), read_line, arena, page.list,
                     err));
        for (size_t i = 0; i < page.list.count; i++)
            TRY(check_document(store, page.list.items[i], arena, integrity, err));
        if (page.list.count == 0)
            return OK;
        last = page.list.items[page.list.count - 1];
    }
}

static void
read_number(struct row *row, void *into)
{
    *(int64_t *)into = row_int(row);
}

static enum status
check_packet(struct store *store, int64_t message, struct arena *keep, struct integrity *integrity,
             struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span text;

    enum status status = store_find_packet(store, message, arena, &text, err);
    if (status == CORRUPT)
        *list_add(keep, integrity->problems) = arena_text(keep, err->message);
    return status == CORRUPT ? OK : status;
}

/* What the gateway took in: each packet, and with it the records in it. */
static enum status
check_packets(struct store *store, struct arena *arena, struct integrity *integrity,
              struct error *err)
{
    struct question question = {.store = store, .id = SQL_list_gateway_packets};
    LIST(int64_t) messages = {0};

    TRY(ask_list(question, read_number, arena, messages, err));
    for (size_t i = 0; i < messages.count; i++)
        TRY(check_packet(store, messages.items[i], arena, integrity, err));
    return OK;
}

enum status
store_check_integrity(struct store *store, struct arena *arena, struct integrity *out,
                      struct error *err)
{
    struct integrity integrity = {0};
    TRY(check_database(store, arena, &integrity, err));
    TRY(check_states(store, arena, &integrity, err));
    TRY(check_steps(store, arena, &integrity, err));
    TRY(check_documents(store, arena, &integrity, err));
    TRY(check_packets(store, arena, &integrity, err));
    *out = integrity;
    return OK;
}
