/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/settings.h"
#include "agent/sha256.h"
#include "agent/words.h"
#include "crypto/hash.h"
#include "tests/support/test.h"

static void
sha256_as_openssl_has_it(void **state)
{
    char data[1000];

    (void)state;
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (char)(i * 7 + i / 256);
    for (size_t size = 0; size <= sizeof data; size++) {
        struct digest theirs = sha256((struct span){data, size});
        uint8_t ours[AGENT_DIGEST_SIZE];

        agent_sha256((struct span){data, size}, ours);
        if (memcmp(ours, theirs.bytes, sizeof ours) != 0)
            fail_msg("%zu bytes", size);
    }
}

static void
words_that_a_person_may_be_shown(void **state)
{
    static const struct {
        const char *about, *text;
        bool plain;
    } rows[] = {
        {"a name", "Nguyễn Thị Ánh Tuyết (0123456789)", true},
        {"decomposed letters", "Nguye\xCC\x82\xCC\x83n", true},
        {"nothing", "", false},
        {"blanks", " \xC2\xA0 ", false},
        {"a line feed", "An\nBình", false},
        {"a tab", "An\tBình", false},
        {"DEL", "An\x7F", false},
        {"C1 control", "An\xC2\x85", false},
        {"line separator", "An\xE2\x80\xA8", false},
        {"right-to-left override", "An\xE2\x80\xAE", false},
        {"isolate", "An\xE2\x81\xA6", false},
        {"zero width space", "A\xE2\x80\x8Bn", false},
        {"soft hyphen", "A\xC2\xADn", false},
        {"byte order mark",
         "\xEF\xBB\xBF"
         "An",
         false},
        {"tag character", "An\xF3\xA0\x81\x81", false},
        {"private use", "An\xEE\x80\x80", false},
        {"not UTF-8", "An\xFF", false},
        {"ten bytes too many", "0123456789012345678901234567890123456789", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t max = i == COUNT_OF(rows) - 1 ? 30 : WORDS_LABEL_MAX;
        if (words_are_plain(rows[i].text, max) != rows[i].plain)
            row_fail(rows[i].about, "plain: %d", !rows[i].plain);
    }
}

static void
settings_files(void **state)
{
    static const struct {
        const char *about, *text;
        const char *wrong; /* a part of the sentence; NULL: fine */
    } rows[] = {
        {"all of it",
         "\xEF\xBB\xBF# chú thích\r\nmodule = C:\\Thẻ\\p11.dll\r\n\r\n"
         "origin = https://hocba.example.vn:8443\r\norigin=hocba\r\nport = 9871\r\nask = x",
         NULL},
        {"this computer without TLS", "origin = http://localhost:3000", NULL},
        {"127.0.0.1 without TLS", "origin = http://127.0.0.1", NULL},
        {"another computer without TLS", "origin = http://hocba.example.vn", "origin là địa chỉ"},
        {"a name that begins like this computer", "origin = http://localhost.example.vn",
         "origin là địa chỉ"},
        {"everybody", "origin = *", "origin là địa chỉ"},
        {"null", "origin = null", "origin là địa chỉ"},
        {"with a path", "origin = https://hocba.example.vn/", "origin là địa chỉ"},
        {"with a person", "origin = https://a@hocba.example.vn", "origin là địa chỉ"},
        {"capitals", "origin = https://Hocba.example.vn", "origin là địa chỉ"},
        {"an odd port", "origin = https://hocba.example.vn:0", "origin là địa chỉ"},
        {"a port that is none", "port = 70000", "port là một số"},
        {"no equals sign", "\nmodule", "Dòng 2: phải là"},
        {"no value", "module =", "thiếu giá trị"},
        {"an unknown name", "modul = x", "Không có thiết lập tên “modul”"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct agent_settings settings = {0};
        struct error err = {0};
        enum status status = settings_parse(&settings, span_of(rows[i].text), arena, &err);

        if ((status == OK) != !rows[i].wrong)
            row_fail(rows[i].about, "%s", status == OK ? "taken" : err.message);
        if (rows[i].wrong && !strstr(err.message, rows[i].wrong))
            row_fail(rows[i].about, "%s", err.message);
        if (i == 0) {
            assert_string_equal(settings.module, "C:\\Thẻ\\p11.dll");
            assert_int_equal(settings.port, 9871);
            assert_true(settings_know_origin(&settings, SPAN("https://hocba.example.vn:8443")));
            assert_true(settings_know_origin(&settings, SPAN("hocba")));
            assert_false(settings_know_origin(&settings, SPAN("https://hocba.example.vn")));
            assert_false(settings_know_origin(&settings, SPAN("")));
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_as_openssl_has_it),
        cmocka_unit_test(words_that_a_person_may_be_shown),
        cmocka_unit_test(settings_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
