/* SPDX-License-Identifier: Apache-2.0 */
#include "store/notices.h"

#include "store/ask.h"

enum status
store_add_notice(struct store *store, const struct notice_row *row, struct error *err)
{
    return ask(ASK(store, SQL_add_notice, v_text(row->id), v_text(row->person), v_text(row->kind),
                   v_text(row->class_id), v_text(row->subject), v_text(row->role),
                   v_moment(row->at), v_text(row->by), v_text(row->reason)),
               err);
}

enum status
store_find_unseen_notice(struct store *store, const struct notice_row *like, bool *found,
                         struct error *err)
{
    return ask_hit(ASK(store, SQL_find_unseen_notice, v_text(like->person), v_text(like->kind),
                       v_text(like->class_id)),
                   found, err);
}

static void
read_notice(struct row *row, void *into)
{
    struct notice_row *notice = into;

    notice->id = row_text(row);
    notice->person = row_text(row);
    notice->kind = row_text(row);
    notice->class_id = row_text(row);
    notice->subject = row_text(row);
    notice->role = row_text(row);
    notice->at = row_moment(row);
    notice->by = row_text(row);
    notice->reason = row_text(row);
    notice->seen = row_int(row) != 0;
    notice->class_name = row_text(row);
    notice->year = row_text(row);
    notice->pupil_name = row_text(row);
    notice->by_name = row_text(row);
    notice->signed_count = row_int(row);
    notice->signed_role = row_text(row);
}

enum status
store_list_notices(struct store *store, const char *person, struct moment since,
                   struct arena *arena, struct notice_rows *rows, struct error *err)
{
    return ask_list(
        ASK(store, SQL_list_notices, v_text(person), v_moment(since), v_int(NOTICES_MAX)),
        read_notice, arena, rows->list, err);
}

enum status
store_count_unseen_notices(struct store *store, const char *person, struct moment since,
                           int64_t *count, struct error *err)
{
    return ask_int(ASK(store, SQL_count_unseen_notices, v_text(person), v_moment(since)), count,
                   err);
}

enum status
store_see_notice(struct store *store, const char *id, const char *person, struct moment at,
                 struct error *err)
{
    return ask(ASK(store, SQL_see_notice, v_text(id), v_text(person), v_moment(at)), err);
}
