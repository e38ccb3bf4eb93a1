/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/crl.h"
#include "crypto/extensions.h"

static enum status
refuse(struct error *err, const char *why)
{
    return fail(err, INVALID, "Danh sách thu hồi (CRL) không đọc được: %s.", why);
}

/* --- extensions ---------------------------------------------------------------------------- */

bool
crl_read_reasons(struct span bits, unsigned *reasons)
{
    *reasons = 0;
    if (bits.size < 2 || bits.size > 3 || (uint8_t)bits.data[0] > 7)
        return false;
    for (size_t i = 0; i < 8 * (bits.size - 1); i++)
        if ((uint8_t)bits.data[1 + i / 8] >> (7 - i % 8) & 1)
            *reasons |= 1u << i;
    *reasons &= CRL_ALL_REASONS;
    return true;
}

/* A DEFAULT FALSE flag [n]: when present it is true. */
static bool
read_flag(struct der *in, unsigned tag, bool *flag)
{
    struct span octet;
    if (!der_is(in, tag))
        return true;
    *flag = true;
    return der_take(in, tag, &octet) && octet.size == 1 && (uint8_t)octet.data[0] == 0xff;
}

/* IssuingDistributionPoint (RFC 5280 5.2.5). */
static bool
read_scope(struct span value, struct crl *crl)
{
    struct der all = der_of(value), in;
    struct span reasons;
    if (!der_enter(&all, DER_SEQUENCE, &in) || !der_at_end(&all) ||
        !der_optional(&in, DER_CONTEXT_CONSTRUCTED(0), &crl->point) ||
        !read_flag(&in, DER_CONTEXT(1), &crl->users_only) ||
        !read_flag(&in, DER_CONTEXT(2), &crl->authorities_only) ||
        !der_optional(&in, DER_CONTEXT(3), &reasons) ||
        !read_flag(&in, DER_CONTEXT(4), &crl->indirect) ||
        !read_flag(&in, DER_CONTEXT(5), &crl->attributes_only) || !der_at_end(&in))
        return false;
    return reasons.data == NULL || (crl_read_reasons(reasons, &crl->reasons) && crl->reasons != 0);
}

static bool
read_key_id(struct span value, struct crl *crl)
{
    struct der all = der_of(value), in;
    return der_enter(&all, DER_SEQUENCE, &in) && der_at_end(&all) &&
           der_optional(&in, DER_CONTEXT(0), &crl->key_id);
}

static bool
read_number(struct span value, struct span *number)
{
    struct der in = der_of(value);
    return der_integer(&in, number, NULL) && der_at_end(&in) && number->size <= 21;
}

static bool
read_extension(const struct extension *extension, struct crl *crl)
{
    if (span_equal(extension->oid, EXTENSION_CE(CE_CRL_NUMBER)))
        return read_number(extension->value, &crl->number);
    if (span_equal(extension->oid, EXTENSION_CE(CE_DELTA_CRL)))
        return read_number(extension->value, &crl->base_number);
    if (span_equal(extension->oid, EXTENSION_CE(CE_AUTHORITY_KEY_ID)))
        return read_key_id(extension->value, crl);
    if (span_equal(extension->oid, EXTENSION_CE(CE_ISSUING_POINT))) {
        crl->scope = extension->value;
        return read_scope(extension->value, crl);
    }
    crl->unknown_critical |= extension->critical;
    return true;
}

static bool
read_extensions(struct span list, struct crl *crl)
{
    struct der in = der_of(list);
    if (!extensions_are_fine(list))
        return false;
    while (!der_at_end(&in)) {
        struct extension next;
        if (!extension_next(&in, &next) || !read_extension(&next, crl))
            return false;
    }
    return true;
}

/* --- the list ------------------------------------------------------------------------------ */

/* version, algorithm, issuer, thisUpdate, nextUpdate. */
static bool
read_head(struct der *in, struct crl *crl, struct span *algorithm)
{
    unsigned version = 1;
    if (der_is(in, DER_INTEGER) && !der_small(in, DER_INTEGER, &version))
        return false;
    if (version != 1 || !der_take_whole(in, DER_SEQUENCE, algorithm) ||
        !der_take_whole(in, DER_SEQUENCE, &crl->issuer) || !der_time(in, &crl->this_update, NULL))
        return false;
    if (der_is(in, DER_UTC_TIME) || der_is(in, DER_GENERALIZED_TIME))
        return der_time(in, &crl->next_update, NULL);
    return true;
}

static bool
read_signed_part(struct crl *crl, struct span *algorithm)
{
    struct der all = der_of(crl->signed_part), in, wrapped;
    struct span list;
    if (!der_enter(&all, DER_SEQUENCE, &in) || !read_head(&in, crl, algorithm) ||
        !der_optional(&in, DER_SEQUENCE, &crl->entries))
        return false;
    if (der_at_end(&in))
        return true;
    return der_enter(&in, DER_CONTEXT_CONSTRUCTED(0), &wrapped) && der_at_end(&in) &&
           der_take(&wrapped, DER_SEQUENCE, &list) && der_at_end(&wrapped) &&
           read_extensions(list, crl);
}

