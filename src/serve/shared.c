/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/shared.h"

#include "serve/inside.h"
#include "store/store.h"

/* The process lives. */
enum status
health_check(struct visit *visit, struct error *err)
{
    (void)err;
    visit->answer->code = 200;
    visit->answer->body = SPAN("ok\n");
    return OK;
}

/* The database answers: whoever spreads work over servers sends none otherwise. */
enum status
readiness_check(struct visit *visit, struct error *err)
{
    struct store_facts facts;

    TRY(store_facts(visit->app->store, visit->arena, &facts, err));
    visit->answer->code = 200;
    visit->answer->body = SPAN("ready\n");
    return OK;
}

enum status
metrics_show(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct ledger_state ledger;

    (void)err;
    metrics_write(&visit->serve->metrics, out);
    ledger_keeper_state(visit->serve->keeper, &ledger);
    metrics_write_ledger(ledger.waiting, ledger.refused, ledger.provisional, ledger.behind_for,
                         ledger.alarm, ledger.unstamped_for, out);
    visit_send_page(visit, out);
    visit->answer->type = "text/plain; version=0.0.4; charset=utf-8";
    return OK;
}

enum { YEAR_SECONDS = 365 * 24 * 60 * 60 };

enum status
language_set(struct visit *visit, struct error *err)
{
    const char *back = web_form(visit->request, "ve");

    (void)err;
    visit_set_cookie(visit, "ngon_ngu",
                     text_equal(web_form(visit->request, "ngon_ngu"), "en") ? "en" : "vi",
                     YEAR_SECONDS);
    visit_go(visit, "%s", back ? back : "/");
    return OK;
}
