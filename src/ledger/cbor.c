/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/cbor.h"

enum { NULL_BYTE = 0xF6, FIRST_LONG = 24, LONGEST = 27 };

void
cbor_write_head(struct buffer *out, enum cbor_kind kind, uint64_t number)
{
    uint8_t bytes[9];
    size_t extra = number < FIRST_LONG    ? 0
                   : number <= UINT8_MAX  ? 1
                   : number <= UINT16_MAX ? 2
                   : number <= UINT32_MAX ? 4
                                          : 8;
    unsigned low = extra == 0 ? (unsigned)number : FIRST_LONG + (unsigned)__builtin_ctzl(extra);

    bytes[0] = (uint8_t)((unsigned)kind << 5 | low);
    for (size_t i = 0; i < extra; i++)
        bytes[1 + i] = (uint8_t)(number >> 8 * (extra - 1 - i));
    buffer_add(out, bytes, 1 + extra);
}

void
cbor_write_bytes(struct buffer *out, const void *data, size_t size)
{
    cbor_write_head(out, CBOR_BYTES, size);
    buffer_add(out, data, size);
}

void
cbor_write_text(struct buffer *out, const char *text)
{
    cbor_write_head(out, CBOR_TEXT, strlen(text));
    buffer_text(out, text);
}

void
cbor_write_null(struct buffer *out)
{
    buffer_char(out, (char)NULL_BYTE);
}

struct cbor
cbor_from(struct span bytes)
{
    return (struct cbor){.rest = bytes};
}

static uint64_t
refuse(struct cbor *cbor)
{
    cbor->failed = true;
    return 0;
}

static void
cut(struct cbor *cbor, size_t size)
{
    cbor->rest = (struct span){cbor->rest.data + size, cbor->rest.size - size};
}

uint64_t
cbor_read_head(struct cbor *cbor, enum cbor_kind kind)
{
    const uint8_t *bytes = (const uint8_t *)cbor->rest.data;

    if (cbor->failed || cbor->rest.size == 0 || bytes[0] >> 5 != (unsigned)kind)
        return refuse(cbor);
    unsigned low = bytes[0] & 31;
    if (low < FIRST_LONG) {
        cut(cbor, 1);
        return low;
    }
    size_t extra = low <= LONGEST ? (size_t)1 << (low - FIRST_LONG) : 0;
    if (extra == 0 || cbor->rest.size < 1 + extra)
        return refuse(cbor);
    uint64_t number = 0;
    for (size_t i = 0; i < extra; i++)
        number = number << 8 | bytes[1 + i];
    /* The shortest form: not what fits in half as many bytes. */
    if (extra == 1 ? number < FIRST_LONG : number >> 4 * extra == 0)
        return refuse(cbor);
    cut(cbor, 1 + extra);
    return number;
}

struct span
cbor_read_string(struct cbor *cbor, enum cbor_kind kind)
{
    uint64_t size = cbor_read_head(cbor, kind);

    if (cbor->failed || size > cbor->rest.size) {
        refuse(cbor);
        return (struct span){"", 0};
    }
    struct span string = {cbor->rest.data, (size_t)size};
    cut(cbor, (size_t)size);
    return string;
}

void
cbor_read_bytes(struct cbor *cbor, void *out, size_t size)
{
    struct span string = cbor_read_string(cbor, CBOR_BYTES);

    if (cbor->failed || string.size != size) {
        refuse(cbor);
        memset(out, 0, size);
        return;
    }
    memcpy(out, string.data, size);
}

bool
cbor_read_null(struct cbor *cbor)
{
    if (cbor->failed || cbor->rest.size == 0 || (uint8_t)cbor->rest.data[0] != NULL_BYTE)
        return false;
    cut(cbor, 1);
    return true;
}

bool
cbor_is_done(const struct cbor *cbor)
{
    return !cbor->failed && cbor->rest.size == 0;
}
