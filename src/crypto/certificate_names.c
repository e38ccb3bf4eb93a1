/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/certificate_names.h"
#include "base/unicode.h"

#include <stddef.h>

#include <openssl/x509v3.h>

const struct certificate_number_kind certificate_number_kinds[] = {
    {"CCCD:", 12, offsetof(struct certificate, person_number)},
    {"MST:", 0, offsetof(struct certificate, tax_code)},
    {"MATRUONG:", 0, offsetof(struct certificate, school_code)},
    {"MASOGD:", 0, offsetof(struct certificate, department_code)},
};
const size_t certificate_number_kind_count = COUNT_OF(certificate_number_kinds);

/* A whole name as RFC 4514 writes it, Vietnamese letters as they are. */
static char *
name_text(const X509_NAME *name, struct arena *arena)
{
    LIBRARY(BIO) *writer = BIO_new(BIO_s_mem());
    library_must("out of memory", writer);
    if (X509_NAME_print_ex(writer, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0)
        return NULL;
    char *bytes;
    long size = BIO_get_mem_data(writer, &bytes);
    struct span text = {size > 0 ? bytes : "", (size_t)size}; /* a subject may be empty */
    return utf8_is_valid(text) ? arena_copy(arena, text.data, text.size) : NULL;
}

/* One attribute's value in UTF-8; NULL when it is no text or too long. */
static char *
value_text(const X509_NAME_ENTRY *entry, struct arena *arena)
{
    unsigned char *bytes = NULL;
    int size = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry));
    if (size < 0)
        return NULL;
    struct span text = {(const char *)bytes, (size_t)size};
    char *copy = NULL;
    if (text.size <= NAME_VALUE_MAX && utf8_is_valid(text))
        copy = arena_copy(arena, text.data, text.size);
    OPENSSL_free(bytes);
    return copy;
}

/* The last attribute of a kind (the most specific one); NULL when there is none. */
static const char *
last_value(const X509_NAME *name, int nid, struct arena *arena)
{
    int index = -1, found = -1;
    while ((index = X509_NAME_get_index_by_NID((X509_NAME *)(uintptr_t)name, nid, index)) >= 0)
        found = index;
    return found < 0 ? NULL : value_text(X509_NAME_get_entry(name, found), arena);
}

static enum status
read_number(const char *value, struct certificate *out, struct error *err)
{
    for (size_t i = 0; i < certificate_number_kind_count; i++) {
        const struct certificate_number_kind *kind = &certificate_number_kinds[i];
        if (!text_starts(value, kind->prefix))
            continue;
        const char *number = value + strlen(kind->prefix);
        const char **field = (const char **)((char *)out + kind->offset);
        if (*number == 0 || (kind->digits != 0 && !text_is_digits(number, kind->digits)))
            return certificate_refuse(err, "mã số định danh trong chủ thể sai dạng");
        if (*field != NULL && !text_equal(*field, number))
            return certificate_refuse(err, "chủ thể mang hai mã số khác nhau cùng loại");
        *field = number;
    }
    return OK;
}

static enum status
read_numbers(const X509_NAME *subject, struct arena *arena, struct certificate *out,
             struct error *err)
{
    for (int i = 0; i < X509_NAME_entry_count(subject); i++) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(subject, i);
        if (OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)) != NID_userId)
            continue;
        const char *value = value_text(entry, arena);
        if (value == NULL)
            return certificate_refuse(err, "mã số định danh trong chủ thể sai dạng");
        TRY(read_number(value, out, err));
    }
    return OK;
}

static enum status
encode_name(const X509_NAME *name, struct arena *arena, struct span *der, struct error *err)
{
    unsigned char *bytes = NULL;
    int size = i2d_X509_NAME(name, &bytes);
    if (size <= 0)
        return certificate_refuse(err, "tên sai");
    *der = (struct span){arena_copy(arena, bytes, (size_t)size), (size_t)size};
    OPENSSL_free(bytes);
    return OK;
}

enum status
certificate_read_names(X509 *x509, struct arena *arena, struct certificate *out, struct error *err)
{
    const X509_NAME *subject = X509_get_subject_name(x509), *issuer = X509_get_issuer_name(x509);
    out->subject = name_text(subject, arena);
    out->issuer = name_text(issuer, arena);
    if (out->subject == NULL || out->issuer == NULL)
        return certificate_refuse(err, "tên không phải văn bản Unicode");
    const char *common = last_value(subject, NID_commonName, arena);
    const char *issuer_common = last_value(issuer, NID_commonName, arena);
    out->common_name = common ? common : "";
    out->organisation = last_value(subject, NID_organizationName, arena);
    out->issuer_name = issuer_common ? issuer_common : out->issuer;
    out->is_self_issued = X509_NAME_cmp(subject, issuer) == 0;
    TRY(encode_name(issuer, arena, &out->issuer_der, err));
    return read_numbers(subject, arena, out, err);
}
