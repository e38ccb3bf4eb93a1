/* SPDX-License-Identifier: Apache-2.0
 *
 * What others closed in the ledger that this instance hands in to: its public entries are read from
 * where the last look ended, a key's closing is believed with its proof under the ledger's key, and
 * takes effect here as if its paper lay here.  What was noted twice is noted once: whoever does not
 * know how far was read begins again.
 */
#include "base/encode.h"
#include "ledger/proof.h"
#include "ledger/tile.h"
#include "service/instance.h"
#include "service/key_effect.h"
#include "service/ledger_inside.h"
#include "store/instance.h"
#include "store/key_closings.h"

struct learning {
    struct app *app;
    struct ledger_remote *remote;
    uint64_t next, size; /* of entries: read so far, there */
    size_t *learned;     /* of keys that are registered here */
};

/* --- one closing ------------------------------------------------------------------------------ */

struct learned {
    struct app *app;
    struct learned_closing closing;
    struct key_certificates certificates;
    bool added;
};

static enum status
take_effect(struct store *store, void *context, struct error *err)
{
    struct learned *it = context;
    bool compromised = text_equal(it->closing.action, CLOSING_COMPROMISE);
    struct key_effect effect = {
        .closing = it->closing.sha256,
        .compromised = compromised,
        .since = it->closing.since,
        .certificates = &it->certificates,
        .stamp = app_stamp(it->app,
                           arena_printf(it->app->arena, "Mục %lld của sổ cái: khóa của con dấu %s",
                                        (long long)it->closing.position,
                                        compromised ? "bị lộ" : "thôi dùng"))};

    TRY(store_add_learned_closing(store, &it->closing, &it->added, err));
    if (!it->added) /* by another process, meanwhile */
        return OK;
    for (size_t i = 0; i < it->certificates.list.count; i++)
        TRY(store_add_learned_certificate(store, it->closing.sha256, it->certificates.list.items[i],
                                          err));
    return key_effect_apply(it->app, &effect, err);
}

/* Its paper lies here, or it was learned before. */
static enum status
is_known(struct app *app, const char *kid, const char *sha256, bool *known, struct error *err)
{
    struct key_closings all = {0};

    TRY(store_list_key_closings(app->store, NULL, false, STORE_ROWS_MAX, app->arena, &all, err));
    *known = false;
    for (size_t i = 0; i < all.list.count; i++)
        *known |= text_equal(all.list.items[i].sha256, sha256) &&
                  text_starts(all.list.items[i].key_id, kid);
    return OK;
}

static enum status
learn_closing(struct learning *work, uint64_t index, const struct leaf *said, struct error *err)
{
    AUTO(buffer) *proof = buffer_new(PROOF_FILE_MAX);
    char hash[SHA256_HEX_SIZE], kid[2 * LEAF_KID_SIZE + 1];
    struct learned it = {.app = work->app};
    struct leaf leaf;
    bool known;

    TRY(is_known(work->app, hex_write(said->kid, LEAF_KID_SIZE, kid), digest_hex(&said->hash, hash),
                 &known, err));
    if (known)
        return OK;
    TRY(ledger_remote_leaf(work->remote, index, &leaf, proof, err));
    if (leaf.kind != LEAF_KEY || leaf_enrols(&leaf))
        return fail(err, UNTRUSTED,
                    "Sổ cái chung đưa mục %llu khác với bằng chứng của nó. Không dùng; hãy hỏi nơi "
                    "giữ sổ cái.",
                    (unsigned long long)index);
    it.closing = (struct learned_closing){
        .position = (int64_t)index,
        .sha256 = digest_hex(&leaf.hash, hash),
        .kid = hex_write(leaf.kid, LEAF_KID_SIZE, kid),
        .action = leaf.action == KEY_COMPROMISE ? CLOSING_COMPROMISE : CLOSING_RETIRE,
        .since = (int64_t)leaf.from,
        .entered = moment_in_vietnam(leaf.time),
        .learned = app_now(work->app),
        .proof = buffer_span(proof)};
    TRY(key_certificates_find(work->app, it.closing.kid, &it.certificates, err));
    TRY(store_transact(work->app->store, take_effect, &it, err));
    *work->learned += it.added && it.certificates.list.count > 0;
    return OK;
}

/* --- all entries ------------------------------------------------------------------------------ */

static enum status
read_bundle(struct learning *work, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    uint64_t first = work->next - work->next % TILE_WIDTH;
    struct span bundle = {0}, entry;
    struct error ignored;
    struct leaf leaf;

    TRY(ledger_remote_bundle(work->remote, first, work->size, arena, &bundle, err));
    for (uint64_t at = first; at < first + TILE_WIDTH && at < work->size; at++) {
        TRY(tile_next_entry(&bundle, &entry, err));
        if (at < work->next)
            continue;
        bool known = leaf_parse(entry, &leaf, &ignored) == OK; /* else an audit names it */
        if (known && leaf.kind == LEAF_KEY && !leaf_enrols(&leaf))
            TRY(learn_closing(work, at, &leaf, err));
        work->next = at + 1;
    }
    return OK;
}

static enum status
read_on(struct learning *work, struct error *err)
{
    struct app *app = work->app;
    const char *text = NULL;

    TRY(store_get_instance(app->store, INSTANCE_LEDGER_READ, app->arena, &text, err));
    if (text && !ledger_parse_number(span_of(text), &work->next))
        return fail(err, CORRUPT, "Kho không nhớ đã đọc sổ cái đến mục nào.");
    while (work->next < work->size) {
        TRY(read_bundle(work, err));
        TRY(store_set_instance(app->store, INSTANCE_LEDGER_READ,
                               arena_printf(app->arena, "%llu", (unsigned long long)work->next),
                               err));
    }
    return OK;
}

enum status
ledger_learn_closings(struct ledger *ledger, size_t *learned, struct error *err)
{
    struct learning work = {.app = ledger->app, .remote = ledger->remote, .learned = learned};
    struct remote_checkpoint newest;

    if (!ledger->remote)
        return OK;
    enum status status = ledger_remote_checkpoint(ledger->remote, ledger->app->arena, &newest, err);
    if (status == NOT_FOUND) /* nothing is written yet */
        return OK;
    TRY(status);
    work.size = newest.size;
    return read_on(&work, err);
}

enum status
ledger_learn(struct app *app, struct error *err)
{
    AUTO(ledger) *ledger = NULL;
    struct home_settings settings;
    size_t learned = 0;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    if (!settings.ledger_url)
        return OK;
    TRY(ledger_open(app, &ledger, err));
    return ledger_learn_closings(ledger, &learned, err);
}
