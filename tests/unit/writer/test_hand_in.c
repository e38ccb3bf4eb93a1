/* SPDX-License-Identifier: Apache-2.0
 *
 * What instances hand in to the keeper of a ledger: each entry once, one record that counts for a
 * pupil whoever hands it in, and nothing that is not written exactly so.
 */
#include "tests/unit/writer/stage.h"

#include "keeper/clients.h"
#include "writer/hand_in.h"

#include "base/encode.h"
#include "base/file.h"

/* --- taking in -------------------------------------------------------------------------------- */

static struct handed
key(uint8_t kid, enum key_action action)
{
    return (struct handed){.leaf = key_leaf(kid, action)};
}

static struct handed
record(unsigned number, const char *pupil)
{
    struct handed item = {.leaf = issue_leaf(number), .year = "2023-2024", .slot_of = pupil};

    memset(item.leaf.slot, 0, sizeof item.leaf.slot);
    return item;
}

static void
test_one_record_for_a_pupil(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    const struct handed items[] = {key(SCHOOL, KEY_ENROL), record(1, "p1|4"), record(2, "p2|4"),
                                   record(3, "p1|4")};
    struct written written[COUNT_OF(items)], again[COUNT_OF(items)];
    struct error err;
    make_ledger();
    AUTO(writer) *writer = reopen(NULL);

    assert_ok(writer_take_in(writer, items, COUNT_OF(items), arena, written, &err));
    assert_int_equal(written[1].index, 1);
    assert_int_equal(written[2].index, 2);
    assert_int_equal(written[3].status, INVALID);
    assert_non_null(strstr(written[3].reason, "R3"));
    assert_ok(writer_take_in(writer, items, COUNT_OF(items), arena, again, &err));
    assert_true(again[1].already && again[2].already);
    assert_int_equal(again[2].index, written[2].index);
    assert_int_equal(again[2].time, written[2].time);
    assert_int_equal(writer_size(writer), 3);
    expect_clean(writer, 3);
}

/* Asked before another is issued: who has a valid record already, of which year. */
static void
test_whose_slot_is_taken(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct handed change = {.leaf = {.kind = LEAF_STATUS, .status = RECORD_SUSPENDED, .target = 2}};
    const struct handed items[] = {key(DEPARTMENT, KEY_ENROL_DEPARTMENT), key(SCHOOL, KEY_ENROL),
                                   record(1, "p1|4"), record(2, "p2|4")};
    const struct slot_question asked[] = {
        {"2023-2024", "p1|4"}, {"2023-2024", "p3|4"}, {"2024-2025", "p1|4"}, {"2023-2024", "p2|4"}};
    const struct slot_question bad = {"2023-2025", "p1|4"};
    struct slot_answer answers[COUNT_OF(asked)];
    struct written written[COUNT_OF(items)];
    struct error err;
    make_ledger();
    AUTO(writer) *writer = reopen(NULL);

    assert_ok(writer_ask_slots(writer, asked, COUNT_OF(asked), arena, answers, &err));
    assert_false(answers[0].taken);
    assert_ok(writer_take_in(writer, items, COUNT_OF(items), arena, written, &err));
    assert_ok(writer_ask_slots(writer, asked, COUNT_OF(asked), arena, answers, &err));
    assert_true(answers[0].taken && answers[3].taken);
    assert_false(answers[1].taken || answers[2].taken);
    assert_int_equal(answers[0].index, 2);
    assert_true(digest_equal(&answers[0].hash, &items[2].leaf.hash));
    assert_int_equal(writer_ask_slots(writer, &bad, 1, arena, answers, &err), INVALID);
    /* Suspended, it waits for the next one. */
    change.leaf.kid[0] = DEPARTMENT;
    assert_ok(writer_take_in(writer, &change, 1, arena, written, &err));
    assert_ok(writer_ask_slots(writer, asked, COUNT_OF(asked), arena, answers, &err));
    assert_false(answers[0].taken);
    assert_int_equal(writer_size(writer), 5);
}

