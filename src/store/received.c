/* SPDX-License-Identifier: Apache-2.0 */
#include "store/received.h"

#include "store/ask.h"
#include "store/document.h"

static void
read_state(struct row *row, void *into)
{
    struct received_state *state = into;
    state->uuid = row_text(row);
    state->unit = row_text(row);
    state->unit_code = row_text(row);
    state->school = row_text(row);
    state->year = row_text(row);
    state->pupil_code = row_text(row);
    state->name = row_text(row);
    state->number = row_text(row);
    state->grade = (int)row_int(row);
    state->received = row_moment(row);
    state->message = row_int(row);
    state->client = row_text(row);
    state->replaces = row_text(row);
    state->replaced_by = row_text(row);
    state->position = row_int(row);
    state->entered = row_moment(row);
    state->status = row_text(row);
    state->decision = row_text(row);
    state->since = row_moment(row);
    state->open = row_text(row);
}

enum status
store_find_received_state(struct store *store, const char *uuid, struct arena *arena,
                          struct received_state *state, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_received_state, v_text(uuid)), read_state, arena, state, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Cổng chưa nhận học bạ mang mã tra cứu %s.", uuid);
}

enum status
store_add_received_request(struct store *store, const char *request, int64_t message,
                           struct error *err)
{
    return ask(ASK(store, SQL_add_received_request, v_text(request), v_int(message)), err);
}

enum status
store_find_received_request(struct store *store, int64_t message, struct arena *arena,
                            const char **request, struct error *err)
{
    return ask_text(ASK(store, SQL_find_received_request, v_int(message)), arena, request, err);
}

enum status
store_add_received_certificate(struct store *store, int64_t message, const char *certificate,
                               struct error *err)
{
    return ask(ASK(store, SQL_add_received_certificate, v_int(message), v_text(certificate)), err);
}

enum status
store_find_received_certificate(struct store *store, int64_t message, struct arena *arena,
                                const char **certificate, struct error *err)
{
    return ask_text(ASK(store, SQL_find_received_certificate, v_int(message)), arena, certificate,
                    err);
}

enum status
store_add_received_change(struct store *store, const struct status_change *change,
                          const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_add_received_change, v_text(change->record), v_text(change->decision),
                   v_text(change->status), v_text(change->replacement), v_moment(stamp->at),
                   v_text(stamp->by)),
               err);
}

enum status
store_list_received_changes(struct store *store, bool unentered, int64_t limit, struct arena *arena,
                            struct status_changes *changes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_received_changes, v_int(unentered), v_int(limit)),
                    store_read_status_change, arena, changes->list, err);
}
