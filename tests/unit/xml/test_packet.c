/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "base/encode.h"
#include "xml/packet.h"
#include "xml/packet_wish.h"

#define LIST_OF(inside) "<DANH_SACH_HOC_BA id=\"dataDanhSach\">" inside "</DANH_SACH_HOC_BA>"

/* CV2088, the annex on coding: what its C# function makes of an empty list. */
static const char official[] =
    "NwAAAB+LCAAAAAAAAgOzcXH084gPdnT2iPfwd453clTITLFVSkksSXRJzMsITkzOULKz"
    "0UdXZAcAbPR90zcAAAA=";

/* gzip("abc") and gzip(""), without names and times */
#define GZIP_ABC   "\x1f\x8b\x08\0\0\0\0\0\0\x03KLJ\x06\0\xc2\x41\x24\x35\x03\0\0\0"
#define GZIP_EMPTY "\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0"
#define GZIP_BAD   "\x1f\x8b\x08\0\0\0\0\0\0\x03KLJ\x06\0\xc2\x41\x24\x36\x03\0\0\0"
/* gzip of one byte FF */
#define GZIP_FF "\x1f\x8b\x08\0\0\0\0\0\0\x03\xfb\x0f\0\0\0\0\xff\x01\0\0\0"

#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static const struct {
    const char *about;
    struct span bytes; /* behind the base64 */
    const char *rule;  /* NULL: "abc" comes out, or `text` */
    const char *text;
} rows[] = {
    {"three letters", BYTES("\x03\0\0\0" GZIP_ABC), NULL, "abc"},
    {"two members", BYTES("\x06\0\0\0" GZIP_ABC GZIP_ABC), NULL, "abcabc"},
    {"an empty member first", BYTES("\x03\0\0\0" GZIP_EMPTY GZIP_ABC), NULL, "abc"},
    {"declared shorter", BYTES("\x02\0\0\0" GZIP_ABC), "length", NULL},
    {"declared longer", BYTES("\x04\0\0\0" GZIP_ABC), "length", NULL},
    {"most significant byte first", BYTES("\0\0\0\x03" GZIP_ABC), "size", NULL},
    {"no length", BYTES(GZIP_ABC), "length", NULL},
    {"a negative length", BYTES("\xff\xff\xff\xff" GZIP_ABC), "size", NULL},
    {"ten megabytes of so few bytes", BYTES("\0\0\x9f\0" GZIP_ABC), "length", NULL},
    {"a length of zero", BYTES("\0\0\0\0" GZIP_EMPTY), "gzip", NULL},
    {"the length alone", BYTES("\x03\0\0\0"), "gzip", NULL},
    {"half a length", BYTES("\x03\0"), "gzip", NULL},
    {"a wrong checksum", BYTES("\x03\0\0\0" GZIP_BAD), "gzip", NULL},
    {"something behind gzip", BYTES("\x03\0\0\0" GZIP_ABC "x"), "gzip", NULL},
    {"the second member is missing", BYTES("\x06\0\0\0" GZIP_ABC), "length", NULL},
    {"not gzip", BYTES("\x03\0\0\0xxxxxxxxxxxxxxxxxxxxxxx"), "gzip", NULL},
    {"not UTF-8", BYTES("\x01\0\0\0" GZIP_FF), "encoding", NULL},
};

static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        const char *content = base64_write(arena, rows[i].bytes.data, rows[i].bytes.size);
        struct span text;
        struct error err;
        enum status status = content_unpack(span_of(content), arena, &text, &err);
        if (status != (rows[i].rule ? INVALID : OK))
            row_fail(rows[i].about, "status %d", (int)status);
        if (rows[i].rule && !text_equal(err.detail, rows[i].rule))
            row_fail(rows[i].about, "%s: %s", err.detail, err.message);
        if (rows[i].text && !span_is(text, rows[i].text))
            row_fail(rows[i].about, "%s", text.data);
    }
}