static void
test_how_slots_travel(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "hocba-append/1\n", "hocba-slots/1\n2023-2024\n",
                                      "hocba-slots/1\n2023-2024 p\x1b\n",
                                      "hocba-slots/1\n2023-2024 p1"};
    static const char *const bad_answers[] = {
        "hocba-holders/1\n", "hocba-holders/1\nfree\nfree\n", "hocba-holders/1\ntaken 1 aa\n",
        ("hocba-holders/1\ntaken -1 "
         "0909090909090909090909090909090909090909090909090909090909090909\n")};
    const struct slot_question asked[] = {{"2023-2024", "p1|2023-2024|4|x y"}, {"2024-2025", "q"}};
    const struct slot_answer told[] = {{.taken = true, .index = 7, .hash = {{9}}}, {0}};
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(HANDED_TEXT_MAX);
    struct slot_question *read = arena_make_array(arena, HANDED_MAX, struct slot_question);
    struct slot_answer answers[2];
    struct error err;
    size_t count;

    slots_write(asked, 2, text);
    assert_ok(slots_read(buffer_span(text), arena, read, &count, &err));
    assert_int_equal(count, 2);
    assert_string_equal(read[0].slot_of, asked[0].slot_of);
    assert_string_equal(read[1].year, "2024-2025");
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(slots_read(span_of(bad[i]), arena, read, &count, &err), INVALID);
    buffer_clear(text);
    slots_write_answers(told, 2, text);
    assert_ok(slots_read_answers(buffer_span(text), answers, 2, &err));
    assert_true(answers[0].taken && !answers[1].taken);
    assert_int_equal(answers[0].index, 7);
    assert_true(digest_equal(&answers[0].hash, &told[0].hash));
    for (size_t i = 0; i < COUNT_OF(bad_answers); i++)
        assert_int_equal(slots_read_answers(span_of(bad_answers[i]), answers, 1, &err), INVALID);
}

/* For whichever pupil it is handed in, and whatever else has its digest: else the second entry
 * would go on being valid when the first is withdrawn. */
static void
test_one_entry_for_a_record(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    const struct handed first[] = {key(SCHOOL, KEY_ENROL), record(1, "p1|4"), record(1, "p2|4")};
    const struct handed later = record(1, "p3|4"), third = record(7, "p7|4"),
                        other = record(7, "p8|4");
    struct handed document = {.leaf = {.kind = LEAF_DOCUMENT, .document = DOCUMENT_MANIFEST}};
    struct written written[COUNT_OF(first)], again;
    struct error err;
    make_ledger();
    AUTO(writer) *writer = reopen(NULL);

    document.leaf.kid[0] = SCHOOL;
    document.leaf.hash = third.leaf.hash;
    assert_ok(writer_take_in(writer, first, COUNT_OF(first), arena, written, &err));
    assert_int_equal(written[1].index, 1);
    assert_int_equal(written[2].index, 1);
    assert_ok(writer_take_in(writer, &later, 1, arena, &again, &err));
    assert_true(again.already);
    assert_int_equal(again.index, 1);
    assert_ok(writer_take_in(writer, &document, 1, arena, written, &err));
    assert_ok(writer_take_in(writer, &third, 1, arena, written, &err));
    assert_ok(writer_take_in(writer, &other, 1, arena, &again, &err));
    assert_int_equal(again.index, written[0].index);
    assert_int_equal(writer_size(writer), 4);
    expect_clean(writer, 4);
}

/* A school that had issued before it had a ledger enters its records as such; the gateway that
 * received them does not know that. Whoever comes second finds the entry of the first. */
static void
test_entered_by_two_doors(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct handed late = record(1, "p1|4"), other_late = record(2, "p2|4");
    struct written written[3], again[2];
    struct error err;
    make_ledger();
    AUTO(writer) *writer = reopen(NULL);

    late.leaf.kind = other_late.leaf.kind = LEAF_ENTERED;
    late.leaf.issued = other_late.leaf.issued = 1600000000;
    const struct handed first[] = {key(SCHOOL, KEY_ENROL), late, record(2, "p2|4")};
    const struct handed second[] = {record(1, "p1|4"), other_late};
    assert_ok(writer_take_in(writer, first, COUNT_OF(first), arena, written, &err));
    assert_ok(writer_take_in(writer, second, COUNT_OF(second), arena, again, &err));
    for (size_t i = 0; i < COUNT_OF(second); i++) {
        assert_int_equal(again[i].status, OK);
        assert_true(again[i].already);
        assert_int_equal(again[i].index, written[i + 1].index);
    }
    expect_clean(writer, 3);
}

