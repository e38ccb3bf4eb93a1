/* SPDX-License-Identifier: Apache-2.0 */
#include "store/rolls.h"

#include "store/drafts.h"
#include "store/history.h"

enum status
store_add_roll_item(struct store *store, const struct roll_item *item, const struct stamp *stamp,
                    struct error *err)
{
    return ask(ASK(store, SQL_add_year_roll, v_text(item->id), v_text(item->kind),
                   v_text(item->unit), v_text(item->year), v_moment(stamp->at), v_text(stamp->by)),
               err);
}

struct undoing {
    const char *unit, *year;
    const struct stamp *stamp;
    int64_t *pupils;
};

static enum status
undo(struct store *store, void *context, struct error *err)
{
    const struct undoing *it = context;
    AUTO(arena) *arena = arena_new();
    int64_t entered = 0, pupils = 0;

    TRY(ask_int(ASK(store, SQL_count_year_roll, v_text(it->unit), v_text(it->year)), &pupils, err));
    if (pupils == 0)
        return fail(err, NOT_FOUND, "Năm học %s không có học sinh nào do kết chuyển mà có.",
                    it->year);
    TRY(ask_int(ASK(store, SQL_count_rolled_entries, v_text(it->unit), v_text(it->year)), &entered,
                err));
    if (entered > 0)
        return fail(
            err, CONFLICT,
            "Đã có dữ liệu của %d học sinh trong năm học %s, không hủy kết chuyển được nữa. "
            "Chưa xóa gì.",
            (int)entered, it->year);
    TRY(ask(ASK(store, SQL_remove_rolled_enrolments, v_text(it->unit), v_text(it->year)), err));
    TRY(ask(ASK(store, SQL_remove_rolled_classes, v_text(it->unit), v_text(it->year)), err));
    TRY(ask(ASK(store, SQL_remove_year_roll, v_text(it->unit), v_text(it->year)), err));
    store->lookup_due = true;
    *it->pupils = pupils;
    return store_add_change(store, "year", arena_printf(arena, "%s/%s", it->unit, it->year),
                            "ket_chuyen", arena_printf(arena, "%d", (int)pupils), NULL, it->stamp,
                            err);
}

enum status
store_undo_roll(struct store *store, const char *unit, const char *year, const struct stamp *stamp,
                int64_t *pupils, struct error *err)
{
    struct undoing it = {unit, year, stamp, pupils};
    return store_transact(store, undo, &it, err);
}
