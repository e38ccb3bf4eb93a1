/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/cms.h"
#include "crypto/der.h"

#include <string.h>

#define SIGNED_DATA ((struct span){"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 9})

static enum status
refuse(struct error *err, const char *why)
{
    return fail(err, INVALID, "Dữ liệu ký CMS không đọc được: %s.", why);
}

/* --- signed attributes --------------------------------------------------------------------- */

enum attribute {
    CONTENT_TYPE,
    MESSAGE_DIGEST,
    SIGNING_TIME,
    SIGNING_CERTIFICATE,
    SIGNING_CERTIFICATE_V2,
    ATTRIBUTES,
};

static const struct span attribute_oids[ATTRIBUTES] = {
    [CONTENT_TYPE] = {"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03", 9},
    [MESSAGE_DIGEST] = {"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04", 9},
    [SIGNING_TIME] = {"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05", 9},
    [SIGNING_CERTIFICATE] = {"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0c", 11},
    [SIGNING_CERTIFICATE_V2] = {"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f", 11},
};

/* The first ESSCertIDv2 (or ESSCertID: SHA-1) of SigningCertificate: the signer's own. */
static bool
read_certificate_id(struct der value, bool second, struct cms *cms)
{
    struct der outer, list, id;
    struct span oid;
    bool plain = true;
    enum hash_kind kind = second ? HASH_SHA256 : HASH_SHA1;
    if (!der_enter(&value, DER_SEQUENCE, &outer) || !der_enter(&outer, DER_SEQUENCE, &list) ||
        !der_enter(&list, DER_SEQUENCE, &id))
        return false;
    if (second && der_is(&id, DER_SEQUENCE) &&
        (!der_algorithm(&id, &oid, &plain) || !plain || !hash_kind_of_oid(oid, &kind)))
        return false;
    cms->certificate_hash_kind = kind;
    return der_take(&id, DER_OCTET_STRING, &cms->certificate_hash) &&
           cms->certificate_hash.size == hash_size(kind) && der_skip_optional(&id, DER_SEQUENCE) &&
           der_at_end(&id);
}

/* One value of an attribute that we know; version 2 of the certificate's identifier wins. */
static bool
read_attribute(enum attribute kind, struct der value, struct cms *cms)
{
    struct span type;
    switch (kind) {
    case CONTENT_TYPE: return der_oid(&value, &type) && span_equal(type, cms->content_type);
    case MESSAGE_DIGEST:
        return der_take(&value, DER_OCTET_STRING, &cms->message_digest) &&
               cms->message_digest.size == hash_size(cms->hash);
    case SIGNING_TIME: return der_time(&value, &cms->signing_time, NULL);
    case SIGNING_CERTIFICATE:
        return cms->certificate_hash.data != NULL || read_certificate_id(value, false, cms);
    case SIGNING_CERTIFICATE_V2: return read_certificate_id(value, true, cms);
    case ATTRIBUTES: break;
    }
    return true;
}

static enum attribute
attribute_of(struct span oid)
{
    for (size_t i = 0; i < ATTRIBUTES; i++)
        if (span_equal(attribute_oids[i], oid))
            return (enum attribute)i;
    return ATTRIBUTES;
}

/* SET OF in DER: each encoding after the one before (X.690 11.6), hence none twice. */
static bool
comes_after(struct span before, struct span whole)
{
    size_t size = before.size < whole.size ? before.size : whole.size;
    int order = memcmp(before.data, whole.data, size);
    return order < 0 || (order == 0 && before.size < whole.size);
}

static bool
is_new(struct span *seen, size_t count, struct span oid)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal(seen[i], oid))
            return false;
    seen[count] = oid;
    return true;
}

static enum status
read_attributes(struct der in, struct cms *cms, struct error *err)
{
    struct span before = {"", 0}, seen[CMS_ATTRIBUTES_MAX];
    bool known[ATTRIBUTES + 1] = {false};
    for (size_t count = 0; !der_at_end(&in); count++) {
        struct span whole, oid;
        struct der one, values;
        if (count == CMS_ATTRIBUTES_MAX)
            return refuse(err, "quá nhiều thuộc tính đã ký");
        if (!der_take_whole(&in, DER_SEQUENCE, &whole) || !comes_after(before, whole))
            return refuse(err, "các thuộc tính đã ký không theo thứ tự DER");
        before = whole;
        struct der wrapped = der_of(whole);
        if (!der_enter(&wrapped, DER_SEQUENCE, &one) || !der_oid(&one, &oid) ||
            !der_enter(&one, DER_SET, &values) || !der_at_end(&one) || der_at_end(&values))
            return refuse(err, "thuộc tính đã ký sai dạng");
        if (!is_new(seen, count, oid))
            return refuse(err, "một thuộc tính đã ký xuất hiện hai lần");
        enum attribute kind = attribute_of(oid);
        struct der value = values;
        struct span first, content;
        unsigned tag;
        if (!der_next(&values, &tag, &first, &content) ||
            (kind != ATTRIBUTES && !der_at_end(&values)) || !read_attribute(kind, value, cms))
            return refuse(err, "giá trị của một thuộc tính đã ký sai");
        known[kind] = true;
    }
    if (!known[CONTENT_TYPE] || !known[MESSAGE_DIGEST] || cms->certificate_hash.data == NULL)
        return refuse(err,
                      "thiếu thuộc tính content-type, message-digest hoặc signing-certificate");
    return OK;
}

