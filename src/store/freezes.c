/* SPDX-License-Identifier: Apache-2.0 */
#include "store/freezes.h"

#include "store/ask.h"

static void
read_freeze(struct row *row, void *into)
{
    struct year_freeze *freeze = into;
    freeze->sha256 = row_text(row);
    freeze->unit = row_text(row);
    freeze->year = row_text(row);
    freeze->certificate = row_text(row);
    freeze->supersedes = row_text(row);
    freeze->made = row_moment(row);
    freeze->by = row_text(row);
    freeze->bytes = row_bytes(row);
    freeze->position = row_int(row);
}

enum status
store_add_freeze(struct store *store, const struct year_freeze *freeze, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_freeze, v_text(freeze->sha256), v_text(freeze->unit),
                    v_text(freeze->year), v_text(freeze->certificate), v_text(freeze->supersedes),
                    v_moment(freeze->made), v_text(freeze->by), v_bytes(freeze->bytes)),
                &hit, err));
    return hit ? OK
               : fail(err, CONFLICT,
                      "Năm học này vừa được chốt ở nơi khác. Chưa ghi gì; hãy xem lại rồi làm lại "
                      "nếu cần.");
}

enum status
store_list_freezes(struct store *store, const char *unit, const char *year, bool waiting,
                   int64_t limit, struct arena *arena, struct year_freezes *freezes,
                   struct error *err)
{
    return ask_list(
        ASK(store, SQL_list_freezes, v_text(unit), v_text(year), v_int(waiting), v_int(limit)),
        read_freeze, arena, freezes->list, err);
}
