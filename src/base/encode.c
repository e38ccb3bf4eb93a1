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

/* A digit's value beside a bit that says that it is one. */
#define DIGIT(value) (0x40 | (value))
static const uint8_t base64_digits[256] = {
    ['+'] = DIGIT(62), ['/'] = DIGIT(63), ['0'] = DIGIT(52), ['1'] = DIGIT(53), ['2'] = DIGIT(54),
    ['3'] = DIGIT(55), ['4'] = DIGIT(56), ['5'] = DIGIT(57), ['6'] = DIGIT(58), ['7'] = DIGIT(59),
    ['8'] = DIGIT(60), ['9'] = DIGIT(61), ['A'] = DIGIT(0),  ['B'] = DIGIT(1),  ['C'] = DIGIT(2),
    ['D'] = DIGIT(3),  ['E'] = DIGIT(4),  ['F'] = DIGIT(5),  ['G'] = DIGIT(6),  ['H'] = DIGIT(7),
    ['I'] = DIGIT(8),  ['J'] = DIGIT(9),  ['K'] = DIGIT(10), ['L'] = DIGIT(11), ['M'] = DIGIT(12),
    ['N'] = DIGIT(13), ['O'] = DIGIT(14), ['P'] = DIGIT(15), ['Q'] = DIGIT(16), ['R'] = DIGIT(17),
    ['S'] = DIGIT(18), ['T'] = DIGIT(19), ['U'] = DIGIT(20), ['V'] = DIGIT(21), ['W'] = DIGIT(22),
    ['X'] = DIGIT(23), ['Y'] = DIGIT(24), ['Z'] = DIGIT(25), ['a'] = DIGIT(26), ['b'] = DIGIT(27),
    ['c'] = DIGIT(28), ['d'] = DIGIT(29), ['e'] = DIGIT(30), ['f'] = DIGIT(31), ['g'] = DIGIT(32),
    ['h'] = DIGIT(33), ['i'] = DIGIT(34), ['j'] = DIGIT(35), ['k'] = DIGIT(36), ['l'] = DIGIT(37),
    ['m'] = DIGIT(38), ['n'] = DIGIT(39), ['o'] = DIGIT(40), ['p'] = DIGIT(41), ['q'] = DIGIT(42),
    ['r'] = DIGIT(43), ['s'] = DIGIT(44), ['t'] = DIGIT(45), ['u'] = DIGIT(46), ['v'] = DIGIT(47),
    ['w'] = DIGIT(48), ['x'] = DIGIT(49), ['y'] = DIGIT(50), ['z'] = DIGIT(51)};

/* Four digits as 24 bits, with anything above them; the mark goes from `digits` when one is none.
 */
static inline uint32_t
base64_four(const char *text, uint32_t *digits)
{
    const uint8_t *in = (const uint8_t *)text;
    uint32_t a = base64_digits[in[0]], b = base64_digits[in[1]];
    uint32_t c = base64_digits[in[2]], d = base64_digits[in[3]];

    *digits &= a & b & c & d;
    /* The marks of b, c and d stand within the 24 bits. */
    return (a << 18 ^ b << 12 ^ c << 6 ^ d) ^ (DIGIT(0) << 12 ^ DIGIT(0) << 6 ^ DIGIT(0));
}

bool
base64_read(struct span text, uint8_t *out, size_t *size)
{
    size_t pad = 0, n = 0, whole;
    uint32_t bits, digits = DIGIT(0);

    if (text.size % 4 != 0)
        return false;
    while (pad < 2 && pad < text.size && text.data[text.size - 1 - pad] == '=')
        pad++;
    whole = text.size - (pad ? 4 : 0);
    for (size_t i = 0; i < whole; i += 4) {
        bits = base64_four(text.data + i, &digits);
        out[n++] = (uint8_t)(bits >> 16);
        out[n++] = (uint8_t)(bits >> 8);
        out[n++] = (uint8_t)bits;
    }
    if (pad) {
        char last[4] = {text.data[whole], text.data[whole + 1], 'A', 'A'};
        if (pad == 1)
            last[2] = text.data[whole + 2];
        /* Bits that no byte takes must be zero: one spelling for each value. */
        bits = base64_four(last, &digits);
        if (bits & (pad == 1 ? 0xFFU : 0xFFFFU))
            return false;
        out[n++] = (uint8_t)(bits >> 16);
        if (pad == 1)
            out[n++] = (uint8_t)(bits >> 8);
    }
    *size = n;
    return digits != 0;
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
