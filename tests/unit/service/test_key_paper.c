/* SPDX-License-Identifier: Apache-2.0
 *
 * The paper that closes a key: what is written comes back, and nothing bent does.
 */
#include "tests/support/services.h"
#include "tests/support/test.h"

#include "crypto/anchors_store.h"
#include "crypto/key.h"
#include "service/key_paper.h"

static const struct key_paper paper = {
    .action = "compromise",
    .key_id = "0a0b",
    .certificate = "0c0d",
    .from = 20,
    .number = "31/QĐ-SGDĐT",
    .reason = "Mất thẻ con dấu",
    .by = "so.duyet",
    .at = "2024-06-03T08:00:00+07:00",
    .signer = "0e0f",
    .salt = "00",
};

struct bench {
    struct test_pki *pki;
    struct test_service *signer, *other;
};

static int
set_up(void **state)
{
    static struct bench it;
    it.pki = test_pki_new("A", false);
    it.signer = test_service_new(it.pki, CERTIFICATE_PERSON, KEY_P256);
    it.other = test_service_new(it.pki, CERTIFICATE_PERSON, KEY_P256);
    *state = &it;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *it = *state;
    test_service_free(it->signer);
    test_service_free(it->other);
    test_pki_free(it->pki);
    return 0;
}

static struct span
signed_by(const struct bench *it, struct arena *arena, struct span lines)
{
    AUTO(buffer) *out = buffer_new(KEY_PAPER_MAX);
    const struct digest digest = sha256(lines);
    struct signature_value value;
    struct error err;
    assert_ok(private_key_sign(it->signer->key, &digest, &value, &err));
    buffer_add(out, lines.data, lines.size);
    key_paper_sign((struct span){(const char *)value.bytes, value.size}, out);
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

static struct span
lines_of(struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(KEY_PAPER_MAX);
    key_paper_write(&paper, out);
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

static void
test_there_and_back(void **state)
{
    const struct bench *it = *state;
    AUTO(arena) *arena = arena_new();
    struct span file = signed_by(it, arena, lines_of(arena));
    struct key_paper read;
    struct error err;
    assert_ok(key_paper_read(file, it->signer->certificate, arena, &read, &err));
    assert_string_equal(read.reason, paper.reason);
    assert_string_equal(read.salt, paper.salt);
    assert_int_equal(read.from, paper.from);
    assert_int_equal(key_paper_read(file, it->other->certificate, arena, &read, &err), UNTRUSTED);
}

/* Who certified the signer comes with it, and only an auditor who knows the root believes it. */
static void
test_whom_the_anchors_know(void **state)
{
    const struct bench *it = *state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(KEY_PAPER_MAX);
    AUTO(anchors) *others = anchors_new();
    struct key_paper made = paper, read;
    struct error err;
    made.issuers[made.issuer_count++] = it->pki->authority->der;
    key_paper_write(&made, out);
    struct span file = signed_by(it, arena, buffer_span(out));
    assert_ok(key_paper_read(file, it->signer->certificate, arena, &read, &err));
    assert_int_equal(read.issuer_count, 1);
    assert_ok(key_paper_judge(&read, it->signer->certificate, it->pki->anchors, &err));
    assert_int_not_equal(key_paper_judge(&read, it->signer->certificate, others, &err), OK);
    read.issuer_count = 0;
    assert_int_equal(key_paper_judge(&read, it->signer->certificate, it->pki->anchors, &err),
                     UNDECIDED);
}

/* One place of the right lines is another, and the whole is signed anew: so it is refused for its
 * form. */
static void
test_forms(void **state)
{
    static const struct {
        const char *about, *from, *to;
    } rows[] = {
        {"another head", "hocba-key-closing/1", "hocba-key-closing/2"},
        {"a line is missing", "reason Mất thẻ con dấu\n", ""},
        {"a line's name is another", "salt ", "malt "},
        {"two lines have changed places", "action compromise\nkey 0a0b\n",
         "key 0a0b\naction compromise\n"},
        {"nothing behind a name", "number 31/QĐ-SGDĐT", "number "},
        {"no number", "from 20", "from x"},
        {"a number with a zero before it", "from 20", "from 020"},
        {"a number of twenty digits", "from 20", "from 99999999999999999999"},
        {"a line more", "from 20\n", "from 20\nto 30\n"},
    };
    const struct bench *it = *state;
    AUTO(arena) *arena = arena_new();
    const char *right = lines_of(arena).data;
    struct key_paper read;
    struct error err;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *at = strstr(right, rows[i].from);
        assert_non_null(at);
        const char *bent = arena_printf(arena, "%.*s%s%s", (int)(at - right), right, rows[i].to,
                                        at + strlen(rows[i].from));
        struct span file = signed_by(it, arena, span_of(bent));
        if (key_paper_read(file, it->signer->certificate, arena, &read, &err) != INVALID)
            row_fail(rows[i].about, "not refused");
    }
}

static void
test_signatures(void **state)
{
    const struct bench *it = *state;
    AUTO(arena) *arena = arena_new();
    const char *lines = lines_of(arena).data;
    struct span right = signed_by(it, arena, span_of(lines));
    char *changed = arena_text(arena, right.data);
    const struct {
        const char *about;
        const char *file;
        enum status want;
    } rows[] = {
        {"none", lines, INVALID},
        {"no Base64", arena_printf(arena, "%ssignature ****\n", lines), INVALID},
        {"not whole Base64", arena_printf(arena, "%ssignature AAA\n", lines), INVALID},
        {"too long", arena_printf(arena, "%ssignature %02000d\n", lines, 0), INVALID},
        {"of nothing", arena_printf(arena, "%ssignature AAAA\n", lines), UNTRUSTED},
        {"something behind it", arena_printf(arena, "%smore\n", right.data), INVALID},
        {"of other lines", changed, UNTRUSTED},
    };
    struct key_paper read;
    struct error err;
    memcpy(strstr(changed, "from 20"), "from 21", 7);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (key_paper_read(span_of(rows[i].file), it->signer->certificate, arena, &read, &err) !=
            rows[i].want)
            row_fail(rows[i].about, "another answer: %s", err.message);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_whom_the_anchors_know),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_signatures),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