/* --- SignerInfo ---------------------------------------------------------------------------- */

static bool
read_signer_id(struct der *in, unsigned version, struct cms *cms)
{
    struct der both;
    if (version == 3)
        return der_take(in, DER_CONTEXT(0), &cms->sid_key_id) && cms->sid_key_id.size > 0;
    bool negative;
    if (version != 1 || !der_enter(in, DER_SEQUENCE, &both) ||
        !der_take_whole(&both, DER_SEQUENCE, &cms->sid_issuer))
        return false;
    struct der serial = both;
    struct span octets;
    return der_take_whole(&both, DER_INTEGER, &cms->sid_serial) &&
           der_integer(&serial, &octets, &negative) && der_at_end(&both);
}

static bool
read_algorithm(struct der *in, struct cms *cms)
{
    struct span oid;
    bool plain;
    if (!der_algorithm(in, &oid, &plain) ||
        !signature_algorithm_of_oid(oid, plain, &cms->algorithm))
        return false;
    if (cms->algorithm.hash_is_open)
        cms->algorithm.hash = cms->hash;
    return cms->algorithm.hash == cms->hash;
}

static enum status
read_signer(struct der in, unsigned *version, struct cms *cms, struct error *err)
{
    struct der signer;
    struct span oid;
    bool plain;
    if (!der_enter(&in, DER_SEQUENCE, &signer) || !der_at_end(&in))
        return refuse(err, "phải có đúng một người ký (SignerInfo)");
    if (!der_small(&signer, DER_INTEGER, version) || !read_signer_id(&signer, *version, cms))
        return refuse(err, "định danh người ký sai dạng");
    if (!der_algorithm(&signer, &oid, &plain) || !plain || !hash_kind_of_oid(oid, &cms->hash))
        return refuse(err, "thuật toán băm không được chấp nhận");
    if (der_is(&signer, DER_CONTEXT_CONSTRUCTED(0))) {
        struct der again = signer, inside;
        if (!der_take_whole(&signer, DER_CONTEXT_CONSTRUCTED(0), &cms->attributes) ||
            cms->attributes.size > CMS_ATTRIBUTES_SIZE_MAX ||
            !der_enter(&again, DER_CONTEXT_CONSTRUCTED(0), &inside))
            return refuse(err, "các thuộc tính đã ký quá dài hoặc sai dạng");
        TRY(read_attributes(inside, cms, err));
    } else if (!span_equal(cms->content_type, CMS_DATA))
        return refuse(err, "thiếu các thuộc tính đã ký");
    if (!read_algorithm(&signer, cms))
        return refuse(err, "thuật toán ký không được chấp nhận");
    if (!der_take(&signer, DER_OCTET_STRING, &cms->signature) ||
        !der_optional(&signer, DER_CONTEXT_CONSTRUCTED(1), &cms->unsigned_attributes) ||
        !der_at_end(&signer))
        return refuse(err, "giá trị chữ ký sai dạng");
    return OK;
}

/* --- SignedData ---------------------------------------------------------------------------- */

static enum status
read_certificates(struct der *in, struct cms *cms, struct error *err)
{
    struct der list;
    if (!der_is(in, DER_CONTEXT_CONSTRUCTED(0)))
        return OK;
    if (!der_enter(in, DER_CONTEXT_CONSTRUCTED(0), &list))
        return refuse(err, "danh sách chứng thư sai dạng");
    while (!der_at_end(&list)) {
        if (cms->certificate_count == CMS_CERTIFICATES_MAX ||
            !der_take_whole(&list, DER_SEQUENCE, &cms->certificates[cms->certificate_count++]))
            return refuse(err, "quá nhiều chứng thư hoặc có thứ khác chứng thư X.509");
    }
    return OK;
}

static enum status
read_content(struct der *in, struct span type, struct cms *cms, struct error *err)
{
    struct der info, wrapped;
    if (!der_enter(in, DER_SEQUENCE, &info) || !der_oid(&info, &cms->content_type) ||
        !span_equal(cms->content_type, type))
        return refuse(err, "loại nội dung khác với loại phải có");
    if (der_at_end(&info))
        return OK;
    if (!der_enter(&info, DER_CONTEXT_CONSTRUCTED(0), &wrapped) || !der_at_end(&info) ||
        !der_take(&wrapped, DER_OCTET_STRING, &cms->content) || !der_at_end(&wrapped))
        return refuse(err, "nội dung sai dạng");
    return OK;
}

