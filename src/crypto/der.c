/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/der.h"
#include "base/date.h"

#include <stdio.h>

struct der
der_of(struct span bytes)
{
    const uint8_t *at = (const uint8_t *)bytes.data;
    return (struct der){at, at == NULL ? NULL : at + bytes.size};
}

static struct span
span_between(const uint8_t *from, const uint8_t *to)
{
    return (struct span){(const char *)from, (size_t)(to - from)};
}

/* The length octets at *at: shortest form, at most three octets of length. */
static bool
read_length(const uint8_t **at, const uint8_t *end, size_t *length)
{
    const uint8_t *p = *at;
    if (p == end)
        return false;
    size_t first = *p++;
    if (first < 0x80) {
        *length = first;
        *at = p;
        return true;
    }
    size_t octets = first & 0x7f, value = 0;
    if (octets == 0 || octets > 3 || (size_t)(end - p) < octets || *p == 0)
        return false;
    for (size_t i = 0; i < octets; i++)
        value = value << 8 | *p++;
    if (value < 0x80)
        return false;
    *length = value;
    *at = p;
    return true;
}

bool
der_next(struct der *in, unsigned *tag, struct span *whole, struct span *content)
{
    const uint8_t *p = in->at;
    size_t length;
    if (p == in->end || (*p & 0x1f) == 0x1f)
        return false;
    unsigned found = *p++;
    if (!read_length(&p, in->end, &length) || (size_t)(in->end - p) < length)
        return false;
    *tag = found;
    *whole = span_between(in->at, p + length);
    *content = span_between(p, p + length);
    in->at = p + length;
    return true;
}

bool
der_take(struct der *in, unsigned tag, struct span *content)
{
    unsigned found;
    struct span whole;
    return der_is(in, tag) && der_next(in, &found, &whole, content);
}

bool
der_enter(struct der *in, unsigned tag, struct der *content)
{
    struct span inside;
    if (!der_take(in, tag, &inside))
        return false;
    *content = der_of(inside);
    return true;
}

bool
der_take_whole(struct der *in, unsigned tag, struct span *whole)
{
    unsigned found;
    struct span content;
    return der_is(in, tag) && der_next(in, &found, whole, &content);
}

bool
der_optional(struct der *in, unsigned tag, struct span *content)
{
    if (der_is(in, tag))
        return der_take(in, tag, content);
    *content = (struct span){NULL, 0};
    return true;
}

bool
der_skip_optional(struct der *in, unsigned tag)
{
    struct span content;
    return der_optional(in, tag, &content);
}

/* Two's complement in the fewest octets. */
static bool
is_minimal(struct span octets)
{
    const uint8_t *p = (const uint8_t *)octets.data;
    if (octets.size == 0)
        return false;
    if (octets.size == 1)
        return true;
    return !(p[0] == 0 && !(p[1] & 0x80)) && !(p[0] == 0xff && (p[1] & 0x80));
}

bool
der_integer(struct der *in, struct span *octets, bool *negative)
{
    struct der rest = *in;
    struct span found;
    if (!der_take(&rest, DER_INTEGER, &found) || !is_minimal(found))
        return false;
    bool minus = found.data[0] & 0x80;
    if (minus && negative == NULL)
        return false;
    if (negative != NULL)
        *negative = minus;
    *octets = found;
    *in = rest;
    return true;
}

bool
der_small(struct der *in, unsigned tag, unsigned *value)
{
    struct der rest = *in;
    struct span found;
    if (!der_take(&rest, tag, &found) || !is_minimal(found) || found.size > 4 ||
        (found.data[0] & 0x80))
        return false;
    *value = 0;
    for (size_t i = 0; i < found.size; i++)
        *value = *value << 8 | (uint8_t)found.data[i];
    *in = rest;
    return true;
}

bool
der_boolean(struct der *in, bool *value)
{
    struct der rest = *in;
    struct span found;
    if (!der_take(&rest, DER_BOOLEAN, &found) || found.size != 1)
        return false;
    uint8_t octet = (uint8_t)found.data[0];
    if (octet != 0 && octet != 0xff)
        return false;
    *value = octet;
    *in = rest;
    return true;
}

/* Each arc in its fewest octets, the last one finished. */
static bool
is_oid(struct span octets)
{
    const uint8_t *p = (const uint8_t *)octets.data;
    bool begins = true;
    for (size_t i = 0; i < octets.size; i++) {
        if (begins && p[i] == 0x80)
            return false;
        begins = !(p[i] & 0x80);
    }
    return octets.size > 0 && octets.size <= 64 && begins;
}

