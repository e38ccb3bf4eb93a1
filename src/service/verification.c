/* SPDX-License-Identifier: Apache-2.0 */
#include "service/verification.h"

#include <stdlib.h>

#include "verify/registry.h"
#include "verify/report.h"

struct verification {
    struct arena *arena;
    struct anchors *anchors;
    struct verify_cache *cache;
    const struct registry *registry;
    int64_t now;
};

enum status
verification_open(struct span anchors, struct span registry, int64_t now, struct arena *arena,
                  struct verification **verification, struct error *err)
{
    AUTO(verification) *opened = heap_alloc(sizeof *opened);

    *opened = (struct verification){.arena = arena, .now = now, .cache = verify_cache_new()};
    TRY(anchors_parse(anchors, &opened->anchors, err));
    if (registry.data)
        TRY(registry_read(registry, opened->anchors, now, arena, &opened->registry, err));
    *verification = opened;
    opened = NULL;
    return OK;
}

void
verification_free(struct verification *verification)
{
    if (!verification)
        return;
    anchors_free(verification->anchors);
    verify_cache_free(verification->cache);
    free(verification);
}

enum status
verification_check(struct verification *verification, struct span file,
                   struct verdict_report *report, struct error *err)
{
    struct verify_material material = {.anchors = verification->anchors,
                                       .registry = verification->registry,
                                       .now = verification->now,
                                       .cache = verification->cache};

    return verify_record(file, &material, verification->arena, report, err);
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
