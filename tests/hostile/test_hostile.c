/* SPDX-License-Identifier: Apache-2.0
 *
 * One file per attack, made by somebody who holds the signers' keys (resign.h): each is refused
 * with its sentence, and accepted once the one bent property is put right and signed again.
 *
 * `test_hostile write FOLDER` makes the files, with a new PKI.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "tests/hostile/resign.h"
#include "tests/support/evidence.h"
#include "tests/support/signed_record.h"
#include "verify/verify.h"

#define PASSPHRASE "hostile"

enum who { TEACHER, PRINCIPAL, SEAL, NAMESAKE, STRANGER, NOBODY, WHO_COUNT = NOBODY };

static const char *const who_files[WHO_COUNT] = {"teacher.p12", "principal.p12", "seal.p12",
                                                 "namesake.p12", "stranger.p12"};

enum { MANY = 20000, DEEP = 2000, HUGE_BYTES = 100 * 1000 * 1000 };

struct attack {
    const char *file, *about;
    struct {
        const char *good, *bent;
    } edits[3];
    const char *cut_from, *cut_to; /* what stands from the one up to the other is taken out */
    bool keep_values;              /* the bytes change under the signatures: nobody signs again */
    enum who by[3]; /* who signs instead of teacher, principal and seal; all 0: they do */
    /* `piece` so many times behind edits[0].bent, then `end` as often: too much for a file here. */
    const char *piece, *end;
    size_t times;
    enum check_id check;
    const char *sentence;
};

#define DECLARED  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define EXCLUSIVE "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">"
#define SHA256_OF "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\">"

#include "tests/hostile/attacks.h"

struct world {
    struct arena *arena;
    const char *folder;
    struct anchors *anchors;
    struct signer *people[WHO_COUNT];
};

static struct span
read_file(struct world *world, const char *name)
{
    struct span bytes;
    struct error err;

    assert_ok(file_read(world->arena, arena_printf(world->arena, "%s/%s", world->folder, name),
                        XML_DOCUMENT_MAX, &bytes, &err));
    return bytes;
}

static int
setup(void **state)
{
    struct world *world = heap_alloc(sizeof *world);
    AUTO(secret) *passphrase = secret_copy(PASSPHRASE, strlen(PASSPHRASE));
    struct error err;

    world->arena = arena_new();
    world->folder = getenv("HOSTILE_FILES");
    assert_ok(anchors_parse(read_file(world, "root.pem"), &world->anchors, &err));
    for (size_t i = 0; i < WHO_COUNT; i++)
        assert_ok(
            signer_open_file(read_file(world, who_files[i]), passphrase, &world->people[i], &err));
    *state = world;
    return 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;

    for (size_t i = 0; i < WHO_COUNT; i++)
        signer_free(world->people[i]);
    anchors_free(world->anchors);
    arena_free(world->arena);
    free(world);
    return 0;
}

/* --- making ------------------------------------------------------------------------------------
 */

static struct span
signed_by(struct world *world, const enum who by[3])
{
    struct span file = test_unsigned(world->arena, false);

    for (size_t i = 0; i < 3; i++)
        if (by[i] != NOBODY)
            file = test_sign(world->arena, file, world->people[by[i]],
                             (enum signer_role)(SIGNER_CLASS_TEACHER + i), NULL,
                             SIGNED_AT + 60 * (int64_t)i);
    return file;
}

static const enum who the_right_ones[3] = {TEACHER, PRINCIPAL, SEAL};

static struct span
cut(struct arena *arena, struct span file, const struct attack *attack)
{
    const char *from = strstr(file.data, attack->cut_from), *to = strstr(from, attack->cut_to);
    struct span part = {from, (size_t)(to - from)};

    return hostile_replace(arena, file, arena_copy(arena, part.data, part.size), "");
}

static bool
others_sign(const struct attack *attack)
{
    return attack->by[0] != TEACHER || attack->by[1] != TEACHER;
}

/* The bent text, with the pieces that are too many to be written down here. */
static const char *
bent_text(struct arena *arena, const struct attack *attack, size_t edit)
{
    AUTO(buffer) *out = buffer_new(SIZE_MAX);

    if (edit > 0 || !attack->piece)
        return attack->edits[edit].bent;
    buffer_text(out, attack->edits[0].bent);
    for (size_t i = 0; i < attack->times; i++) {
        const char *number = strchr(attack->piece, '#');
        if (!number) {
            buffer_text(out, attack->piece);
            continue;
        }
        buffer_add(out, attack->piece, (size_t)(number - attack->piece));
        buffer_printf(out, "%05zu%s", i, number + 1);
    }
    for (size_t i = 0; attack->end && i < attack->times; i++)
        buffer_text(out, attack->end);
    if (attack->piece[0] == ' ') /* inside a start tag */
        buffer_char(out, '>');
    return arena_copy(arena, out->data, out->size);
}

