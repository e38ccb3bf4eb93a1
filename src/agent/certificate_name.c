/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/certificate_name.h"

#include <stdint.h>

#include "agent/words.h"
#include "base/utf8.h"

/* X.690 tags that a certificate has on the way to its subject. */
enum {
    TAG_OID = 0x06,
    TAG_UTF8 = 0x0C,
    TAG_PRINTABLE = 0x13,
    TAG_BMP = 0x1E,
    TAG_SEQUENCE = 0x30,
    TAG_SET = 0x31,
    TAG_VERSION = 0xA0,
};

static const char common_name[] = {0x55, 0x04, 0x03};

/* Step over one value: its tag and what is in it. False at the end and on anything odd. */
static bool
next_value(struct span *rest, int *tag, struct span *inside)
{
    const unsigned char *p = (const unsigned char *)rest->data;
    size_t size, head = 2;

    if (rest->size < 2)
        return false;
    size = p[1];
    if (size >= 0x80) {
        size_t bytes = size & 0x7F;
        if (bytes < 1 || bytes > 3 || rest->size < 2 + bytes)
            return false;
        size = 0;
        for (size_t i = 0; i < bytes; i++)
            size = size << 8 | p[2 + i];
        head += bytes;
    }
    if (size > rest->size - head)
        return false;
    *tag = p[0];
    *inside = (struct span){rest->data + head, size};
    *rest = (struct span){rest->data + head + size, rest->size - head - size};
    return true;
}

static bool
next_is(struct span *rest, int tag, struct span *inside)
{
    int found;

    return next_value(rest, &found, inside) && found == tag;
}

/* Certificate, TBSCertificate, then [version,] serial, algorithm, issuer, validity, subject. */
static bool
find_subject(struct span der, struct span *subject)
{
    struct span whole, fields, skipped;
    int tag;

    if (!next_is(&der, TAG_SEQUENCE, &whole) || !next_is(&whole, TAG_SEQUENCE, &fields))
        return false;
    if (!next_value(&fields, &tag, &skipped))
        return false;
    for (int i = tag == TAG_VERSION ? 0 : 1; i < 4; i++)
        if (!next_value(&fields, &tag, &skipped))
            return false;
    return next_is(&fields, TAG_SEQUENCE, subject);
}

static const char *
read_text(int tag, struct span value, struct arena *arena)
{
    struct buffer text;
    const char *read = NULL;

    if (tag == TAG_UTF8 || tag == TAG_PRINTABLE)
        read = arena_copy(arena, value.data, value.size);
    if (tag == TAG_BMP && value.size % 2 == 0) {
        buffer_init(&text, 4096);
        for (size_t i = 0; i < value.size; i += 2)
            utf8_add(&text, (uint32_t)(unsigned char)value.data[i] << 8 |
                                (unsigned char)value.data[i + 1]);
        read = arena_copy(arena, text.data, text.size);
        buffer_clear(&text);
    }
    return read && words_are_plain(read, WORDS_LABEL_MAX) ? read : NULL;
}

const char *
certificate_holder(struct span der, struct arena *arena)
{
    const char *holder = NULL;
    struct span subject, set, pair, oid, value;
    int tag;

    if (!find_subject(der, &subject))
        return NULL;
    while (next_is(&subject, TAG_SET, &set))
        while (next_is(&set, TAG_SEQUENCE, &pair))
            if (next_is(&pair, TAG_OID, &oid) && next_value(&pair, &tag, &value) &&
                span_equal(oid, (struct span){common_name, sizeof common_name}))
                holder = read_text(tag, value, arena);
    return holder;
}
