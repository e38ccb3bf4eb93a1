/* SPDX-License-Identifier: Apache-2.0
 *
 * A record that was not issued here, through the verifier as anybody's file: by the trust store
 * that DIR/settings names, and nothing that this instance knows better.
 */
#ifndef HOCBA_SERVICE_RECORD_JUDGE_H
#define HOCBA_SERVICE_RECORD_JUDGE_H

#include "service/app.h"
#include "service/instance.h"
#include "verify/verify.h"

struct judging {
    struct moment at; /* when its certificates have to be good */
    bool by_policy;   /* the ledger's proof is asked too, where the settings name a policy */
};

/* OK with any verdict. `settings` name a trust store. */
MUST_CHECK enum status record_judge(struct app *app, const struct home_settings *settings,
                                    struct span file, const struct judging *how,
                                    struct verdict_report *report, struct error *err);
/* Why it is not authentic, or cannot be decided: the first reason of that; NULL: it says none. */
const char *record_judge_reason(const struct verdict_report *report, enum check_result result);

#endif