bool
der_oid(struct der *in, struct span *octets)
{
    struct der rest = *in;
    struct span found;
    if (!der_take(&rest, DER_OID, &found) || !is_oid(found))
        return false;
    *octets = found;
    *in = rest;
    return true;
}

bool
der_bits(struct der *in, struct span *octets)
{
    struct der rest = *in;
    struct span found;
    if (!der_take(&rest, DER_BIT_STRING, &found) || found.size == 0 || found.data[0] != 0)
        return false;
    *octets = (struct span){found.data + 1, found.size - 1};
    *in = rest;
    return true;
}

/* Two decimal digits; -1 when they are none. */
static int
two_digits(const char *at)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return -1;
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* ".5Z" after the seconds: digits without a zero at their end (X.690 11.7.3). */
static bool
is_fraction(struct span rest)
{
    if (rest.size < 3 || rest.data[0] != '.' || rest.data[rest.size - 1] != 'Z' ||
        rest.data[rest.size - 2] == '0')
        return false;
    for (size_t i = 1; i + 1 < rest.size; i++)
        if (rest.data[i] < '0' || rest.data[i] > '9')
            return false;
    return true;
}

/* Month, day, hour, minute, second, ten digits. */
static bool
read_clock(const char *at, int year, int64_t *seconds)
{
    int part[5];
    for (size_t i = 0; i < COUNT_OF(part); i++) {
        part[i] = two_digits(at + 2 * i);
        if (part[i] < 0)
            return false;
    }
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (part[0] < 1 || part[0] > 12 || part[1] < 1 ||
        part[1] > days[part[0] - 1] + (part[0] == 2 && leap) || part[2] > 23 || part[3] > 59 ||
        part[4] > 59)
        return false;
    /* Days since 1970 from years that begin in March. */
    int64_t y = part[0] > 2 ? year : year - 1, month = (part[0] + 9) % 12;
    int64_t day = 365 * y + y / 4 - y / 100 + y / 400 + (153 * month + 2) / 5 + part[1] - 719469;
    *seconds = ((day * 24 + part[2]) * 60 + part[3]) * 60 + part[4];
    return true;
}

bool
der_time(struct der *in, int64_t *seconds, bool *fraction)
{
    struct der rest = *in;
    struct span text;
    bool short_year = der_is(in, DER_UTC_TIME);
    size_t digits = short_year ? 12 : 14;
    if (!der_take(&rest, short_year ? DER_UTC_TIME : DER_GENERALIZED_TIME, &text) ||
        text.size <= digits)
        return false;
    int high = short_year ? 0 : two_digits(text.data);
    int low = two_digits(text.data + digits - 12);
    if (high < 0 || low < 0)
        return false;
    int year = short_year ? (low >= 50 ? 1900 : 2000) + low : high * 100 + low;
    struct span tail = {text.data + digits, text.size - digits};
    bool whole = span_equal(tail, SPAN("Z"));
    if (!whole && (short_year || fraction == NULL || !is_fraction(tail)))
        return false;
    if (!read_clock(text.data + digits - 10, year, seconds))
        return false;
    if (fraction != NULL)
        *fraction = !whole;
    *in = rest;
    return true;
}

bool
der_algorithm(struct der *in, struct span *oid, bool *plain)
{
    struct der rest = *in, inside;
    struct span found;
    if (!der_enter(&rest, DER_SEQUENCE, &inside) || !der_oid(&inside, &found))
        return false;
    struct span null = {NULL, 1};
    bool is_plain = der_at_end(&inside) ||
                    (der_take(&inside, DER_NULL, &null) && null.size == 0 && der_at_end(&inside));
    *oid = found;
    *plain = is_plain;
    *in = rest;
    return true;
}

const char *
der_oid_text(struct span octets, char *out, size_t room)
{
    if (!is_oid(octets))
        return NULL;
    size_t used = 0;
    uint64_t arc = 0;
    for (size_t i = 0; i < octets.size; i++) {
        uint8_t octet = (uint8_t)octets.data[i];
        if (arc >> 56)
            return NULL;
        arc = arc << 7 | (octet & 0x7f);
        if (octet & 0x80)
            continue;
        unsigned top = arc < 40 ? 0 : arc < 80 ? 1 : 2;
        int size =
            used == 0 ? snprintf(out, room, "%u.%llu", top, (unsigned long long)(arc - 40ULL * top))
                      : snprintf(out + used, room - used, ".%llu", (unsigned long long)arc);
        if (size < 0 || (size_t)size >= room - used)
            return NULL;
        used += (size_t)size;
        arc = 0;
    }
    return out;
}
