/* SPDX-License-Identifier: Apache-2.0 */
#include "service/verification.h"

#include <stdlib.h>

#include "service/trust_folder.h"
#include "verify/foreign.h"
#include "verify/registry.h"
#include "verify/report.h"

struct verification {
    struct arena *arena;
    struct trust *trust;
    struct verify_cache *cache;
    const struct registry *registry;
    int64_t now;
};

enum status
verification_open(const char *anchors, struct span registry, int64_t now, struct arena *arena,
                  struct verification **verification, struct error *err)
{
    AUTO(verification) *opened = heap_alloc(sizeof *opened);

    *opened = (struct verification){.arena = arena, .now = now, .cache = verify_cache_new()};
    if (anchors)
        TRY(trust_open(anchors, &opened->trust, err));
    if (registry.data)
        TRY(registry_read(registry, trust_anchors(opened->trust, TRUST_SIGNERS), now, arena,
                          &opened->registry, err));
    *verification = opened;
    opened = NULL;
    return OK;
}

void
verification_free(struct verification *verification)
{
    if (!verification)
        return;
    trust_free(verification->trust);
    verify_cache_free(verification->cache);
    free(verification);
}

enum status
verification_check(struct verification *verification, struct span file,
                   struct verdict_report *report, struct error *err)
{
    struct verify_material material = {.anchors = trust_anchors(verification->trust, TRUST_SIGNERS),
                                       .authorities = trust_anchors(verification->trust, TRUST_TSA),
                                       .responders = trust_anchors(verification->trust, TRUST_OCSP),
                                       .registry = verification->registry,
                                       .now = verification->now,
                                       .cache = verification->cache};

    return verify_record(file, &material, verification->arena, report, err);
}

enum check_result
verification_judge_foreign(struct verification *verification, struct span file, const char *name,
                           struct json *json, struct buffer *out)
{
    AUTO(arena) *arena = arena_new();
    struct foreign_settings settings = {
        .anchors = verification->trust ? trust_anchors(verification->trust, TRUST_SIGNERS) : NULL,
        .now = verification->now,
        .cache = verification->cache};
    struct foreign_report report;

    verify_foreign(file, &settings, arena, &report);
    if (json)
        foreign_write_json(&report, name, json);
    else
        foreign_write_text(&report, name, out);
    return foreign_result(&report);
}

void
verification_write_json(const struct verdict_report *report, const char *file, struct json *json)
{
    report_write_json(report, file, json);
}

void
verification_write_text(const struct verdict_report *report, const char *file, struct buffer *out)
{
    report_write_text(report, file, out);
}
