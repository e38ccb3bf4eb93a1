/* SPDX-License-Identifier: Apache-2.0 */
#include "store/decisions.h"

#include "store/ask.h"

static void
read_decision(struct row *row, void *into)
{
    struct decision *decision = into;
    decision->id = row_text(row);
    decision->kind = row_text(row);
    decision->entity = row_text(row);
    decision->subject = row_text(row);
    decision->text = row_text(row);
    decision->at = row_moment(row);
    decision->by = row_text(row);
    decision->reference = row_text(row);
}

enum status
store_add_decision(struct store *store, const struct decision *decision, const struct stamp *stamp,
                   struct error *err)
{
    bool hit;
    TRY(ask_hit(ASK(store, SQL_add_decision, v_text(decision->id), v_text(decision->kind),
                    v_text(decision->entity), v_text(decision->subject), v_text(decision->text),
                    v_moment(stamp->at), v_text(stamp->by), v_text(decision->reference)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Quyết định này đã được ghi từ trước.");
}

enum status
store_find_decision(struct store *store, const char *kind, const char *entity, const char *subject,
                    struct arena *arena, struct decision *decision, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_decision, v_text(kind), v_text(entity), v_text(subject)),
                read_decision, arena, decision, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Chưa có quyết định nào về việc này.");
}

enum status
store_list_decisions(struct store *store, const char *entity, const char *subject,
                     struct arena *arena, struct decisions *decisions, struct error *err)
{
    return ask_list(ASK(store, SQL_list_decisions, v_text(entity), v_text(subject)), read_decision,
                    arena, decisions->list, err);
}

enum status
store_list_class_decisions(struct store *store, const char *class_id, struct arena *arena,
                           struct decisions *decisions, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_decisions, v_text(class_id)), read_decision, arena,
                    decisions->list, err);
}

enum status
store_take_back_decisions(struct store *store, const char *entity, const char *subject,
                          struct moment since, const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_take_back_decisions, v_text(entity), v_text(subject), v_moment(since),
                   v_moment(stamp->at), v_text(stamp->by), v_text(stamp->source)),
               err);
}
