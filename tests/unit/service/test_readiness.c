/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a certificate is good for a signer on the signing day, case by case.
 */
#include "tests/support/test.h"

#include "service/readiness.h"

#define NUMBER "022185000002"
#define NAME   "Trần Thu Hà"

static const struct {
    const char *about, *state, *first, *last;
    const char *number, *name; /* in the certificate */
    bool seal;
    enum readiness_state expected;
} rows[] = {
    {"in use", "registered", "2024-01-01", "2026-01-01", NUMBER, NAME, false, READINESS_READY},
    {"case does not matter", "registered", "2024-01-01", "2026-01-01", NUMBER, "TRẦN THU HÀ", false,
     READINESS_READY},
    {"the last day is the signing day", "registered", "2024-01-01", "2024-05-31", NUMBER, NAME,
     false, READINESS_ENDS_EARLY},
    {"ended the day before", "registered", "2024-01-01", "2024-05-30", NUMBER, NAME, false,
     READINESS_EXPIRED},
    {"the last day is the deadline", "registered", "2024-01-01", "2024-06-30", NUMBER, NAME, false,
     READINESS_READY},
    {"begins that day", "registered", "2024-05-31", "2026-01-01", NUMBER, NAME, false,
     READINESS_READY},
    {"begins the day after", "registered", "2024-06-01", "2026-01-01", NUMBER, NAME, false,
     READINESS_NOT_YET},
    {"another number", "registered", "2024-01-01", "2026-01-01", "022185000003", NAME, false,
     READINESS_OTHER_PERSON},
    {"no number", "registered", "2024-01-01", "2026-01-01", NULL, NAME, false,
     READINESS_OTHER_PERSON},
    {"another name", "registered", "2024-01-01", "2026-01-01", NUMBER, "Trần Thị Hà", false,
     READINESS_OTHER_PERSON},
    {"withdrawn counts first", "withdrawn", "2020-01-01", "2021-01-01", NULL, "", false,
     READINESS_WITHDRAWN},
    {"refused", "refused", "2024-01-01", "2026-01-01", NUMBER, NAME, false, READINESS_REFUSED},
    {"a person's needs no approval", "approved", "2024-01-01", "2026-01-01", NUMBER, NAME, false,
     READINESS_READY},
    {"a seal that waits", "registered", "2024-01-01", "2026-01-01", NULL, "Trường", true,
     READINESS_NOT_APPROVED},
    {"a seal approved", "approved", "2024-01-01", "2026-01-01", NULL, "Trường", true,
     READINESS_READY},
    {"a seal approved, over", "approved", "2024-01-01", "2024-05-01", NULL, "Trường", true,
     READINESS_EXPIRED},
};

static struct moment
day(const char *text)
{
    struct date date;

    assert_true(date_parse_iso(span_of(text), &date));
    return moment_of_date(date);
}

static void
test_every_case(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct readiness_question question = {.name = NAME,
                                                    .number = NUMBER,
                                                    .seal = rows[i].seal,
                                                    .on = moment_to_date(day("2024-05-31")),
                                                    .deadline = moment_to_date(day("2024-06-30"))};
        const struct stored_certificate stored = {.state = rows[i].state,
                                                  .not_before = day(rows[i].first),
                                                  .not_after = day(rows[i].last)};
        const struct certificate certificate = {.common_name = rows[i].name,
                                                .person_number = rows[i].number};
        enum readiness_state got = readiness_judge(&question, &stored, &certificate, arena);
        if (got != rows[i].expected)
            fail_msg("%s: %s", rows[i].about, readiness_key(got));
    }
}

static void
test_whoever_cannot_sign_hears_why_and_what_to_do(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    const struct readiness of = {.on = moment_to_date(day("2024-05-31")),
                                 .deadline = moment_to_date(day("2024-06-30"))};

    for (int i = 0; i < READINESS_COUNT; i++) {
        struct readiness_row row = {.role = SIGNER_CLASS_TEACHER,
                                    .name = i == READINESS_NOBODY ? NULL : NAME,
                                    .where = "4A1",
                                    .state = (enum readiness_state)i,
                                    .last_day = of.on};
        readiness_explain(&row, &of, arena);
        assert_non_null(readiness_word(row.state));
        assert_int_equal(*row.why == '\0', i == READINESS_READY);
        assert_int_equal(*row.todo == '\0', i == READINESS_READY);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_case),
        cmocka_unit_test(test_whoever_cannot_sign_hears_why_and_what_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
