/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/foreign.h"

#include "base/encode.h"
#include "verify/foreign_levels.h"

struct judging {
    const struct xml_tree *tree;
    const struct foreign_settings *settings;
    struct arena *arena;
    size_t budget;
};

static const char *
text_of(const struct judging *judging, struct span span)
{
    return span.data ? arena_copy(judging->arena, span.data, span.size) : NULL;
}

static void
blame(struct foreign_signature_report *report, const char *rule, const char *reason)
{
    if (report->rule)
        return;
    report->rule = rule;
    report->reason = reason;
}

static void
blame_error(const struct judging *judging, struct foreign_signature_report *report,
            const struct error *err)
{
    blame(report, arena_text(judging->arena, err->detail),
          arena_text(judging->arena, err->message));
}

/* --- references ------------------------------------------------------------------------------ */

static void
judge_reference(struct judging *judging, const struct foreign_signature *signature,
                const struct foreign_reference *reference, struct foreign_reference_report *report)
{
    struct foreign_covered covered;
    struct error err;

    *report = (struct foreign_reference_report){
        .uri = text_of(judging, reference->uri),
        .type = text_of(judging, reference->type),
        .digest_method = reference->hash_uri,
        .transform_count = reference->transform_count,
        .element = XML_NO_NODE,
    };
    for (size_t i = 0; i < reference->transform_count; i++)
        report->transforms[i] = reference->transforms[i].algorithm;
    if (foreign_dereference(judging->tree, signature, reference, &judging->budget, judging->arena,
                            &covered, &err) != OK) {
        report->rule = arena_text(judging->arena, err.detail);
        report->reason = arena_text(judging->arena, err.message);
        return;
    }
    report->element = covered.element;
    report->path = xml_tree_path(judging->tree, covered.element, judging->arena);
    report->id = text_of(judging, xml_tree_id(judging->tree, covered.element));
    report->whole = covered.whole;
    report->enveloped = covered.enveloped;
    struct foreign_digest digest = foreign_digest(reference->hash, covered.octets);
    report->digest_matches =
        span_equal((struct span){(const char *)digest.bytes, digest.size}, reference->digest);
    if (report->digest_matches) {
        report->octets = covered.octets;
        return;
    }
    report->rule = foreign_rule_key(RULE_DIGEST);
    report->reason = foreign_rule_sentence(RULE_DIGEST);
}

static bool
judge_references(struct judging *judging, const struct foreign_signature *signature,
                 struct foreign_signature_report *report)
{
    bool all = true;

    report->reference_count = signature->reference_count;
    report->references = arena_make_array(judging->arena, signature->reference_count,
                                          struct foreign_reference_report);
    for (size_t i = 0; i < signature->reference_count; i++) {
        struct foreign_reference_report *one = &report->references[i];
        judge_reference(judging, signature, &signature->references[i], one);
        if (!one->digest_matches)
            blame(report, one->rule, one->reason);
        all &= one->digest_matches;
    }
    return all;
}

/* --- the signer ------------------------------------------------------------------------------ */

static bool
is_issuer_of_another(const struct judging *judging, const struct foreign_signature *signature,
                     size_t index)
{
    const char *subject, *issuer, *other_subject, *other_issuer;
    struct error err;

    if (foreign_certificate_names(signature->certificates[index], judging->arena, &subject, &issuer,
                                  &err) != OK)
        return true;
    for (size_t i = 0; i < signature->certificate_count; i++)
        if (i != index &&
            foreign_certificate_names(signature->certificates[i], judging->arena, &other_subject,
                                      &other_issuer, &err) == OK &&
            text_equal(other_issuer, subject) && !text_equal(other_subject, subject))
            return true;
    return false;
}

/* Which certificate is the signer's: the one that the signature itself names, else the only one
 * that did not issue another. Returns certificate_count when there is none. */
static size_t
find_signer(const struct judging *judging, const struct foreign_signature *signature,
            const struct foreign_xades *xades, bool *is_named)
{
    for (size_t i = 0; xades->names_signer && i < signature->certificate_count; i++) {
        struct foreign_digest digest =
            foreign_digest(xades->signer_hash, signature->certificates[i]);
        *is_named = span_equal((struct span){(const char *)digest.bytes, digest.size},
                               xades->signer_digest);
        if (*is_named)
            return i;
    }
    for (size_t i = 0; i < signature->certificate_count; i++)
        if (!is_issuer_of_another(judging, signature, i))
            return i;
    return signature->certificate_count ? 0 : signature->certificate_count;
}

static void
report_signer(const struct judging *judging, struct span der,
              struct foreign_signature_report *report)
{
    char hex[SHA256_HEX_SIZE];
    struct digest digest = sha256(der);
    struct error err;

