/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/library.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "ledger/policy.h"
#include "verify/registry.h"
#include "verify/report.h"
#include "verify/verify.h"

enum { IDLE_MAX = 64, TEXT_MAX = 1024 * 1024 };

struct hocba_verifier {
    struct arena *arena; /* of the policy and the registry */
    struct trust *trust;
    const struct policy *policy;
    const struct registry *registry;
    struct error error;
    pthread_mutex_t lock; /* of what is below */
    struct verify_cache *idle[IDLE_MAX];
    size_t idle_count;
};

/* The report borrows the file, so it has a copy of its own. */
struct hocba_report {
    struct arena *arena;
    struct verdict_report inside;
};

/* --- setting up ------------------------------------------------------------------------------- */

struct hocba_verifier *
hocba_verifier_new(void)
{
    struct hocba_verifier *verifier = heap_alloc(sizeof *verifier);

    verifier->arena = arena_new();
    pthread_mutex_init(&verifier->lock, NULL);
    return verifier;
}

void
hocba_verifier_free(struct hocba_verifier *verifier)
{
    if (!verifier)
        return;
    while (verifier->idle_count > 0)
        verify_cache_free(verifier->idle[--verifier->idle_count]);
    pthread_mutex_destroy(&verifier->lock);
    trust_free(verifier->trust);
    arena_free(verifier->arena);
    free(verifier);
}

static enum hocba_status
public_status(enum status status)
{
    switch (status) {
    case OK: return HOCBA_OK;
    case UNTRUSTED: return HOCBA_NOT_TRUSTED;
    case UNDECIDED: return HOCBA_NOT_DECIDED;
    default: return HOCBA_NOT_READABLE;
    }
}

static enum hocba_status
misused(struct hocba_verifier *verifier, const char *why)
{
    error_fill(&verifier->error, USAGE, "%s", why);
    return HOCBA_MISUSED;
}

static enum hocba_status
trusted_already(struct hocba_verifier *verifier)
{
    return misused(verifier, "Các chứng thư gốc tin cậy đã được cho biết rồi.");
}

enum hocba_status
hocba_verifier_add_anchors(struct hocba_verifier *verifier, const void *pem, size_t size)
{
    if (verifier->trust)
        return trusted_already(verifier);
    verifier->error = (struct error){0};
    return public_status(
        trust_parse_pem((struct span){pem, size}, &verifier->trust, &verifier->error));
}

enum hocba_status
hocba_verifier_add_trust(struct hocba_verifier *verifier, const void *table, size_t size,
                         const struct hocba_trust_file *files, size_t count)
{
    if (verifier->trust)
        return trusted_already(verifier);
    AUTO(arena) *arena = arena_new();
    struct trust_file *ours = arena_make_array(arena, count + 1, struct trust_file);
    for (size_t i = 0; i < count; i++)
        ours[i] = (struct trust_file){files[i].name, {files[i].bytes, files[i].size}};
    verifier->error = (struct error){0};
    return public_status(trust_parse_table((struct span){table, size}, ours, count,
                                           &verifier->trust, &verifier->error));
}

enum hocba_status
hocba_verifier_add_policy(struct hocba_verifier *verifier, const void *text, size_t size)
{
    if (verifier->policy)
        return misused(verifier, "Chính sách sổ cái chỉ được cho biết một lần.");
    struct span copy = {arena_copy(verifier->arena, text, size), size};
    verifier->error = (struct error){0};
    return public_status(policy_parse(copy, verifier->arena, &verifier->policy, &verifier->error));
}

enum hocba_status
hocba_verifier_add_registry(struct hocba_verifier *verifier, const void *bytes, size_t size,
                            int64_t now)
{
    if (!verifier->trust || verifier->registry)
        return misused(verifier, "Sổ đăng ký chỉ được cho biết một lần, sau các chứng thư gốc.");
    /* Its rows borrow the file. */
    struct span copy = {arena_copy(verifier->arena, bytes, size), size};
    verifier->error = (struct error){0};
    return public_status(registry_read(copy, trust_anchors(verifier->trust, TRUST_SIGNERS), now,
                                       verifier->arena, &verifier->registry, &verifier->error));
}

