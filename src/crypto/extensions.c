/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/extensions.h"

bool
extension_next(struct der *in, struct extension *extension)
{
    struct der inside;
    bool critical = false;
    if (!der_enter(in, DER_SEQUENCE, &inside) || !der_oid(&inside, &extension->oid) ||
        (der_is(&inside, DER_BOOLEAN) && !(der_boolean(&inside, &critical) && critical)) ||
        !der_take(&inside, DER_OCTET_STRING, &extension->value) || !der_at_end(&inside))
        return false;
    extension->critical = critical;
    return true;
}

bool
extension_find(struct span extensions, struct span oid, struct extension *extension)
{
    struct der in = der_of(extensions);
    while (!der_at_end(&in)) {
        if (!extension_next(&in, extension))
            return false;
        if (span_equal(extension->oid, oid))
            return true;
    }
    return false;
}

bool
extensions_are_fine(struct span extensions)
{
    struct span seen[EXTENSIONS_MAX];
    size_t count = 0;
    struct der in = der_of(extensions);
    while (!der_at_end(&in)) {
        struct extension next;
        if (count == EXTENSIONS_MAX || !extension_next(&in, &next))
            return false;
        for (size_t i = 0; i < count; i++)
            if (span_equal(seen[i], next.oid))
                return false;
        seen[count++] = next.oid;
    }
    return true;
}

/* --- what of a certificate stands in its DER ------------------------------------------------ */

/* Version, serial, algorithm, issuer, validity, subject, key, unique ids, extensions. */
static bool
walk_signed_part(struct der tbs, struct certificate *out, struct certificate_parts *parts)
{
    struct der key, info, wrapped;
    struct span skipped;
    bool negative;
    bool good = der_optional(&tbs, DER_CONTEXT_CONSTRUCTED(0), &skipped) &&
                der_integer(&tbs, &skipped, &negative) && der_take(&tbs, DER_SEQUENCE, &skipped) &&
                der_take_whole(&tbs, DER_SEQUENCE, &skipped) && /* the issuer */
                der_take(&tbs, DER_SEQUENCE, &skipped) &&
                der_take_whole(&tbs, DER_SEQUENCE, &out->subject_der) &&
                der_take_whole(&tbs, DER_SEQUENCE, &parts->key_info);
    if (!good)
        return false;
    info = der_of(parts->key_info);
    return der_enter(&info, DER_SEQUENCE, &key) && der_take(&key, DER_SEQUENCE, &skipped) &&
           der_bits(&key, &out->key_bits) && der_skip_optional(&tbs, DER_CONTEXT(1)) &&
           der_skip_optional(&tbs, DER_CONTEXT(2)) &&
           (der_at_end(&tbs) ||
            (der_enter(&tbs, DER_CONTEXT_CONSTRUCTED(3), &wrapped) && der_at_end(&tbs) &&
             der_take(&wrapped, DER_SEQUENCE, &parts->extensions) && der_at_end(&wrapped)));
}

static bool
walk_certificate(struct span der, struct certificate *out, struct certificate_parts *parts)
{
    struct der all = der_of(der), outer, tbs;
    *parts = (struct certificate_parts){0};
    if (!der_enter(&all, DER_SEQUENCE, &outer) || !der_at_end(&all) ||
        !der_take_whole(&outer, DER_SEQUENCE, &parts->signed_part))
        return false;
    struct der again = der_of(parts->signed_part);
    return der_enter(&again, DER_SEQUENCE, &tbs) && walk_signed_part(tbs, out, parts) &&
           der_algorithm(&outer, &parts->algorithm, &parts->plain) &&
           der_bits(&outer, &parts->signature) && der_at_end(&outer);
}

static bool
read_extended_usage(struct span extensions, struct certificate *out)
{
    struct extension found;
    struct der list, in;
    out->extended = EXTENDED_ABSENT;
    if (!extension_find(extensions, EXTENSION_CE(CE_EXTENDED_USAGE), &found))
        return true;
    out->extended = found.critical ? EXTENDED_CRITICAL : 0u;
    list = der_of(found.value);
    if (!der_enter(&list, DER_SEQUENCE, &in) || !der_at_end(&list) || der_at_end(&in))
        return false;
    while (!der_at_end(&in)) {
        struct span oid;
        if (!der_oid(&in, &oid))
            return false;
        if (DER_OID_IS(oid, 0x2b, 6, 1, 5, 5, 7, 3, 8))
            out->extended |= EXTENDED_TIME_STAMPING;
        else if (DER_OID_IS(oid, 0x2b, 6, 1, 5, 5, 7, 3, 9))
            out->extended |= EXTENDED_OCSP_SIGNING;
        else if (DER_OID_IS(oid, 0x55, 0x1d, 0x25, 0))
            out->extended |= EXTENDED_ANY;
        else
            out->extended |= EXTENDED_OTHER;
    }
    return true;
}

