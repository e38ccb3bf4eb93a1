/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/timestamp.h"
#include "crypto/extensions.h"

#define TST_INFO ((struct span){"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04", 11})

static enum status
refuse(struct error *err, const char *why)
{
    return fail(err, INVALID, "Dấu thời gian không đọc được: %s.", why);
}

/* --- TSTInfo ------------------------------------------------------------------------------- */

/* [n] IMPLICIT INTEGER (1..999); absent: 0. */
static bool
read_part(struct der *in, unsigned tag, int64_t *value)
{
    unsigned part = 0;
    if (der_is(in, tag) && (!der_small(in, tag, &part) || part < 1 || part > 999))
        return false;
    *value = part;
    return true;
}

static bool
read_accuracy(struct der *in, struct timestamp *stamp)
{
    struct der accuracy;
    unsigned seconds = 0;
    int64_t millis, micros;
    if (!der_is(in, DER_SEQUENCE))
        return true;
    if (!der_enter(in, DER_SEQUENCE, &accuracy) ||
        (der_is(&accuracy, DER_INTEGER) && !der_small(&accuracy, DER_INTEGER, &seconds)) ||
        !read_part(&accuracy, DER_CONTEXT(0), &millis) ||
        !read_part(&accuracy, DER_CONTEXT(1), &micros) || !der_at_end(&accuracy))
        return false;
    stamp->accuracy_ms = (int64_t)seconds * 1000 + millis + (micros > 0);
    return true;
}

/* messageImprint */
static bool
read_imprint(struct der *in, struct timestamp *stamp)
{
    struct der imprint;
    struct span oid;
    bool plain;
    return der_enter(in, DER_SEQUENCE, &imprint) && der_algorithm(&imprint, &oid, &plain) &&
           plain && hash_kind_of_oid(oid, &stamp->imprint_kind) &&
           stamp->imprint_kind != HASH_SHA1 &&
           der_take(&imprint, DER_OCTET_STRING, &stamp->imprint) &&
           stamp->imprint.size == hash_size(stamp->imprint_kind) && der_at_end(&imprint);
}

/* No extension of TSTInfo is known to us; one that must be understood is refused. */
static bool
none_critical(struct span extensions)
{
    struct der in = der_of(extensions);
    struct extension next;
    if (!extensions_are_fine(extensions))
        return false;
    while (!der_at_end(&in))
        if (!extension_next(&in, &next) || next.critical)
            return false;
    return true;
}

/* The optional tail: accuracy, ordering, nonce, tsa, extensions. */
static bool
read_tail(struct der *in, struct timestamp *stamp)
{
    bool ordering, negative;
    if (!read_accuracy(in, stamp) ||
        (der_is(in, DER_BOOLEAN) && !(der_boolean(in, &ordering) && ordering)) ||
        (der_is(in, DER_INTEGER) && !der_integer(in, &stamp->nonce, &negative)))
        return false;
    if (!der_skip_optional(in, DER_CONTEXT_CONSTRUCTED(0)))
        return false;
    struct span extensions;
    return der_optional(in, DER_CONTEXT_CONSTRUCTED(1), &extensions) && der_at_end(in) &&
           none_critical(extensions);
}

static enum status
read_info(struct span info, struct timestamp *stamp, struct error *err)
{
    struct der all = der_of(info), in;
    unsigned version;
    bool fraction, negative;
    if (!der_enter(&all, DER_SEQUENCE, &in) || !der_at_end(&all) ||
        !der_small(&in, DER_INTEGER, &version) || version != 1 || !der_oid(&in, &stamp->policy))
        return refuse(err, "TSTInfo sai dạng");
    if (!read_imprint(&in, stamp))
        return refuse(err, "thuật toán băm của dữ liệu được đóng dấu không được chấp nhận");
    if (!der_integer(&in, &stamp->serial, &negative) || !der_is(&in, DER_GENERALIZED_TIME) ||
        !der_time(&in, &stamp->time, &fraction))
        return refuse(err, "số hiệu hoặc thời điểm sai dạng");
    if (!read_tail(&in, stamp))
        return refuse(err, "phần cuối của TSTInfo sai dạng hoặc có phần mở rộng lạ");
    return OK;
}

enum status
timestamp_parse(struct span token, struct timestamp *stamp, struct error *err)
{
    struct timestamp found = {.token = token};
    if (token.size > TIMESTAMP_TOKEN_MAX)
        return refuse(err, "quá lớn");
    if (cms_parse(token, TST_INFO, &found.cms, err) != OK)
        return fail_within(err, "Dấu thời gian");
    if (found.cms.content.data == NULL)
        return refuse(err, "thiếu TSTInfo");
    TRY(read_info(found.cms.content, &found, err));
    *stamp = found;
    return OK;
}

/* --- checking ------------------------------------------------------------------------------ */

const struct certificate *
timestamp_find_tsa(const struct timestamp *stamp, const struct certificate *const *candidates,
                   size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cms_names(&stamp->cms, candidates[i]))
            return candidates[i];
    return NULL;
}

enum status
timestamp_check_value(const struct timestamp *stamp, struct span stamped,
                      const struct certificate *tsa, struct error *err)
{
    if (!hash_matches(stamp->imprint_kind, stamped, stamp->imprint))
        return fail(err, UNTRUSTED,
                    "Dấu thời gian không phải của chữ ký này: nó được cấp cho dữ liệu khác.");
    if (cms_check(&stamp->cms, stamp->cms.content, tsa, ALGORITHMS_STRICT, err) != OK)
        return fail_within(err, "Dấu thời gian");
    return OK;
}

static enum status
judge_path(const struct path_result *path, struct error *err)
{
    switch (path->verdict) {
    case PATH_TRUSTED: return OK;
    case PATH_INCOMPLETE:
    case PATH_OTHER_ROOT: fail(err, UNDECIDED, "Dấu thời gian: %s", path->reason); break;
    default: fail(err, UNTRUSTED, "Dấu thời gian: %s", path->reason);
    }
    return fail_detail(err, "%s", path->detail);
}

enum status
timestamp_check(const struct timestamp *stamp, struct span stamped,
                const struct certificate *const *candidates, size_t count,
                const struct anchors *anchors, struct path_result *path, struct error *err)
{
    *path = (struct path_result){.verdict = PATH_INCOMPLETE};
    const struct certificate *tsa = timestamp_find_tsa(stamp, candidates, count);
    if (tsa == NULL)
        return fail(err, UNDECIDED,
                    "Dấu thời gian: thiếu chứng thư của máy chủ cấp dấu thời gian, chưa kết luận "
                    "được.");
    TRY(timestamp_check_value(stamp, stamped, tsa, err));
    struct path_query query = {.leaf = tsa,
                               .others = candidates,
                               .count = count,
                               .anchors = anchors,
                               .at = stamp->time,
                               .purpose = PATH_FOR_TSA};
    path_validate(&query, path);
    return judge_path(path, err);
}