static void
test_base64(void **state)
{
    static const char *const bad[] = {
        "", " \n", "N", "====", "NwAAAB+LCAAAAAAAAgOzcXH084gP=", "ÀAAA"};
    AUTO(arena) *arena = arena_new();
    struct span text;
    struct error err;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(content_unpack(span_of(bad[i]), arena, &text, &err), INVALID);
        assert_string_equal(err.detail, "base64");
    }
}

static void
test_official(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *again = buffer_new(CONTENT_MAX);
    struct packet packet;
    struct span text;
    struct error err;

    (void)state;
    assert_ok(content_unpack(span_of(official), arena, &text, &err));
    assert_true(span_is(text, LIST_OF("")));
    assert_ok(packet_split(text, arena, &packet, &err));
    assert_int_equal(packet.records.count, 0);
    assert_ok(content_pack(text, again, &err));
    assert_true(text_starts(again->data, "NwAAAB+LCAAAAAAA"));
    /* In lines, as MIME's base64 has them. */
    const char *lines = arena_printf(arena, "%.60s\r\n%s\n", official, official + 60);
    assert_ok(content_unpack(span_of(lines), arena, &text, &err));
    assert_true(span_is(text, LIST_OF("")));
}

/* Ten megabytes go there and back, one byte more does not, and a bomb stays small. */
static void
test_ceilings(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *content = buffer_new(CONTENT_MAX);
    char *text = arena_alloc(arena, CONTENT_MAX + 1);
    struct span back;
    struct error err;

    (void)state;
    memset(text, 'x', CONTENT_MAX + 1);
    assert_int_equal(content_pack((struct span){text, CONTENT_MAX + 1}, content, &err), INVALID);
    assert_string_equal(err.detail, "size");
    assert_int_equal(content->size, 0);
    assert_ok(content_pack((struct span){text, CONTENT_MAX}, content, &err));
    assert_ok(content_unpack(buffer_span(content), arena, &back, &err));
    assert_true(span_equal(back, (struct span){text, CONTENT_MAX}));
    /* The same stream, declared as a third of what it is. */
    uint8_t *bytes = arena_alloc(arena, content->size);
    size_t size;
    assert_true(base64_read(buffer_span(content), bytes, &size));
    memcpy(bytes, "\0\0\x35\0", CONTENT_LENGTH_SIZE);
    const char *bomb = base64_write(arena, bytes, size);
    assert_int_equal(content_unpack(span_of(bomb), arena, &back, &err), INVALID);
    assert_string_equal(err.detail, "length");
    assert_int_equal(content_unpack((struct span){text, CONTENT_MAX + 1}, arena, &back, &err),
                     INVALID);
    assert_string_equal(err.detail, "size");
    assert_int_equal(content_pack(SPAN(""), content, &err), INVALID);
    assert_int_equal(content_pack(SPAN("\xff"), content, &err), INVALID);
}

#define SIGNATURE "<ds:Signature xmlns:ds=\"urn:x\"><HOC_BA>no</HOC_BA></ds:Signature>"