static bool
read_key_id(struct span extensions, struct certificate *out)
{
    struct extension found;
    if (!extension_find(extensions, EXTENSION_CE(CE_SUBJECT_KEY_ID), &found))
        return true;
    struct der in = der_of(found.value);
    return der_take(&in, DER_OCTET_STRING, &out->key_id) && der_at_end(&in);
}

/* An address that our clients speak: http, printable, of a sane length. */
static const char *
address_text(struct span text, struct arena *arena)
{
    if (text.size < 8 || text.size > CERTIFICATE_URL_MAX ||
        (memcmp(text.data, "http://", 7) != 0 && memcmp(text.data, "https://", 8) != 0))
        return NULL;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] <= ' ' || text.data[i] > '~')
            return NULL;
    return arena_copy(arena, text.data, text.size);
}

/* authorityInfoAccess (RFC 5280 4.2.2.1). */
static bool
read_access(struct span extensions, struct arena *arena, struct certificate *out)
{
    static const uint8_t access[] = {0x2b, 6, 1, 5, 5, 7, 1, 1};
    struct extension found;
    struct der list, in, one;
    if (!extension_find(extensions, (struct span){(const char *)access, sizeof access}, &found))
        return true;
    list = der_of(found.value);
    if (!der_enter(&list, DER_SEQUENCE, &in) || !der_at_end(&list))
        return false;
    while (!der_at_end(&in)) {
        struct span method, place, whole;
        unsigned tag;
        if (!der_enter(&in, DER_SEQUENCE, &one) || !der_oid(&one, &method) ||
            !der_next(&one, &tag, &whole, &place) || !der_at_end(&one))
            return false;
        if (tag != DER_CONTEXT(6))
            continue;
        if (DER_OID_IS(method, 0x2b, 6, 1, 5, 5, 7, 0x30, 1) && out->ocsp_url == NULL)
            out->ocsp_url = address_text(place, arena);
        else if (DER_OID_IS(method, 0x2b, 6, 1, 5, 5, 7, 0x30, 2) && out->issuer_url == NULL)
            out->issuer_url = address_text(place, arena);
    }
    return true;
}

/* The first address among a distribution point's full names. */
static bool
read_point(struct der point, struct arena *arena, struct certificate *out)
{
    struct der name, full;
    if (!der_enter(&point, DER_CONTEXT_CONSTRUCTED(0), &name))
        return true;
    if (!der_enter(&name, DER_CONTEXT_CONSTRUCTED(0), &full))
        return true;
    while (!der_at_end(&full)) {
        struct span whole, place;
        unsigned tag;
        if (!der_next(&full, &tag, &whole, &place))
            return false;
        if (tag == DER_CONTEXT(6) && out->crl_url == NULL)
            out->crl_url = address_text(place, arena);
    }
    return true;
}

static bool
read_points(struct span extensions, struct arena *arena, struct certificate *out)
{
    struct extension found;
    struct der list, in, point;
    if (!extension_find(extensions, EXTENSION_CE(CE_CRL_POINTS), &found))
        return true;
    list = der_of(found.value);
    if (!der_enter(&list, DER_SEQUENCE, &in) || !der_at_end(&list))
        return false;
    while (!der_at_end(&in))
        if (!der_enter(&in, DER_SEQUENCE, &point) || !read_point(point, arena, out))
            return false;
    return true;
}

bool
certificate_read_der(struct span der, struct arena *arena, struct certificate *out,
                     struct certificate_parts *parts)
{
    static const uint8_t nocheck[] = {0x2b, 6, 1, 5, 5, 7, 0x30, 1, 5};
    struct extension found;
    if (!walk_certificate(der, out, parts) || !extensions_are_fine(parts->extensions))
        return false;
    out->no_revocation_check = extension_find(
        parts->extensions, (struct span){(const char *)nocheck, sizeof nocheck}, &found);
    return read_extended_usage(parts->extensions, out) && read_key_id(parts->extensions, out) &&
           read_access(parts->extensions, arena, out) && read_points(parts->extensions, arena, out);
}

enum status
certificate_check_issuer(const struct certificate *subject, const struct certificate *issuer,
                         enum algorithms allowed, struct error *err)
{
    const struct certificate_parts *parts = certificate_parts(subject);
    struct signature_algorithm algorithm;
    if (!span_equal(subject->issuer_der, issuer->subject_der))
        return fail(err, UNTRUSTED, "Chứng thư \"%s\" không do \"%s\" cấp.", subject->common_name,
                    issuer->common_name);
    if (!signature_algorithm_of_oid(parts->algorithm, parts->plain, &algorithm) ||
        algorithm.hash_is_open)
        return fail(err, UNTRUSTED, "Chứng thư \"%s\" dùng thuật toán ký không được chấp nhận.",
                    subject->common_name);
    return signature_check(issuer->key, &algorithm, allowed, parts->signed_part, parts->signature,
                           err);
}
