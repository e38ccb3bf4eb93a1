/* SPDX-License-Identifier: Apache-2.0 */
#include "base/unicode.h"
#include "sheet/workbook_build.h"

/* Windows-1252 where it differs from Latin-1: 0x80..0x9F; 0 where nothing is assigned. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static enum status
finish(struct arena *arena, const struct buffer *out, struct span *text)
{
    struct span bytes = buffer_span(out);

    *text = (struct span){arena_copy(arena, bytes.data, bytes.size), bytes.size};
    return OK;
}

static enum status
from_utf16(struct span bytes, bool big, struct arena *arena, struct span *text)
{
    AUTO(buffer) *out = buffer_new(2 * (size_t)WORKBOOK_BYTES_MAX);
    const unsigned char *p = (const unsigned char *)bytes.data;
    uint32_t high = 0;

    for (size_t i = 0; i + 1 < bytes.size; i += 2) {
        uint32_t unit = big ? (uint32_t)(p[i] << 8 | p[i + 1]) : (uint32_t)(p[i + 1] << 8 | p[i]);
        if (unit >= 0xDC00 && unit <= 0xDFFF && high)
            utf8_add(out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
        else if (unit < 0xD800 || unit > 0xDFFF)
            utf8_add(out, unit ? unit : ' ');
        high = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
    }
    return finish(arena, out, text);
}

static enum status
from_windows_1252(struct span bytes, struct arena *arena, struct span *text)
{
    AUTO(buffer) *out = buffer_new(4 * (size_t)WORKBOOK_BYTES_MAX);

    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        uint32_t character = c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : c;
        utf8_add(out, character ? character : ' ');
    }
    return finish(arena, out, text);
}

/* UTF-16 that nobody marked: every other byte of the beginning is zero. */
static bool
looks_utf16(struct span bytes, bool *big)
{
    size_t near = bytes.size < 512 ? bytes.size / 2 * 2 : 512;
    size_t zeros[2] = {0, 0};

    for (size_t i = 0; i < near; i++)
        zeros[i % 2] += bytes.data[i] == 0;
    *big = zeros[0] > zeros[1];
    return near >= 4 && zeros[0] + zeros[1] > near / 5 && (zeros[0] == 0 || zeros[1] == 0);
}

static size_t
count_control(struct span bytes)
{
    size_t count = 0;

    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        count += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A;
    }
    return count;
}

enum status
charset_decode(struct span bytes, struct arena *arena, struct span *text, bool *unicode,
               struct error *err)
{
    bool big = false;

    *unicode = true;
    if (bytes.size >= 2 && memcmp(bytes.data, "\xFF\xFE", 2) == 0)
        return from_utf16((struct span){bytes.data + 2, bytes.size - 2}, false, arena, text);
    if (bytes.size >= 2 && memcmp(bytes.data, "\xFE\xFF", 2) == 0)
        return from_utf16((struct span){bytes.data + 2, bytes.size - 2}, true, arena, text);
    if (bytes.size >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0)
        bytes = (struct span){bytes.data + 3, bytes.size - 3};
    else if (looks_utf16(bytes, &big))
        return from_utf16(bytes, big, arena, text);
    if (count_control(bytes) > 0)
        return fail(err, INVALID,
                    "Tệp này không phải là bảng tính hoặc đã bị hỏng. Không có gì được nhập. Hãy "
                    "chọn tệp .xlsx, .xls hoặc .csv.");
    if (utf8_is_valid(bytes)) {
        *text = bytes;
        return OK;
    }
    *unicode = false;
    return from_windows_1252(bytes, arena, text);
}