static const struct {
    const char *about, *text;
    const char *rule; /* NULL: it is split */
    const char *records[3];
} lists[] = {
    {"an empty list", LIST_OF(""), NULL, {NULL}},
    {"two records and the signature",
     LIST_OF("<HOC_BA>1</HOC_BA><HOC_BA a='2'>\r\n</HOC_BA >" SIGNATURE),
     NULL,
     {"<HOC_BA>1</HOC_BA>", "<HOC_BA a='2'>\r\n</HOC_BA >", NULL}},
    {"the signature first", LIST_OF(SIGNATURE "<HOC_BA>1</HOC_BA>"), NULL, {"<HOC_BA>1</HOC_BA>"}},
    {"a list in lines, with a declaration, a mark and a comment",
     "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- x --><DANH_SACH_HOC_BA>\n  "
     "<!-- <HOC_BA>0</HOC_BA> --><HOC_BA>1</HOC_BA>\n</DANH_SACH_HOC_BA>\n",
     NULL,
     {"<HOC_BA>1</HOC_BA>"}},
    {"an empty-element tag", LIST_OF("<HOC_BA/><HOC_BA />"), NULL, {"<HOC_BA/>", "<HOC_BA />"}},
    {"a record in a record is its own affair",
     LIST_OF("<HOC_BA><HOC_BA>1</HOC_BA></HOC_BA>"),
     NULL,
     {"<HOC_BA><HOC_BA>1</HOC_BA></HOC_BA>"}},
    {"a record in CDATA is text",
     LIST_OF("<HOC_BA><![CDATA[</HOC_BA><HOC_BA>]]></HOC_BA>"),
     NULL,
     {"<HOC_BA><![CDATA[</HOC_BA><HOC_BA>]]></HOC_BA>"}},
    {"Vietnamese before it",
     LIST_OF("<HOC_BA>Đặng Ỹ</HOC_BA><HOC_BA>2</HOC_BA>"),
     NULL,
     {"<HOC_BA>Đặng Ỹ</HOC_BA>", "<HOC_BA>2</HOC_BA>"}},
    {"prefixes that serializers declare on the root",
     "<DANH_SACH_HOC_BA xmlns:xsi=\"urn:a\"><HOC_BA>1</HOC_BA></DANH_SACH_HOC_BA>",
     NULL,
     {"<HOC_BA>1</HOC_BA>"}},
    {"the same Id in two records",
     LIST_OF("<HOC_BA Id='a'></HOC_BA><HOC_BA Id='a'></HOC_BA>"),
     NULL,
     {"<HOC_BA Id='a'></HOC_BA>", "<HOC_BA Id='a'></HOC_BA>"}},

    {"nothing", "", "size", {NULL}},
    {"one record", "<HOC_BA></HOC_BA>", "not-profile", {NULL}},
    {"a prefixed root", "<x:DANH_SACH_HOC_BA xmlns:x='urn:x'/>", "not-profile", {NULL}},
    {"a namespace of its own",
     "<DANH_SACH_HOC_BA xmlns='urn:x'><HOC_BA/></DANH_SACH_HOC_BA>",
     "not-profile",
     {NULL}},
    {"another element", LIST_OF("<HOC_BA></HOC_BA><GHI_CHU/>"), "not-profile", {NULL}},
    {"a prefixed record", LIST_OF("<x:HOC_BA xmlns:x='urn:x'/>"), "not-profile", {NULL}},
    {"text between records", LIST_OF("<HOC_BA/>x<HOC_BA/>"), "not-profile", {NULL}},
    {"text in CDATA", LIST_OF("<![CDATA[x]]>"), "not-profile", {NULL}},
    {"escaped quotes",
     "<DANH_SACH_HOC_BA id=\\\"dataDanhSach\\\"></DANH_SACH_HOC_BA>",
     "escaped",
     {NULL}},
    {"escaped quotes behind a comment",
     "<!-- > --><DANH_SACH_HOC_BA id=\\\"x\\\"></DANH_SACH_HOC_BA>",
     "escaped",
     {NULL}},
    {"a prefix that nobody declared", LIST_OF("<HOC_BA><x:y/></HOC_BA>"), "namespace", {NULL}},
    {"cut", "<DANH_SACH_HOC_BA><HOC_BA>", "syntax", {NULL}},
    {"two roots", LIST_OF("") LIST_OF(""), "syntax", {NULL}},
    {"a DTD", "<!DOCTYPE a [<!ENTITY b 'c'>]>" LIST_OF("<HOC_BA>&b;</HOC_BA>"), "doctype", {NULL}},
    {"an entity", LIST_OF("<HOC_BA>&b;</HOC_BA>"), "syntax", {NULL}},
    {"Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?>" LIST_OF(""), "encoding", {NULL}},
    {"UTF-16", "\xFF\xFE<", "encoding", {NULL}},
};

static void
test_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        AUTO(arena) *arena = arena_new();
        struct span text = span_of(arena_text(arena, lists[i].text));
        struct packet packet;
        struct error err;
        enum status status = packet_split(text, arena, &packet, &err);
        if (status != (lists[i].rule ? INVALID : OK))
            row_fail(lists[i].about, "status %d", (int)status);
        if (lists[i].rule) {
            if (!text_equal(err.detail, lists[i].rule))
                row_fail(lists[i].about, "%s: %s", err.detail, err.message);
            continue;
        }
        size_t count = 0;
        while (lists[i].records[count])
            count++;
        if (packet.records.count != count)
            row_fail(lists[i].about, "%zu records", packet.records.count);
        for (size_t j = 0; j < count; j++)
            if (!span_is(packet.records.items[j], lists[i].records[j]))
                row_fail(lists[i].about, "record %zu: %.*s", j, (int)packet.records.items[j].size,
                         packet.records.items[j].data);
    }
}

