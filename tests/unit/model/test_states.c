/* SPDX-License-Identifier: Apache-2.0
 *
 * The whole matrix of states and verbs, against a second table written from CV2088 III.
 */
#include "tests/support/test.h"

#include "model/state.h"

/* One line per state: every verb that is legal there, as "verb>to". */
static const struct {
    const char *from, *steps;
} legal[] = {
    {"draft", "confirm>summarized create>created remake>replaced discard>discarded"},
    {"summarized", "reopen>draft create>created remake>replaced discard>discarded"},
    {"created", "check>checked sign_gvbm>signed_gvbm sign_gvcn>signed_gvcn sign_cbql>signed_cbql "
                "remake>replaced send_back>draft discard>discarded"},
    {"checked", "sign_gvbm>signed_gvbm sign_gvcn>signed_gvcn sign_cbql>signed_cbql remake>replaced "
                "send_back>draft discard>discarded"},
    {"signed_gvbm", "sign_gvbm>signed_gvbm sign_gvcn>signed_gvcn sign_cbql>signed_cbql "
                    "remake>replaced send_back>draft discard>discarded"},
    {"signed_gvcn", "sign_cbql>signed_cbql remake>replaced send_back>draft discard>discarded"},
    {"signed_cbql", "sign_school>signed_school remake>replaced send_back>draft discard>discarded"},
    {"signed_school", "issue>issued remake>replaced send_back>draft discard>discarded"},
    {"issued", "send>sent request_revocation>revocation_requested void>revoked"},
    {"sent", "refuse>refused receive>received void>revoked"},
    {"refused", "send>sent request_revocation>revocation_requested void>revoked"},
    {"received", "circulate>circulating request_revocation>revocation_requested void>revoked"},
    {"circulating", "report>reported request_revocation>revocation_requested void>revoked"},
    {"reported", "request_revocation>revocation_requested void>revoked"},
    {"revocation_requested",
     "decline_revocation>before suspend>suspended revoke>revoked void>revoked"},
    {"suspended", "replace>replaced restore>before revoke>revoked void>revoked"},
    {"revoked", ""},
    {"replaced", ""},
    {"discarded", ""},
};

/* The state that `legal` gives, or NULL. */
static const char *
expected(const char *from, const char *verb, char *out)
{
    char wanted[64];

    snprintf(wanted, sizeof wanted, " %s>", verb);
    for (size_t i = 0; i < COUNT_OF(legal); i++) {
        char steps[512];
        snprintf(steps, sizeof steps, " %s ", legal[i].steps);
        char *at = strcmp(legal[i].from, from) == 0 ? strstr(steps, wanted) : NULL;
        if (at && sscanf(at + strlen(wanted), "%63s", out) == 1)
            return out;
    }
    return NULL;
}

static void
test_matrix(void **state)
{
    (void)state;
    struct error err = {0};
    size_t steps = 0;

    assert_int_equal(COUNT_OF(legal), STATE_COUNT);
    for (int from = 0; from < STATE_COUNT; from++)
        for (int verb = 0; verb < VERB_COUNT; verb++) {
            char name[64];
            enum state to = STATE_COUNT;
            const char *want =
                expected(state_key((enum state)from), verb_key((enum verb)verb), name);
            enum status status =
                state_step((enum state)from, (enum verb)verb, SIGNERS_V10, &to, &err);
            if (status != (want ? OK : CONFLICT))
                row_fail(state_key((enum state)from), "%s", verb_key((enum verb)verb));
            if (want) {
                assert_string_equal(to == STATE_BEFORE ? "before" : state_key(to), want);
                assert_int_not_equal(state_row_find((enum state)from, (enum verb)verb)->who, 0);
                steps++;
            } else {
                assert_non_null(strstr(err.message, verb_word((enum verb)verb)));
                assert_non_null(strstr(err.message, state_word((enum state)from)));
            }
        }
    assert_int_equal(steps, state_row_count);
}

