/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_adopt.h"

#include "ledger/audit.h"
#include "ledger/tile.h"
#include "service/access.h"
#include "service/instance.h"
#include "service/ledger_ask.h"
#include "service/ledger_inside.h"
#include "service/policy_file.h"
#include "service/public_files.h"

struct adopting {
    struct app *app;
    const struct policy *policy; /* ledger.policy; NULL: none is set */
    struct public_files *copy;   /* NULL: none was named */
    struct span note;            /* the copy's checkpoint */
    uint64_t size, next;         /* leaves in the copy; the next that is read */
    struct span bundle;          /* what is left of the bundle that is being read */
};

/* --- the copy, before it is believed ---------------------------------------------------------- */

static enum status
read_offered(void *context, const char *path, size_t most, struct span *bytes, struct error *err)
{
    struct adopting *work = context;

    TRY(public_files_read(work->copy, path, most, bytes, err));
    if (text_equal(path, "checkpoint"))
        work->note =
            (struct span){arena_copy(work->app->arena, bytes->data, bytes->size), bytes->size};
    return OK;
}

/* Without a policy of the home: the ledger's own key, no witness. */
static enum status
own_policy(struct app *app, const struct policy **policy, struct error *err)
{
    struct span origin;

    TRY(ledger_read_name(app, &origin, err));
    const char *key = memchr(origin.data, '\n', origin.size);
    if (!key)
        return fail(err, CORRUPT, "Tệp origin của sổ cái bị hỏng.");
    return policy_parse(span_of(arena_printf(app->arena, "log %squorum none\n", key + 1)),
                        app->arena, policy, err);
}

static enum status
audit_copy(struct adopting *work, struct error *err)
{
    struct audit_order order = {.read = read_offered, .context = work, .policy = work->policy};
    struct audit audit;

    if (!order.policy)
        TRY(own_policy(work->app, &order.policy, err));
    TRY(audit_run(&order, work->app->arena, &audit, err));
    work->size = audit.leaves;
    if (audit.finding_count == 0)
        return OK;
    fail(err, UNTRUSTED,
         "Bản sao không dùng được, có %zu điều không khớp. Không lấy gì; sổ cái giữ nguyên. Hãy "
         "dùng bản sao khác. Điều đầu tiên: %s",
         audit.finding_count, audit.findings.items[0].sentence);
    return fail_detail(err, "%s", audit_rule_key(audit.findings.items[0].rule));
}

/* --- its entries ------------------------------------------------------------------------------ */

static enum status
open_bundle(struct adopting *work, uint64_t index, struct error *err)
{
    struct tile tile = {.level = TILE_ENTRIES, .index = index / TILE_WIDTH};
    char path[TILE_PATH_SIZE];
    struct span passed;

    tile.width = tile_width_at(TILE_ENTRIES, tile.index, work->size);
    TRY(public_files_read(work->copy, tile_write_path(&tile, path), AUDIT_BUNDLE_MAX, &work->bundle,
                          err));
    for (work->next = tile.index * TILE_WIDTH; work->next < index; work->next++)
        TRY(tile_next_entry(&work->bundle, &passed, err));
    return OK;
}

/* What is read here is hashed again, and must give the root that was audited. */
static enum status
read_entry(void *context, uint64_t index, struct span *entry, struct error *err)
{
    struct adopting *work = context;

    if (index != work->next || index % TILE_WIDTH == 0 || work->bundle.size == 0)
        TRY(open_bundle(work, index, err));
    work->next = index + 1;
    return tile_next_entry(&work->bundle, entry, err);
}

/* --- the whole -------------------------------------------------------------------------------- */

static enum status
adopt(struct adopting *work, const struct adopt_order *order, struct adopt_report *report,
      struct error *err)
{
    AUTO(http_client) *client = http_client_new(&(struct http_options){0});
    AUTO(place_peer) *peer = NULL;
    struct app *app = work->app;
    struct home_settings settings;
    struct adopted adopted;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    if (settings.ledger_url)
        return fail(err, CONFLICT,
                    "Sổ cái này do dịch vụ ở nơi khác giữ (ledger.url); việc này làm ở nơi ấy.");
    if (settings.ledger_policy)
        TRY(policy_file_read(settings.ledger_policy, app->arena, &work->policy, err));
    if (work->copy)
        TRY(audit_copy(work, err));
    struct writer_options options = {.policy = work->policy,
                                     .clock = app->options.system_clock,
                                     .ask = ask_witnesses,
                                     .context = client};
    TRY(place_peer_open(settings.ledger_place, settings.ledger_place_token, &options.place, &peer,
                        err));
    const struct adoption adoption = {
        .note = work->note, .read = read_entry, .context = work, .alone = order->alone};
    TRY(writer_adopt(ledger_home(app), &options, &adoption, &adopted, err));
    *report = (struct adopt_report){adopted.before, adopted.after, adopted.final};
    return OK;
}

enum status
ledger_adopt(struct app *app, const struct adopt_order *order, struct adopt_report *report,
             struct error *err)
{
    AUTO(public_files) *copy = order->copy ? public_files_open(order->copy) : NULL;
    struct adopting work = {.app = app, .copy = copy};

    TRY(access_check(app, MAY_BACK_UP, NULL, err));
    if (!ledger_exists(app))
        return fail(err, NOT_FOUND,
                    "Hệ thống này không có thư mục sổ cái. Hãy khôi phục một bản sao lưu có sổ "
                    "cái, rồi chạy lại.");
    return adopt(&work, order, report, err);
}
