/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/der_write.h"

#include <stdio.h>
#include <time.h>

/* Header octets for a content of this size; returns how many. */
static size_t
write_header(unsigned tag, size_t size, uint8_t *out)
{
    out[0] = (uint8_t)tag;
    if (size < 0x80) {
        out[1] = (uint8_t)size;
        return 2;
    }
    size_t octets = size < 0x100 ? 1 : size < 0x10000 ? 2 : 3;
    out[1] = (uint8_t)(0x80 | octets);
    for (size_t i = 0; i < octets; i++)
        out[2 + i] = (uint8_t)(size >> (8 * (octets - 1 - i)));
    return 2 + octets;
}

void
der_put(struct buffer *out, unsigned tag, struct span content)
{
    uint8_t header[5];
    buffer_add(out, header, write_header(tag, content.size, header));
    buffer_add(out, content.data, content.size);
}

void
der_close(struct buffer *out, size_t mark, unsigned tag)
{
    if (out->overflow || mark > out->size)
        return;
    uint8_t header[5];
    size_t size = out->size - mark, extra = write_header(tag, size, header);
    buffer_add(out, header, extra); /* room at the end */
    if (out->overflow)
        return;
    memmove(out->data + mark + extra, out->data + mark, size);
    memcpy(out->data + mark, header, extra);
}

void
der_put_unsigned(struct buffer *out, struct span octets)
{
    while (octets.size > 1 && octets.data[0] == 0) {
        octets.data++;
        octets.size--;
    }
    size_t mark = out->size;
    if (octets.size == 0 || (octets.data[0] & 0x80))
        buffer_char(out, 0);
    buffer_add(out, octets.data, octets.size);
    der_close(out, mark, DER_INTEGER);
}

void
der_put_small(struct buffer *out, unsigned tag, unsigned value)
{
    uint8_t octets[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                         (uint8_t)value};
    size_t skip = 0, mark = out->size;
    while (skip < 3 && octets[skip] == 0)
        skip++;
    if (octets[skip] & 0x80)
        buffer_char(out, 0);
    buffer_add(out, octets + skip, sizeof octets - skip);
    der_close(out, mark, tag);
}

void
der_put_bits(struct buffer *out, struct span octets)
{
    size_t mark = out->size;
    buffer_char(out, 0);
    buffer_add(out, octets.data, octets.size);
    der_close(out, mark, DER_BIT_STRING);
}

void
der_put_time(struct buffer *out, int64_t seconds)
{
    time_t time = (time_t)seconds;
    struct tm parts;
    char text[64];
    gmtime_r(&time, &parts);
    int size = snprintf(text, sizeof text, "%04d%02d%02d%02d%02d%02dZ", parts.tm_year + 1900,
                        parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    der_put(out, DER_GENERALIZED_TIME, (struct span){text, (size_t)size});
}
