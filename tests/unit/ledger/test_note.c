/* SPDX-License-Identifier: Apache-2.0
 *
 * Signed notes, checkpoints and cosignatures: the C2SP texts' own examples, and bent ones.
 */
#include "tests/support/test.h"

#include "base/encode.h"
#include "ledger/checkpoint.h"

/* c2sp.org/signed-note, "Example". */
#define EXAMPLE_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define EXAMPLE_NOTE                                                                               \
    "This is an example message.\n\n— example.com/foo "                                          \
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=" \
    "\n"
/* c2sp.org/tlog-cosignature: a checkpoint with a cosignature (its keys are not published). */
#define EXAMPLE_CHECKPOINT                                                                         \
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
#define EXAMPLE_COSIGNED                                                                           \
    EXAMPLE_CHECKPOINT                                                                             \
    "\n— example.com/behind-the-sofa "                                                           \
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=" \
    "\n— witness.example.com/w1 "                                                                \
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/"                                                         \
    "zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"

static const uint8_t seed[ED25519_SEED_SIZE] = "hat giong chi de thu";

static void
test_example(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct note *note = arena_make(arena, struct note);
    struct note_key key;
    struct error err;
    int64_t time = -1;

    assert_ok(note_key_parse(span_of(EXAMPLE_KEY), arena, &key, &err));
    assert_int_equal(key.id, 0x530d903a);
    assert_ok(note_parse(span_of(EXAMPLE_NOTE), arena, note, &err));
    assert_true(span_is(note->text, "This is an example message.\n"));
    assert_ok(note_verify(note, &key, &time, NULL, &err));
    assert_int_equal(time, 0);
    AUTO(buffer) *again = buffer_new(4096);
    note_key_write(&key, again);
    assert_true(span_is(buffer_span(again), EXAMPLE_KEY));

    char *bent = arena_copy(arena, EXAMPLE_NOTE, strlen(EXAMPLE_NOTE));
    bent[0] = 't';
    assert_ok(note_parse(span_of(bent), arena, note, &err));
    assert_int_equal(note_verify(note, &key, NULL, NULL, &err), UNTRUSTED);
}

static void
test_checkpoint_example(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(4096);
    struct note *note = arena_make(arena, struct note);
    struct checkpoint checkpoint;
    struct error err;

    assert_ok(note_parse(span_of(EXAMPLE_COSIGNED), arena, note, &err));
    assert_int_equal(note->count, 2);
    assert_true(span_is(note->signatures[1].name, "witness.example.com/w1"));
    assert_int_equal(note->signatures[1].id, 0x8d66cf3f);
    assert_int_equal(note->signatures[1].value.size, 72);
    assert_ok(checkpoint_parse(note->text, &checkpoint, &err));
    assert_true(span_is(checkpoint.origin, "example.com/behind-the-sofa"));
    assert_int_equal(checkpoint.size, 20852163);
    checkpoint_write(&checkpoint, out);
    assert_true(span_is(buffer_span(out), EXAMPLE_CHECKPOINT));
}

static void
test_bent_checkpoints(void **state)
{
    (void)state;
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    static const struct {
        const char *about, *text;
        bool fine;
    } rows[] = {
        {"three lines", "a\n0\n" ROOT "\n", true},
        {"extension lines", "a\n1\n" ROOT "\nx\ny\n", true},
        {"an empty extension line", "a\n1\n" ROOT "\nx\n\n", false},
        {"leading zero", "a\n01\n" ROOT "\n", false},
        {"signed size", "a\n+1\n" ROOT "\n", false},
        {"no size", "a\n\n" ROOT "\n", false},
        {"size of 2^63", "a\n9223372036854775808\n" ROOT "\n", false},
        {"size below it", "a\n9223372036854775807\n" ROOT "\n", true},
        {"no origin", "\n1\n" ROOT "\n", false},
        {"a short root", "a\n1\nAAAA\n", false},
        {"a root with blanks", "a\n1\n " ROOT "\n", false},
        {"unused bits set", "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", false},
        {"no last newline", "a\n1\n" ROOT, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct checkpoint checkpoint;
        struct error err;
        enum status status = checkpoint_parse(span_of(rows[i].text), &checkpoint, &err);
        if (status != (rows[i].fine ? OK : INVALID))
            row_fail(rows[i].about, "%d", status);
    }
}

static void
test_bent_notes(void **state)
{
    (void)state;
#define LINE "— a/b AAAAAAECAw==\n"
    static const struct {
        const char *about, *bytes;
        bool fine;
    } rows[] = {
        {"one line", "x\n\n" LINE, true},
        {"empty lines inside the text", "x\n\n\ny\n\n" LINE LINE, true},
        {"no signature", "x\n\n", false},
        {"no empty line", "x\n" LINE, false},
        {"no last newline", "x\n\n— a/b AAAAAAECAw==", false},
        {"a hyphen for the dash", "x\n\n- a/b AAAAAAECAw==\n", false},
        {"no name", "x\n\n—  AAAAAAECAw==\n", false},
        {"a plus in the name", "x\n\n— a+b AAAAAAECAw==\n", false},
        {"a no-break space in the name",
         "x\n\n— a\xC2\xA0"
         "b AAAAAAECAw==\n",
         false},
        {"an id alone", "x\n\n— a/b AAAAAA==\n", false},
        {"not base64", "x\n\n— a/b AAAAAAECAw\n", false},
        {"a tab", "x\ty\n\n" LINE, false},
        {"a carriage return", "x\r\n\n" LINE, false},
        {"not UTF-8", "\xFF\n\n" LINE, false},
        {"text after the signatures", "x\n\n" LINE "y\n", false},
        {"nothing", "", false},
    };
    AUTO(arena) *arena = arena_new();
    struct note *note = arena_make(arena, struct note);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err;
        enum status status = note_parse(span_of(rows[i].bytes), arena, note, &err);
        if (status != (rows[i].fine ? OK : INVALID))
            row_fail(rows[i].about, "%d", status);
    }
}