static struct span
make_attack(struct world *world, struct span valid, const struct attack *attack)
{
    struct span file = others_sign(attack) ? signed_by(world, attack->by) : valid;

    for (size_t i = 0; i < COUNT_OF(attack->edits) && attack->edits[i].good; i++)
        file = hostile_replace(world->arena, file, attack->edits[i].good,
                               bent_text(world->arena, attack, i));
    if (attack->cut_from)
        return cut(world->arena, file, attack);
    if (attack->keep_values || others_sign(attack) || file.size > XML_DOCUMENT_MAX)
        return file;
    return hostile_resign(world->arena, file, world->people);
}

/* The bent property put right in the file as it came, and the file signed again. */
static struct span
repair(struct world *world, struct span file, const struct attack *attack)
{
    if (others_sign(attack) || attack->cut_from)
        return signed_by(world, the_right_ones);
    for (size_t i = 0; i < COUNT_OF(attack->edits) && attack->edits[i].good; i++)
        file = hostile_replace(world->arena, file, bent_text(world->arena, attack, i),
                               attack->edits[i].good);
    return hostile_resign(world->arena, file, world->people);
}

/* --- judging -----------------------------------------------------------------------------------
 */

static void
judge(struct world *world, struct span file, struct verdict_report *report)
{
    struct verify_material material = {.anchors = world->anchors, .now = PKI_NOW};
    struct error err;

    assert_ok(verify_record(file, &material, world->arena, report, &err));
}

static void
test_valid(void **state)
{
    struct world *world = *state;
    struct verdict_report report;

    judge(world, read_file(world, "valid.xml"), &report);
    assert_int_equal(report.verdict, VERDICT_AUTHENTIC);
    assert_non_null(report.content.data);
}

static void
test_one(struct world *world, struct span valid, const struct attack *attack)
{
    struct verdict_report report;
    struct span file =
        attack->piece ? make_attack(world, valid, attack) : read_file(world, attack->file);

    judge(world, file, &report);
    const struct check *check = &report.checks[attack->check];
    if (report.verdict != VERDICT_NOT_AUTHENTIC || check->result != CHECK_NO ||
        !text_equal(check->reason, attack->sentence))
        row_fail(attack->about, "%s: %s, %s: %s (%s)", attack->file, verdict_word(report.verdict),
                 check_key(attack->check), check_result_word(check->result), check->reason);
    if (report.record || report.content.size)
        row_fail(attack->about, "%s: content handed out", attack->file);
    judge(world, repair(world, file, attack), &report);
    for (int id = 0; id < CHECK_COUNT; id++)
        if (report.checks[id].result == CHECK_NO || report.checks[id].result == CHECK_UNKNOWN)
            row_fail(attack->about, "%s: not accepted once repaired: %s", attack->file,
                     report.checks[id].reason);
}

static void
test_attacks(void **state)
{
    struct world *world = *state;
    struct arena *kept = world->arena;
    struct span valid = read_file(world, "valid.xml");

    for (size_t i = 0; i < COUNT_OF(attacks); i++) {
        AUTO(arena) *arena = arena_new();
        world->arena = arena;
        test_one(world, valid, &attacks[i]);
    }
    world->arena = kept;
}

/* --- timestamps --------------------------------------------------------------------------------
 */

static struct span
next_stamp(const char *from)
{
    const char *start = strstr(from, "<xades:EncapsulatedTimeStamp>");

    assert_non_null(start);
    start = strchr(start, '>') + 1;
    return (struct span){start, strcspn(start, "<")};
}

/* The first two signatures' timestamps, each beside the other one. */
static struct span
swap_stamps(struct arena *arena, struct span file)
{
    struct span one = next_stamp(file.data), two = next_stamp(one.data);
    const char *middle = one.data + one.size, *rest = two.data + two.size;
    const char *swapped = arena_printf(arena, "%.*s%.*s%.*s%.*s%s", (int)(one.data - file.data),
                                       file.data, (int)two.size, two.data, (int)(two.data - middle),
                                       middle, (int)one.size, one.data, rest);

    return span_of(swapped);
}

