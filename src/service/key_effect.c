/* SPDX-License-Identifier: Apache-2.0 */
#include "service/key_effect.h"

#include "model/state.h"
#include "service/ledger_documents.h"
#include "service/notices.h"
#include "store/certificates.h"
#include "store/key_closings.h"
#include "store/records.h"

enum status
key_certificates_find(struct app *app, const char *key_id, struct key_certificates *certificates,
                      struct error *err)
{
    struct stored_certificates all = {0};
    char hex[SHA256_HEX_SIZE];

    TRY(store_list_certificates(app->store, NULL, NULL, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        struct digest id;
        TRY(ledger_key_id(app, all.list.items[i].sha256, &id, err));
        if (text_starts(digest_hex(&id, hex), key_id))
            *list_add(app->arena, certificates->list) = all.list.items[i].sha256;
    }
    return OK;
}

/* --- records ---------------------------------------------------------------------------------- */

struct voiding {
    struct app *app;
    struct key_effect *effect;
    struct notice_classes classes; /* whose records became void */
};

static void
name_class(struct voiding *work, const char *class_id)
{
    for (size_t i = 0; i < work->classes.list.count; i++)
        if (text_equal(work->classes.list.items[i], class_id))
            return;
    *list_add(work->app->arena, work->classes.list) = class_id;
}

/* What the ledger revokes (R7): superseded ones stay what they are. */
static enum status
void_records(struct voiding *work, const char *certificate, struct error *err)
{
    struct closed_records records = {0};
    struct app *app = work->app;
    enum state state, to;
    struct error final;

    TRY(store_list_closed_records(app->store, certificate, work->effect->since, app->arena,
                                  &records, err));
    for (size_t i = 0; i < records.list.count; i++) {
        const struct closed_record *one = &records.list.items[i];
        if (!state_parse(one->state, &state))
            return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ.", one->record);
        if (state_step(state, VERB_VOID, SIGNERS_V10, &to, &final) != OK)
            continue;
        TRY(store_step_record(app->store, one->record, verb_key(VERB_VOID), one->state,
                              state_key(to), &work->effect->stamp, err));
        name_class(work, one->class_id);
        work->effect->records++;
    }
    return OK;
}

static enum status
close_certificate(struct voiding *work, const struct stored_certificate *stored, struct error *err)
{
    struct key_effect *effect = work->effect;
    struct app *app = work->app;
    int64_t received;

    if (!text_equal(stored->state, CERTIFICATE_WITHDRAWN))
        TRY(store_add_certificate_event(app->store, stored->id, CERTIFICATE_WITHDRAWN,
                                        &effect->stamp, err));
    if (!effect->compromised)
        return OK;
    TRY(void_records(work, stored->sha256, err));
    TRY(store_count_closed_received(app->store, stored->sha256, effect->since, &received, err));
    effect->received += received;
    return OK;
}

/* --- who hears of it -------------------------------------------------------------------------- */

static enum status
tell(struct voiding *work, const struct stored_certificate *stored, struct error *err)
{
    const struct key_effect *effect = work->effect;
    struct arena *arena = work->app->arena;

    const char *what =
        effect->compromised
            ? arena_printf(arena,
                           "Khóa của con dấu %s bị lộ từ mục %lld của sổ cái: %zu học bạ đã vào sổ "
                           "từ mục ấy bị thu hồi. Hãy lập lại những học bạ ấy và ký bằng con dấu "
                           "có khóa mới.",
                           stored->subject, (long long)effect->since, effect->records)
            : arena_printf(arena,
                           "Khóa của con dấu %s thôi dùng theo sổ cái. Học bạ đã vào sổ còn nguyên "
                           "giá trị; từ nay ký bằng con dấu có khóa mới.",
                           stored->subject);
    return notices_add_closed_key(work->app,
                                  &(struct closed_key_news){.unit = stored->unit,
                                                            .closing = effect->closing,
                                                            .words = what,
                                                            .stamp = &effect->stamp},
                                  &work->classes, err);
}

enum status
key_effect_apply(struct app *app, struct key_effect *effect, struct error *err)
{
    struct voiding work = {.app = app, .effect = effect};
    struct stored_certificate stored = {0};

    effect->records = 0;
    effect->received = 0;
    for (size_t i = 0; i < effect->certificates->list.count; i++) {
        TRY(store_find_certificate_by_sha256(app->store, effect->certificates->list.items[i],
                                             app->arena, &stored, err));
        TRY(close_certificate(&work, &stored, err));
    }
    return stored.unit ? tell(&work, &stored, err) : OK;
}

/* --- afterwards ------------------------------------------------------------------------------- */

static enum status
catch_up(struct store *store, void *context, struct error *err)
{
    struct app *app = context;
    struct key_closings all = {0};

    TRY(store_list_key_closings(store, NULL, false, STORE_ROWS_MAX, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct key_closing *one = &all.list.items[i];
        struct key_effect effect = {.since = one->since,
                                    .stamp = app_stamp(app, "khóa của con dấu đã bị lộ")};
        struct voiding work = {.app = app, .effect = &effect};
        struct closed_certificates certificates = {0};
        if (!text_equal(one->action, CLOSING_COMPROMISE))
            continue;
        TRY(store_list_certificates_of_closing(store, one->sha256, app->arena, &certificates, err));
        for (size_t k = 0; k < certificates.list.count; k++)
            TRY(void_records(&work, certificates.list.items[k], err));
    }
    return OK;
}

enum status
key_effect_catch_up(struct app *app, struct error *err)
{
    return store_transact(app->store, catch_up, app, err);
}
