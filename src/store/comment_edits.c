/* SPDX-License-Identifier: Apache-2.0 */
#include "store/comment_edits.h"

#include "store/ask.h"

enum status
store_add_comment_edit(struct store *store, const struct comment_edit *edit, struct error *err)
{
    return ask(ASK(store, SQL_add_comment_edit, v_text(edit->enrolment), v_text(edit->key),
                   v_text(edit->before), v_text(edit->after), v_text(edit->reason),
                   v_moment(edit->made), v_text(edit->by)),
               err);
}

enum status
store_rule_comment_edit(struct store *store, int64_t number, const char *ruling, const char *answer,
                        struct moment at, const char *by, bool *ruled, struct error *err)
{
    return ask_hit(ASK(store, SQL_rule_comment_edit, v_int(number), v_text(ruling), v_text(answer),
                       v_moment(at), v_text(by)),
                   ruled, err);
}

static void
read_edit(struct row *row, void *into)
{
    struct comment_edit *edit = into;

    edit->number = row_int(row);
    edit->enrolment = row_text(row);
    edit->key = row_text(row);
    edit->before = row_text(row);
    edit->after = row_text(row);
    edit->reason = row_text(row);
    edit->made = row_moment(row);
    edit->by = row_text(row);
    edit->by_name = row_text(row);
    edit->ruling = row_text(row);
    edit->answer = row_text(row);
    edit->ruled = row_moment(row);
    edit->ruled_by = row_text(row);
    edit->pupil_name = row_text(row);
    edit->class_id = row_text(row);
}

enum status
store_find_comment_edit(struct store *store, int64_t number, struct arena *arena,
                        struct comment_edit *edit, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_comment_edit, v_int(number)), read_edit, arena, edit, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Không có đề nghị sửa này.");
}

enum status
store_list_comment_edits(struct store *store, const char *class_id, struct arena *arena,
                         struct comment_edits *edits, struct error *err)
{
    return ask_list(ASK(store, SQL_list_comment_edits, v_text(class_id), v_int(COMMENT_EDITS_MAX)),
                    read_edit, arena, edits->list, err);
}
