/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/outcome.h"

#include "serve/api.h"
#include "serve/inside.h"
#include "service/ledger.h"

void
outcome_send(struct visit *visit, const struct notice *notice)
{
    api_send_done(visit, NULL, notice->bad ? notice->bad : notice->good);
}

bool
outcome_is_shown(struct visit *visit, enum status status, const struct error *why,
                 struct notice *notice)
{
    if (visit->api ||
        (status != INVALID && status != DENIED && status != CONFLICT && status != USAGE))
        return false;
    visit->answer->code = status == DENIED ? 403 : status == CONFLICT ? 409 : 400;
    *notice = (struct notice){.bad = arena_text(visit->arena, why->message)};
    return true;
}

void
outcome_enter_ledger(struct visit *visit, struct notice *notice)
{
    struct ledger_entering entering;
    struct error why;

    if (!ledger_exists(visit->app))
        return;
    if (ledger_enter(visit->app, &entering, &why) != OK)
        notice->bad = arena_printf(
            visit->arena, "%s %s",
            T("Chưa ghi vào sổ cái, sẽ ghi ở lần sau:", "Not entered in the ledger yet:"),
            why.message);
    else if (entering.refused > 0) {
        notice->bad =
            arena_printf(visit->arena, "%s %s", T("Sổ cái không nhận:", "Refused by the ledger:"),
                         entering.refusal);
        ledger_keeper_wake(visit->serve->keeper); /* from now on it is shown beside the record */
    } else if (!entering.final && !notice->good)
        notice->good = T("Đã ghi vào sổ cái. Nhân chứng chưa ký nhận hết, nên bằng chứng còn tạm "
                         "thời.",
                         "Entered in the ledger. Its witnesses have not all signed, so proofs are "
                         "provisional.");
}
