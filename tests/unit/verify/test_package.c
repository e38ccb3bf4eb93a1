/* SPDX-License-Identifier: Apache-2.0
 *
 * Packages: what was put in comes out, and nothing that is not such a package is read as one.
 */
#include "tests/support/test.h"

#include <zip.h>

#include "verify/package.h"

struct member {
    const char *name, *text;
};

enum { MEMBERS_MAX = 8 };

/* How another program might pack them. */
static zip_int32_t packing = ZIP_CM_STORE;

/* A ZIP file of any members, as another program might write it. */
static struct span
make_zip(struct arena *arena, const struct member *members)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *archive = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    zip_stat_t stat;

    assert_non_null(archive);
    zip_source_keep(source);
    for (; members->name; members++) {
        zip_source_t *text = zip_source_buffer(archive, members->text, strlen(members->text), 0);
        zip_int64_t index = zip_file_add(archive, members->name, text, ZIP_FL_ENC_UTF_8);
        assert_true(index >= 0);
        assert_int_equal(zip_set_file_compression(archive, (zip_uint64_t)index, packing, 0), 0);
    }
    assert_int_equal(zip_close(archive), 0);
    assert_int_equal(zip_source_stat(source, &stat), 0);
    assert_int_equal(zip_source_open(source), 0);
    char *bytes = arena_alloc(arena, (size_t)stat.size);
    assert_int_equal(zip_source_read(source, bytes, stat.size), (zip_int64_t)stat.size);
    zip_source_close(source);
    zip_source_free(source);
    return (struct span){bytes, (size_t)stat.size};
}

static void
test_round(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *file = buffer_new(PACKAGE_MAX), *again = buffer_new(PACKAGE_MAX);
    struct record_package in = {.record = span_of("<HOC_BA/>"), .proof = span_of("proof\n")}, out;
    struct error err;

    (void)state;
    package_write(&in, file);
    package_write(&in, again);
    assert_true(span_equal(buffer_span(file), buffer_span(again)));
    assert_true(package_is(buffer_span(file)));
    /* The type can be read at its fixed place, as of other packages of this kind. */
    assert_memory_equal(file->data + 30, "mimetype" PACKAGE_TYPE, 8 + sizeof PACKAGE_TYPE - 1);
    assert_ok(package_read(buffer_span(file), arena, &out, &err));
    assert_true(span_equal(in.record, out.record) && span_equal(in.proof, out.proof));
    assert_null(out.status_list.data);
    assert_null(out.decision.data);

    AUTO(buffer) *full = buffer_new(PACKAGE_MAX);
    in.status_list = span_of("list");
    in.decision = span_of("decision");
    package_write(&in, full);
    assert_ok(package_read(buffer_span(full), arena, &out, &err));
    assert_true(span_is(out.status_list, "list") && span_is(out.decision, "decision"));
}

static const struct {
    const char *about;
    struct member members[MEMBERS_MAX];
    const char *says; /* NULL: a package */
} rows[] = {
    {"the least there is",
     {{"mimetype", PACKAGE_TYPE}, {"record.xml", "r"}, {"record.tlog-proof", "p"}},
     NULL},
    {"a decision without a list",
     {{"mimetype", PACKAGE_TYPE},
      {"record.xml", "r"},
      {"record.tlog-proof", "p"},
      {"decision.xml", "d"}},
     NULL},
    {"another type",
     {{"mimetype", "application/zip"}, {"record.xml", "r"}, {"record.tlog-proof", "p"}},
     "mimetype"},
    {"no type", {{"record.xml", "r"}, {"record.tlog-proof", "p"}}, "sai thứ tự"},
    {"no proof", {{"mimetype", PACKAGE_TYPE}, {"record.xml", "r"}}, "thiếu"},
    {"no record", {{"mimetype", PACKAGE_TYPE}, {"record.tlog-proof", "p"}}, "sai thứ tự"},
    {"the type last",
     {{"record.xml", "r"}, {"record.tlog-proof", "p"}, {"mimetype", PACKAGE_TYPE}},
     "sai thứ tự"},
    {"the decision before the list",
     {{"mimetype", PACKAGE_TYPE},
      {"record.xml", "r"},
      {"record.tlog-proof", "p"},
      {"decision.xml", "d"},
      {"status.cwt", "s"}},
     "sai thứ tự"},
    {"another member",
     {{"mimetype", PACKAGE_TYPE},
      {"record.xml", "r"},
      {"record.tlog-proof", "p"},
      {"readme.txt", "x"}},
     "tệp lạ"},
    {"a member in a folder",
     {{"mimetype", PACKAGE_TYPE}, {"a/record.xml", "r"}, {"record.tlog-proof", "p"}},
     "tệp lạ"},
};

