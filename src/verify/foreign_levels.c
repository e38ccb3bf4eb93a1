/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/foreign_levels.h"

#include "base/date.h"
#include "crypto/extensions.h"
#include "crypto/path.h"
#include "crypto/revocation.h"
#include "crypto/timestamp.h"

enum {
    POOL_MAX = 32, /* certificates that are looked at */
    VALUES_MAX = 32,
    STAMPS_MAX = 8,
    STAMPED_MAX = 64 * 1024, /* bytes of a canonical SignatureValue, its namespaces with it */
    CLOCK_SKEW_SECONDS = 5 * 60,
};

struct proving {
    const struct xml_tree *tree;
    const struct foreign_signature *signature;
    const struct foreign_xades *xades;
    const struct foreign_settings *settings;
    struct arena *arena;
    struct certificate *pool[POOL_MAX]; /* owned; the signer's first */
    size_t count;
    struct span ocsps[VALUES_MAX], crls[VALUES_MAX];
    size_t ocsp_count, crl_count;
    int64_t stamped_at;           /* by the earliest timestamp that counts; 0: none does */
    struct path_result authority; /* whose it is; no length where nobody's chain is asked */
};

static const struct certificate *const *
candidates(const struct proving *proving)
{
    return (const struct certificate *const *)proving->pool;
}

/* Certificates are hints: what is none is passed over. */
static void
add_certificate(struct proving *proving, struct span der)
{
    struct certificate *read;
    struct error why;

    if (proving->count == POOL_MAX || der.size > CERTIFICATE_DER_MAX ||
        certificate_parse(der, &read, &why) != OK)
        return;
    for (size_t i = 0; i < proving->count; i++)
        if (digest_equal(&proving->pool[i]->sha256, &read->sha256)) {
            certificate_free(read);
            return;
        }
    proving->pool[proving->count++] = read;
}

static bool
read_value(const struct proving *proving, int32_t node, struct span *bytes)
{
    struct span text;

    return node != XML_NO_NODE && xml_tree_text(proving->tree, node, &text) &&
           foreign_base64(text, proving->arena, bytes);
}

static void
add_value(struct proving *proving, int32_t node)
{
    struct span name = proving->tree->nodes[node].name, bytes;
    bool ocsp = span_is(name, "EncapsulatedOCSPValue"), crl = span_is(name, "EncapsulatedCRLValue");

    if (!ocsp && !crl && !span_is(name, "EncapsulatedX509Certificate"))
        return;
    if (!read_value(proving, node, &bytes))
        return;
    if (ocsp && proving->ocsp_count < VALUES_MAX)
        proving->ocsps[proving->ocsp_count++] = bytes;
    if (crl && proving->crl_count < VALUES_MAX)
        proving->crls[proving->crl_count++] = bytes;
    if (!ocsp && !crl)
        add_certificate(proving, bytes);
}

/* --- timestamps ------------------------------------------------------------------------------- */

/* SignatureValue as the timestamp's CanonicalizationMethod writes it; without one, as XMLDSig's
 * default does. */
static bool
stamped_bytes(const struct proving *proving, int32_t stamp, struct buffer *out)
{
    const struct xml_tree *tree = proving->tree;
    int32_t value = xml_tree_only(tree, proving->signature->element, XML_DS_URI, "SignatureValue");
    int32_t how = xml_tree_only(tree, stamp, XML_DS_URI, "CanonicalizationMethod");
    struct xml_canonical_method method = {.kind = XML_INCLUSIVE_10};
    struct error why;

    if (value == XML_NO_NODE ||
        (how != XML_NO_NODE &&
         !foreign_canonical_method(xml_tree_attribute(tree, how, "Algorithm"), &method)))
        return false;
    struct xml_node_set set = xml_node_set_subtree(tree, value, true);
    return xml_canonical_write(&set, &method, out, &why) == OK && !out->overflow;
}