static void
test_many(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *out = buffer_new(CONTENT_MAX);
        struct packet packet;
        struct error err;
        buffer_text(out, "<DANH_SACH_HOC_BA>");
        for (size_t i = 0; i < PACKET_RECORDS_MAX + more; i++)
            buffer_text(out, "<HOC_BA/>");
        buffer_text(out, "</DANH_SACH_HOC_BA>");
        assert_int_equal(packet_split(buffer_span(out), arena, &packet, &err), more ? INVALID : OK);
        if (more)
            assert_string_equal(err.detail, "limit");
    }
}

static void
test_wishes(void **state)
{
    (void)state;
    static const struct {
        const char *about, *xml, *uuid, *reason; /* uuid NULL: refused */
    } wishes[] = {
        {"as CV2088 has it",
         "<HOC_BA><MA_TRA_CUU_UUID>u-1</MA_TRA_CUU_UUID><HO_VA_TEN>Lò Thị Mẩy</HO_VA_TEN>"
         "<GIOI_TINH>Nữ</GIOI_TINH></HOC_BA>",
         "u-1", ""},
        {"with a reason, blanks squeezed",
         "<HOC_BA> <LY_DO>  Chép\n nhầm </LY_DO><MA_TRA_CUU_UUID>u-1</MA_TRA_CUU_UUID></HOC_BA>",
         "u-1", "Chép nhầm"},
        {"nothing", "<HOC_BA></HOC_BA>", "", ""},
        {"twice",
         "<HOC_BA><MA_TRA_CUU_UUID>u-1</MA_TRA_CUU_UUID><MA_TRA_CUU_UUID>u-2</MA_TRA_CUU_UUID>"
         "</HOC_BA>",
         NULL, NULL},
        {"an element within", "<HOC_BA><MA_TRA_CUU_UUID><B>u-1</B></MA_TRA_CUU_UUID></HOC_BA>",
         NULL, NULL},
        {"another element", "<HOC></HOC>", NULL, NULL},
        {"cut off", "<HOC_BA>", NULL, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(wishes); i++) {
        AUTO(arena) *arena = arena_new();
        struct packet_wish wish;
        struct error err;
        enum status status = packet_wish_read(span_of(wishes[i].xml), arena, &wish, &err);
        if (status != (wishes[i].uuid ? OK : INVALID))
            row_fail(wishes[i].about, "%d %s", status, err.message);
        else if (status == OK && (!text_equal(wish.uuid, wishes[i].uuid) ||
                                  !text_equal(wish.reason, wishes[i].reason)))
            row_fail(wishes[i].about, "%s, %s", wish.uuid, wish.reason);
    }
}

/* What is written is what is read; what is not given is not there. */
static void
test_written_wishes(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(1000);
    const struct packet_wish written = {
        .uuid = "u-1", .pupil = "Lò <Mẩy> & con", .school_code = "22193401", .reason = "Sai tên"};
    struct packet_wish wish;
    struct error err;

    packet_wish_write(&written, out);
    assert_null(strstr(out->data, "CAN_CU"));
    assert_ok(packet_wish_read(buffer_span(out), arena, &wish, &err));
    assert_string_equal(wish.uuid, "u-1");
    assert_string_equal(wish.pupil, "Lò <Mẩy> & con");
    assert_string_equal(wish.school_code, "22193401");
    assert_string_equal(wish.reason, "Sai tên");
    assert_string_equal(wish.evidence, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_base64),
        cmocka_unit_test(test_official), cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_lists),    cmocka_unit_test(test_many),
        cmocka_unit_test(test_wishes),   cmocka_unit_test(test_written_wishes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
