/* SPDX-License-Identifier: Apache-2.0
 *
 * Which CRL speaks of which certificate: distribution points, issuers, scopes and deltas
 * (RFC 5280 4.2.1.13, 5.2.5, 6.3.3).
 */
#include "crypto/crl.h"
#include "crypto/der_write.h"
#include "crypto/extensions.h"
#include "crypto/handles.h"

enum { NAME_MAX_SIZE = 4096 };

/* --- names --------------------------------------------------------------------------------- */

static X509_NAME *
parse_name(struct span der)
{
    const unsigned char *at = (const unsigned char *)der.data;
    return der.size > NAME_MAX_SIZE ? NULL : d2i_X509_NAME(NULL, &at, (long)der.size);
}

bool
names_equal(struct span a, struct span b)
{
    if (span_equal(a, b))
        return true;
    X509_NAME *first = parse_name(a), *second = parse_name(b);
    bool equal = first != NULL && second != NULL && X509_NAME_cmp(first, second) == 0;
    X509_NAME_free(first);
    X509_NAME_free(second);
    return equal;
}

/* directoryName [4] is EXPLICIT: Name is a CHOICE. */
static bool
is_directory(unsigned tag)
{
    return tag == DER_CONTEXT_CONSTRUCTED(4);
}

bool
general_names_hold(struct span names, struct span name)
{
    struct der in = der_of(names);
    while (!der_at_end(&in)) {
        struct span whole, content;
        unsigned tag;
        if (!der_next(&in, &tag, &whole, &content))
            return false;
        if (is_directory(tag) && names_equal(content, name))
            return true;
    }
    return false;
}

bool
general_names_meet(struct span a, struct span b)
{
    struct der in = der_of(a);
    while (!der_at_end(&in)) {
        struct span whole, content, other, other_content;
        unsigned tag, other_tag;
        struct der others = der_of(b);
        if (!der_next(&in, &tag, &whole, &content))
            return false;
        if (is_directory(tag) && general_names_hold(b, content))
            return true;
        while (!der_at_end(&others)) {
            if (!der_next(&others, &other_tag, &other, &other_content))
                return false;
            if (span_equal(whole, other))
                return true;
        }
    }
    return false;
}

/* GeneralNames' content with one directoryName. */
static struct span
as_general_names(struct span name, struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(NAME_MAX_SIZE + 16);
    der_put(out, DER_CONTEXT_CONSTRUCTED(4), name);
    return (struct span){arena_copy(arena, out->data ? out->data : "", out->size), out->size};
}

/* nameRelativeToCRLIssuer: the issuer's name with one more RDN. */
static bool
complete_name(struct span issuer, struct span rdn, struct arena *arena, struct span *names)
{
    struct der in = der_of(issuer);
    struct span rdns;
    if (!der_take(&in, DER_SEQUENCE, &rdns))
        return false;
    AUTO(buffer) *out = buffer_new(NAME_MAX_SIZE);
    buffer_add(out, rdns.data, rdns.size);
    der_put(out, DER_SET, rdn);
    der_close(out, 0, DER_SEQUENCE);
    if (out->overflow)
        return false;
    *names = as_general_names(buffer_span(out), arena);
    return true;
}

/* DistributionPointName: fullName [0] or nameRelativeToCRLIssuer [1]. */
static bool
read_point_name(struct span value, struct span issuer, struct arena *arena, struct span *names)
{
    struct der in = der_of(value);
    struct span rdn;
    if (der_is(&in, DER_CONTEXT_CONSTRUCTED(0)))
        return der_take(&in, DER_CONTEXT_CONSTRUCTED(0), names) && der_at_end(&in);
    return der_take(&in, DER_CONTEXT_CONSTRUCTED(1), &rdn) && der_at_end(&in) &&
           complete_name(issuer, rdn, arena, names);
}

/* --- points -------------------------------------------------------------------------------- */

