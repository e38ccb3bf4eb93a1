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

/* What a digit is worth in each place of four, with a mark for the place: four loads make three
 * bytes, and where a mark is missing stood what is none. */
#define EACH_DIGIT(D)                                                                              \
    D('A', 0), D('B', 1), D('C', 2), D('D', 3), D('E', 4), D('F', 5), D('G', 6), D('H', 7),        \
        D('I', 8), D('J', 9), D('K', 10), D('L', 11), D('M', 12), D('N', 13), D('O', 14),          \
        D('P', 15), D('Q', 16), D('R', 17), D('S', 18), D('T', 19), D('U', 20), D('V', 21),        \
        D('W', 22), D('X', 23), D('Y', 24), D('Z', 25), D('a', 26), D('b', 27), D('c', 28),        \
        D('d', 29), D('e', 30), D('f', 31), D('g', 32), D('h', 33), D('i', 34), D('j', 35),        \
        D('k', 36), D('l', 37), D('m', 38), D('n', 39), D('o', 40), D('p', 41), D('q', 42),        \
        D('r', 43), D('s', 44), D('t', 45), D('u', 46), D('v', 47), D('w', 48), D('x', 49),        \
        D('y', 50), D('z', 51), D('0', 52), D('1', 53), D('2', 54), D('3', 55), D('4', 56),        \
        D('5', 57), D('6', 58), D('7', 59), D('8', 60), D('9', 61), D('+', 62), D('/', 63)
#define MARK           (1U << 24) /* of the last place; the others' are above */
#define IN_1(c, value) [c] = MARK << 3 | (value) << 18
#define IN_2(c, value) [c] = MARK << 2 | (value) << 12
#define IN_3(c, value) [c] = MARK << 1 | (value) << 6
#define IN_4(c, value) [c] = MARK | (value)
static const uint32_t digits_1[256] = {EACH_DIGIT(IN_1)}, digits_2[256] = {EACH_DIGIT(IN_2)};
static const uint32_t digits_3[256] = {EACH_DIGIT(IN_3)}, digits_4[256] = {EACH_DIGIT(IN_4)};
enum { ALL_MARKS = 0xF };

/* Four digits as 24 bits under their marks. */
static inline uint32_t
base64_four(const char *text)
{
    const uint8_t *in = (const uint8_t *)text;

    return digits_1[in[0]] | digits_2[in[1]] | digits_3[in[2]] | digits_4[in[3]];
}

bool
base64_read(struct span text, uint8_t *out, size_t *size)
{
    size_t pad = 0, n = 0, whole;
    uint32_t bits, marks = UINT32_MAX;

    if (text.size % 4 != 0)
        return false;
    while (pad < 2 && pad < text.size && text.data[text.size - 1 - pad] == '=')
        pad++;
    whole = text.size - (pad ? 4 : 0);
    for (size_t i = 0; i < whole; i += 4) {
        bits = base64_four(text.data + i);
        marks &= bits;
        out[n++] = (uint8_t)(bits >> 16);
        out[n++] = (uint8_t)(bits >> 8);
        out[n++] = (uint8_t)bits;
    }
    if (pad) {
        char last[4] = {text.data[whole], text.data[whole + 1], 'A', 'A'};
        if (pad == 1)
            last[2] = text.data[whole + 2];
        bits = base64_four(last);
        marks &= bits;
        /* Bits that no byte takes must be zero: one spelling for each value. */
        if (bits & (pad == 1 ? 0xFFU : 0xFFFFU))
            return false;
        out[n++] = (uint8_t)(bits >> 16);
        if (pad == 1)
            out[n++] = (uint8_t)(bits >> 8);
    }
    *size = n;
    return (marks >> 24 & ALL_MARKS) == ALL_MARKS;
}

void
percent_add(struct buffer *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= 'a' && *c <= 'z') || strchr("-._~", *c);
        if (plain)
            buffer_char(out, *c);
        else
            buffer_printf(out, "%%%02X", (unsigned char)*c);
    }
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