static struct revocation_evidence
evidence_of(const struct proving *proving)
{
    return (struct revocation_evidence){.ocsp = proving->ocsps,
                                        .crls = proving->crls,
                                        .ocsp_count = proving->ocsp_count,
                                        .crl_count = proving->crl_count,
                                        .responders = proving->settings->responders,
                                        .candidates = candidates(proving),
                                        .candidate_count = proving->count,
                                        .anchors = proving->settings->anchors};
}

static int64_t
now_of(const struct proving *proving)
{
    return proving->settings->now ? proving->settings->now : INT64_MAX / 2;
}

/* What came along does not say that the authority was revoked, before or, by a thief, later. */
static bool
keeps_its_stamps(const struct proving *proving, const struct path_result *path, int64_t at)
{
    const struct revocation_evidence evidence = evidence_of(proving);
    struct revocation_answer answer;

    for (size_t i = 0; i + 1 < path->length; i++) {
        struct revocation_question question = {.subject = path->chain[i],
                                               .issuer = path->chain[i + 1],
                                               .existed_at = at,
                                               .now = now_of(proving),
                                               .allowed = ALGORITHMS_STRICT,
                                               .anchor = path->anchor};
        revocation_check(&evidence, &question, &answer);
        if (!revocation_leaves_stamps(&answer))
            return false;
    }
    return true;
}

static bool
is_trusted_tsa(const struct proving *proving, const struct certificate *tsa, int64_t at,
               struct path_result *path)
{
    const struct foreign_settings *settings = proving->settings;
    struct path_query query = {.leaf = tsa,
                               .others = candidates(proving),
                               .count = proving->count,
                               .anchors = settings->authorities ? settings->authorities
                                                                : settings->anchors,
                               .at = at,
                               .purpose = PATH_FOR_TSA};

    *path = (struct path_result){0};
    if (!settings->anchors)
        return true; /* nobody asked whose it is */
    path_validate(&query, path);
    return path->verdict == PATH_TRUSTED && at <= settings->now + CLOCK_SKEW_SECONDS &&
           keeps_its_stamps(proving, path, at);
}

/* Nothing is stamped before it was signed. */
static bool
follows_signing(const struct proving *proving, int64_t at)
{
    struct moment claimed;

    return !moment_parse(proving->xades->signing_time, &claimed) ||
           at + CLOCK_SKEW_SECONDS >= claimed.seconds;
}

static bool
stamp_counts(const struct proving *proving, int32_t node, const struct timestamp *stamp,
             struct path_result *path)
{
    AUTO(buffer) *stamped = buffer_new(STAMPED_MAX);
    const struct certificate *tsa = timestamp_find_tsa(stamp, candidates(proving), proving->count);
    struct error why;

    return tsa && stamped_bytes(proving, node, stamped) &&
           timestamp_check_value(stamp, buffer_span(stamped), tsa, &why) == OK &&
           follows_signing(proving, stamp->time) && is_trusted_tsa(proving, tsa, stamp->time, path);
}

static void
take_stamp(struct proving *proving, int32_t node, const struct timestamp *stamp)
{
    struct path_result path;

    if (!stamp_counts(proving, node, stamp, &path) ||
        (proving->stamped_at && proving->stamped_at <= stamp->time))
        return;
    proving->stamped_at = stamp->time;
    proving->authority = path;
}

/* Certificates of all tokens first, then each token: the earliest that counts stays. */
static void
find_earliest_stamp(struct proving *proving)
{
    struct timestamp stamps[STAMPS_MAX];
    int32_t nodes[STAMPS_MAX];
    const struct xml_tree *tree = proving->tree;
    const char *space = proving->xades->space;
    size_t count = 0;

    for (int32_t child = xml_tree_first(tree, proving->xades->evidence);
         child != XML_NO_NODE && count < STAMPS_MAX; child = xml_tree_next(tree, child)) {
        struct span token;
        struct error why;
        if (!xml_tree_is(tree, child, space, "SignatureTimeStamp") ||
            !read_value(proving, xml_tree_only(tree, child, space, "EncapsulatedTimeStamp"),
                        &token) ||
            timestamp_parse(token, &stamps[count], &why) != OK)
            continue;
        for (size_t i = 0; i < stamps[count].cms.certificate_count; i++)
            add_certificate(proving, stamps[count].cms.certificates[i]);
        nodes[count++] = child;
    }
    for (int32_t i = proving->xades->evidence; i < tree->nodes[proving->xades->evidence].after; i++)
        if (tree->nodes[i].kind == XML_ELEMENT)
            add_value(proving, i);
    for (size_t i = 0; i < count; i++)
        take_stamp(proving, nodes[i], &stamps[i]);
}

