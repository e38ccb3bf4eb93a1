/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pki.h"
#include "tests/support/test.h"

#include "base/date.h"
#include "crypto/path.h"
#include "crypto/trust.h"

struct bench {
    struct test_pki *pki, *other;
    char right[SHA256_HEX_SIZE], wrong[SHA256_HEX_SIZE];
    struct trust_file files[3];
};

static int
set_up(void **state)
{
    static struct bench it;
    it.pki = test_pki_new("A", false);
    it.other = test_pki_new("B", true);
    digest_hex(&it.pki->root->sha256, it.right);
    digest_hex(&it.other->root->sha256, it.wrong);
    it.files[0] = (struct trust_file){"goc.pem", buffer_span(it.pki->root_pem)};
    it.files[1] = (struct trust_file){"goc.der", it.pki->root->der};
    it.files[2] = (struct trust_file){"khac.pem", buffer_span(it.other->root_pem)};
    *state = &it;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *it = *state;
    test_pki_free(it->pki);
    test_pki_free(it->other);
    return 0;
}

static enum status
parse(const struct bench *it, const char *table, struct trust **trust, struct error *err)
{
    return trust_parse_table(span_of(table), it->files, COUNT_OF(it->files), trust, err);
}

static const char *
fill_in(struct arena *arena, const char *table, const struct bench *it)
{
    AUTO(buffer) *out = buffer_new(TRUST_TABLE_MAX);
    for (const char *at = table; *at != 0; at++)
        if (*at == '@' || *at == '!')
            buffer_text(out, *at == '@' ? it->right : it->wrong);
        else
            buffer_char(out, *at);
    return arena_copy(arena, out->data, out->size);
}

