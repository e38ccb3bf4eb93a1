/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "model/comment_check.h"

static const struct classmate mates[] = {
    {"Trần Văn Nam", "Nam đọc to, rõ ràng."},
    {"Lê Thị Thu Hà", NULL},
    {"Phạm Ngọc Ánh", "Viết chữ đẹp."},
    {"Đỗ Thị Hiền", NULL},
};

static const struct {
    const char *about, *name, *text;
    enum level level;
    const char *kind; /* of the only hint; NULL: none */
} rows[] = {
    {"nothing to say", "Nguyễn Minh An", "Em An đọc to, rõ ràng, tự tin.", LEVEL_T, NULL},
    {"a classmate's name", "Nguyễn Minh An", "Em Nam đọc tốt.", LEVEL_T, "name"},
    {"in the middle", "Nguyễn Minh An", "Đọc tốt như Ánh.", LEVEL_T, "name"},
    {"with combining marks", "Nguyễn Minh An", "Ðọc tốt như A\xCC\x81nh.", LEVEL_T, "name"},
    {"at the beginning", "Nguyễn Minh An", "Nam đọc tốt.", LEVEL_T, "name"},
    {"of a later sentence", "Nguyễn Minh An", "Đọc tốt. Ánh cần viết đẹp.", LEVEL_T, "name"},
    {"after bạn", "Nguyễn Minh An", "Giúp bạn Khoa, cháu Tuấn học.", LEVEL_T, "name"},
    {"a word, not a name", "Nguyễn Minh An", "Hiền lành, chăm chỉ.", LEVEL_T, NULL},
    {"of two words", "Nguyễn Minh An", "Em Thu Hà chăm chỉ.", LEVEL_T, "name"},
    {"the same letters in small", "Nguyễn Minh An", "Da ngăm, hà hơi vào kính.", LEVEL_T, NULL},
    {"the own name with other marks", "Nguyễn Thị Hạ", "Em Hà viết đẹp.", LEVEL_T, "spelling"},
    {"without marks", "Phạm Thị Ngân", "Em Ngan viết đẹp.", LEVEL_T, "spelling"},
    {"a name from another class", "Nguyễn Minh An", "Em Khoa học tốt.", LEVEL_T, "name"},
    {"a middle name is the own name", "Nguyễn Minh An", "Em Minh An học tốt.", LEVEL_T, NULL},
    {"the same as a classmate's", "Nguyễn Minh An", "An đọc to, rõ ràng.", LEVEL_T, "same"},
    {"the same without a name", "Nguyễn Minh An", "Viết chữ đẹp.", LEVEL_T, "same"},
    {"the opposite of the level", "Nguyễn Minh An", "Em chưa hoàn thành bài.", LEVEL_T, "level"},
    {"and the other way", "Nguyễn Minh An", "Hoàn thành tốt.", LEVEL_C, "level"},
    {"fits the level", "Nguyễn Minh An", "Hoàn thành tốt.", LEVEL_T, NULL},
    {"a word the school does not use", "Nguyễn Minh An", "Em hơi LƯỜI học.", LEVEL_H, "banned"},
    {"only as a whole word", "Nguyễn Minh An", "Em đọc mười lườii.", LEVEL_H, NULL},
    {"two words", "Nguyễn Minh An", "Em tiếp thu, quá chậm.", LEVEL_H, "banned"},
    {"blank", "Nguyễn Minh An", " ...", LEVEL_H, NULL},
};

static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct comment_hints hints = {0};
        struct comment_facts facts = {.name = rows[i].name,
                                      .level = rows[i].level,
                                      .classmates = mates,
                                      .classmate_count = COUNT_OF(mates),
                                      .banned = "lười, quá  chậm,"};
        comment_hints_find(rows[i].text, &facts, arena, &hints);
        print_message("# %s: %s\n", rows[i].about,
                      hints.list.count ? hints.list.items[0].message : "-");
        if (!rows[i].kind) {
            assert_int_equal(hints.list.count, 0);
            continue;
        }
        assert_int_not_equal(hints.list.count, 0);
        assert_string_equal(hints.list.items[0].kind, rows[i].kind);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
