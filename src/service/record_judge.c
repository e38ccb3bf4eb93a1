/* SPDX-License-Identifier: Apache-2.0 */
#include "service/record_judge.h"

#include "base/file.h"
#include "ledger/policy.h"
#include "service/trust_folder.h"

static enum status
read_policy(struct app *app, const char *path, const struct policy **policy, struct error *err)
{
    struct span text;

    if (!path)
        return OK;
    TRY(file_read(app->arena, path, POLICY_FILE_MAX, &text, err));
    return policy_parse(text, app->arena, policy, err);
}

enum status
record_judge(struct app *app, const struct home_settings *settings, struct span file,
             const struct judging *how, struct verdict_report *report, struct error *err)
{
    AUTO(trust) *trust = NULL;
    struct verify_material material = {.now = how->at.seconds};

    TRY(trust_open(settings->verify_anchors, &trust, err));
    if (how->by_policy)
        TRY(read_policy(app, settings->verify_policy, &material.policy, err));
    material.anchors = trust_anchors(trust, TRUST_SIGNERS);
    material.authorities = trust_anchors(trust, TRUST_TSA);
    material.responders = trust_anchors(trust, TRUST_OCSP);
    return verify_record(file, &material, app->arena, report, err);
}

const char *
record_judge_reason(const struct verdict_report *report, enum check_result result)
{
    for (int id = 0; id < CHECK_COUNT; id++)
        if (report->checks[id].result == result && report->checks[id].reason)
            return report->checks[id].reason;
    return NULL;
}
