/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/decision.h"

static enum status
read_all(struct pair_reading *reading, struct span file, struct decision_file *decision,
         struct error *err)
{
    TRY(xml_scan(file, DECISION_FILE_MAX, reading->arena, &reading->xml, err));
    TRY(decision_xml_read(&reading->xml, reading->arena, &decision->data, err));
    TRY(pair_read(reading, PAIR_DECISION, "Quyết định về học bạ", err));
    decision->officer = pair_signer_of(reading, 0);
    decision->sealed = reading->count == PAIR_SIGNATURES;
    if (decision->sealed)
        decision->seal = pair_signer_of(reading, 1);
    return OK;
}

enum status
decision_read(struct span file, struct arena *arena, struct decision_file *decision,
              struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct pair_reading *reading = arena_make(arena, struct pair_reading);
    struct decision_file made = {0};

    *reading = (struct pair_reading){.arena = arena, .cache = cache};
    TRY(read_all(reading, file, &made, err));
    *decision = made;
    return OK;
}

static enum status
check_path(struct pair_reading *reading, size_t number, const struct anchors *anchors, int64_t now,
           struct error *err)
{
    const char *reason;

    switch (signature_check_path(&reading->signatures[number], &reading->chains[number], anchors,
                                 now, reading->cache, reading->arena, &reason)) {
    case CHECK_YES: return OK;
    case CHECK_NO: return fail(err, UNTRUSTED, "Quyết định không đáng tin: %s", reason);
    default: return fail(err, UNDECIDED, "Chưa thể tin quyết định: %s", reason);
    }
}

static enum status
check_department(const struct pair_reading *reading, const struct decision_data *data,
                 struct error *err)
{
    const struct certificate *seal = reading->chains[1].leaf->certificate;

    if (seal->person_number || seal->school_code ||
        !text_equal(seal->department_code, data->department_code))
        return fail(err, UNTRUSTED,
                    "Quyết định không mang con dấu của cơ quan quản lý mà nó ghi tên (%s).",
                    data->department_name);
    return OK;
}

enum status
decision_judge(struct span file, const struct anchors *anchors, int64_t now, struct arena *arena,
               struct decision_file *decision, struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct pair_reading *reading = arena_make(arena, struct pair_reading);
    struct decision_file made = {0};

    *reading = (struct pair_reading){.arena = arena, .cache = cache};
    TRY(read_all(reading, file, &made, err));
    if (!made.sealed)
        return fail(err, UNTRUSTED, "Quyết định chưa có con dấu của cơ quan quản lý.");
    for (size_t i = 0; i < reading->count; i++)
        TRY(check_path(reading, i, anchors, now, err));
    TRY(check_department(reading, &made.data, err));
    *decision = made;
    return OK;
}
