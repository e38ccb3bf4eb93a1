/* SPDX-License-Identifier: Apache-2.0
 *
 * One received record, by its UUID: how it stands, its proof, its package.
 */
#include "service/access.h"
#include "service/intake_inside.h"
#include "service/ledger.h"
#include "service/record_code.h"
#include "service/record_files.h"
#include "store/received.h"

enum status
intake_record_find(struct app *app, const char *uuid, struct intake_record *record,
                   struct error *err)
{
    TRY(store_find_received_state(app->store, uuid, app->arena, &record->state, err));
    TRY(access_check(app, MAY_SEE_GATEWAY, record->state.unit, err));
    record->word = intake_record_word(record->state.status, record->state.position >= 0);
    record->code = record_code_of(app->arena, uuid);
    return OK;
}

enum status
intake_record_write(struct app *app, const char *uuid, bool package, struct buffer *out,
                    struct error *err)
{
    struct intake_record record;
    struct span bytes;

    TRY(intake_record_find(app, uuid, &record, err));
    if (!package)
        return record_prove(app, uuid, out, err);
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
