/* SPDX-License-Identifier: Apache-2.0 */
#include "service/editing.h"

#include "model/state.h"
#include "service/access.h"
#include "service/notices.h"
#include "store/records.h"

enum status
record_reopen(struct app *app, const char *uuid, const char *state_text, const struct stamp *stamp,
              struct error *err)
{
    struct stamp back = *stamp;
    enum state state, to;

    if (!state_parse(state_text, &state))
        return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ “%s”.", uuid, state_text);
    if (state == STATE_DRAFT || state == STATE_SUMMARIZED || state == STATE_SUSPENDED)
        return OK;
    if (state_is_issued(state))
        return fail(err, CONFLICT,
                    "Học bạ đã phát hành, không sửa được nữa; muốn sửa phải thu hồi và thay thế.");
    if (state_is_signing(state))
        return fail(
            err, CONFLICT,
            "Học bạ đang ký (%s); muốn sửa hãy trả về trước: hocba return %s --reason LÝ_DO.",
            state_word(state), uuid);
    TRY(state_step(state, VERB_SEND_BACK, SIGNERS_DEFAULT, &to, err));
    back.source = "dữ liệu nháp thay đổi sau khi khởi tạo";
    return store_step_record(app->store, uuid, verb_key(VERB_SEND_BACK), state_text, state_key(to),
                             &back, err);
}

enum status
draft_reopen(struct app *app, const char *enrolment_id, const struct stamp *stamp,
             struct error *err)
{
    struct record_row row;
    enum status status = store_find_current_record(app->store, enrolment_id, app->arena, &row, err);

    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    return record_reopen(app, row.uuid, row.state, stamp, err);
}

struct sending_back {
    struct app *app;
    const struct record_row *row;
    const struct stamp *stamp;
    enum state to;
};

static enum status
write_back(struct store *store, void *context, struct error *err)
{
    const struct sending_back *work = context;

    TRY(store_step_record(store, work->row->uuid, verb_key(VERB_SEND_BACK), work->row->state,
                          state_key(work->to), work->stamp, err));
    TRY(store_remove_signatures(store, work->row->uuid, err));
    return notices_add_return(work->app, work->row, work->stamp, err);
}

enum status
record_send_back(struct app *app, const char *uuid, const char *reason, struct error *err)
{
    struct stamp stamp = app_stamp(app, reason);
    struct record_row row;
    enum state state;

    if (text_is_blank(reason))
        return fail(err, USAGE, "Trả học bạ về phải ghi lý do (--reason).");
    TRY(store_find_record(app->store, uuid, app->arena, &row, err));
    TRY(access_check_class(app, MAY_RETURN_RECORDS, row.unit, row.year, row.class_id, err));
    if (!state_parse(row.state, &state))
        return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ “%s”.", uuid, row.state);
    struct sending_back work = {app, &row, &stamp, STATE_DRAFT};
    TRY(state_step(state, VERB_SEND_BACK, SIGNERS_ALL, &work.to, err));
    return store_transact(app->store, write_back, &work, err);
}
