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

/* --- rulings ---------------------------------------------------------------------------------- */

enum status
store_add_comment_ruling(struct store *store, const char *unit, const struct comment_ruling *ruling,
                         const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_add_comment_ruling, v_text(unit), v_text(ruling->key),
                   v_text(ruling->level), v_text(ruling->text), v_text(ruling->ruling),
                   v_text(ruling->other), v_moment(stamp->at), v_text(stamp->by)),
               err);
}

static void
read_ruling(struct row *row, void *into)
{
    struct comment_ruling *ruling = into;
    ruling->number = row_int(row);
    ruling->key = row_text(row);
    ruling->level = row_text(row);
    ruling->text = row_text(row);
    ruling->ruling = row_text(row);
    ruling->other = row_text(row);
    ruling->made = row_moment(row);
    ruling->by = row_text(row);
}

enum status
store_list_comment_rulings(struct store *store, const char *unit, const char *key,
                           struct arena *arena, struct comment_rulings *rulings, struct error *err)
{
    return ask_list(
        ASK(store, SQL_list_comment_rulings, v_text(unit), v_text(key), v_int(COMMENT_RULINGS_MAX)),
        read_ruling, arena, rulings->list, err);
}

enum status
store_count_proposed_comments(struct store *store, const char *unit, const char *key,
                              int64_t *count, struct error *err)
{
    return ask_int(ASK(store, SQL_count_proposed_comments, v_text(unit), v_text(key)), count, err);
}
