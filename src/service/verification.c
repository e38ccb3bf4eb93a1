/* SPDX-License-Identifier: Apache-2.0 */
#include "service/verification.h"

#include <assert.h>
#include <stdlib.h>

#include "service/trust_folder.h"
#include "verify/foreign.h"
#include "verify/library.h"
#include "verify/report.h"

struct verification {
    struct hocba_verifier *verifier;
    struct verify_cache *foreign_cache; /* of documents that are no records */
    int64_t now;
};

/* --- setting up ------------------------------------------------------------------------------- */

/* What the library answered, with its sentence and status. */
static enum status
taken(const struct verification *verification, enum hocba_status status, struct error *err)
{
    if (status == HOCBA_OK)
        return OK;
    *err = *library_error(verification->verifier);
    return err->status;
}

static enum status
add_anchors(struct verification *verification, const char *path, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct hocba_verifier *verifier = verification->verifier;
    struct trust_bytes bytes;

    TRY(trust_read(path, arena, &bytes, err));
    if (bytes.pem.data)
        return taken(verification,
                     hocba_verifier_add_anchors(verifier, bytes.pem.data, bytes.pem.size), err);
    struct hocba_trust_file *files =
        arena_make_array(arena, bytes.count + 1, struct hocba_trust_file);
    for (size_t i = 0; i < bytes.count; i++)
        files[i] = (struct hocba_trust_file){bytes.files[i].name, bytes.files[i].bytes.data,
                                             bytes.files[i].bytes.size};
    return taken(
        verification,
        hocba_verifier_add_trust(verifier, bytes.table.data, bytes.table.size, files, bytes.count),
        err);
}

/* A file that the caller chose, not one to be judged. */
static enum status
unusable(const char *option, struct error *err)
{
    err->status = USAGE;
    return fail_within(err, "%s", option);
}

static enum status
add_material(struct verification *verification, const struct verification_order *order,
             struct error *err)
{
    struct hocba_verifier *verifier = verification->verifier;
    const struct span *policy = &order->policy, *registry = &order->registry;

    if (order->anchors && add_anchors(verification, order->anchors, err) != OK)
        return unusable("--anchors", err);
    if (policy->data &&
        taken(verification, hocba_verifier_add_policy(verifier, policy->data, policy->size), err))
        return unusable("--policy", err);
    if (registry->data &&
        taken(verification,
              hocba_verifier_add_registry(verifier, registry->data, registry->size, order->now),
              err))
        return unusable("--registry", err);
    return OK;
}

enum status
verification_open(const struct verification_order *order, struct verification **verification,
                  struct error *err)
{
    AUTO(verification) *opened = heap_alloc(sizeof *opened);

    *opened = (struct verification){.verifier = hocba_verifier_new(), .now = order->now};
    TRY(add_material(opened, order, err));
    *verification = opened;
    opened = NULL;
    return OK;
}

void
verification_free(struct verification *verification)
{
    if (!verification)
        return;
    hocba_verifier_free(verification->verifier);
    verify_cache_free(verification->foreign_cache);
    free(verification);
}

void
verification_tell_unread(const struct error *why, const char *file, struct json *json)
{
    report_write_json_unread(why, file, json);
}

/* --- judging ---------------------------------------------------------------------------------- */

enum verdict
verification_judge(struct verification *verification, const struct verified_file *file,
                   struct json *json, struct buffer *out)
{
    const struct hocba_file bytes = {
        .bytes = file->bytes.data,
        .size = file->bytes.size,
        .proof = file->proof.data,
        .proof_size = file->proof.size,
        .status_list = file->status_list.data,
        .status_list_size = file->status_list.size,
        .before = file->before.data,
        .before_size = file->before.size,
    };
    struct hocba_report *report;
    enum hocba_status status =
        hocba_verify_file(verification->verifier, &bytes, verification->now, &report);

    assert(status == HOCBA_OK); /* misused only without anchors */
    if (json)
        report_write_json(library_report(report), file->name, json);
    else if (out)
        report_write_text(library_report(report), file->name, out);
    enum verdict verdict = library_report(report)->verdict;
    hocba_report_free(report);
    return verdict;
}

enum check_result
verification_judge_foreign(struct verification *verification, struct span file, const char *name,
                           struct json *json, struct buffer *out)
{
    AUTO(arena) *arena = arena_new();
    const struct trust *trust = library_trust(verification->verifier);
    struct foreign_report report;

    if (!verification->foreign_cache)
        verification->foreign_cache = verify_cache_new();
    struct foreign_settings settings = {
        .anchors = trust ? trust_anchors(trust, TRUST_SIGNERS) : NULL,
        .authorities = trust ? trust_anchors(trust, TRUST_TSA) : NULL,
        .responders = trust ? trust_anchors(trust, TRUST_OCSP) : NULL,
        .now = verification->now,
        .cache = verification->foreign_cache};
    verify_foreign(file, &settings, arena, &report);
    if (json)
        foreign_write_json(&report, name, json);
    else
        foreign_write_text(&report, name, out);
    return foreign_result(&report);
}
