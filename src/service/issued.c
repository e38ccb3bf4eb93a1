/* SPDX-License-Identifier: Apache-2.0 */
#include "service/issued.h"

#include "model/state.h"
#include "service/access.h"
#include "service/batch.h"
#include "service/ledger.h"

static enum status
add_row(struct app *app, const struct record_row *row, struct issued_class *it, struct error *err)
{
    struct issued_row *made = list_add(app->arena, it->rows);

    made->row = *row;
    made->issued = state_key_is_issued(row->state);
    if (!made->issued)
        return OK;
    TRY(standing_find(app, row->uuid, &made->standing, err));
    it->issued++;
    it->entered += made->standing.position >= 0;
    return OK;
}

enum status
issued_load(struct app *app, const char *class_id, struct issued_class *it, struct error *err)
{
    struct class_order all = {.class_id = class_id};
    struct record_rows rows = {0};

    *it = (struct issued_class){.kept = ledger_exists(app)};
    TRY(store_find_class(app->store, class_id, app->arena, &it->class, err));
    TRY(access_check_class(app, MAY_SEE, it->class.unit, it->class.year, class_id, err));
    enum status status = batch_records(app, &all, &rows, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    for (size_t i = 0; i < rows.list.count; i++)
        TRY(add_row(app, &rows.list.items[i], it, err));
    return manifest_look(app, class_id, &it->manifest, err);
}

enum status
issued_prove(struct app *app, const char *uuid, struct buffer *out, struct error *err)
{
    AUTO(ledger) *ledger = NULL;
    struct record_row row;
    bool final;

    TRY(store_find_record(app->store, uuid, app->arena, &row, err));
    TRY(access_check_class(app, MAY_SEE, row.unit, row.year, row.class_id, err));
    TRY(ledger_open(app, &ledger, err));
    return ledger_prove(ledger, uuid, out, &final, err);
}
