/* SPDX-License-Identifier: Apache-2.0 */
#include "base/uuid.h"

#include <stdio.h>

const char *
uuid_write(const uint8_t random[16], char *out)
{
    const uint8_t *r = random;
    int version = (r[6] & 0x0F) | 0x40, variant = (r[8] & 0x3F) | 0x80;

    snprintf(out, UUID_TEXT_SIZE,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", r[0], r[1],
             r[2], r[3], r[4], r[5], version, r[7], variant, r[9], r[10], r[11], r[12], r[13],
             r[14], r[15]);
    return out;
}

bool
uuid_is_valid(struct span text)
{
    if (text.size != UUID_TEXT_SIZE - 1)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return text.data[14] == '4' && strchr("89ab", text.data[19]) != NULL;
}
