/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/status_list.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include <zlib.h>

#include "ledger/cbor.h"

#define LIST_TYPE "application/statuslist+cwt"

enum {
    COSE_SIGN1 = 18, /* the tag (RFC 9052 4.2) */
    HEADER_ALGORITHM = 1,
    HEADER_KID = 4,
    HEADER_TYPE = 16, /* RFC 9596 */
    EDDSA = 8,        /* -8, as CBOR_NEGATIVE holds it less one */
    CLAIM_SUBJECT = 2,
    CLAIM_EXPIRES = 4,
    CLAIM_MADE = 6,
    CLAIM_LIST = 65533,
    CLAIM_LIVES = 65534,
    CLAIMS = 5,
    STATUS_BITS = 2,
    PARTS_MAX = STATUS_LIST_FILE_MAX + 4096,
};

/* --- packing ---------------------------------------------------------------------------------- */

void
status_list_pack(struct span bits, struct buffer *out)
{
    uLongf size = compressBound((uLong)bits.size);
    uint8_t *packed = heap_alloc(size);
    int answer = compress2(packed, &size, (const Bytef *)bits.data, (uLong)bits.size, 9);

    assert(answer == Z_OK);
    buffer_add(out, packed, size);
    free(packed);
}

/* Exactly the bytes that the list's length asks for, and nothing behind them. */
static enum status
unpack(struct span packed, size_t size, struct arena *arena, struct span *bits, struct error *err)
{
    uint8_t *bytes = arena_alloc(arena, size + 1);
    uLongf got = (uLongf)size + 1;
    uLong used = (uLong)packed.size;

    if (uncompress2(bytes, &got, (const Bytef *)packed.data, &used) != Z_OK || got != size ||
        used != packed.size)
        return fail(err, INVALID, "Bảng tình trạng không giải nén được hoặc sai độ dài.");
    *bits = (struct span){(const char *)bytes, size};
    return OK;
}

/* --- writing ---------------------------------------------------------------------------------- */

static void
write_protected(struct buffer *out)
{
    cbor_write_head(out, CBOR_MAP, 2);
    cbor_write_head(out, CBOR_UNSIGNED, HEADER_ALGORITHM);
    cbor_write_head(out, CBOR_NEGATIVE, EDDSA - 1);
    cbor_write_head(out, CBOR_UNSIGNED, HEADER_TYPE);
    cbor_write_text(out, LIST_TYPE);
}

static void
write_number_claim(struct buffer *out, unsigned claim, int64_t value)
{
    assert(value >= 0);
    cbor_write_head(out, CBOR_UNSIGNED, claim);
    cbor_write_head(out, CBOR_UNSIGNED, (uint64_t)value);
}

static void
write_subject(const struct status_list *list, struct span origin, struct buffer *out)
{
    AUTO(buffer) *text = buffer_new(STATUS_LIST_SUBJECT_MAX);

    buffer_printf(text, "%.*s/status/%" PRIu64 "/%" PRIu64, (int)origin.size, origin.data,
                  list->from, list->to);
    if (list->as_of > list->to)
        buffer_printf(text, "/%" PRIu64, list->as_of);
    cbor_write_head(out, CBOR_TEXT, text->size);
    buffer_add(out, text->data, text->size);
}

/* Claims in the order of their keys' encodings (RFC 8949 4.2.1). */
static void
write_claims(const struct status_list *list, struct span origin, struct buffer *out)
{
    AUTO(buffer) *packed = buffer_new(STATUS_LIST_FILE_MAX);

    status_list_pack(list->bits, packed);
    cbor_write_head(out, CBOR_MAP, CLAIMS);
    cbor_write_head(out, CBOR_UNSIGNED, CLAIM_SUBJECT);
    write_subject(list, origin, out);
    write_number_claim(out, CLAIM_EXPIRES, list->expires);
    write_number_claim(out, CLAIM_MADE, list->made);
    cbor_write_head(out, CBOR_UNSIGNED, CLAIM_LIST);
    cbor_write_head(out, CBOR_MAP, 2);
    cbor_write_text(out, "lst");
    cbor_write_bytes(out, packed->data, packed->size);
    cbor_write_text(out, "bits");
    cbor_write_head(out, CBOR_UNSIGNED, STATUS_BITS);
    write_number_claim(out, CLAIM_LIVES, list->lives);
}

