/* SPDX-License-Identifier: Apache-2.0 */
#include "service/audit_document.h"

#include <stdlib.h>

#include "crypto/anchors_store.h"
#include "xml/record_xml.h"

struct document_judge {
    const struct trust *trust;
    struct anchors *nobody;
    struct verify_cache *cache;
};

struct document_judge *
document_judge_new(const struct trust *trust)
{
    struct document_judge *judge = heap_alloc(sizeof *judge);

    *judge = (struct document_judge){
        .trust = trust, .nobody = anchors_new(), .cache = verify_cache_new()};
    return judge;
}

void
document_judge_free(struct document_judge *judge)
{
    if (!judge)
        return;
    verify_cache_free(judge->cache);
    anchors_free(judge->nobody);
    free(judge);
}

/* What the gateway asks of a record before it takes it, but for what came with time. */
static enum status
check_signed(const struct document_judge *judge, const struct verdict_report *report,
             struct error *err)
{
    static const enum check_id needed[] = {CHECK_FORMAT, CHECK_INTEGRITY, CHECK_SIGNATURES,
                                           CHECK_CHAIN};
    static const enum check_id not_refused[] = {CHECK_ORDER, CHECK_PROFILE, CHECK_ROLES};

    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        const struct check *check = &report->checks[needed[i]];
        if (check->result != CHECK_YES && (needed[i] != CHECK_CHAIN || judge->trust))
            return fail(err, UNTRUSTED, "%s", check->reason);
    }
    for (size_t i = 0; i < COUNT_OF(not_refused); i++) {
        const struct check *check = &report->checks[not_refused[i]];
        if (check->result == CHECK_NO)
            return fail(err, UNTRUSTED, "%s", check->reason);
    }
    return OK;
}

static enum status
check_seal(const struct verdict_report *report, const uint8_t *kid, struct error *err)
{
    for (size_t i = 0; i < report->signature_count; i++) {
        const struct signature_report *signature = &report->signatures[i];
        if (signature->role == SIGNER_SCHOOL)
            return memcmp(signature->kid, kid, LEAF_KID_SIZE) == 0
                       ? OK
                       : fail(err, UNTRUSTED, "con dấu trên học bạ không phải khóa mà sổ cái ghi.");
    }
    return fail(err, UNTRUSTED, "học bạ không có con dấu của trường.");
}

/* What it says is what was signed: that was found before. */
static enum status
check_number(const struct verdict_report *report, const struct judged_document *document,
             struct arena *arena, struct error *err)
{
    struct record *claimed = arena_make(arena, struct record);
    struct problems problems = {0};
    const struct record *record = report->record;
    struct error why;

    if (!record && record_xml_read_claims(document->bytes, arena, claimed, &problems, &why) == OK)
        record = claimed;
    if (!record || !record->uuid || text_equal(record->uuid, document->uuid))
        return OK;
    return fail(err, UNTRUSTED, "học bạ mang mã tra cứu khác (%s).", record->uuid);
}

enum status
document_judge_look(struct document_judge *judge, const struct judged_document *document,
                    struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct verify_material material = {
        .anchors = judge->nobody, .now = document->at.seconds, .cache = judge->cache};
    struct verdict_report *report = arena_make(arena, struct verdict_report);

    if (judge->trust) {
        material.anchors = trust_anchors(judge->trust, TRUST_SIGNERS);
        material.authorities = trust_anchors(judge->trust, TRUST_TSA);
        material.responders = trust_anchors(judge->trust, TRUST_OCSP);
    }
    TRY(verify_record(document->bytes, &material, arena, report, err));
    TRY(check_signed(judge, report, err));
    TRY(check_number(report, document, arena, err));
    return check_seal(report, document->kid, err);
}