const char *
hocba_verifier_error(const struct hocba_verifier *verifier)
{
    return verifier->error.message;
}

const struct trust *
library_trust(const struct hocba_verifier *verifier)
{
    return verifier->trust;
}

const struct error *
library_error(const struct hocba_verifier *verifier)
{
    return &verifier->error;
}

/* --- verifying -------------------------------------------------------------------------------- */

/* A cache serves one thread at a time; the next call finds it warm. */
static struct verify_cache *
take_cache(struct hocba_verifier *verifier)
{
    struct verify_cache *cache = NULL;

    pthread_mutex_lock(&verifier->lock);
    if (verifier->idle_count > 0)
        cache = verifier->idle[--verifier->idle_count];
    pthread_mutex_unlock(&verifier->lock);
    return cache ? cache : verify_cache_new();
}

static void
give_cache(struct hocba_verifier *verifier, struct verify_cache *cache)
{
    pthread_mutex_lock(&verifier->lock);
    if (verifier->idle_count < IDLE_MAX) {
        verifier->idle[verifier->idle_count++] = cache;
        cache = NULL;
    }
    pthread_mutex_unlock(&verifier->lock);
    verify_cache_free(cache);
}

enum hocba_status
hocba_verify(struct hocba_verifier *verifier, const void *bytes, size_t size, int64_t now,
             struct hocba_report **report)
{
    return hocba_verify_file(verifier, &(struct hocba_file){.bytes = bytes, .size = size}, now,
                             report);
}

enum hocba_status
hocba_verify_file(struct hocba_verifier *verifier, const struct hocba_file *file, int64_t now,
                  struct hocba_report **report)
{
    struct error err;

    if (!verifier->trust)
        return HOCBA_MISUSED;
    struct verify_material material = {
        .anchors = trust_anchors(verifier->trust, TRUST_SIGNERS),
        .authorities = trust_anchors(verifier->trust, TRUST_TSA),
        .responders = trust_anchors(verifier->trust, TRUST_OCSP),
        .registry = verifier->registry,
        .policy = verifier->policy,
        .proof = {file->proof, file->proof_size},
        .status_list = {file->status_list, file->status_list_size},
        .before = {file->before, file->before_size},
        .now = now,
        .cache = take_cache(verifier),
    };
    struct hocba_report *made = heap_alloc(sizeof *made);
    made->arena = arena_new();
    struct span copy = {arena_copy(made->arena, file->bytes, file->size), file->size};
    enum status status = verify_record(copy, &material, made->arena, &made->inside, &err);
    give_cache(verifier, material.cache);
    assert(status == OK); /* anchors were given, and nothing else can fail */
    *report = made;
    return HOCBA_OK;
}

void
hocba_report_free(struct hocba_report *report)
{
    if (!report)
        return;
    arena_free(report->arena);
    free(report);
}

const struct verdict_report *
library_report(const struct hocba_report *report)
{
    return &report->inside;
}

/* --- the report ------------------------------------------------------------------------------- */

_Static_assert((int)HOCBA_AUTHENTIC == (int)VERDICT_AUTHENTIC &&
                   (int)HOCBA_NOT_AUTHENTIC == (int)VERDICT_NOT_AUTHENTIC &&
                   (int)HOCBA_UNDECIDED == (int)VERDICT_UNDECIDED,
               "the public verdicts are ours");
_Static_assert((int)HOCBA_YES == (int)CHECK_YES && (int)HOCBA_NO == (int)CHECK_NO &&
                   (int)HOCBA_UNKNOWN == (int)CHECK_UNKNOWN &&
                   (int)HOCBA_NOT_ASKED == (int)CHECK_NOT_ASKED,
               "the public results are ours");