/* --- revocation ------------------------------------------------------------------------------- */

/* The signer's path at that time; without anchors, its certificate and who issued it. */
static size_t
find_chain(const struct proving *proving, int64_t at, const struct certificate *chain[CHAIN_MAX])
{
    struct path_result path;
    struct path_query query = {.leaf = proving->pool[0],
                               .others = candidates(proving) + 1,
                               .count = proving->count - 1,
                               .anchors = proving->settings->anchors,
                               .at = at};
    struct error why;

    if (query.anchors) {
        path_validate(&query, &path);
        memcpy(chain, path.chain, sizeof path.chain);
        return path.verdict == PATH_TRUSTED ? path.length : 0;
    }
    chain[0] = proving->pool[0];
    for (size_t i = 1; i < proving->count; i++)
        if (certificate_check_issuer(chain[0], proving->pool[i], ALGORITHMS_STRICT, &why) == OK) {
            chain[1] = proving->pool[i];
            return 2;
        }
    return 0;
}

static bool
was_path_good(const struct proving *proving, const struct certificate *const *chain, size_t length)
{
    const struct revocation_evidence evidence = evidence_of(proving);
    struct revocation_answer answer;
    size_t where;

    revocation_check_path(&evidence, chain, length, proving->stamped_at, now_of(proving),
                          ALGORITHMS_STRICT, &where, &answer);
    return answer.verdict == REVOCATION_GOOD;
}

/* The signer when it was stamped, and the authority of the stamp where its chain is asked. */
static bool
was_good(const struct proving *proving)
{
    const struct certificate *chain[CHAIN_MAX];
    size_t length = find_chain(proving, proving->stamped_at, chain);
    const struct path_result *authority = &proving->authority;

    return length >= 2 && was_path_good(proving, chain, length) &&
           (authority->length < 2 || was_path_good(proving, authority->chain, authority->length));
}

void
foreign_level_prove(const struct xml_tree *tree, const struct foreign_signature *signature,
                    size_t signer, const struct foreign_xades *xades,
                    const struct foreign_settings *settings, struct arena *arena,
                    struct foreign_level *level)
{
    struct proving proving = {
        .tree = tree, .signature = signature, .xades = xades, .settings = settings, .arena = arena};

    *level = (struct foreign_level){.level = xades->level};
    if (!text_equal(xades->level, "B-T") && !text_equal(xades->level, "B-LT"))
        return;
    level->level = "B-B";
    level->reason = "Không có dấu thời gian nào kèm theo chứng minh được chữ ký này.";
    add_certificate(&proving, signature->certificates[signer]);
    bool readable = proving.count == 1;
    for (size_t i = 0; readable && i < signature->certificate_count; i++)
        add_certificate(&proving, signature->certificates[i]);
    if (readable)
        find_earliest_stamp(&proving);
    level->stamped_at = proving.stamped_at;
    if (level->stamped_at) {
        bool good = text_equal(xades->level, "B-LT") && was_good(&proving);
        level->level = good ? "B-LT" : "B-T";
        level->reason = text_equal(level->level, xades->level)
                            ? NULL
                            : "Dữ liệu thu hồi kèm theo không chứng minh được rằng chứng thư chưa "
                              "bị thu hồi.";
    }
    for (size_t i = 0; i < proving.count; i++)
        certificate_free(proving.pool[i]);
}
