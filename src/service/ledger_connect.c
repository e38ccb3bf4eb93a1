/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_connect.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "service/access.h"
#include "service/instance.h"
#include "service/ledger_inside.h"
#include "store/instance.h"

/* A token does not go over a network in the clear. */
static enum status
check_url(const char *url, struct error *err)
{
    static const char *const safe[] = {"https://", "http://127.0.0.1:", "http://[::1]:"};

    for (size_t i = 0; i < COUNT_OF(safe); i++)
        if (text_starts(url, safe[i]) && !strpbrk(url, " \t\r\n?#@"))
            return OK;
    return fail(
        err, USAGE,
        "Địa chỉ sổ cái phải là https://... (hoặc http://127.0.0.1:CỔNG của máy này), không "
        "phải “%s”.",
        url);
}

/* The token is good, and the ledger says nothing that its key did not sign. */
static enum status
try_service(struct app *app, const struct remote_plan *plan, struct error *err)
{
    AUTO(ledger_remote) *remote = NULL;
    struct remote_checkpoint newest;
    struct written_all all;

    TRY(ledger_remote_open(plan, &remote, err));
    TRY(ledger_remote_hand_in(remote, NULL, 0, app->arena, &all, NULL, err));
    enum status status = ledger_remote_checkpoint(remote, app->arena, &newest, err);
    return status == NOT_FOUND ? OK : status;
}

/* --- the ledger that there is -------------------------------------------------------------------
 */

static enum status
has_entries(struct error *err)
{
    return fail(err, CONFLICT,
                "Hệ thống này đã ghi học bạ vào một sổ cái khác; một học bạ chỉ có một mục trong "
                "một sổ. Chưa đổi gì.");
}

/* Nothing stands in it, noted or not. */
static enum status
check_empty(struct app *app, struct error *err)
{
    AUTO(ledger) *ledger = NULL;

    TRY(ledger_open(app, &ledger, err));
    return ledger->writer && writer_size(ledger->writer) ? has_entries(err) : OK;
}

static enum status
set_aside(struct app *app, struct error *err)
{
    const char *before = arena_printf(app->arena, "%s/ledger-before", app->home);

    if (file_exists(before) || rename(ledger_home(app), before) != 0)
        return fail(err, CONFLICT, "Không cất được sổ cái chưa dùng sang %s. Chưa đổi gì.", before);
    return OK;
}

/* *same: this instance knows the ledger by that name and key already. */
static enum status
look_at_own(struct app *app, struct span name, bool *same, struct error *err)
{
    struct ledger_counts counts;
    struct span own = {0};

    TRY(store_count_ledger(app->store, &counts, err));
    if (ledger_exists(app))
        TRY(ledger_read_name(app, &own, err));
    *same = span_equal(own, name);
    if (*same)
        return OK;
    if (counts.entered)
        return has_entries(err);
    return ledger_exists(app) ? check_empty(app, err) : OK;
}

/* Settings last: until then the instance hands in nowhere else. */
static enum status
take_over(struct app *app, const struct remote_plan *plan, bool same, struct error *err)
{
    if (!same) {
        if (ledger_exists(app))
            TRY(set_aside(app, err));
        TRY(folder_make(ledger_home(app), 0700, err));
        TRY(store_set_instance(app->store, INSTANCE_LEDGER_SINCE, app_now_text(app), err));
        TRY(store_set_instance(app->store, INSTANCE_LEDGER_READ, NULL, err));
        TRY(file_write(arena_printf(app->arena, "%s/origin", ledger_home(app)), plan->name, 0644,
                       err));
    }
    TRY(home_settings_set(app->home, "ledger.token", plan->token, err));
    return home_settings_set(app->home, "ledger.url", plan->url, err);
}

static enum status
whole_path(struct app *app, const char *path, const char **whole, struct error *err)
{
    char *found = realpath(path, NULL);

    if (!found)
        return fail(err, NOT_FOUND, "Không có tệp “%s”.", path);
    *whole = arena_text(app->arena, found);
    free(found);
    return strchr(*whole, '\n') ? fail(err, USAGE, "Đường dẫn của tệp mã có dấu xuống dòng.") : OK;
}

enum status
ledger_connect(struct app *app, const struct connect_order *order, struct error *err)
{
    struct remote_plan plan = {.url = order->url};
    bool same;

    TRY(access_check(app, MAY_BACK_UP, NULL, err));
    TRY(check_url(order->url, err));
    TRY(whole_path(app, order->token_file, &plan.token, err));
    TRY(ledger_remote_name(order->url, app->arena, &plan.name, err));
    TRY(look_at_own(app, plan.name, &same, err));
    TRY(try_service(app, &plan, err));
    return take_over(app, &plan, same, err);
}
