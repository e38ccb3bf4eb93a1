/* SPDX-License-Identifier: Apache-2.0 */
#include "service/self_check.h"

#include <stdlib.h>
#include <string.h>

#include "service/signers_good.h"
#include "store/certificates.h"

enum { SIGNERS_MAX = 16 }; /* whose anchors are kept: a school's classes have that many teams */

/* The certificates that signed one record, mostly those of the next one too. */
struct signers {
    char *names; /* digests, one after the other */
    struct anchors *anchors;
};

struct self_check {
    struct app *app;
    struct verify_cache *cache; /* its paths end in the anchors: both are forgotten together */
    struct signers signers[SIGNERS_MAX];
    size_t count;
};

struct self_check *
self_check_new(struct app *app)
{
    struct self_check *check = heap_alloc(sizeof *check);

    *check = (struct self_check){.app = app, .cache = verify_cache_new()};
    return check;
}

static void
forget(struct self_check *check)
{
    verify_cache_free(check->cache);
    check->cache = NULL;
    for (size_t i = 0; i < check->count; i++) {
        free(check->signers[i].names);
        anchors_free(check->signers[i].anchors);
    }
    check->count = 0;
}

void
self_check_free(struct self_check *check)
{
    if (!check)
        return;
    forget(check);
    free(check);
}

static const struct anchors *
find_kept(const struct self_check *check, const char *names)
{
    for (size_t i = 0; i < check->count; i++)
        if (text_equal(check->signers[i].names, names))
            return check->signers[i].anchors;
    return NULL;
}

static void
keep(struct self_check *check, const char *names, struct anchors *anchors)
{
    if (check->count == SIGNERS_MAX) {
        forget(check);
        check->cache = verify_cache_new();
    }
    check->signers[check->count++] = (struct signers){strdup(names), anchors};
}

/* The registered certificates of these signatures, as anchors. */
static enum status
read_anchors(struct app *app, const struct record_signatures *signatures, struct anchors **anchors,
             struct error *err)
{
    AUTO(buffer) *pem = buffer_new(ANCHORS_PEM_MAX);

    for (size_t i = 0; i < signatures->list.count; i++) {
        AUTO(certificate) *certificate = NULL;
        struct stored_certificate stored;
        TRY(store_find_certificate_by_sha256(app->store, signatures->list.items[i].certificate,
                                             app->arena, &stored, err));
        TRY(certificate_parse(stored.der, &certificate, err));
        certificate_write_pem(certificate, pem);
    }
    return anchors_parse(buffer_span(pem), anchors, err);
}

static enum status
load_anchors(struct self_check *check, const struct record_signatures *signatures,
             const struct anchors **anchors, struct error *err)
{
    AUTO(buffer) *names = buffer_new(ANCHORS_PEM_MAX);
    struct anchors *read;

    for (size_t i = 0; i < signatures->list.count; i++)
        buffer_text(names, signatures->list.items[i].certificate);
    if (names->size == 0)
        return fail(err, UNTRUSTED, "Học bạ chưa có chữ ký nào.");
    *anchors = find_kept(check, names->data);
    if (*anchors)
        return OK;
    TRY(read_anchors(check->app, signatures, &read, err));
    keep(check, names->data, read);
    *anchors = read;
    return OK;
}

/* Each signature in the document is the one that the store tells of. */
static enum status
check_signers(const struct verdict_report *report, const struct record_signatures *signatures,
              struct error *err)
{
    size_t matched = 0;

    for (size_t i = 0; i < report->signature_count; i++) {
        const struct signature_report *found = &report->signatures[i];
        for (size_t j = 0; j < signatures->list.count; j++) {
            const struct record_signature *told = &signatures->list.items[j];
            matched += text_equal(told->role, signer_role_key(found->role)) &&
                       text_equal(told->subject, found->subject_code) &&
                       text_equal(told->certificate, found->certificate_sha256);
        }
    }
    if (matched != report->signature_count || matched != signatures->list.count)
        return fail(err, CORRUPT,
                    "Các chữ ký trong học bạ khác các chữ ký mà hệ thống đã ghi. Không dùng học bạ "
                    "này; hãy báo người vận hành (hocba doctor).");
    return OK;
}

/* The first reason why it is not authentic. */
static enum status
status_of(const struct verdict_report *report, struct error *err)
{
    if (report->verdict == VERDICT_AUTHENTIC)
        return OK;
    for (int id = 0; id < CHECK_COUNT; id++) {
        const struct check *check = &report->checks[id];
        if (check->result == CHECK_NO || check->result == CHECK_UNKNOWN)
            return fail(err, UNTRUSTED, "Học bạ không qua được bước tự xác minh: %s",
                        check->reason);
    }
    return fail(err, UNTRUSTED, "Học bạ không qua được bước tự xác minh.");
}

enum status
self_check_record(struct self_check *check, const char *uuid, struct span document,
                  struct moment at, bool may_be_withdrawn, struct verdict_report *report,
                  struct error *err)
{
    struct app *app = check->app;
    struct record_signatures signatures = {0};
    const struct anchors *anchors;

    TRY(store_list_signatures(app->store, uuid, app->arena, &signatures, err));
    if (!may_be_withdrawn)
        TRY(signers_check_good(app, &signatures, err));
    TRY(load_anchors(check, &signatures, &anchors, err));
    struct verify_material material = {
        .anchors = anchors, .now = at.seconds, .cache = check->cache};
    TRY(verify_record(document, &material, app->arena, report, err));
    TRY(status_of(report, err));
    if (!text_equal(report->record->uuid, uuid))
        return fail(err, CORRUPT, "Học bạ mang mã tra cứu khác mã mà hệ thống đã ghi.");
    return check_signers(report, &signatures, err);
}
