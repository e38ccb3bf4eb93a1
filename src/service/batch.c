/* SPDX-License-Identifier: Apache-2.0 */
#include "service/batch.h"

#include "store/pupils.h"

bool
order_means(const struct class_order *order, const char *pupil_code)
{
    return !order->pupil || text_equal(order->pupil, pupil_code);
}

struct outcome *
batch_add(struct app *app, struct batch *batch, const struct record_row *row,
          enum outcome_kind kind, const struct error *err)
{
    struct outcome *outcome = list_add(app->arena, batch->list);

    *outcome = (struct outcome){.uuid = row->uuid,
                                .pupil_code = row->pupil_code,
                                .pupil_name = row->pupil_name,
                                .kind = kind};
    if (kind == OUTCOME_FAILED) {
        outcome->status = err->status;
        outcome->message = arena_text(app->arena, err->message);
    }
    batch->done += kind == OUTCOME_DONE;
    batch->already += kind == OUTCOME_ALREADY;
    batch->failed += kind == OUTCOME_FAILED;
    return outcome;
}

static struct record_row *
row_of(const struct record_rows *rows, const char *enrolment)
{
    for (size_t i = 0; i < rows->list.count; i++) {
        if (text_equal(rows->list.items[i].enrolment, enrolment))
            return &rows->list.items[i];
    }
    return NULL;
}

enum status
batch_records(struct app *app, const struct class_order *order, struct record_rows *rows,
              struct error *err)
{
    struct record_filter filter = {.class_id = order->class_id, .current = true};
    struct enrolments enrolments = {0};
    struct record_rows all = {0};

    TRY(store_list_class_enrolments(app->store, order->class_id, app->arena, &enrolments, err));
    TRY(store_list_records(app->store, &filter, app->arena, &all, err));
    for (size_t i = 0; i < enrolments.list.count; i++) {
        const struct enrolled *enrolled = &enrolments.list.items[i];
        struct record_row *row = row_of(&all, enrolled->enrolment.id);
        if (!row || !order_means(order, enrolled->pupil.code))
            continue;
        row->list_order = (int)i + 1;
        *list_add(app->arena, rows->list) = *row;
    }
    if (rows->list.count == 0 && order->pupil)
        return fail(err, NOT_FOUND, "Học sinh mã “%s” không có học bạ nào trong lớp này.",
                    order->pupil);
    if (rows->list.count == 0)
        return fail(err, NOT_FOUND,
                    "Lớp này chưa có học bạ nào. Hãy khởi tạo trước: hocba create.");
    return OK;
}