/* Nobody signs a timestamp's place, so putting it right needs no key. */
static void
test_copied_timestamp(void **state)
{
    struct world *world = *state;
    struct span file = read_file(world, "timestamp-copied.xml");
    struct verify_material material = {.anchors = world->anchors, .now = PKI_NOW};
    struct verdict_report report;
    struct anchors *authorities;
    struct error err;

    assert_ok(anchors_parse(read_file(world, "tsa-root.pem"), &authorities, &err));
    material.authorities = authorities;
    assert_ok(verify_record(file, &material, world->arena, &report, &err));
    assert_int_equal(report.verdict, VERDICT_NOT_AUTHENTIC);
    assert_int_equal(report.checks[CHECK_TIMESTAMPS].result, CHECK_NO);
    assert_string_equal(report.checks[CHECK_TIMESTAMPS].reason,
                        "Chữ ký của giáo viên chủ nhiệm: Dấu thời gian không phải của chữ ký này: "
                        "nó được cấp cho dữ liệu khác.");
    assert_null(report.record);
    assert_ok(
        verify_record(swap_stamps(world->arena, file), &material, world->arena, &report, &err));
    assert_int_equal(report.verdict, VERDICT_AUTHENTIC);
    for (size_t i = 0; i < report.signature_count; i++)
        assert_string_equal(report.signatures[i].level, "B-T");
    anchors_free(authorities);
}

/* --- the files ---------------------------------------------------------------------------------
 */

static void
write_file(struct world *world, const char *name, struct span bytes)
{
    struct error err;

    assert_ok(
        file_write(arena_printf(world->arena, "%s/%s", world->folder, name), bytes, 0644, &err));
}

static void
write_pki(struct world *world)
{
    static const struct certificate_request requests[WHO_COUNT] = {
        {.kind = CERTIFICATE_PERSON,
         .common_name = "Lê Thị Hồng Nhung",
         .person_number = "022185004321"},
        {.kind = CERTIFICATE_PERSON,
         .common_name = "Phạm Quang Huy",
         .person_number = "022075001234"},
        {.kind = CERTIFICATE_ORGANISATION,
         .common_name = "Trường Tiểu học Trần Hưng Đạo",
         .tax_code = "5700000001",
         .school_code = "22193401"},
        {.kind = CERTIFICATE_PERSON,
         .common_name = "Lê Thị Hồng Nhung",
         .person_number = "022185009999"},
        {.kind = CERTIFICATE_PERSON,
         .common_name = "Lê Thị Hồng Nhung",
         .person_number = "022185004321"},
    };
    AUTO(test_pki) *pki = test_pki_new("ví dụ", false);
    AUTO(test_pki) *other = test_pki_new("kẻ lạ", false);

    write_file(world, "root.pem", buffer_span(pki->root_pem));
    for (size_t i = 0; i < WHO_COUNT; i++) {
        AUTO(buffer) *file =
            test_pki_pkcs12(i == STRANGER ? other : pki, KEY_P256, &requests[i], PASSPHRASE);
        write_file(world, who_files[i], buffer_span(file));
    }
}

static void
write_copied_timestamp(struct world *world, struct span valid)
{
    AUTO(test_pki) *pki = test_pki_new("nơi đóng dấu", false);
    AUTO(test_authorities) *authorities = test_authorities_new(pki, KEY_P256);
    const struct evidence_plan plan = {.token = TOKEN_OF_STRANGER, .only_timestamp = true};
    struct span stamped = test_raise(world->arena, valid, authorities, &plan);

    write_file(world, "tsa-root.pem", buffer_span(authorities->strangers->root_pem));
    write_file(
        world, "timestamp-copied.xml",
        swap_stamps(world->arena, span_of(arena_copy(world->arena, stamped.data, stamped.size))));
}

static int
write_files(void)
{
    struct world first = {.arena = arena_new(), .folder = getenv("HOSTILE_FILES")};
    void *state;

    write_pki(&first);
    arena_free(first.arena);
    setup(&state);
    struct world *world = state;
    struct span valid = signed_by(world, the_right_ones);
    write_file(world, "valid.xml", valid);
    for (size_t i = 0; i < COUNT_OF(attacks); i++)
        if (!attacks[i].piece)
            write_file(world, attacks[i].file, make_attack(world, valid, &attacks[i]));
    write_copied_timestamp(world, valid);
    return teardown(&state);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_attacks),
        cmocka_unit_test(test_copied_timestamp),
    };

    if (argc == 2 && text_equal(argv[1], "write"))
        return write_files();
    return cmocka_run_group_tests(tests, setup, teardown);
}
