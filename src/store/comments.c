/* SPDX-License-Identifier: Apache-2.0 */
#include "store/comments.h"

#include "store/ask.h"

static void
read_comment(struct row *row, void *into)
{
    struct used_comment *comment = into;
    comment->text = row_text(row);
    comment->uses = row_int(row);
    comment->pupil = row_text(row);
}

enum status
store_list_used_comments(struct store *store, const struct comment_filter *filter,
                         struct arena *arena, struct used_comments *comments, struct error *err)
{
    return ask_list(ASK(store, SQL_list_used_comments, v_text(filter->unit), v_text(filter->year),
                        v_text(filter->key), v_text(filter->level_key), v_text(filter->level)),
                    read_comment, arena, comments->list, err);
}