static void
test_members(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct record_package package;
        struct error err = {0};
        struct span file = make_zip(arena, rows[i].members);
        enum status status = package_read(file, arena, &package, &err);
        if (status != (rows[i].says ? INVALID : OK))
            row_fail(rows[i].about, "%d %s", status, err.message);
        if (rows[i].says && !strstr(err.message, rows[i].says))
            row_fail(rows[i].about, "%s", err.message);
    }
}

/* Cut anywhere, or with any byte changed, it is refused or has the same members. */
static void
test_damaged(void **state)
{
    AUTO(buffer) *file = buffer_new(PACKAGE_MAX);
    struct record_package in = {.record = span_of("<HOC_BA>một học bạ</HOC_BA>"),
                                .proof = span_of("c2sp.org/tlog-proof@v1\n")};
    struct error err;

    (void)state;
    package_write(&in, file);
    for (size_t i = 0; i < file->size; i++) {
        AUTO(arena) *arena = arena_new();
        struct record_package out;
        assert_int_equal(package_read((struct span){file->data, i}, arena, &out, &err), INVALID);
        char *bent = arena_alloc(arena, file->size);
        memcpy(bent, file->data, file->size);
        bent[i] ^= 0x20;
        struct span bytes = {bent, file->size};
        if (package_read(bytes, arena, &out, &err) == OK &&
            (!span_equal(in.record, out.record) || !span_equal(in.proof, out.proof)))
            fail_msg("byte %zu changed a member", i);
    }
}

/* --- what a reader that goes through the file would meet -------------------------------------- */

static unsigned
number_at(const char *bytes, int size)
{
    unsigned number = 0;

    while (size-- > 0)
        number = number << 8 | (uint8_t)bytes[size];
    return number;
}

static void
move_number(char *bytes, unsigned from, unsigned by)
{
    unsigned number = number_at(bytes, 4);

    if (number < from)
        return;
    for (int i = 0; i < 4; i++)
        bytes[i] = (char)((number + by) >> 8 * i);
}

/* A stored member at this place, of which the directory at the end says nothing (APPNOTE 4.3). */
static struct span
hide_member(struct span file, size_t at, const char *name, struct arena *arena)
{
    const size_t header = 30, more = header + strlen(name), end = 22, entry = 46;
    unsigned directory = number_at(file.data + file.size - end + 16, 4);
    char *bytes = arena_alloc(arena, file.size + more);

    memcpy(bytes, file.data, at);
    memset(bytes + at, 0, header);
    memcpy(bytes + at, "PK\003\004\024", 5);
    bytes[at + 26] = (char)strlen(name);
    memcpy(bytes + at + header, name, strlen(name));
    memcpy(bytes + at + more, file.data + at, file.size - at);
    char *last = bytes + file.size + more - end;
    move_number(last + 16, 0, (unsigned)more);
    for (char *next = bytes + directory + more; next < last;
         next += entry + number_at(next + 28, 2) + number_at(next + 30, 2))
        move_number(next + 42, (unsigned)at, (unsigned)more);
    return (struct span){bytes, file.size + more};
}

static void
test_hidden_members(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *file = buffer_new(PACKAGE_MAX);
    struct record_package in = {.record = span_of("<HOC_BA/>"), .proof = span_of("proof\n")}, out;
    static const char *const names[] = {"record.xml", "mimetype", "x"};
    struct error err;

    (void)state;
    package_write(&in, file);
    unsigned directory = number_at(file->data + file->size - 22 + 16, 4);
    const size_t places[] = {0, 38 + sizeof PACKAGE_TYPE - 1, directory};
    for (size_t i = 0; i < COUNT_OF(places); i++)
        for (size_t j = 0; j < COUNT_OF(names); j++) {
            struct span bent = hide_member(buffer_span(file), places[i], names[j], arena);
            if (package_read(bent, arena, &out, &err) != INVALID)
                fail_msg("%s hidden at byte %zu", names[j], places[i]);
        }
}

/* Its type has to be readable where it stands. */
static void
test_packed_type(void **state)
{
    static const struct member members[] = {
        {"mimetype", PACKAGE_TYPE}, {"record.xml", "r"}, {"record.tlog-proof", "p"}, {NULL, NULL}};
    AUTO(arena) *arena = arena_new();
    struct record_package out;
    struct error err;

    (void)state;
    packing = ZIP_CM_DEFLATE;
    struct span file = make_zip(arena, members);
    packing = ZIP_CM_STORE;
    assert_int_equal(package_read(file, arena, &out, &err), INVALID);
    assert_non_null(strstr(err.message, "mimetype"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round), cmocka_unit_test(test_members),
                                       cmocka_unit_test(test_damaged),
                                       cmocka_unit_test(test_hidden_members),
                                       cmocka_unit_test(test_packed_type)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