/* A record that takes another's place, and the change of that one, in one transaction. */
static void
test_what_follows(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct handed change = {.leaf = {.kind = LEAF_STATUS, .status = RECORD_SUSPENDED, .target = 2}};
    struct handed first[] = {key(DEPARTMENT, KEY_ENROL_DEPARTMENT), key(SCHOOL, KEY_ENROL),
                             record(1, "p1"), change};
    struct handed next[] = {record(2, "p1"), change};
    struct written written[COUNT_OF(first)];
    struct leaf leaf;
    struct error err;
    make_ledger();
    AUTO(writer) *writer = reopen(NULL);

    first[3].leaf.kid[0] = next[1].leaf.kid[0] = DEPARTMENT;
    next[1].leaf.status = RECORD_SUPERSEDED;
    next[1].leaf.has_replacement = next[1].follows = true;
    next[1].leaf.hash.bytes[0] = 9;
    assert_ok(writer_take_in(writer, first, COUNT_OF(first), arena, written, &err));
    assert_int_equal(written[3].status, OK);
    assert_ok(writer_take_in(writer, next, COUNT_OF(next), arena, written, &err));
    assert_int_equal(written[1].status, OK);
    assert_ok(writer_read(writer, written[1].index, &leaf, &err));
    assert_int_equal(leaf.replacement, written[0].index);
    /* Nothing before it that it could follow. */
    assert_int_equal(writer_take_in(writer, &next[1], 1, arena, written, &err), INVALID);
    assert_int_equal(writer_size(writer), 6);
}

/* A key is closed in its turn among the rest, once, and what it is then asked for is refused. */
static void
test_closed_key(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct handed first[] = {key(SCHOOL, KEY_ENROL), record(1, "p1"), key(SCHOOL, KEY_COMPROMISE)};
    struct handed retire = key(DEPARTMENT, KEY_RETIRE), next = record(2, "p2");
    struct written written[COUNT_OF(first)];
    const struct slot_question question = {"2023-2024", "p1"};
    struct slot_answer answer;
    struct error err;
    make_ledger();
    AUTO(writer) *writer = reopen(NULL);

    first[2].leaf.from = 1;
    assert_ok(writer_take_in(writer, first, COUNT_OF(first), arena, written, &err));
    assert_int_equal(written[2].status, OK);
    assert_int_equal(written[2].index, 2);
    assert_ok(writer_ask_slots(writer, &question, 1, arena, &answer, &err));
    assert_false(answer.taken); /* its record is revoked */
    assert_ok(writer_take_in(writer, &first[2], 1, arena, written, &err));
    assert_true(written[0].already);
    assert_ok(writer_take_in(writer, &next, 1, arena, written, &err));
    assert_int_equal(written[0].status, INVALID);
    assert_ok(writer_take_in(writer, &retire, 1, arena, written, &err)); /* nobody's key */
    assert_int_equal(written[0].status, INVALID);
    assert_int_equal(writer_size(writer), 3);
}

static void
test_not_from_outside(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    const struct handed items[] = {{.leaf = {.kind = LEAF_SNAPSHOT}},
                                   {.leaf = {.kind = LEAF_CONFIG}}};
    struct handed bad = record(1, "p1");
    struct written written;
    struct error err;
    make_ledger();
    AUTO(writer) *writer = reopen(NULL);

    for (size_t i = 0; i < COUNT_OF(items); i++)
        assert_int_equal(writer_take_in(writer, &items[i], 1, arena, &written, &err), INVALID);
    static const char *const years[] = {NULL,   "",          "2023-2024x", "2023/2024", "../../key",
                                        "2023", "2023-2025", "0023-0024",  "9998-9999"};
    for (size_t i = 0; i < COUNT_OF(years); i++) {
        bad.year = years[i];
        assert_int_equal(writer_take_in(writer, &bad, 1, arena, &written, &err), INVALID);
    }
    assert_int_equal(writer_size(writer), 0);
}

