/* SPDX-License-Identifier: Apache-2.0
 *
 * Issuing a class from a page, and what came of it: records, the ledger, the class's manifest.
 */
#ifndef HOCBA_SERVE_ISSUED_H
#define HOCBA_SERVE_ISSUED_H

#include "serve/account.h"
#include "serve/visit.h"
#include "service/batch.h"
#include "service/issued.h"
#include "service/ledger_keeper.h"
#include "service/receipt.h"
#include "service/sign_remote.h"

visit_run issued_page;     /* GET  /ky/{class}/phat-hanh */
visit_run issue_take;      /* POST /ky/{class}/phat-hanh */
visit_run issued_proof;    /* GET  /ky/{class}/bang-chung/{uuid} */
visit_run issued_api;      /* GET  /api/v1/classes/{class}/issued (serve/queue_list_api.c) */
visit_run issue_api;       /* POST /api/v1/classes/{class}/issued (the same) */
visit_run manifest_take;   /* POST /ky/{class}/bang-ke */
visit_run manifest_xml_of; /* GET  /ky/{class}/bang-ke */

struct issued_view {
    struct issued_class it;
    const struct batch *batch; /* what was just done; NULL: nothing */
    struct notice notice;
    bool leader;                   /* closes classes */
    struct sign_services services; /* remote ones */
    struct receipts receipts;      /* of what the person signed in the class */
    struct ledger_state *ledger;   /* as its keeper saw it last */
    struct notice key;             /* bad: why there is nothing to sign with here */
};

/* Issue what is ready of the path's class and enter it: view->batch, and a notice when the ledger
 * is behind. For the page and the API. */
MUST_CHECK enum status issued_issue(struct visit *visit, struct issued_view *view,
                                    struct error *err);

/* For the template. */
const struct outcome *issued_outcome(const struct issued_view *view, const char *uuid);
/* Why the ledger refuses this record; NULL: nobody says so. */
const char *issued_refusal(const struct issued_view *view, const char *uuid);
const char *issued_word(const struct visit *visit, const struct issued_view *view,
                        const struct issued_row *row, const char **tone);

#endif
