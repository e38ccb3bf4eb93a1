/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing in and out; the person's own account; the school's accounts and its access log.
 */
#ifndef HOCBA_SERVE_ACCOUNT_H
#define HOCBA_SERVE_ACCOUNT_H

#include "serve/outcome.h"
#include "service/access_log.h"
#include "service/account.h"

visit_run sign_in_form, sign_in_take, sign_out_take;
visit_run account_page, account_password_take, account_factor_offer, account_factor_take,
    account_session_end;
visit_run people_page, people_give_password, people_slips, people_close, people_drop_factor;
visit_run access_log_page, access_log_api;

visit_run accounts_api, account_give_api, account_close_api, account_factor_api;

enum { ACCOUNT_SLIPS_PDF_MAX = 16 * 1024 * 1024 };

struct account_view {
    struct session_rows sessions;
    struct new_factor factor;          /* .uri NULL: not being set up */
    const char *codes[RECOVERY_CODES]; /* [0] NULL: not just made */
    bool has_factor, first_password;
    struct notice notice;
};

/* The same as JSON: serve/account_api.c. */
void own_account_send(struct visit *visit, const struct account_view *view);

struct people_view {
    struct account_rows rows;
    const char *login, *password; /* the first password that was just given; NULL */
    struct notice notice;
};

#endif
