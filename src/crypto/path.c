/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/path.h"
#include "base/date.h"
#include "crypto/anchors_store.h"
#include "crypto/path_rules.h"

#include <stdio.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

/* 112 bits: RSA from 2048, no SHA-1 inside the path; none for old test vectors. */
enum { SECURITY_LEVEL = 2, SECURITY_LEVEL_OF_VECTORS = 0 };

LIBRARY_DEFINE(X509_STORE_CTX)

const char *
path_verdict_word(enum path_verdict verdict)
{
    static const char *const words[] = {
        [PATH_TRUSTED] = "trusted",
        [PATH_OTHER_ROOT] = "other_root",
        [PATH_INCOMPLETE] = "incomplete",
        [PATH_EXPIRED] = "expired",
        [PATH_NOT_YET_VALID] = "not_yet_valid",
        [PATH_BROKEN] = "broken",
    };
    return words[verdict];
}

static const struct certificate *
certificate_of(const struct path_query *in, const X509 *x509)
{
    if (certificate_handle(in->leaf) == x509)
        return in->leaf;
    for (size_t i = 0; i < in->count; i++)
        if (certificate_handle(in->others[i]) == x509)
            return in->others[i];
    for (size_t i = 0; i < anchors_count(in->anchors); i++)
        if (X509_cmp(certificate_handle(anchors_at(in->anchors, i)), x509) == 0)
            return anchors_at(in->anchors, i);
    return NULL;
}

static const char *
name_of(const struct path_query *in, const X509 *x509)
{
    const struct certificate *certificate = x509 ? certificate_of(in, x509) : NULL;
    return certificate ? certificate->common_name : "?";
}

/* Times are judged when the path is known (judge_times), so they do not stop the walk. */
static int
pass_over_times(int ok, X509_STORE_CTX *context)
{
    int error = X509_STORE_CTX_get_error(context);
    return ok || error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
}

/* The topmost authority says that its issuer is self-issued, hence a root. */
static bool
issuer_is_root(X509 *top)
{
    AUTHORITY_KEYID *id = X509_get_ext_d2i(top, NID_authority_key_identifier, NULL, NULL);
    bool root = false;
    if (id != NULL && id->issuer != NULL && sk_GENERAL_NAME_num(id->issuer) == 1) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(id->issuer, 0);
        root = name->type == GEN_DIRNAME &&
               X509_NAME_cmp(name->d.directoryName, X509_get_issuer_name(top)) == 0;
    }
    AUTHORITY_KEYID_free(id);
    return root;
}

static bool
anchor_bears_issuer_name(const struct path_query *in, X509 *top)
{
    for (size_t i = 0; i < anchors_count(in->anchors); i++) {
        X509 *anchor = certificate_handle(anchors_at(in->anchors, i));
        if (X509_NAME_cmp(X509_get_subject_name(anchor), X509_get_issuer_name(top)) == 0)
            return true;
    }
    return false;
}

/* No issuer was found for the last certificate of the chain. */
static void
judge_open_end(const struct path_query *in, X509 *top, struct path_result *result)
{
    if (X509_NAME_cmp(X509_get_subject_name(top), X509_get_issuer_name(top)) == 0 ||
        issuer_is_root(top) || anchor_bears_issuer_name(in, top))
        path_judge(
            result, PATH_OTHER_ROOT,
            "Chuỗi chứng thư của \"%s\" đầy đủ nhưng kết thúc ở một gốc không nằm trong các gốc "
            "tin "
            "cậy đã cho.",
            in->leaf->common_name);
    else
        path_judge(
            result, PATH_INCOMPLETE,
            "Thiếu chứng thư của nơi cấp \"%s\", chưa kết luận được; hãy bổ sung chứng thư trung "
            "gian.",
            name_of(in, top));
}

static void
judge_failure(const struct path_query *in, X509_STORE_CTX *context, struct path_result *result)
{
    STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
    int error = X509_STORE_CTX_get_error(context), length = chain ? sk_X509_num(chain) : 0;
    snprintf(result->detail, sizeof result->detail, "%s", X509_verify_cert_error_string(error));
    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        judge_open_end(in, length ? sk_X509_value(chain, length - 1) : certificate_handle(in->leaf),
                       result);
        break;
    default:
        path_judge(result, PATH_BROKEN, "Chuỗi chứng thư của \"%s\" không hợp lệ (tại \"%s\").",
                   in->leaf->common_name, name_of(in, X509_STORE_CTX_get_current_cert(context)));
    }
}

static void
narrow(struct path_result *result, int64_t from, int64_t to)
{
    if (from > result->valid_from)
        result->valid_from = from;
    if (to < result->valid_to)
        result->valid_to = to;
}

/* Is the last certificate so far an anchor?  The library may go on above one that was given as an
 * anchor itself; the path ends at the first. */
static bool
is_anchor(const struct path_query *in, const struct certificate *last, struct path_result *result)
{
    const struct certificate *anchor = anchors_find(in->anchors, &last->sha256);
    int64_t from, to;
    if (anchor == NULL || !anchors_hold_at(in->anchors, anchor, in->at, &from, &to))
        return false;
    narrow(result, from, to);
    result->chain[result->length - 1] = result->anchor = anchor;
    return true;
}