/* --- on its way ------------------------------------------------------------------------------- */

static void
test_text_there_and_back(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(HANDED_TEXT_MAX), *again = buffer_new(HANDED_TEXT_MAX);
    struct handed items[] = {
        key(SCHOOL, KEY_ENROL),
        record(1, "mã có dấu cách|4"),
        {.leaf = {.kind = LEAF_STATUS, .status = RECORD_SUPERSEDED, .has_replacement = true},
         .follows = true}};
    struct handed *read = arena_make_array(arena, HANDED_MAX, struct handed);
    struct error err;
    size_t count;

    handed_write(items, COUNT_OF(items), text);
    assert_ok(handed_read(buffer_span(text), arena, read, &count, &err));
    assert_int_equal(count, COUNT_OF(items));
    assert_string_equal(read[1].slot_of, items[1].slot_of);
    assert_true(read[2].follows);
    handed_write(read, count, again);
    assert_true(span_equal(buffer_span(text), buffer_span(again)));
    /* Cut anywhere it is none, but where a line ends. */
    for (size_t size = 0; size < text->size; size++)
        if (size == 0 || text->data[size - 1] != '\n')
            assert_int_equal(
                handed_read((struct span){text->data, size}, arena, read, &count, &err), INVALID);
}

static void
test_text_that_is_none(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *bytes = buffer_new(LEAF_MAX);
    struct handed *read = arena_make_array(arena, HANDED_MAX, struct handed);
    struct leaf timed = issue_leaf(1);
    struct error err;
    size_t count;

    leaf_write(&timed, bytes); /* it brings a slot */
    const char *slot = base64_write(arena, bytes->data, bytes->size);
    buffer_clear(bytes);
    timed = key_leaf(SCHOOL, KEY_ENROL);
    leaf_write(&timed, bytes);
    const char *good = base64_write(arena, bytes->data, bytes->size);
    const char *const bad[] = {
        "hocba-append/2\n",
        arena_printf(arena, "hocba-append/1\nrecord %s 2023-2024 p1\n", slot),
        arena_printf(arena, "hocba-append/1\nrecord %s 2023-2024 p1\n", good),
        arena_printf(arena, "hocba-append/1\nfollows %s\n", good),
        arena_printf(arena, "hocba-append/1\nentry %s more\n", good),
        arena_printf(arena, "hocba-append/1\nentry  %s\n", good),
        arena_printf(arena, "hocba-append/1\nentry %s", good),
        "hocba-append/1\nentry AAAA\n",
        "hocba-append/1\n\n"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(handed_read(span_of(bad[i]), arena, read, &count, &err), INVALID);
    assert_ok(handed_read(span_of(arena_printf(arena, "hocba-append/1\nentry %s\n", good)), arena,
                          read, &count, &err));
}

static void
test_answer_there_and_back(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(WRITTEN_TEXT_MAX);
    const struct written written[] = {{.index = 7, .time = 1717128000},
                                      {.index = 3, .time = 1717127000, .already = true},
                                      {.status = INVALID, .reason = "R3: đã có"}};
    struct written read[COUNT_OF(written)];
    struct written_all all = {.size = 8, .silent = 2, .reason = "vắng"}, back;
    struct error err;

    written_write(&all, written, COUNT_OF(written), text);
    assert_ok(written_read(buffer_span(text), arena, &back, read, COUNT_OF(read), &err));
    assert_int_equal(back.size, 8);
    assert_false(back.final);
    assert_string_equal(back.reason, "vắng");
    assert_int_equal(read[0].index, 7);
    assert_true(read[1].already);
    assert_int_equal(read[2].status, INVALID);
    assert_string_equal(read[2].reason, "R3: đã có");
    assert_int_equal(written_read(buffer_span(text), arena, &back, read, 2, &err), INVALID);
}

/* --- who may ---------------------------------------------------------------------------------- */

static void
write_clients(const char *text, mode_t mode)
{
    struct error err;

    assert_ok(file_write(at("clients"), span_of(text), mode, &err));
}

static void
test_clients(void **state)
{
    (void)state;
    /* SHA-256 of "abc" and of nothing. */
    static const char *const lines =
        "# trường\n"
        "a school ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad "
        "0100000000000000\n\n"
        "so department e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n";
    struct client school, department;
    struct error err;
    make_ledger();

    write_clients(lines, 0600);
    assert_ok(clients_check(at("clients"), &err));
    assert_ok(clients_find(at("clients"), "abc", &school, &err));
    assert_ok(clients_find(at("clients"), "", &department, &err));
    assert_int_equal(clients_find(at("clients"), "abd", &school, &err), DENIED);
    assert_ok(clients_find(at("clients"), "abc", &school, &err));
    struct leaf leaf = issue_leaf(1); /* under key 01 */
    assert_ok(client_may(&school, &leaf, &err));
    leaf.kid[0] = DEPARTMENT;
    assert_int_equal(client_may(&school, &leaf, &err), DENIED);
    assert_ok(client_may(&department, &leaf, &err));
    /* So are documents, under whichever kind: nobody puts a manifest under another's key. */
    leaf = (struct leaf){.kind = LEAF_DOCUMENT, .document = DOCUMENT_MANIFEST};
    leaf.kid[0] = SCHOOL;
    assert_ok(client_may(&school, &leaf, &err));
    leaf.kid[0] = DEPARTMENT;
    assert_int_equal(client_may(&school, &leaf, &err), DENIED);
    assert_non_null(strstr(err.message, "khóa 0"));
    assert_ok(client_may(&department, &leaf, &err));
    leaf.document = DOCUMENT_FREEZE;
    assert_int_equal(client_may(&school, &leaf, &err), DENIED);
    leaf.kid[0] = SCHOOL;
    leaf.document = DOCUMENT_DECISION;
    assert_int_equal(client_may(&school, &leaf, &err), DENIED);
    leaf = (struct leaf){.kind = LEAF_STATUS};
    assert_int_equal(client_may(&school, &leaf, &err), DENIED);
    leaf = key_leaf(SCHOOL, KEY_ENROL_DEPARTMENT);
    assert_int_equal(client_may(&school, &leaf, &err), DENIED);
    leaf = key_leaf(SCHOOL, KEY_RETIRE); /* its own, which its line names */
    assert_ok(client_may(&school, &leaf, &err));
    leaf.kid[0] = DEPARTMENT;
    assert_int_equal(client_may(&school, &leaf, &err), DENIED);
    leaf = key_leaf(SCHOOL, KEY_COMPROMISE);
    assert_int_equal(client_may(&school, &leaf, &err), DENIED);
    assert_ok(client_may(&department, &leaf, &err));

    write_clients(lines, 0640);
    assert_int_equal(clients_check(at("clients"), &err), INVALID);
    write_clients("a teacher ba78\n", 0600);
    assert_int_equal(clients_check(at("clients"), &err), INVALID);
    assert_int_equal(clients_find(at("clients"), "abc", &school, &err), UNAVAILABLE);
    assert_null(strstr(err.message, at(""))); /* strangers hear nothing of our files */
    assert_int_equal(clients_check(at("nowhere"), &err), NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_record_for_a_pupil),
        cmocka_unit_test(test_whose_slot_is_taken),
        cmocka_unit_test(test_how_slots_travel),
        cmocka_unit_test(test_one_entry_for_a_record),
        cmocka_unit_test(test_entered_by_two_doors),
        cmocka_unit_test(test_what_follows),
        cmocka_unit_test(test_closed_key),
        cmocka_unit_test(test_not_from_outside),
        cmocka_unit_test(test_text_there_and_back),
        cmocka_unit_test(test_text_that_is_none),
        cmocka_unit_test(test_answer_there_and_back),
        cmocka_unit_test(test_clients),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