    report->certificate = der;
    report->certificate_sha256 = arena_text(judging->arena, digest_hex(&digest, hex));
    if (foreign_certificate_names(der, judging->arena, &report->signer, &report->issuer, &err) !=
        OK)
        report->signer = report->issuer = NULL;
}

/* The certificate's path to the anchors, with the others of KeyInfo as candidates. */
static void
judge_trust(const struct judging *judging, const struct foreign_signature *signature, size_t signer,
            struct foreign_signature_report *report)
{
    const struct foreign_settings *settings = judging->settings;
    const struct certificate *chain[CHAIN_MAX];
    size_t count = 0;
    struct error err;

    report->trusted = CHECK_NOT_ASKED;
    if (!settings->anchors)
        return;
    for (size_t i = 0; i <= signature->certificate_count && count < CHAIN_MAX; i++) {
        const struct cached_certificate *cached;
        size_t which = i == 0 ? signer : i - 1;
        if (i > 0 && which == signer)
            continue;
        struct span der = signature->certificates[which];
        const char *base64 = base64_write(judging->arena, der.data, der.size);
        if (cache_certificate(settings->cache, span_of(base64), &cached, &err) == OK)
            chain[count++] = cached->certificate;
        else if (i == 0)
            break;
    }
    report->trusted = CHECK_NO;
    report->trust_reason = "Không đọc được chứng thư số của người ký.";
    if (count == 0)
        return;
    const struct path_result *path =
        cache_path(settings->cache, chain, count, settings->anchors,
                   report->proven_time ? report->proven_time : settings->now);
    report->trusted = path->verdict == PATH_TRUSTED ? CHECK_YES
                      : path->verdict == PATH_BROKEN || path->verdict == PATH_OTHER_ROOT
                          ? CHECK_NO
                          : CHECK_UNKNOWN;
    report->trust_reason = arena_text(judging->arena, path->reason);
}

/* --- the value ------------------------------------------------------------------------------- */

/* The key, from the certificate or, where a caller allows it, from elsewhere. `own` is to be freed
 * by the caller. */
static enum status
find_key(const struct judging *judging, const struct foreign_signature *signature, size_t signer,
         struct foreign_key **own, const struct foreign_key **key, struct error *err)
{
    unsigned allowed = judging->settings->allowed;

    if (signer < signature->certificate_count) {
        if (foreign_key_parse_certificate(signature->certificates[signer], own, err) != OK)
            return foreign_refuse(err, RULE_WEAK_KEY);
    } else if (judging->settings->key) {
        *key = judging->settings->key;
    } else if (signature->key_value == XML_NO_NODE) {
        return foreign_refuse(err, RULE_NO_CERTIFICATE);
    } else if (!(allowed & FOREIGN_ALLOW_KEY_VALUE) ||
               foreign_read_key_value(judging->tree, signature->key_value, judging->arena, own,
                                      err) != OK) {
        return foreign_refuse(err, RULE_KEY_VALUE);
    }
    if (*own)
        *key = *own;
    if (!foreign_key_fits(*key, signature->scheme))
        return foreign_refuse(err, RULE_KEY_KIND);
    if (!foreign_key_is_strong(*key) && !(allowed & FOREIGN_ALLOW_WEAK_KEYS))
        return foreign_refuse(err, RULE_WEAK_KEY);
    return OK;
}

static enum status
check_value(struct judging *judging, const struct foreign_signature *signature, size_t signer,
            struct error *err)
{
    AUTO(foreign_key) *own = NULL;
    const struct foreign_key *key = NULL;
    struct span octets;

    TRY(foreign_signed_info(judging->tree, signature, &judging->budget, judging->arena, &octets,
                            err));
    if (signature->scheme == FOREIGN_HMAC)
        return foreign_hmac_matches(signature->hash, judging->settings->hmac_secret, octets,
                                    signature->hmac_bits, signature->value)
                   ? OK
                   : foreign_refuse(err, RULE_VALUE);
    TRY(find_key(judging, signature, signer, &own, &key, err));
    if (foreign_key_verify(key, signature->scheme, signature->hash, octets, signature->value,
                           err) != OK)
        return foreign_refuse(err, RULE_VALUE);
    return OK;
}

static void
read_xades(struct judging *judging, const struct foreign_signature *signature,
           struct foreign_signature_report *report, struct foreign_xades *xades)
{
    int32_t *targets = arena_make_array(judging->arena, report->reference_count, int32_t);
    size_t count = 0;

    for (size_t i = 0; i < report->reference_count; i++)
        if (report->references[i].digest_matches && report->references[i].element != XML_NO_NODE)
            targets[count++] = report->references[i].element;
    foreign_xades_read(judging->tree, signature, targets, count, judging->arena, xades);
    report->level = text_equal(xades->level, "XMLDSig") ? xades->level : "B-B";
    report->claimed_time = text_of(judging, xades->signing_time);
}