/* Sig_structure (RFC 9052 4.4). */
static void
write_signed(struct span protected, struct span payload, struct buffer *out)
{
    cbor_write_head(out, CBOR_ARRAY, 4);
    cbor_write_text(out, "Signature1");
    cbor_write_bytes(out, protected.data, protected.size);
    cbor_write_bytes(out, NULL, 0);
    cbor_write_bytes(out, payload.data, payload.size);
}

static void
kid_of(const uint8_t public[ED25519_PUBLIC_SIZE], uint8_t kid[LEAF_KID_SIZE])
{
    struct digest digest = sha256((struct span){(const char *)public, ED25519_PUBLIC_SIZE});

    memcpy(kid, digest.bytes, LEAF_KID_SIZE);
}

void
status_list_write(const struct status_list *list, struct span origin, const struct secret *key,
                  const uint8_t public[ED25519_PUBLIC_SIZE], struct buffer *out)
{
    AUTO(buffer) *protected = buffer_new(256), *claims = buffer_new(PARTS_MAX);
    AUTO(buffer) *to_sign = buffer_new(PARTS_MAX);
    uint8_t signature[ED25519_SIGNATURE_SIZE], kid[LEAF_KID_SIZE];

    assert(list->from <= list->to && list->bits.size == (list->to - list->from + 3) / 4);
    write_protected(protected);
    write_claims(list, origin, claims);
    write_signed(buffer_span(protected), buffer_span(claims), to_sign);
    ed25519_sign(key, buffer_span(to_sign), signature);
    kid_of(public, kid);
    cbor_write_head(out, CBOR_TAG, COSE_SIGN1);
    cbor_write_head(out, CBOR_ARRAY, 4);
    cbor_write_bytes(out, protected->data, protected->size);
    cbor_write_head(out, CBOR_MAP, 1);
    cbor_write_head(out, CBOR_UNSIGNED, HEADER_KID);
    cbor_write_bytes(out, kid, sizeof kid);
    cbor_write_bytes(out, claims->data, claims->size);
    cbor_write_bytes(out, signature, sizeof signature);
}

/* --- reading ---------------------------------------------------------------------------------- */

bool
status_list_is(struct span file)
{
    return file.size > 2 && memcmp(file.data, "\xD2\x84", 2) == 0 &&
           (uint8_t)file.data[2] >> 5 == CBOR_BYTES;
}

static enum status
refuse(struct error *err)
{
    return fail(err, INVALID, "Tệp không phải bảng tình trạng học bạ (statuslist+cwt).");
}

struct parts {
    struct span protected, claims;
    uint8_t kid[LEAF_KID_SIZE], signature[ED25519_SIGNATURE_SIZE];
};

static enum status
read_parts(struct span file, struct parts *parts, struct error *err)
{
    AUTO(buffer) *protected = buffer_new(256);
    struct cbor cbor = cbor_from(file);

    bool shape = cbor_read_head(&cbor, CBOR_TAG) == COSE_SIGN1;
    shape &= cbor_read_head(&cbor, CBOR_ARRAY) == 4;
    parts->protected = cbor_read_string(&cbor, CBOR_BYTES);
    shape &= cbor_read_head(&cbor, CBOR_MAP) == 1;
    shape &= cbor_read_head(&cbor, CBOR_UNSIGNED) == HEADER_KID;
    cbor_read_bytes(&cbor, parts->kid, sizeof parts->kid);
    parts->claims = cbor_read_string(&cbor, CBOR_BYTES);
    cbor_read_bytes(&cbor, parts->signature, sizeof parts->signature);
    write_protected(protected);
    if (!shape || !cbor_is_done(&cbor) || !span_equal(parts->protected, buffer_span(protected)))
        return refuse(err);
    return OK;
}

static enum status
check_signature(const struct parts *parts, const uint8_t public[ED25519_PUBLIC_SIZE],
                struct error *err)
{
    AUTO(buffer) *to_sign = buffer_new(PARTS_MAX);
    uint8_t kid[LEAF_KID_SIZE];

    kid_of(public, kid);
    write_signed(parts->protected, parts->claims, to_sign);
    if (memcmp(kid, parts->kid, sizeof kid) != 0 ||
        !ed25519_verify(public, buffer_span(to_sign), parts->signature))
        return fail(err, UNTRUSTED, "Bảng tình trạng không do sổ cái này ký.");
    return OK;
}

static int64_t
read_number_claim(struct cbor *cbor, unsigned claim)
{
    uint64_t key = cbor_read_head(cbor, CBOR_UNSIGNED);
    uint64_t value = cbor_read_head(cbor, CBOR_UNSIGNED);

    if (key != claim || value > INT64_MAX)
        cbor->failed = true;
    return (int64_t)value;
}

