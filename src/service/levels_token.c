/* SPDX-License-Identifier: Apache-2.0 */
#include "service/levels_source.h"

enum { CLOCK_SKEW_SECONDS = 5 * 60 };

void
levels_source_clear(struct proof_source *source)
{
    for (size_t i = 0; i < source->known_count; i++)
        certificate_free(source->known[i]);
    anchors_free(source->anchors);
}

static bool
is_known(const struct proof_source *source, const struct certificate *certificate)
{
    for (size_t i = 0; i < source->known_count; i++)
        if (digest_equal(&source->known[i]->sha256, &certificate->sha256))
            return true;
    return false;
}

/* Certificates in a token are hints: what is no certificate is passed over. */
static void
remember(struct proof_source *source, const struct cms *cms)
{
    for (size_t i = 0; i < cms->certificate_count; i++) {
        AUTO(certificate) *certificate = NULL;
        struct error why;
        if (source->known_count == KNOWN_CERTIFICATES_MAX ||
            certificate_parse(cms->certificates[i], &certificate, &why) != OK ||
            is_known(source, certificate))
            continue;
        source->known[source->known_count++] = certificate;
        certificate = NULL;
    }
}

/* A token that a verifier would refuse must not be kept: the first one stays.
 */
static enum status
check_time(const struct proof_source *source, const struct stamp_job *job,
           const struct timestamp *stamp, struct error *err)
{
    if (stamp->time >= job->claimed - CLOCK_SKEW_SECONDS &&
        stamp->time <= app_now(source->app).seconds + CLOCK_SKEW_SECONDS)
        return OK;
    return fail(err, UNTRUSTED,
                "Đồng hồ của nơi cấp dấu thời gian và của máy này lệch nhau quá "
                "5 phút. Chữ ký vẫn "
                "giữ nguyên; hãy xem lại giờ máy.");
}

enum status
levels_check_token(struct proof_source *source, const struct stamp_job *job,
                   const struct timestamp *stamp, const struct certificate **authority,
                   struct error *err)
{
    const struct certificate *const *known = (const struct certificate *const *)source->known;
    struct path_result path;

    remember(source, &stamp->cms);
    TRY(timestamp_check(stamp, job->stamped, known, source->known_count, source->anchors, &path,
                        err));
    TRY(check_time(source, job, stamp, err));
    *authority = path.chain[0];
    return OK;
}
