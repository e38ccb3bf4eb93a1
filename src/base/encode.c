/* SPDX-License-Identifier: Apache-2.0 */
#include "base/encode.h"

static const char base64_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
base64_into(char *out, const uint8_t *in, size_t size)
{
    for (; size >= 3; size -= 3, in += 3, out += 4) {
        uint32_t v = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
        out[0] = base64_alphabet[v >> 18];
        out[1] = base64_alphabet[v >> 12 & 63];
        out[2] = base64_alphabet[v >> 6 & 63];
        out[3] = base64_alphabet[v & 63];
    }
    if (size == 0)
        return;
    uint32_t v = (uint32_t)in[0] << 16 | (size == 2 ? (uint32_t)in[1] << 8 : 0);
    out[0] = base64_alphabet[v >> 18];
    out[1] = base64_alphabet[v >> 12 & 63];
    out[2] = size == 2 ? base64_alphabet[v >> 6 & 63] : '=';
    out[3] = '=';
}

void
base64_add(struct buffer *out, const void *data, size_t size)
{
    const uint8_t *in = data;
    char piece[256];

    /* 192 bytes make 256 characters, so only the last piece is padded. */
    for (; size > 192; size -= 192, in += 192) {
        base64_into(piece, in, 192);
        buffer_add(out, piece, 256);
    }
    base64_into(piece, in, size);
    buffer_add(out, piece, base64_size(size));
}

char *
base64_write(struct arena *arena, const void *data, size_t size)
{
    char *text = arena_alloc(arena, base64_size(size) + 1);

    base64_into(text, data, size);
    return text;
}

static int
base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool
base64_read(struct span text, uint8_t *out, size_t *size)
{
    size_t pad = 0, n = 0;

    if (text.size % 4 != 0)
        return false;
    while (pad < 2 && pad < text.size && text.data[text.size - 1 - pad] == '=')
        pad++;
    for (size_t i = 0; i < text.size; i += 4) {
        size_t padded = i + 4 == text.size ? pad : 0;
        uint32_t v = 0;
        for (size_t k = 0; k < 4; k++) {
            int digit = k >= 4 - padded ? 0 : base64_digit(text.data[i + k]);
            if (digit < 0)
                return false;
            v = v << 6 | (uint32_t)digit;
        }
        if ((padded == 1 && (v & 0xFF)) || (padded == 2 && (v & 0xFFFF)))
            return false;
        out[n++] = (uint8_t)(v >> 16);
        if (padded < 2)
            out[n++] = (uint8_t)(v >> 8);
        if (padded < 1)
            out[n++] = (uint8_t)v;
    }
    *size = n;
    return true;
}

const char *
hex_write(const uint8_t *data, size_t size, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[data[i] >> 4];
        out[2 * i + 1] = digits[data[i] & 15];
    }
    out[2 * size] = '\0';
    return out;
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool
hex_read(struct span text, uint8_t *out, size_t size)
{
    if (text.size != 2 * size)
        return false;
    for (size_t i = 0; i < size; i++) {
        int high = hex_digit(text.data[2 * i]), low = hex_digit(text.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