static bool
refuse_issuer(const struct certificate *one, struct path_result *result)
{
    path_judge(result, PATH_BROKEN, "\"%s\" không có quyền cấp chứng thư (basicConstraints).",
               one ? one->common_name : "?");
    return false;
}

/* The library found a path; every certificate in it has to satisfy us too. */
static bool
check_chain(const struct path_query *in, STACK_OF(X509) * chain, struct path_result *result)
{
    const struct certificate *one = NULL;
    result->valid_from = INT64_MIN;
    result->valid_to = INT64_MAX;
    for (int i = 0; i < sk_X509_num(chain) && result->anchor == NULL; i++) {
        one = certificate_of(in, sk_X509_value(chain, i));
        if (one == NULL || i == CHAIN_MAX)
            return refuse_issuer(one, result);
        narrow(result, one->not_before, one->not_after - 1);
        result->chain[result->length++] = one;
        if (!is_anchor(in, one, result) && i > 0 && !path_may_issue(one, false, in->purpose))
            return refuse_issuer(one, result);
    }
    if (result->anchor == NULL) {
        path_judge(result, PATH_OTHER_ROOT,
                   "Chuỗi chứng thư của \"%s\" kết thúc ở \"%s\", là gốc không còn hoặc chưa được "
                   "tin cậy vào thời điểm đó.",
                   in->leaf->common_name, one ? one->common_name : "?");
        return false;
    }
    if (result->length > 1 && !path_may_issue(result->anchor, true, in->purpose))
        return refuse_issuer(result->anchor, result);
    return path_check_policies(in, result);
}

/* Every certificate of the path is valid at that time; its last second counts as over, as it does
 * for the library. */
static void
judge_times(const struct path_query *in, struct path_result *result)
{
    char day[DATE_TEXT_SIZE];
    for (size_t i = 0; i < result->length; i++) {
        const struct certificate *one = result->chain[i];
        if (in->at < one->not_before) {
            path_judge(
                result, PATH_NOT_YET_VALID, "Chứng thư \"%s\" chỉ có hiệu lực từ ngày %s.",
                one->common_name,
                date_write_vietnamese(moment_to_date(moment_in_vietnam(one->not_before)), day));
            return;
        }
        if (in->at >= one->not_after) {
            path_judge(
                result, PATH_EXPIRED, "Chứng thư \"%s\" đã hết hạn ngày %s.", one->common_name,
                date_write_vietnamese(moment_to_date(moment_in_vietnam(one->not_after)), day));
            return;
        }
    }
    path_judge(result, PATH_TRUSTED, "Chuỗi chứng thư của \"%s\" dẫn tới gốc tin cậy \"%s\".",
               in->leaf->common_name, result->anchor->common_name);
}

static bool
chain_is_training(const struct path_query *in, X509_STORE_CTX *context)
{
    STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
    if (in->leaf->is_training)
        return true;
    for (int i = 0; chain != NULL && i < sk_X509_num(chain); i++) {
        const struct certificate *certificate = certificate_of(in, sk_X509_value(chain, i));
        if (certificate != NULL && certificate->is_training)
            return true;
    }
    return false;
}

static X509_STORE_CTX *
start_walk(const struct path_query *in, STACK_OF(X509) * candidates)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    library_must("out of memory",
                 context && X509_STORE_CTX_init(context, anchors_store(in->anchors),
                                                certificate_handle(in->leaf), candidates) == 1);
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(param, (time_t)in->at);
    X509_VERIFY_PARAM_set_depth(param, CHAIN_MAX - 2); /* counts what lies between the ends */
    X509_VERIFY_PARAM_set_auth_level(
        param, in->allowed == ALGORITHMS_OF_VECTORS ? SECURITY_LEVEL_OF_VECTORS : SECURITY_LEVEL);
    /* Policies are ours (path_policy.c): the library loses some that are valid. */
    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
    X509_STORE_CTX_set_verify_cb(context, pass_over_times);
    return context;
}

/* Which of the candidates the library put into its chain. */
static unsigned
used_candidates(const struct path_query *in, X509_STORE_CTX *context)
{
    STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
    unsigned used = 0;
    for (int i = 1; chain != NULL && i < sk_X509_num(chain); i++)
        for (size_t j = 0; j < in->count; j++)
            if (certificate_handle(in->others[j]) == sk_X509_value(chain, i))
                used |= 1u << j;
    return used;
}

void
path_walk(const struct path_query *in, struct path_result *result, unsigned *used)
{
    *result = (struct path_result){.verdict = PATH_BROKEN};
    STACK_OF(X509) *candidates = sk_X509_new_null();
    library_must("out of memory", candidates);
    for (size_t i = 0; i < in->count; i++)
        library_must("out of memory",
                     sk_X509_push(candidates, certificate_handle(in->others[i])) > 0);

    ERR_clear_error();
    LIBRARY(X509_STORE_CTX) *context = start_walk(in, candidates);
    bool found = X509_verify_cert(context) == 1;
    result->training = chain_is_training(in, context);
    *used = used_candidates(in, context);
    if (!path_check_purpose(in->leaf, in->purpose, result))
        *used = 0; /* said already, and no other path would help */
    else if (!found)
        judge_failure(in, context, result);
    else if (check_chain(in, X509_STORE_CTX_get0_chain(context), result))
        judge_times(in, result);
    if (result->anchor == NULL)
        result->length = 0;
    sk_X509_free(candidates);
    ERR_clear_error();
}
