/* SPDX-License-Identifier: Apache-2.0
 *
 * One received record, by its UUID: how it stands, its proof, its package.
 */
#include "service/access.h"
#include "service/access_log.h"
#include "service/intake_inside.h"
#include "service/ledger.h"
#include "service/record_code.h"
#include "service/record_files.h"
#include "store/pupils.h"
#include "store/received.h"

static enum status
find(struct app *app, const char *uuid, struct intake_record *record, struct error *err)
{
    TRY(store_find_received_state(app->store, uuid, app->arena, &record->state, err));
    TRY(access_check(app, MAY_SEE_GATEWAY, record->state.unit, err));
    record->word = intake_record_word(record->state.status, record->state.position >= 0);
    record->code = record_code_of(app->arena, uuid);
    return OK;
}

/* In the school's access log, and in the pupil's where that pupil is in a class here. */
static enum status
note_look(struct app *app, const struct received_state *state, const char *what, struct error *err)
{
    struct pupil pupil = {0};
    enum status status = store_find_pupil_by_code(app->store, state->unit, state->pupil_code,
                                                  app->arena, &pupil, err);

    if (status != OK && status != NOT_FOUND)
        return status;
    return access_log_add(app, ACCESS_RECORD, status == OK ? pupil.id : NULL, state->unit,
                          arena_printf(app->arena, "%s nhận qua cổng: %s", what, state->uuid), NULL,
                          err);
}

enum status
intake_record_find(struct app *app, const char *uuid, struct intake_record *record,
                   struct error *err)
{
    TRY(find(app, uuid, record, err));
    return note_look(app, &record->state, "tình trạng học bạ", err);
}

enum status
intake_record_write(struct app *app, const char *uuid, bool package, struct buffer *out,
                    struct error *err)
{
    struct intake_record record;
    struct span bytes;

    TRY(find(app, uuid, &record, err));
    if (!package)
        return record_prove(app, uuid, out, err);
    TRY(note_look(app, &record.state, "gói học bạ", err));
    TRY(store_find_received(app->store, uuid, app->arena, &bytes, err));
    return record_pack(app, uuid, bytes, out, err);
}

enum status
intake_prove(struct app *app, const char *token, const char *uuid, struct buffer *out,
             struct error *err)
{
    struct exchange_request request = {.token = token};
    struct received_state state;
    const char *client, *unit;
    struct error why;

    enum status status = store_find_received_state(app->store, uuid, app->arena, &state, &why);
    request.unit = status == OK ? state.unit_code : "";
    TRY(intake_sender(app, &request, &client, &unit, err));
    if (status != OK)
        return fail(err, status, "%s", why.message);
    if (state.position < 0)
        return fail(err, NOT_FOUND,
                    "Học bạ này đã tiếp nhận nhưng chưa lưu hành; hãy hỏi lại sau.");
    return record_prove(app, uuid, out, err);
}
