/* SPDX-License-Identifier: Apache-2.0 */
#include "store/received_freezes.h"

#include "store/ask.h"

struct adding {
    const struct received_freeze *freeze;
    const struct stamp *stamp;
};

static enum status
add_manifest(struct store *store, const char *freeze, const struct received_manifest *manifest,
             struct error *err)
{
    TRY(ask(ASK(store, SQL_add_received_manifest, v_text(manifest->sha256), v_text(freeze),
                v_text(manifest->class_name), v_bytes(manifest->bytes)),
            err));
    for (size_t i = 0; i < manifest->waiting.count; i++)
        TRY(ask(ASK(store, SQL_add_received_waiting, v_text(freeze),
                    v_text(manifest->waiting.items[i]), v_text(manifest->sha256)),
                err));
    return OK;
}

static enum status
add_freeze(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct received_freeze *freeze = it->freeze;
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_received_freeze, v_text(freeze->sha256), v_text(freeze->unit),
                    v_text(freeze->year), v_text(freeze->certificate), v_text(freeze->supersedes),
                    v_moment(freeze->signed_at), v_moment(it->stamp->at), v_text(it->stamp->by),
                    v_bytes(freeze->bytes)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT,
                    "Năm học này đã có văn bản chốt khác ở vị trí ấy. Chưa đổi gì; hãy xem lại "
                    "văn bản nào thay văn bản nào.");
    for (size_t i = 0; i < freeze->manifests.count; i++)
        TRY(add_manifest(store, freeze->sha256, &freeze->manifests.items[i], err));
    return OK;
}

enum status
store_add_received_freeze(struct store *store, const struct received_freeze *freeze,
                          const struct stamp *stamp, struct error *err)
{
    struct adding it = {freeze, stamp};

    return store_transact(store, add_freeze, &it, err);
}

static void
read_freeze(struct row *row, void *into)
{
    struct received_freeze *freeze = into;
    freeze->sha256 = row_text(row);
    freeze->unit = row_text(row);
    freeze->year = row_text(row);
    freeze->certificate = row_text(row);
    freeze->supersedes = row_text(row);
    freeze->signed_at = row_moment(row);
    freeze->bytes = row_bytes(row);
}

enum status
store_find_received_freeze(struct store *store, const char *unit, const char *year,
                           struct arena *arena, struct received_freeze *freeze, struct error *err)
{
    bool found;

    *freeze = (struct received_freeze){0};
    TRY(ask_one(ASK(store, SQL_find_received_freeze, v_text(unit), v_text(year)), read_freeze,
                arena, freeze, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Chưa nhận văn bản chốt nào của năm học %s.", year);
}

enum status
store_find_waiting(struct store *store, const char *freeze, const char *pupil_code, bool *waits,
                   struct error *err)
{
    int64_t count;

    TRY(ask_int(ASK(store, SQL_count_received_waiting, v_text(freeze), v_text(pupil_code)), &count,
                err));
    *waits = count > 0;
    return OK;
}