static void
judge_level(const struct judging *judging, const struct foreign_signature *signature, size_t signer,
            const struct foreign_xades *xades, struct foreign_signature_report *report)
{
    struct foreign_level level;

    foreign_level_prove(judging->tree, signature, signer, xades, judging->settings, judging->arena,
                        &level);
    report->level = level.level;
    report->level_reason = level.reason;
    report->proven_time = level.stamped_at;
}

static void
judge_signature(struct judging *judging, int32_t element, struct foreign_signature_report *report)
{
    struct foreign_signature *signature = arena_make(judging->arena, struct foreign_signature);
    struct foreign_xades xades;
    struct error err;

    *report = (struct foreign_signature_report){
        .element = element,
        .path = xml_tree_path(judging->tree, element, judging->arena),
        .id = text_of(judging, xml_tree_attribute(judging->tree, element, "Id")),
        .level = "XMLDSig",
        .trusted = CHECK_NOT_ASKED,
    };
    if (foreign_read(judging->tree, element, judging->settings->allowed, judging->arena, signature,
                     &err) != OK) {
        blame_error(judging, report, &err);
        return;
    }
    report->method = signature->method_uri;
    report->canonicalization = signature->canonicalization_uri;
    bool all = judge_references(judging, signature, report);
    read_xades(judging, signature, report, &xades);
    size_t signer = find_signer(judging, signature, &xades, &report->signer_is_named);
    if (check_value(judging, signature, signer, &err) == OK)
        report->value_matches = true;
    else
        blame_error(judging, report, &err);
    report->names_another =
        xades.names_signer && !report->signer_is_named && signer < signature->certificate_count;
    if (report->names_another)
        blame(report, foreign_rule_key(RULE_OTHER_CERTIFICATE),
              foreign_rule_sentence(RULE_OTHER_CERTIFICATE));
    report->cryptographically_valid = all && report->value_matches && !report->names_another;
    if (signer == signature->certificate_count)
        return;
    report_signer(judging, signature->certificates[signer], report);
    report->certificates[report->certificate_count++] = signature->certificates[signer];
    for (size_t i = 0; i < signature->certificate_count; i++)
        if (i != signer)
            report->certificates[report->certificate_count++] = signature->certificates[i];
    if (report->cryptographically_valid)
        judge_level(judging, signature, signer, &xades, report);
    judge_trust(judging, signature, signer, report);
}

void
verify_foreign_one(const struct xml_tree *tree, int32_t element,
                   const struct foreign_settings *settings, size_t budget, struct arena *arena,
                   struct foreign_signature_report *report)
{
    struct judging judging = {.tree = tree, .settings = settings, .arena = arena, .budget = budget};

    judge_signature(&judging, element, report);
}

void
verify_foreign(struct span file, const struct foreign_settings *settings, struct arena *arena,
               struct foreign_report *report)
{
    struct judging judging = {.settings = settings, .arena = arena, .budget = FOREIGN_OCTETS_MAX};
    int32_t elements[FOREIGN_SIGNATURES_MAX];
    struct error err;

    *report = (struct foreign_report){0};
    if (settings->cache)
        cache_prepare(settings->cache);
    struct xml_tree_limits limits = xml_tree_limits;
    limits.utf8_only = settings->utf8_only;
    if (xml_tree_read(file, &limits, arena, &judging.tree, &err) != OK) {
        report->rule = arena_text(arena, err.detail);
        report->reason = arena_text(arena, err.message);
        return;
    }
    report->tree = judging.tree;
    size_t count = foreign_find(judging.tree, elements, FOREIGN_SIGNATURES_MAX);
    if (count == 0 || count > FOREIGN_SIGNATURES_MAX) {
        report->rule = count ? "limit" : "no-signature";
        report->reason = count ? "Tài liệu có quá nhiều chữ ký." : "Tài liệu không có chữ ký nào.";
        return;
    }
    report->signature_count = count;
    report->signatures = arena_make_array(arena, count, struct foreign_signature_report);
    for (size_t i = 0; i < count; i++)
        judge_signature(&judging, elements[i], &report->signatures[i]);
}

enum check_result
foreign_result(const struct foreign_report *report)
{
    enum check_result result = report->signature_count ? CHECK_YES : CHECK_NO;

    for (size_t i = 0; i < report->signature_count; i++) {
        const struct foreign_signature_report *one = &report->signatures[i];
        if (!one->cryptographically_valid || one->trusted == CHECK_NO)
            return CHECK_NO;
        if (one->trusted == CHECK_UNKNOWN)
            result = CHECK_UNKNOWN;
    }
    return result;
}
