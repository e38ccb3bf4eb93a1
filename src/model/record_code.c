/* SPDX-License-Identifier: Apache-2.0 */
#include "model/record_code.h"

#include <ctype.h>

enum { DIGITS = 32, VERSION_DIGIT = 12, VARIANT_DIGIT = 16, BITS = 5 * SHORT_CODE_SYMBOLS };

static const char hex[] = "0123456789abcdef";

/* How many of a digit's low bits are random. */
static unsigned
random_bits(size_t digit)
{
    return digit == VERSION_DIGIT ? 0 : digit == VARIANT_DIGIT ? 2 : 4;
}

/* The digits of a UUID as numbers. */
static void
read_digits(const char *uuid, uint8_t digits[DIGITS])
{
    size_t count = 0;

    for (; *uuid; uuid++)
        if (*uuid != '-')
            digits[count++] = (uint8_t)(strchr(hex, *uuid) - hex);
}

static void
write_digits(const uint8_t digits[DIGITS], char uuid[UUID_TEXT_SIZE])
{
    for (size_t i = 0; i < DIGITS; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            *uuid++ = '-';
        *uuid++ = hex[digits[i] & 15];
    }
    *uuid = '\0';
}

const char *
record_code_of(struct arena *arena, const char *uuid)
{
    uint8_t digits[DIGITS] = {0}, symbols[SHORT_CODE_SYMBOLS] = {0};
    char text[SHORT_CODE_TEXT_SIZE];
    unsigned at = 0;

    if (!uuid || !uuid_is_valid(span_of(uuid)))
        return NULL;
    read_digits(uuid, digits);
    for (size_t i = 0; i < DIGITS && at < BITS; i++)
        for (unsigned bit = random_bits(i); bit > 0 && at < BITS; bit--, at++)
            symbols[at / 5] |= (uint8_t)((digits[i] >> (bit - 1) & 1) << (4 - at % 5));
    return arena_text(arena, short_code_write(CODE_OF_RECORD, symbols, text));
}

/* All UUIDs that begin with these bits. */
static void
spread(const uint8_t symbols[SHORT_CODE_SYMBOLS], char first[UUID_TEXT_SIZE],
       char last[UUID_TEXT_SIZE])
{
    uint8_t low[DIGITS] = {0}, high[DIGITS] = {0};
    unsigned at = 0;

    for (size_t i = 0; i < DIGITS; i++) {
        low[i] = high[i] = i == VERSION_DIGIT ? 4 : i == VARIANT_DIGIT ? 8 : 0;
        for (unsigned bit = random_bits(i); bit > 0; bit--, at++) {
            uint8_t mask = (uint8_t)(1u << (bit - 1));
            bool known = at < BITS;
            bool set = known && symbols[at / 5] >> (4 - at % 5) & 1;
            low[i] |= set ? mask : 0;
            high[i] |= set || !known ? mask : 0;
        }
    }
    write_digits(low, first);
    write_digits(high, last);
}

bool
record_code_range(const char *typed, char first[UUID_TEXT_SIZE], char last[UUID_TEXT_SIZE])
{
    uint8_t symbols[SHORT_CODE_SYMBOLS];
    size_t count = 0;

    if (short_code_parse(CODE_OF_RECORD, typed, symbols)) {
        spread(symbols, first, last);
        return true;
    }
    for (; *typed; typed++) {
        if (isspace((unsigned char)*typed))
            continue;
        if (count == UUID_TEXT_SIZE - 1)
            return false;
        first[count++] = (char)tolower((unsigned char)*typed);
    }
    first[count] = '\0';
    memcpy(last, first, count + 1);
    return uuid_is_valid(span_of(first));
}
