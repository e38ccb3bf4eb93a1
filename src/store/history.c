/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history.h"

#include "store/drafts.h"

void
read_change(struct row *row, void *into)
{
    struct change *change = into;
    change->number = row_int(row);
    change->entity = row_text(row);
    change->id = row_text(row);
    change->key = row_text(row);
    change->from = row_text(row);
    change->to = row_text(row);
    change->at = row_moment(row);
    change->by = row_text(row);
    change->source = row_text(row);
}

enum status
store_add_change(struct store *store, const char *entity, const char *id, const char *key,
                 const char *from, const char *to, const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_add_change, v_text(entity), v_text(id), v_text(key), v_text(from),
                   v_text(to), v_moment(stamp->at), v_text(stamp->by), v_text(stamp->source)),
               err);
}

enum status
store_list_changes(struct store *store, const char *entity, const char *id, const char *key,
                   struct arena *arena, struct changes *changes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_changes, v_text(entity), v_text(id), v_text(key)),
                    read_change, arena, changes->list, err);
}

bool
parts_differ(const struct part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!text_equal(parts[i].from, parts[i].to))
            return true;
    return false;
}

static enum status
write_work(struct store *store, void *context, struct error *err)
{
    const struct writing *it = context;
    bool hit;
    TRY(ask_hit(it->question, &hit, err));
    if (!hit)
        return fail(err, it->miss, "%s", it->sentence);
    if (text_equal(it->entity, "pupil") || text_equal(it->entity, "enrolment"))
        store->lookup_due = true;
    for (size_t i = 0; i < it->part_count; i++) {
        const struct part *part = &it->parts[i];
        if (!text_equal(part->from, part->to))
            TRY(store_add_change(store, it->entity, it->id, part->key, part->from, part->to,
                                 it->stamp, err));
    }
    return OK;
}

enum status
write_with_history(struct store *store, const struct writing *writing, struct error *err)
{
    struct writing it = *writing;
    return store_transact(store, write_work, &it, err);
}