/* digestAlgorithms must hold the one that the signer used. */
static bool
holds_hash(struct der list, enum hash_kind wanted)
{
    bool found = false;
    for (size_t i = 0; i < 4 && !der_at_end(&list); i++) {
        struct span oid;
        bool plain;
        enum hash_kind kind;
        if (!der_algorithm(&list, &oid, &plain))
            return false;
        found |= plain && hash_kind_of_oid(oid, &kind) && kind == wanted;
    }
    return found && der_at_end(&list);
}

static enum status
read_signed_data(struct der in, struct span type, struct cms *cms, struct error *err)
{
    struct der hashes, signers;
    unsigned version, signer_version;
    if (!der_small(&in, DER_INTEGER, &version) || !der_enter(&in, DER_SET, &hashes))
        return refuse(err, "phần đầu sai dạng");
    TRY(read_content(&in, type, cms, err));
    TRY(read_certificates(&in, cms, err));
    if (der_is(&in, DER_CONTEXT_CONSTRUCTED(1)))
        return refuse(err, "có danh sách thu hồi bên trong");
    if (!der_enter(&in, DER_SET, &signers) || !der_at_end(&in))
        return refuse(err, "phần người ký sai dạng");
    TRY(read_signer(signers, &signer_version, cms, err));
    unsigned wanted = span_equal(type, CMS_DATA) && signer_version == 1 ? 1 : 3;
    if (version != wanted)
        return refuse(err, "phiên bản sai");
    if (!holds_hash(hashes, cms->hash))
        return refuse(err, "thuật toán băm không được khai báo");
    return OK;
}

enum status
cms_parse(struct span der, struct span type, struct cms *cms, struct error *err)
{
    struct der all = der_of(der), outer, wrapped, inside;
    struct span oid;
    struct cms found = {0};
    if (der.size > CMS_MAX)
        return refuse(err, "quá lớn");
    if (!der_enter(&all, DER_SEQUENCE, &outer) || !der_at_end(&all))
        return refuse(err, "không phải DER hoặc có byte thừa ở cuối");
    if (!der_oid(&outer, &oid) || !span_equal(oid, SIGNED_DATA))
        return refuse(err, "không phải SignedData");
    if (!der_enter(&outer, DER_CONTEXT_CONSTRUCTED(0), &wrapped) || !der_at_end(&outer) ||
        !der_enter(&wrapped, DER_SEQUENCE, &inside) || !der_at_end(&wrapped))
        return refuse(err, "SignedData sai dạng");
    TRY(read_signed_data(inside, type, &found, err));
    *cms = found;
    return OK;
}

/* --- checking ------------------------------------------------------------------------------ */

static enum status
distrust(struct error *err, const char *why)
{
    return fail(err, UNTRUSTED, "Chữ ký CMS không đúng: %s.", why);
}

bool
cms_names(const struct cms *cms, const struct certificate *certificate)
{
    if (cms->certificate_hash.data == NULL)
        return false;
    if (cms->certificate_hash_kind == HASH_SHA256)
        return span_equal(cms->certificate_hash,
                          (struct span){(const char *)certificate->sha256.bytes, SHA256_SIZE});
    return hash_matches(cms->certificate_hash_kind, certificate->der, cms->certificate_hash);
}

static bool
is_signer_id(const struct cms *cms, const struct certificate *signer)
{
    if (cms->sid_key_id.data != NULL)
        return span_equal(cms->sid_key_id, signer->key_id);
    return span_equal(cms->sid_serial, signer->serial_der) &&
           span_equal(cms->sid_issuer, signer->issuer_der);
}

enum status
cms_check(const struct cms *cms, struct span content, const struct certificate *signer,
          enum algorithms allowed, struct error *err)
{
    uint8_t set[CMS_ATTRIBUTES_SIZE_MAX];
    if (cms->attributes.data == NULL)
        return distrust(err, "thiếu các thuộc tính đã ký");
    if (!cms_names(cms, signer) || !is_signer_id(cms, signer))
        return distrust(err,
                        "chứng thư của người ký không phải là chứng thư được nêu trong chữ ký");
    if (cms->hash == HASH_SHA1 && allowed != ALGORITHMS_OF_VECTORS)
        return distrust(err, "SHA-1 đã bị phá, không được chấp nhận");
    if (!hash_matches(cms->hash, content, cms->message_digest))
        return distrust(err, "nội dung khác với nội dung đã được ký");
    memcpy(set, cms->attributes.data, cms->attributes.size);
    set[0] = DER_SET; /* RFC 5652 5.4: signed as a SET OF, stored as [0] */
    return signature_check(signer->key, &cms->algorithm, allowed,
                           (struct span){(const char *)set, cms->attributes.size}, cms->signature,
                           err);
}

enum status
cms_check_bare(const struct cms *cms, struct span content, const struct certificate *signer,
               enum algorithms allowed, struct error *err)
{
    if (cms->attributes.data != NULL)
        return distrust(err, "có các thuộc tính đã ký");
    if (!is_signer_id(cms, signer))
        return distrust(err,
                        "chứng thư của người ký không phải là chứng thư được nêu trong chữ ký");
    return signature_check(signer->key, &cms->algorithm, allowed, content, cms->signature, err);
}
