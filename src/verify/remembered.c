/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/remembered.h"

#include <stdlib.h>

#include "crypto/hash.h"

struct remembered {
    struct digest file, anchors, beside;
    const struct registry *registry;
    const struct policy *policy;
    int64_t now;
    struct arena
        *arena; /* owns the report, and the file that it borrows; NULL: this place is free */
    struct verdict_report *report;
};

struct verdict_memory {
    struct remembered places[REMEMBERED_MAX];
    size_t next; /* the one that was given longest ago */
};

struct verdict_memory *
verdict_memory_new(void)
{
    return heap_alloc(sizeof(struct verdict_memory));
}

void
verdict_memory_free(struct verdict_memory *memory)
{
    if (!memory)
        return;
    for (size_t i = 0; i < REMEMBERED_MAX; i++)
        arena_free(memory->places[i].arena);
    free(memory);
}

static const struct remembered *
find(const struct verdict_memory *memory, const struct remembered *asked)
{
    for (size_t i = 0; i < REMEMBERED_MAX; i++) {
        const struct remembered *place = &memory->places[i];
        if (place->arena && digest_equal(&place->file, &asked->file) && place->now == asked->now &&
            place->registry == asked->registry && place->policy == asked->policy &&
            digest_equal(&place->anchors, &asked->anchors) &&
            digest_equal(&place->beside, &asked->beside))
            return place;
    }
    return NULL;
}

/* All that is trusted, in one digest. */
static struct digest
anchors_of(const struct verify_material *material)
{
    const struct anchors *all[] = {material->anchors, material->authorities, material->responders};
    struct digest parts[COUNT_OF(all)];

    memset(parts, 0, sizeof parts);

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (all[i])
            parts[i] = anchors_id(all[i]);
    return sha256((struct span){(const char *)parts, sizeof parts});
}

/* All that was handed in beside the record, in one digest. */
static struct digest
beside_of(const struct verify_material *material)
{
    const struct span all[] = {material->proof, material->status_list, material->before};
    struct digest parts[COUNT_OF(all)];
    bool any = false;

    memset(parts, 0, sizeof parts);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (!all[i].data)
            continue;
        parts[i] = sha256(all[i]);
        any = true;
    }
    return any ? sha256((struct span){(const char *)parts, sizeof parts}) : parts[0];
}

enum status
verify_remembered(struct verdict_memory *memory, struct span file,
                  const struct verify_material *material, const struct verdict_report **report,
                  struct error *err)
{
    if (!material->anchors)
        return fail(err, USAGE, "Chưa cho biết các chứng thư gốc tin cậy (--anchors).");
    struct remembered asked = {.file = sha256(file),
                               .anchors = anchors_of(material),
                               .beside = beside_of(material),
                               .registry = material->registry,
                               .policy = material->policy,
                               .now = material->now};
    const struct remembered *found = find(memory, &asked);
    if (!found) {
        asked.arena = arena_new();
        asked.report = arena_make(asked.arena, struct verdict_report);
        struct span copy = {arena_copy(asked.arena, file.data, file.size), file.size};
        enum status status = verify_record(copy, material, asked.arena, asked.report, err);
        if (status != OK) {
            arena_free(asked.arena);
            return status;
        }
        struct remembered *place = &memory->places[memory->next];
        memory->next = (memory->next + 1) % REMEMBERED_MAX;
        arena_free(place->arena);
        *place = asked;
        found = place;
    }
    *report = found->report;
    return OK;
}
