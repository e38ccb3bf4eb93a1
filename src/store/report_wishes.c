/* SPDX-License-Identifier: Apache-2.0 */
#include "store/report_wishes.h"

#include "store/ask.h"

/* --- what is to be asked ---------------------------------------------------------------------- */

static void
read_unsent(struct row *row, void *into)
{
    struct unsent_wish *one = into;
    one->request = row_text(row);
    one->record = row_text(row);
    one->wish = row_text(row);
    one->reason = row_text(row);
    one->evidence = row_text(row);
    one->year = row_text(row);
    one->school_code = row_text(row);
    one->received = row_int(row) != 0;
}

enum status
store_list_unsent_wishes(struct store *store, const char *unit, struct arena *arena,
                         struct unsent_wishes *list, struct error *err)
{
    return ask_list(ASK(store, SQL_list_unsent_wishes, v_text(unit)), read_unsent, arena,
                    list->list, err);
}

struct adding {
    const struct new_report *report;
    const struct unsent_wish *wishes;
    size_t count;
};

static enum status
add_wishes(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct new_report *report = it->report;
    int64_t number;
    bool hit;

    TRY(ask_int(ASK(store, SQL_add_report_message, v_text(report->id), v_text(report->unit),
                    v_text(report->year), v_bytes(report->content), v_moment(report->made)),
                &number, err));
    for (size_t i = 0; i < it->count; i++) {
        const struct unsent_wish *one = &it->wishes[i];
        TRY(ask_hit(ASK(store, SQL_add_report_wish, v_int(number), v_int((int64_t)i),
                        v_text(report->unit), v_text(one->request), v_text(one->record),
                        v_text(one->wish)),
                    &hit, err));
        if (!hit)
            return fail(err, CONFLICT,
                        "Đề nghị về học bạ %s đã nằm trong một gói khác; gói này không được lập.",
                        one->record);
    }
    return OK;
}

enum status
store_add_wishes(struct store *store, const struct new_report *report,
                 const struct unsent_wish *wishes, size_t count, struct error *err)
{
    struct adding it = {report, wishes, count};

    return store_transact(store, add_wishes, &it, err);
}

/* --- what became of it ------------------------------------------------------------------------ */

static void
read_wish(struct row *row, void *into)
{
    struct report_wish *wish = into;
    wish->message = row_int(row);
    wish->unit = row_text(row);
    wish->request = row_text(row);
    wish->record = row_text(row);
    wish->wish = row_text(row);
    wish->state = row_text(row);
    wish->error = row_text(row);
    wish->field = row_text(row);
    wish->description = row_text(row);
}

enum status
store_list_message_wishes(struct store *store, int64_t message, struct arena *arena,
                          struct report_wishes *wishes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_message_wishes, v_int(message)), read_wish, arena,
                    wishes->list, err);
}

enum status
store_list_request_wishes(struct store *store, const char *request, struct arena *arena,
                          struct report_wishes *wishes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_request_wishes, v_text(request)), read_wish, arena,
                    wishes->list, err);
}

enum status
store_set_wish(struct store *store, const struct report_wish *wish, bool *changed,
               struct error *err)
{
    return ask_hit(ASK(store, SQL_set_report_wish, v_int(wish->message), v_text(wish->record),
                       v_text(wish->state), v_text(wish->error), v_text(wish->field),
                       v_text(wish->description)),
                   changed, err);
}

static void
read_record(struct row *row, void *into)
{
    *(const char **)into = row_text(row);
}

enum status
store_again_wishes(struct store *store, const char *unit, size_t *count, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    LIST(const char *) again = {0};

    TRY(ask_list(ASK(store, SQL_again_report_wishes, v_text(unit)), read_record, arena, again,
                 err));
    *count = again.count;
    return OK;
}