static void
test_keys(void **state)
{
    (void)state;
    static const struct {
        const char *about, *text;
        bool fine;
    } rows[] = {
        {"the example", EXAMPLE_KEY, true},
        {"another name than the id's",
         "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", false},
        {"another type than the id's",
         "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", false},
        {"a type that we do not know", "example.com/foo+530d903a+BukyeRrm56g=", true},
        {"no key", "example.com/foo+530d903a+AQ==", false},
        {"two parts", "example.com/foo+530d903a", false},
        {"no id", "example.com/foo++AekyeRrm56g=", false},
        {"no name", "+530d903a+AekyeRrm56g=", false},
    };
    AUTO(arena) *arena = arena_new();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct note_key key;
        struct error err;
        enum status status = note_key_parse(span_of(rows[i].text), arena, &key, &err);
        if (status != (rows[i].fine ? OK : INVALID))
            row_fail(rows[i].about, "%d", status);
    }
}

/* The points of small order, and encodings that are not the shortest: never a key. */
static void
test_weak_keys(void **state)
{
    (void)state;
    static const char *const weak[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "0000000000000000000000000000000000000000000000000000000000000080",
    };
    AUTO(arena) *arena = arena_new();
    for (size_t i = 0; i < COUNT_OF(weak); i++) {
        AUTO(buffer) *text = buffer_new(4096);
        uint8_t public[ED25519_PUBLIC_SIZE];
        struct note_key key;
        struct error err;
        assert_true(hex_read(span_of(weak[i]), public, sizeof public));
        key = note_key_of(SPAN("yeu.example"), NOTE_ED25519, public);
        note_key_write(&key, text);
        if (note_key_parse(buffer_span(text), arena, &key, &err) != INVALID)
            row_fail(weak[i], "was accepted");
    }
}

static void
test_sign_and_cosign(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(NOTE_MAX), *again = buffer_new(NOTE_MAX);
    struct note *note = arena_make(arena, struct note);
    uint8_t public[ED25519_PUBLIC_SIZE];
    AUTO(secret) *key = ed25519_key_of_seed(seed, public);
    struct span text = SPAN(EXAMPLE_CHECKPOINT), name = SPAN("nhan-chung.example/1");
    struct note_key log = note_key_of(name, NOTE_ED25519, public);
    struct note_key witness = note_key_of(name, NOTE_COSIGNATURE, public);
    struct error err;
    int64_t time;

    assert_int_not_equal(log.id, witness.id);
    note_sign(text, name, key, public, again);
    note_sign(text, name, key, public, out);
    assert_true(span_equal(buffer_span(out), buffer_span(again))); /* deterministic */
    assert_ok(note_parse_lines(text, buffer_span(out), arena, note, &err));
    assert_ok(note_verify(note, &log, NULL, NULL, &err));
    assert_int_equal(note_verify(note, &witness, NULL, NULL, &err), NOT_FOUND);

    note_cosign(text, 1679315147, name, key, public, out);
    note_cosign(text, 1679315149, name, key, public, out);
    assert_ok(note_parse_lines(text, buffer_span(out), arena, note, &err));
    assert_ok(note_verify(note, &witness, &time, NULL, &err));
    assert_int_equal(time, 1679315149);
    assert_int_equal(note->count, 3);

    /* One bent signature of a known key refuses the note, whatever stands beside it. */
    uint8_t bent[72];
    memcpy(bent, note->signatures[1].value.data, sizeof bent);
    bent[7] ^= 1; /* the time */
    note->signatures[1].value.data = (const char *)bent;
    assert_int_equal(note_verify(note, &witness, &time, NULL, &err), UNTRUSTED);
    assert_ok(note_verify(note, &log, NULL, NULL, &err));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_example),
        cmocka_unit_test(test_checkpoint_example),
        cmocka_unit_test(test_bent_checkpoints),
        cmocka_unit_test(test_bent_notes),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_weak_keys),
        cmocka_unit_test(test_sign_and_cosign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
