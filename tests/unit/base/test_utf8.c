/* SPDX-License-Identifier: Apache-2.0
 *
 * Our UTF-8 against utf8proc's.
 */
#include <utf8proc.h>

#include "base/utf8.h"
#include "tests/support/test.h"

static void
every_character(void **state)
{
    struct buffer out;

    (void)state;
    buffer_init(&out, 8);
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        utf8proc_uint8_t theirs[4];

        if (c >= 0xD800 && c < 0xE000)
            continue;
        size_t size = (size_t)utf8proc_encode_char((utf8proc_int32_t)c, theirs);
        out.size = 0;
        utf8_add(&out, c);
        const char *p = out.data;
        if (out.size != size || memcmp(out.data, theirs, size) != 0 ||
            !utf8_is_valid(buffer_span(&out)) || utf8_next(&p, out.data + size) != c ||
            p != out.data + size)
            fail_msg("U+%04X", c);
    }
    buffer_clear(&out);
}

/* All that can follow a lead byte, near the edges of what is allowed. */
static void
every_sequence(void **state)
{
    static const uint8_t edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F,
                                    0xA0, 0xBF, 0xC0, 0xC2, 0xEF, 0xFF};
    enum { N = sizeof edges };

    (void)state;
    for (unsigned i = 0; i < 256 * N * N * N * 4; i++) {
        unsigned rest = i / 4 / 256;
        uint8_t bytes[4] = {(uint8_t)(i / 4), edges[rest % N], edges[rest / N % N],
                            edges[rest / N / N]};
        size_t size = i % 4 + 1;
        bool valid = true;
        for (size_t at = 0; valid && at < size;) {
            utf8proc_int32_t c = 0;
            utf8proc_ssize_t n = utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(size - at), &c);
            valid = n > 0 && c != 0;
            at += n > 0 ? (size_t)n : 1;
        }
        if (utf8_is_valid((struct span){(const char *)bytes, size}) != valid)
            fail_msg("%02X %02X %02X %02X, %zu bytes: %s there", bytes[0], bytes[1], bytes[2],
                     bytes[3], size, valid ? "valid" : "invalid");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character),
        cmocka_unit_test(every_sequence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
