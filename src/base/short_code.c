/* SPDX-License-Identifier: Apache-2.0 */
#include "base/short_code.h"

#include <ctype.h>

enum { GROUP = 4, FIELD_POLYNOMIAL = 0x25, GENERATOR = 2 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* In GF(32), x^5 + x^2 + 1. */
static uint8_t
multiply(uint8_t a, uint8_t b)
{
    unsigned product = 0;

    for (unsigned bit = 0; bit < 5; bit++)
        if (b >> bit & 1)
            product ^= (unsigned)a << bit;
    for (unsigned bit = 9; bit >= 5; bit--)
        if (product >> bit & 1)
            product ^= (unsigned)FIELD_POLYNOMIAL << (bit - 5);
    return (uint8_t)product;
}

/* Each place has a weight of its own, none of them that of the check symbol (1): a wrong symbol or
 * two exchanged ones always change the sum. */
static uint8_t
check_of(enum short_code_kind kind, const uint8_t symbols[SHORT_CODE_SYMBOLS])
{
    uint8_t weight = 1, sum = (uint8_t)(kind + 1);

    for (size_t i = 0; i < SHORT_CODE_SYMBOLS; i++) {
        weight = multiply(weight, GENERATOR);
        sum ^= multiply(weight, symbols[i] & 31);
    }
    return sum;
}

const char *
short_code_write(enum short_code_kind kind, const uint8_t symbols[SHORT_CODE_SYMBOLS], char *out)
{
    char *to = out;

    for (size_t i = 0; i <= SHORT_CODE_SYMBOLS; i++) {
        if (i > 0 && i % GROUP == 0)
            *to++ = '-';
        *to++ = alphabet[i < SHORT_CODE_SYMBOLS ? symbols[i] & 31 : check_of(kind, symbols)];
    }
    *to = '\0';
    return out;
}

/* -1: not a symbol. */
static int
symbol_of(char c)
{
    c = (char)toupper((unsigned char)c);
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

bool
short_code_parse(enum short_code_kind kind, const char *text, uint8_t symbols[SHORT_CODE_SYMBOLS])
{
    uint8_t all[SHORT_CODE_SYMBOLS + 1];
    size_t count = 0;

    if (strnlen(text, SHORT_CODE_TYPED_MAX + 1) > SHORT_CODE_TYPED_MAX)
        return false;
    for (; *text; text++) {
        if (*text == '-' || *text == ' ' || *text == '.')
            continue;
        int symbol = symbol_of(*text);
        if (symbol < 0 || count == sizeof all)
            return false;
        all[count++] = (uint8_t)symbol;
    }
    if (count != sizeof all || check_of(kind, all) != all[SHORT_CODE_SYMBOLS])
        return false;
    memcpy(symbols, all, SHORT_CODE_SYMBOLS);
    return true;
}
