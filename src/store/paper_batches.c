/* SPDX-License-Identifier: Apache-2.0 */
#include "store/paper_batches.h"

#include "store/ask.h"

enum status
store_add_paper_batch(struct store *store, const struct paper_batch *it, struct error *err)
{
    return ask(ASK(store, SQL_add_paper_batch, v_text(it->id), v_text(it->paper), v_text(it->unit),
                   v_text(it->subject), v_text(it->person), v_text(it->service),
                   v_text(it->account), v_text(it->certificate), v_text(it->file),
                   v_moment(it->started)),
               err);
}

enum status
store_set_paper_batch_reference(struct store *store, const char *id, const char *reference,
                                struct error *err)
{
    return ask(ASK(store, SQL_set_paper_batch_reference, v_text(id), v_text(reference)), err);
}

enum status
store_remove_paper_batch(struct store *store, const char *id, const char *person, bool *removed,
                         struct error *err)
{
    return ask_hit(ASK(store, SQL_remove_paper_batch, v_text(id), v_text(person)), removed, err);
}

static void
read_batch(struct row *row, void *into)
{
    struct paper_batch *it = into;
    it->id = row_text(row);
    it->paper = row_text(row);
    it->unit = row_text(row);
    it->subject = row_text(row);
    it->person = row_text(row);
    it->service = row_text(row);
    it->account = row_text(row);
    it->certificate = row_text(row);
    it->file = row_text(row);
    it->reference = row_text(row);
    it->started = row_moment(row);
}

enum status
store_find_paper_batch(struct store *store, const struct paper_batch *like, struct arena *arena,
                       struct paper_batch *batch, bool *found, struct error *err)
{
    return ask_one(ASK(store, SQL_find_paper_batch, v_text(like->person), v_text(like->paper),
                       v_text(like->unit), v_text(like->subject)),
                   read_batch, arena, batch, found, err);
}
