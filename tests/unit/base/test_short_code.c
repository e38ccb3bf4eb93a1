/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes on paper: as people type them; every slip of one symbol or two neighbours is found.
 */
#include "tests/support/test.h"

#include "base/short_code.h"

static void
number_to_symbols(unsigned seed, uint8_t symbols[SHORT_CODE_SYMBOLS])
{
    for (size_t i = 0; i < SHORT_CODE_SYMBOLS; i++)
        symbols[i] = (uint8_t)((seed = seed * 1103515245 + 12345) >> 16 & 31);
}

static void
test_there_and_back(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 200; seed++) {
        uint8_t symbols[SHORT_CODE_SYMBOLS], back[SHORT_CODE_SYMBOLS];
        char text[SHORT_CODE_TEXT_SIZE];
        number_to_symbols(seed, symbols);
        short_code_write(CODE_OF_FAMILY, symbols, text);
        assert_int_equal(strlen(text), SHORT_CODE_TEXT_SIZE - 1);
        assert_true(short_code_parse(CODE_OF_FAMILY, text, back));
        assert_memory_equal(symbols, back, sizeof back);
        assert_false(short_code_parse(CODE_OF_RECORD, text, back));
    }
}

static void
test_as_people_type(void **state)
{
    (void)state;
    static const uint8_t symbols[SHORT_CODE_SYMBOLS] = {0, 1, 31, 2, 10};
    char text[SHORT_CODE_TEXT_SIZE], small[SHORT_CODE_TEXT_SIZE], typed[80];
    uint8_t back[SHORT_CODE_SYMBOLS];
    short_code_write(CODE_OF_RECORD, symbols, text);
    memcpy(small, text, sizeof small);
    for (char *p = small; *p; p++)
        *p = *p == '0' ? 'o' : *p == '1' ? 'l' : *p >= 'A' ? (char)(*p + 32) : *p;
    const struct {
        const char *about, *form;
        bool good;
    } rows[] = {
        {"as printed", "%.4s-%.4s-%.4s-%.4s", true},
        {"without hyphens", "%.4s%.4s%.4s%.4s", true},
        {"with blanks", " %.4s  %.4s %.4s %.4s ", true},
        {"with points", "%.4s.%.4s.%.4s.%.4s", true},
        {"a group less", "%.4s-%.4s-%.4s", false},
        {"a symbol more", "%.4s-%.4s-%.4s-%.4s0", false},
        {"another sign", "%.4s-%.4s-%.4s-%.4s*", false},
        {"U is no symbol", "%.4s-%.4s-%.4s-%.3sU", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (int k = 0; k < 2; k++) {
            const char *from = k ? small : text;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(typed, sizeof typed, rows[i].form, from, from + 5, from + 10, from + 15);
#pragma GCC diagnostic pop
            if (short_code_parse(CODE_OF_RECORD, typed, back) != rows[i].good)
                row_fail(rows[i].about, "%s", typed);
        }
    }
    assert_false(short_code_parse(CODE_OF_RECORD, "", back));
}

static void
test_slips_are_found(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 20; seed++) {
        uint8_t symbols[SHORT_CODE_SYMBOLS], back[SHORT_CODE_SYMBOLS];
        char text[SHORT_CODE_TEXT_SIZE];
        number_to_symbols(seed, symbols);
        short_code_write(CODE_OF_FAMILY, symbols, text);
        for (size_t i = 0; text[i]; i++) {
            char was = text[i];
            if (was == '-')
                continue;
            for (const char *p = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *p; p++) {
                text[i] = *p;
                if (*p != was && short_code_parse(CODE_OF_FAMILY, text, back))
                    row_fail("one wrong symbol", "%s at %zu", text, i);
            }
            text[i] = was;
            for (size_t j = i + 1; text[j]; j++) {
                if (text[j] == '-' || text[j] == was)
                    continue;
                text[i] = text[j], text[j] = was;
                if (short_code_parse(CODE_OF_FAMILY, text, back))
                    row_fail("two exchanged", "%s: %zu %zu", text, i, j);
                text[j] = text[i], text[i] = was;
            }
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_as_people_type),
        cmocka_unit_test(test_slips_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
