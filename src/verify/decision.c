/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/decision.h"

#include "verify/signature.h"

struct reading {
    struct arena *arena;
    struct verify_cache *cache;
    struct xml_document xml;
    struct digester digester;
    struct xades_signature signatures[DECISION_SIGNATURES];
    struct signature_chain chains[DECISION_SIGNATURES];
    size_t count;
};

static enum status
read_signature(struct reading *reading, const struct xades_place *place, struct error *err)
{
    size_t number = reading->count;
    struct xades_signature *signature = &reading->signatures[number];

    TRY(xades_read(&reading->xml, place, reading->signatures, number, signature, err));
    if (!signature_digests_match(signature, &reading->digester))
        return fail(err, UNTRUSTED, "Quyết định về học bạ đã bị thay đổi sau khi ký.");
    signature_read_chain(signature, reading->cache, &reading->chains[number]);
    TRY(signature_check_value(signature, &reading->chains[number], err));
    reading->count++;
    return OK;
}

static struct decision_signed
signed_by(const struct reading *reading, size_t number)
{
    const struct certificate *certificate = reading->chains[number].leaf->certificate;
    struct decision_signed signed_as = {.certificate = certificate->sha256,
                                        .at = reading->signatures[number].time};
    struct digest key = certificate_key_id(certificate);

    memcpy(signed_as.kid, key.bytes, sizeof signed_as.kid);
    return signed_as;
}

static enum status
read_all(struct reading *reading, struct span file, struct decision_file *decision,
         struct error *err)
{
    struct xades_place places[DECISION_SIGNATURES];
    size_t count;

    TRY(xml_scan(file, DECISION_FILE_MAX, reading->arena, &reading->xml, err));
    TRY(decision_xml_read(&reading->xml, reading->arena, &decision->data, err));
    reading->digester = (struct digester){.xml = &reading->xml};
    TRY(xades_find_decision_places(&reading->xml, places, &count, err));
    for (size_t i = 0; i < count; i++)
        TRY(read_signature(reading, &places[i], err));
    decision->officer = signed_by(reading, 0);
    decision->sealed = count == DECISION_SIGNATURES;
    if (decision->sealed)
        decision->seal = signed_by(reading, 1);
    return OK;
}

enum status
decision_read(struct span file, struct arena *arena, struct decision_file *decision,
              struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct reading *reading = arena_make(arena, struct reading);
    struct decision_file made = {0};

    *reading = (struct reading){.arena = arena, .cache = cache};
    TRY(read_all(reading, file, &made, err));
    *decision = made;
    return OK;
}

static enum status
check_path(struct reading *reading, size_t number, const struct anchors *anchors, int64_t now,
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
check_department(const struct reading *reading, const struct decision_data *data, struct error *err)
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
    struct reading *reading = arena_make(arena, struct reading);
    struct decision_file made = {0};

    *reading = (struct reading){.arena = arena, .cache = cache};
    TRY(read_all(reading, file, &made, err));
    if (!made.sealed)
        return fail(err, UNTRUSTED, "Quyết định chưa có con dấu của cơ quan quản lý.");
    for (size_t i = 0; i < reading->count; i++)
        TRY(check_path(reading, i, anchors, now, err));
    TRY(check_department(reading, &made.data, err));
    *decision = made;
    return OK;
}