/* The order of signers, for each setting of the year. */
static void
test_signing_order(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        enum state from;
        enum verb verb;
        unsigned signers;
        bool right;
    } rows[] = {
        {"class teacher first", STATE_CREATED, VERB_SIGN_GVCN, SIGNERS_DEFAULT, true},
        {"class teacher before the others", STATE_CREATED, VERB_SIGN_GVCN, SIGNERS_ALL, false},
        {"class teacher after them", STATE_SIGNED_GVBM, VERB_SIGN_GVCN, SIGNERS_ALL, true},
        {"principal at once, v1.0", STATE_CREATED, VERB_SIGN_CBQL, SIGNERS_V10, true},
        {"principal at once", STATE_CREATED, VERB_SIGN_CBQL, SIGNERS_DEFAULT, false},
        {"principal after GVBM only", STATE_SIGNED_GVBM, VERB_SIGN_CBQL, SIGNERS_ALL, false},
        {"principal after GVCN", STATE_SIGNED_GVCN, VERB_SIGN_CBQL, SIGNERS_ALL, true},
        {"seal before principal", STATE_SIGNED_GVCN, VERB_SIGN_SCHOOL, SIGNERS_V10, false},
        {"seal on a created record", STATE_CREATED, VERB_SIGN_SCHOOL, SIGNERS_V10, false},
        {"issue without the seal", STATE_SIGNED_CBQL, VERB_ISSUE, SIGNERS_V10, false},
        {"class teacher after principal", STATE_SIGNED_CBQL, VERB_SIGN_GVCN, SIGNERS_V10, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {0};
        enum state to;
        enum status status = state_step(rows[i].from, rows[i].verb, rows[i].signers, &to, &err);
        if (status != (rows[i].right ? OK : CONFLICT))
            row_fail(rows[i].about, "%s", err.message);
    }
}

/* Nothing leads from an issued record back to one that can be changed. */
static void
test_issued_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < state_row_count; i++) {
        const struct state_row *row = &state_table[i];
        if (state_is_issued(row->from))
            assert_true(row->to == STATE_BEFORE || state_is_issued(row->to));
        if (row->verb == VERB_REMAKE || row->verb == VERB_SEND_BACK || row->verb == VERB_REVOKE ||
            row->verb == VERB_DISCARD)
            assert_true(row->needs_reason);
        /* An administrator has no step. */
        assert_int_equal(row->who & (ROLE_BIT(ROLE_SCHOOL_ADMIN) | ROLE_BIT(ROLE_DEPARTMENT_ADMIN)),
                         0);
    }
    assert_false(state_is_issued(STATE_SIGNED_SCHOOL));
    assert_true(state_is_signing(STATE_SIGNED_SCHOOL));
    assert_false(state_is_signing(STATE_CHECKED));
}

static void
test_keys(void **state)
{
    (void)state;
    for (int i = 0; i < STATE_COUNT; i++) {
        enum state parsed;
        assert_true(state_parse(state_key((enum state)i), &parsed));
        assert_int_equal(parsed, i);
        assert_non_null(state_word(parsed));
    }
    for (int i = 0; i < VERB_COUNT; i++) {
        enum verb parsed;
        assert_true(verb_parse(verb_key((enum verb)i), &parsed));
        assert_int_equal(parsed, i);
        assert_non_null(verb_word(parsed));
    }
    assert_false(state_parse("signed", &(enum state){0}));
    assert_int_equal(verb_of_signer(SIGNER_SUBJECT_TEACHER), VERB_SIGN_GVBM);
    assert_int_equal(verb_of_signer(SIGNER_CLASS_TEACHER), VERB_SIGN_GVCN);
    assert_int_equal(verb_of_signer(SIGNER_PRINCIPAL), VERB_SIGN_CBQL);
    assert_int_equal(verb_of_signer(SIGNER_SCHOOL), VERB_SIGN_SCHOOL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matrix),
        cmocka_unit_test(test_signing_order),
        cmocka_unit_test(test_issued_stays),
        cmocka_unit_test(test_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