enum hocba_verdict
hocba_report_verdict(const struct hocba_report *report)
{
    return (enum hocba_verdict)report->inside.verdict;
}

const char *
hocba_report_sentence(const struct hocba_report *report)
{
    return report_sentence(&report->inside);
}

int
hocba_report_is_training(const struct hocba_report *report)
{
    return report->inside.training;
}

const char *
hocba_report_indication(const struct hocba_report *report)
{
    return report_indication(&report->inside);
}

const char *
hocba_report_sub_indication(const struct hocba_report *report)
{
    return report_whole_word(&report->inside);
}

size_t
hocba_report_check_count(const struct hocba_report *report)
{
    (void)report;
    return CHECK_COUNT;
}

int
hocba_report_check(const struct hocba_report *report, size_t index, struct hocba_check *check)
{
    if (index >= CHECK_COUNT)
        return 0;
    *check = (struct hocba_check){
        .id = check_key((enum check_id)index),
        .label = check_label((enum check_id)index),
        .result = (enum hocba_result)report->inside.checks[index].result,
        .reason = report->inside.checks[index].reason,
        .sub_indication = report_check_word(&report->inside, (enum check_id)index),
    };
    return 1;
}

size_t
hocba_report_signature_count(const struct hocba_report *report)
{
    return report->inside.signature_count;
}

static const char *
moment_text(const struct hocba_report *report, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];

    return moment.seconds ? arena_text(report->arena, moment_write(moment, text)) : NULL;
}

int
hocba_report_signature(const struct hocba_report *report, size_t index,
                       struct hocba_signature *signature)
{
    if (index >= report->inside.signature_count)
        return 0;
    const struct signature_report *from = &report->inside.signatures[index];
    *signature = (struct hocba_signature){
        .role = signer_role_key(from->role),
        .subject = from->subject_code,
        .name = from->signer_name,
        .number = from->signer_number,
        .claimed_time = moment_text(report, from->claimed_time),
        .certificate_sha256 = from->certificate_sha256,
        .issuer = from->issuer_name,
        .algorithm = from->algorithm,
        .level = from->level,
        .cryptographically_valid = from->cryptographically_valid,
        .reason = from->reason,
        .proven_time = moment_text(report, from->proven_time),
        .timestamp_authority = from->authority_name,
        .indication = report_signature_indication(from),
        .sub_indication = from->sub_indication,
    };
    return 1;
}

int
hocba_report_ledger(const struct hocba_report *report, struct hocba_ledger *ledger)
{
    const struct ledger_report *from = &report->inside.ledger;

    if (!from->origin)
        return 0;
    *ledger = (struct hocba_ledger){
        .origin = from->origin,
        .index = from->index,
        .entered_at = moment_text(report, from->entered_at),
        .seen_by = moment_text(report, from->seen_by),
        .not_before = moment_text(report, from->not_before),
        .status = from->status,
        .status_of = moment_text(report, from->status_of),
    };
    return 1;
}

int
hocba_report_content(const struct hocba_report *report, const char **bytes, size_t *size)
{
    if (!report->inside.record || report->inside.content.size == 0)
        return 0;
    *bytes = report->inside.content.data;
    *size = report->inside.content.size;
    return 1;
}

const char *
hocba_report_json(struct hocba_report *report, const char *name)
{
    AUTO(buffer) *out = buffer_new(TEXT_MAX);
    struct json json = json_to(out);

    report_write_json(&report->inside, name, &json);
    return arena_copy(report->arena, out->data, out->size);
}

const char *
hocba_report_text(struct hocba_report *report, const char *name)
{
    AUTO(buffer) *out = buffer_new(TEXT_MAX);

    report_write_text(&report->inside, name, out);
    return arena_copy(report->arena, out->data, out->size);
}