static void
test_tables(void **state)
{
    const struct bench *it = *state;
    const struct {
        const char *about, *table; /* @: the right fingerprint; !: the other root's */
        const char *says;          /* NULL: fine */
        size_t count[TRUST_PURPOSES];
    } rows[] = {
        {"one for all", "goc.pem\t@\tsigners,tsa,ocsp\t-\t-\n", NULL, {1, 1, 1}},
        {"DER, for one, with dates", "goc.der\t@\ttsa\t2024-01-01\t2026-12-31", NULL, {0, 1, 0}},
        {"comments, blank lines, CRLF",
         "# gốc\r\n\r\ngoc.pem\t@\tsigners\t-\t-\r\nkhac.pem\t!\tsigners,ocsp\t-\t-\r\n",
         NULL,
         {2, 0, 1}},
        {"the same in two lines for two purposes",
         "goc.pem\t@\tsigners\t-\t-\ngoc.der\t@\ttsa\t-\t2024-01-01\n",
         NULL,
         {1, 1, 0}},
        {"nothing", "# chưa có\n", "không có gốc nào", {0}},
        {"another fingerprint", "goc.pem\t!\tsigners\t-\t-\n", "vân tay", {0}},
        {"no fingerprint", "goc.pem\t\tsigners\t-\t-\n", "thiếu vân tay", {0}},
        {"no such file", "mat.pem\t@\tsigners\t-\t-\n", "không có tệp", {0}},
        {"an unknown purpose", "goc.pem\t@\tsigners,web\t-\t-\n", "mục đích", {0}},
        {"a purpose twice", "goc.pem\t@\ttsa,tsa\t-\t-\n", "mục đích", {0}},
        {"no purpose", "goc.pem\t@\t\t-\t-\n", "mục đích", {0}},
        {"not a day", "goc.pem\t@\ttsa\t31/01/2024\t-\n", "ngày", {0}},
        {"the end before the beginning",
         "goc.pem\t@\ttsa\t2025-01-01\t2024-01-01\n",
         "đứng trước",
         {0}},
        {"four columns", "goc.pem\t@\ttsa\t-\n", "năm cột", {0}},
        {"six columns", "goc.pem\t@\ttsa\t-\t-\t-\n", "năm cột", {0}},
        {"twice for the same", "goc.pem\t@\ttsa\t-\t-\ngoc.der\t@\ttsa\t-\t-\n", "dòng 2", {0}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(trust) *trust = NULL;
        struct error err = {0};
        const char *table = fill_in(arena, rows[i].table, it);
        enum status status = parse(it, table, &trust, &err);
        if ((status == OK) != (rows[i].says == NULL) ||
            (rows[i].says != NULL &&
             (status != USAGE || strstr(err.message, rows[i].says) == NULL)))
            row_fail(rows[i].about, "%d: %s", (int)status, err.message);
        for (size_t j = 0; j < TRUST_PURPOSES && status == OK; j++)
            if (anchors_count(trust_anchors(trust, (enum trust_purpose)j)) != rows[i].count[j])
                row_fail(rows[i].about, "purpose %zu has another number of anchors", j);
    }
}

/* An anchor counts within its days only, first and last whole. */
static void
test_dates(void **state)
{
    const struct bench *it = *state;
    struct error err = {0};
    AUTO(arena) *arena = arena_new();
    AUTO(trust) *trust = NULL;
    AUTO(signer) *person = test_pki_person(it->pki, KEY_P256, "A", "022184000123");
    const struct certificate_chain *chain = signer_chain(person);
    const struct certificate *others[] = {chain->items[1]};
    assert_ok(
        parse(it, arena_printf(arena, "goc.pem\t%s\tsigners\t2024-05-31\t2024-06-30\n", it->right),
              &trust, &err));
    const int64_t first = moment_of_date((struct date){2024, 5, 31}).seconds;
    const int64_t after = moment_of_date((struct date){2024, 7, 1}).seconds;
    const struct {
        const char *about;
        int64_t at;
        enum path_verdict want;
    } rows[] = {
        {"the second before", first - 1, PATH_OTHER_ROOT},
        {"the first second", first, PATH_TRUSTED},
        {"the last second", after - 1, PATH_TRUSTED},
        {"the second after", after, PATH_OTHER_ROOT},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct path_result result;
        path_check(chain->items[0], others, 1, trust_anchors(trust, TRUST_SIGNERS), rows[i].at,
                   &result);
        if (result.verdict != rows[i].want)
            row_fail(rows[i].about, "%s: %s", path_verdict_word(result.verdict), result.reason);
        if (result.verdict == PATH_TRUSTED &&
            (result.valid_from != first || result.valid_to != after - 1))
            row_fail(rows[i].about, "a cache would believe it too long");
    }
    struct path_result result;
    path_check(chain->items[0], others, 1, trust_anchors(trust, TRUST_TSA), first, &result);
    assert_int_equal(result.verdict, PATH_OTHER_ROOT); /* no anchor for that purpose */
}

static void
test_identity(void **state)
{
    const struct bench *it = *state;
    struct error err = {0};
    AUTO(arena) *arena = arena_new();
    AUTO(trust) *pem = NULL;
    AUTO(trust) *same = NULL;
    AUTO(trust) *dated = NULL;
    AUTO(trust) *training = NULL;
    assert_ok(trust_parse_pem(it->files[0].bytes, &pem, &err));
    assert_ok(parse(it, arena_printf(arena, "goc.pem\t%s\tsigners,tsa,ocsp\t-\t-\n", it->right),
                    &same, &err));
    assert_ok(
        parse(it, arena_printf(arena, "goc.pem\t%s\tsigners,tsa,ocsp\t-\t2030-01-01\n", it->right),
              &dated, &err));
    assert_ok(trust_parse_pem(it->files[2].bytes, &training, &err));
    struct digest a = anchors_id(trust_anchors(pem, TRUST_SIGNERS));
    struct digest b = anchors_id(trust_anchors(same, TRUST_SIGNERS));
    struct digest c = anchors_id(trust_anchors(dated, TRUST_SIGNERS));
    assert_true(digest_equal(&a, &b));
    assert_false(digest_equal(&a, &c));
    assert_false(anchors_are_training(trust_anchors(pem, TRUST_SIGNERS)));
    assert_true(anchors_are_training(trust_anchors(training, TRUST_SIGNERS)));
    AUTO(trust) *none = NULL;
    assert_int_equal(trust_parse_pem(SPAN("no PEM"), &none, &err), USAGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_identity),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
