/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "model/calendar.h"

static const struct {
    const char *about, *key;
    enum milestone milestone;
    struct date day; /* of 2023-2024 */
} rows[] = {
    {"open with the year", "mo_so", MILESTONE_OPEN, {2023, 9, 5}},
    {"entry ends with the school year", "nhap_lieu", MILESTONE_ENTRY, {2024, 5, 31}},
    {"signed before the freeze", "ky_so", MILESTONE_SIGNING, {2024, 6, 30}},
    {"QĐ1789 Điều 21", "chot", MILESTONE_FREEZE, {2024, 6, 30}},
    {"in summer", "danh_gia_bo_sung", MILESTONE_REASSESSMENT, {2024, 8, 15}},
    {"and frozen again", "chot_lan_2", MILESTONE_SECOND_FREEZE, {2024, 8, 15}},
};

static void
test_milestones(void **state)
{
    (void)state;
    enum milestone milestone;

    assert_int_equal(COUNT_OF(rows), MILESTONE_COUNT);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!milestone_parse(rows[i].key, &milestone) || milestone != rows[i].milestone)
            row_fail(rows[i].about, "%s", "key");
        if (date_compare(milestone_day(rows[i].milestone, 2023), rows[i].day) != 0)
            row_fail(rows[i].about, "%s", "day");
    }
    assert_false(milestone_parse("ngay_mai", &milestone));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_milestones)};
    return cmocka_run_group_tests_name("model/calendar", tests, NULL, NULL);
}
