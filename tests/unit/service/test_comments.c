/* SPDX-License-Identifier: Apache-2.0
 *
 * Names in comments: whole words, with their marks.
 */
#include "tests/support/test.h"

#include "service/comments.h"

static void
test_names(void **state)
{
    static const struct {
        const char *about, *text, *name;
        bool found;
    } rows[] = {
        {"in the middle", "Em và Hà đọc tốt.", "Hà", true},
        {"at the start", "Hà đọc tốt.", "Hà", true},
        {"at the end", "Em giúp bạn Ánh", "Ánh", true},
        {"before a comma", "Em giúp Ánh, An học", "Ánh", true},
        {"not part of a word", "Em chăm chỉ Hành động", "Hà", false},
        {"not the end of a word", "Em ở nhàHà", "Hà", false},
        {"other marks are another name", "Em và Hạ đọc tốt.", "Hà", false},
        {"small letters are no name", "cả lớp về hà nội", "Hà", false},
        {"the second time", "Hàng ngày Hà đọc", "Hà", true},
        {"a whole name", "bạn Trần Thị Ánh", "Trần Thị Ánh", true},
        {"no name", "Em đọc tốt", "", false},
        {"empty", "", "Hà", false},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (comment_has_name(rows[i].text, rows[i].name) != rows[i].found)
            row_fail(rows[i].about, "“%s” in “%s”", rows[i].name, rows[i].text);
    assert_string_equal(given_name("Trần Thị Ánh"), "Ánh");
    assert_string_equal(given_name("Ánh"), "Ánh");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