/* The first directoryName of cRLIssuer, to which a relative name is relative. */
static struct span
first_directory(struct span names, struct span otherwise)
{
    struct der in = der_of(names);
    struct span whole, content;
    unsigned tag;
    while (names.data != NULL && der_next(&in, &tag, &whole, &content))
        if (is_directory(tag))
            return content;
    return otherwise;
}

static bool
read_point(struct der in, const struct certificate *subject, struct arena *arena,
           struct crl_point *point)
{
    struct span name, reasons;
    *point = (struct crl_point){.reasons = CRL_ALL_REASONS};
    if (!der_optional(&in, DER_CONTEXT_CONSTRUCTED(0), &name) ||
        !der_optional(&in, DER_CONTEXT(1), &reasons) ||
        !der_optional(&in, DER_CONTEXT_CONSTRUCTED(2), &point->issuer_names) || !der_at_end(&in))
        return false;
    if (reasons.data != NULL && !crl_read_reasons(reasons, &point->reasons))
        return false;
    return name.data == NULL ||
           read_point_name(name, first_directory(point->issuer_names, subject->issuer_der), arena,
                           &point->names);
}

bool
crl_points(const struct certificate *subject, struct arena *arena, struct crl_point *points,
           size_t *count)
{
    struct extension found;
    struct der list, in, one;
    *count = 0;
    if (!extension_find(certificate_parts(subject)->extensions, EXTENSION_CE(CE_CRL_POINTS),
                        &found)) {
        points[(*count)++] = (struct crl_point){
            .names = as_general_names(subject->issuer_der, arena), .reasons = CRL_ALL_REASONS};
        return true;
    }
    list = der_of(found.value);
    if (!der_enter(&list, DER_SEQUENCE, &in) || !der_at_end(&list))
        return false;
    while (!der_at_end(&in)) {
        if (*count == CRL_POINTS_MAX || !der_enter(&in, DER_SEQUENCE, &one) ||
            !read_point(one, subject, arena, &points[*count]))
            return false;
        (*count)++;
    }
    return true;
}

static bool
issuer_fits(const struct crl *crl, const struct crl_point *point, const struct certificate *subject)
{
    if (point->issuer_names.data == NULL)
        return names_equal(crl->issuer, subject->issuer_der);
    return general_names_hold(point->issuer_names, crl->issuer) &&
           (crl->indirect || names_equal(crl->issuer, subject->issuer_der));
}

bool
crl_is_of_point(const struct crl *crl, const struct crl_point *point,
                const struct certificate *subject, struct arena *arena)
{
    struct span names;
    if (crl->unknown_critical || crl->attributes_only || (crl->users_only && subject->is_ca) ||
        (crl->authorities_only && !subject->is_ca) || !issuer_fits(crl, point, subject))
        return false;
    if (crl->point.data == NULL)
        return true;
    if (!read_point_name(crl->point, crl->issuer, arena, &names))
        return false;
    return general_names_meet(names, point->names.data ? point->names : point->issuer_names);
}

/* Unsigned numbers of minimal octets. */
static int
compare_numbers(struct span a, struct span b)
{
    while (a.size > 0 && a.data[0] == 0) {
        a.data++;
        a.size--;
    }
    while (b.size > 0 && b.data[0] == 0) {
        b.data++;
        b.size--;
    }
    if (a.size != b.size)
        return a.size < b.size ? -1 : 1;
    return a.size == 0 ? 0 : memcmp(a.data, b.data, a.size);
}

bool
crl_is_delta_of(const struct crl *delta, const struct crl *complete)
{
    return delta->base_number.data != NULL && complete->base_number.data == NULL &&
           !delta->unknown_critical && delta->number.data != NULL &&
           complete->number.data != NULL && names_equal(delta->issuer, complete->issuer) &&
           span_equal(delta->scope, complete->scope) &&
           span_equal(delta->key_id, complete->key_id) &&
           compare_numbers(complete->number, delta->base_number) >= 0 &&
           compare_numbers(complete->number, delta->number) < 0;
}