enum status
crl_parse(struct span der, struct crl *crl, struct error *err)
{
    struct crl found = {.der = der};
    struct der all = der_of(der), in;
    struct span inner, outer, oid;
    bool plain;
    if (der.size > CRL_MAX)
        return refuse(err, "quá lớn");
    if (!der_enter(&all, DER_SEQUENCE, &in) || !der_at_end(&all) ||
        !der_take_whole(&in, DER_SEQUENCE, &found.signed_part))
        return refuse(err, "không phải DER hoặc có byte thừa ở cuối");
    if (!read_signed_part(&found, &inner))
        return refuse(err, "nội dung sai dạng");
    struct der again = in;
    if (!der_take_whole(&again, DER_SEQUENCE, &outer) || !span_equal(inner, outer) ||
        !der_algorithm(&in, &oid, &plain) ||
        !signature_algorithm_of_oid(oid, plain, &found.algorithm) || found.algorithm.hash_is_open)
        return refuse(err, "thuật toán ký không được chấp nhận");
    if (!der_bits(&in, &found.signature) || !der_at_end(&in))
        return refuse(err, "chữ ký sai dạng");
    *crl = found;
    return OK;
}

enum status
crl_check_signature(const struct crl *crl, const struct certificate *issuer,
                    enum algorithms allowed, struct error *err)
{
    if (!names_equal(crl->issuer, issuer->subject_der))
        return fail(err, UNTRUSTED, "Danh sách thu hồi không phải của \"%s\".",
                    issuer->common_name);
    if (!(issuer->usage & (USAGE_CRL_SIGN | USAGE_ABSENT)))
        return fail(err, UNTRUSTED, "\"%s\" không được quyền ký danh sách thu hồi (cRLSign).",
                    issuer->common_name);
    if (crl->key_id.data != NULL && issuer->key_id.data != NULL &&
        !span_equal(crl->key_id, issuer->key_id))
        return fail(err, UNTRUSTED, "Danh sách thu hồi được ký bằng khóa khác của \"%s\".",
                    issuer->common_name);
    if (signature_check(issuer->key, &crl->algorithm, allowed, crl->signed_part, crl->signature,
                        err) != OK)
        return fail_within(err, "Danh sách thu hồi");
    return OK;
}

/* --- entries ------------------------------------------------------------------------------- */

static bool
read_entry_extensions(struct der *in, struct crl_entry *entry)
{
    struct span list;
    if (der_at_end(in))
        return true;
    if (!der_take(in, DER_SEQUENCE, &list) || !der_at_end(in) || !extensions_are_fine(list))
        return false;
    struct der each = der_of(list);
    while (!der_at_end(&each)) {
        struct extension next;
        if (!extension_next(&each, &next))
            return false;
        struct der value = der_of(next.value);
        if (span_equal(next.oid, EXTENSION_CE(CE_REASON))) {
            if (!der_small(&value, DER_ENUMERATED, &entry->reason) || !der_at_end(&value))
                return false;
        } else if (span_equal(next.oid, EXTENSION_CE(CE_CERTIFICATE_ISSUER))) {
            if (!der_take(&value, DER_SEQUENCE, &entry->issuer_names) || !der_at_end(&value))
                return false;
        } else if (next.critical)
            return false;
    }
    return true;
}

static bool
next_entry(struct der *in, struct crl_entry *entry)
{
    struct der one;
    struct span serial;
    bool negative;
    if (!der_enter(in, DER_SEQUENCE, &one))
        return false;
    struct der again = one;
    return der_take_whole(&one, DER_INTEGER, &entry->serial) &&
           der_integer(&again, &serial, &negative) && der_time(&one, &entry->revoked_at, NULL) &&
           read_entry_extensions(&one, entry);
}

/* In an indirect list an entry's issuer holds for those after it (RFC 5280 5.3.3). */
bool
crl_find_entry(const struct crl *crl, const struct certificate *subject, struct crl_entry *found,
               bool *malformed)
{
    struct der in = der_of(crl->entries);
    bool ours = names_equal(crl->issuer, subject->issuer_der);
    *malformed = false;
    while (!der_at_end(&in)) {
        struct crl_entry entry = {0};
        if (!next_entry(&in, &entry)) {
            *malformed = true;
            return false;
        }
        if (entry.issuer_names.data != NULL)
            ours = crl->indirect && general_names_hold(entry.issuer_names, subject->issuer_der);
        if (ours && span_equal(entry.serial, subject->serial_der)) {
            *found = entry;
            return true;
        }
    }
    return false;
}