/* Cut a decimal number and the '/' before it off the end. */
static bool
cut_number(struct span *text, uint64_t *number)
{
    uint64_t value = 0, scale = 1;

    while (text->size && text->data[text->size - 1] != '/') {
        char c = text->data[--text->size];
        if (c < '0' || c > '9' || scale > UINT64_C(1000000000000000000))
            return false;
        value += (uint64_t)(c - '0') * scale;
        scale *= 10;
    }
    if (text->size == 0 || scale == 1)
        return false;
    text->size--;
    *number = value;
    return true;
}

/* What writing it for this ledger gives is the subject. */
static bool
is_subject(const struct status_list *list, struct span origin)
{
    AUTO(buffer) *again = buffer_new(STATUS_LIST_SUBJECT_MAX);

    write_subject(list, origin, again);
    struct cbor cbor = cbor_from(buffer_span(again));
    return span_equal(cbor_read_string(&cbor, CBOR_TEXT), list->subject);
}

/* Two numbers at its end, or three. */
static enum status
read_subject(struct status_list *list, struct span origin, struct error *err)
{
    struct span rest = list->subject;
    uint64_t last, middle, first;

    if (rest.size > STATUS_LIST_SUBJECT_MAX || !cut_number(&rest, &last) ||
        !cut_number(&rest, &middle))
        return refuse(err);
    list->from = middle;
    list->to = list->as_of = last;
    bool two = list->from <= list->to && is_subject(list, origin);
    if (!two && cut_number(&rest, &first) && first <= middle && middle < last) {
        list->from = first;
        list->to = middle;
    }
    if (list->from > list->to)
        return refuse(err);
    return two || is_subject(list, origin)
               ? OK
               : fail(err, INVALID, "Bảng tình trạng này là của một sổ cái khác.");
}

static enum status
read_claims(struct span claims, struct span origin, struct arena *arena, struct status_list *list,
            struct error *err)
{
    struct cbor cbor = cbor_from(claims);

    bool shape = cbor_read_head(&cbor, CBOR_MAP) == CLAIMS;
    shape &= cbor_read_head(&cbor, CBOR_UNSIGNED) == CLAIM_SUBJECT;
    list->subject = cbor_read_string(&cbor, CBOR_TEXT);
    list->expires = read_number_claim(&cbor, CLAIM_EXPIRES);
    list->made = read_number_claim(&cbor, CLAIM_MADE);
    shape &= cbor_read_head(&cbor, CBOR_UNSIGNED) == CLAIM_LIST;
    shape &= cbor_read_head(&cbor, CBOR_MAP) == 2;
    shape &= span_is(cbor_read_string(&cbor, CBOR_TEXT), "lst");
    struct span packed = cbor_read_string(&cbor, CBOR_BYTES);
    shape &= span_is(cbor_read_string(&cbor, CBOR_TEXT), "bits");
    shape &= cbor_read_head(&cbor, CBOR_UNSIGNED) == STATUS_BITS;
    list->lives = read_number_claim(&cbor, CLAIM_LIVES);
    if (!shape || !cbor_is_done(&cbor))
        return refuse(err);
    TRY(read_subject(list, origin, err));
    uint64_t size = (list->to - list->from + 3) / 4;
    if (size > STATUS_LIST_BITS_MAX)
        return refuse(err);
    return unpack(packed, (size_t)size, arena, &list->bits, err);
}

enum status
status_list_read(struct span file, struct span origin, const uint8_t public[ED25519_PUBLIC_SIZE],
                 struct arena *arena, struct status_list *list, struct error *err)
{
    struct status_list read = {0};
    struct parts parts;

    if (file.size > STATUS_LIST_FILE_MAX)
        return refuse(err);
    TRY(read_parts(file, &parts, err));
    TRY(check_signature(&parts, public, err));
    TRY(read_claims(parts.claims, origin, arena, &read, err));
    *list = read;
    return OK;
}

enum status
status_list_find(const struct status_list *list, uint64_t leaf, enum record_status *status,
                 struct error *err)
{
    if (leaf < list->from || leaf >= list->to)
        return fail(err, NOT_FOUND, "Bảng tình trạng này không nói về học bạ đó.");
    uint64_t at = leaf - list->from;
    *status = (enum record_status)((uint8_t)list->bits.data[at / 4] >> 2 * (at % 4) & 3);
    return OK;
}
