/* SPDX-License-Identifier: Apache-2.0
 *
 * How a pupil's identity stands: from the number, other children's, and the newest answer.
 */
#include "tests/support/test.h"

#include "model/personal_number.h"
#include "service/identity.h"

#define GOOD "022315000001" /* Quảng Ninh, a girl, 2015 */

static const struct {
    const char *about, *number;
    struct date birth;
    enum sex sex;
    const char *place;
    unsigned doubts;
} numbers[] = {
    {"fits", GOOD, {2015, 3, 4}, SEX_FEMALE, "Hạ Long, Quảng Ninh", 0},
    {"nothing else is known", GOOD, {0}, SEX_NONE, NULL, 0},
    {"eleven digits", "22315000001", {2015, 3, 4}, SEX_FEMALE, NULL, NUMBER_DOUBT_FORM},
    {"letters", "02231500000A", {2015, 3, 4}, SEX_FEMALE, NULL, NUMBER_DOUBT_FORM},
    {"nothing", "", {2015, 3, 4}, SEX_FEMALE, NULL, NUMBER_DOUBT_FORM},
    {"a boy", GOOD, {2015, 3, 4}, SEX_MALE, NULL, NUMBER_DOUBT_SEX},
    {"another year", GOOD, {2014, 3, 4}, SEX_FEMALE, NULL, NUMBER_DOUBT_YEAR},
    {"another century", "022115000001", {2015, 3, 4}, SEX_FEMALE, NULL, NUMBER_DOUBT_YEAR},
    {"no such province", "003315000001", {2015, 3, 4}, SEX_FEMALE, NULL, NUMBER_DOUBT_PROVINCE},
    {"registered elsewhere", GOOD, {2015, 3, 4}, SEX_FEMALE, "Hà Nội", NUMBER_DOUBT_ELSEWHERE},
    {"registered abroad", "122315000001", {2015, 3, 4}, SEX_FEMALE, "Hà Nội", 0},
};

static void
test_numbers(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();

    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        unsigned got = personal_number_doubts(numbers[i].number, numbers[i].birth, numbers[i].sex,
                                              numbers[i].place, arena);
        if (got != numbers[i].doubts)
            fail_msg("%s: %u", numbers[i].about, got);
    }
}

static const struct {
    const char *about, *number;
    const char *result, *asked, *value; /* of the answer; result NULL: none; value: a new number */
    int others;
    enum { NOT_RULED, KEPT, ACCEPTED } ruling;
    enum identity_state expected;
} rows[] = {
    {"no number", NULL, NULL, NULL, NULL, 0, NOT_RULED, IDENTITY_STATE_NONE},
    {"no number, not found", NULL, "not_found", NULL, NULL, 0, NOT_RULED, IDENTITY_STATE_NONE},
    {"no number, one came", NULL, "differs", NULL, GOOD, 0, NOT_RULED, IDENTITY_STATE_DIFFERS},
    {"never asked", GOOD, NULL, NULL, NULL, 0, NOT_RULED, IDENTITY_STATE_UNVERIFIED},
    {"doubtful", "022215000001", NULL, NULL, NULL, 0, NOT_RULED, IDENTITY_STATE_DOUBTFUL},
    {"doubtful and confirmed", "022215000001", "match", "022215000001", NULL, 0, NOT_RULED,
     IDENTITY_STATE_VERIFIED},
    {"confirmed", GOOD, "match", GOOD, NULL, 0, NOT_RULED, IDENTITY_STATE_VERIFIED},
    {"confirmed, then changed", GOOD, "match", "022315000002", NULL, 0, NOT_RULED,
     IDENTITY_STATE_UNVERIFIED},
    {"confirmed, but used twice", GOOD, "match", GOOD, NULL, 1, NOT_RULED,
     IDENTITY_STATE_DUPLICATE},
    {"not found", GOOD, "not_found", GOOD, NULL, 0, NOT_RULED, IDENTITY_STATE_DIFFERS},
    {"differs", GOOD, "differs", GOOD, "022315000002", 0, NOT_RULED, IDENTITY_STATE_DIFFERS},
    {"differs, kept", GOOD, "differs", GOOD, "022315000002", 0, KEPT, IDENTITY_STATE_UNVERIFIED},
    {"differed, accepted", "022315000002", "differs", GOOD, "022315000002", 0, ACCEPTED,
     IDENTITY_STATE_VERIFIED},
    {"accepted, then changed", GOOD, "differs", GOOD, "022315000002", 0, ACCEPTED,
     IDENTITY_STATE_UNVERIFIED},
};

static void
test_states(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct date birth = {2015, 3, 4};
        struct identity_row row = {.stored = {.personal_number = rows[i].number,
                                              .name = "Trần Thị A",
                                              .birth_date = birth,
                                              .sex = "Nữ",
                                              .others = rows[i].others,
                                              .answer = {.number = rows[i].result != NULL,
                                                         .result = rows[i].result,
                                                         .personal_number = rows[i].value},
                                              .asked_number = rows[i].asked,
                                              .asked_name = "Trần Thị A",
                                              .asked_birth = birth,
                                              .ruled = rows[i].ruling != NOT_RULED,
                                              .accepted = rows[i].ruling == ACCEPTED}};
        row.state = identity_judge(&row.stored, arena);
        if (row.state != rows[i].expected)
            fail_msg("%s: %s", rows[i].about, identity_state_key(row.state));
        identity_explain(&row, arena);
        assert_int_equal(*row.why == '\0', row.state == IDENTITY_STATE_VERIFIED);
        assert_int_equal(*row.todo == '\0', row.state == IDENTITY_STATE_VERIFIED);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_states),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
