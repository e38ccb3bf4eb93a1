/* SPDX-License-Identifier: Apache-2.0
 *
 * What an attacker can do to the bytes of a signed record: change any of them, cut, move, copy,
 * remove and rename elements.  Nothing of it may ever be authentic but the same canonical document
 * written otherwise ("uTF-8", a declaration that nothing uses), and whatever is not refused
 * outright hands out the same content.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "tests/support/sample_record.h"
#include "tests/support/signed_record.h"
#include "verify/verify.h"

struct world {
    struct arena *arena;
    struct test_school *school;
    struct verify_cache *cache;
    struct span file;
    struct xml_document xml;
    char *mutant; /* room for twice the file */
};

static int
setup(void **state)
{
    struct world *world = heap_alloc(sizeof *world);
    struct error err;

    world->arena = arena_new();
    world->school = test_school_new(KEY_P256, false);
    world->cache = verify_cache_new();
    world->file = test_signed(world->arena, world->school);
    assert_ok(xml_scan(world->file, XML_DOCUMENT_MAX, world->arena, &world->xml, &err));
    world->mutant = heap_alloc(2 * world->file.size);
    *state = world;
    return 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;

    free(world->mutant);
    verify_cache_free(world->cache);
    test_school_free(world->school);
    arena_free(world->arena);
    free(world);
    return 0;
}

/* The same document in another serialisation: the fast path does not take it, and the content is
 * the very one that was signed. */
static bool
is_only_written_otherwise(struct world *world, struct span mutant,
                          const struct verdict_report *report)
{
    AUTO(arena) *arena = arena_new();
    struct xml_document scanned;
    struct error err;

    return xml_scan(mutant, XML_DOCUMENT_MAX, arena, &scanned, &err) != OK &&
           span_equal(report->content, xml_element_bytes(&world->xml, 1));
}

/* The verdict on a mutant; fails the test when the mutant passes, or when it hands out content that
 * differs from what was signed. */
static enum verdict
judge(struct world *world, struct span mutant, const char *what, size_t where)
{
    AUTO(arena) *arena = arena_new();
    struct verify_material material = {
        .anchors = world->school->pki->anchors, .now = PKI_NOW, .cache = world->cache};
    struct verdict_report report;
    struct error err;

    assert_ok(verify_record(mutant, &material, arena, &report, &err));
    if (report.verdict == VERDICT_AUTHENTIC && !span_equal(mutant, world->file) &&
        !is_only_written_otherwise(world, mutant, &report))
        row_fail(what, "authentic after a change at %zu", where);
    if (report.record && !span_equal(report.content, xml_element_bytes(&world->xml, 1)))
        row_fail(what, "content handed out that nobody signed, at %zu", where);
    return report.verdict;
}

/* What some signature's digest or value covers. */
static bool
is_signed(const struct xml_document *xml, size_t at)
{
    for (size_t i = 0; i < xml->element_count; i++) {
        const struct xml_element *element = &xml->elements[i];
        if (at < element->start || at >= element->end)
            continue;
        if (xml_is_apex(element->space, xml_element_name(xml, (int32_t)i)) &&
            !xml_is(xml, (int32_t)i, XML_DS, "KeyInfo"))
            return true;
    }
    return false;
}

/* Every byte; under a sanitizer, which is there for what happens on the way, some of them. */
#if defined(__SANITIZE_ADDRESS__)
enum { STRIDE = 17 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { STRIDE = 17 };
#else
enum { STRIDE = 1 };
#endif
#else
enum { STRIDE = 1 };
#endif

static void
flip_bytes(struct world *world, uint8_t with, size_t step)
{
    size_t undecided = 0;

    memcpy(world->mutant, world->file.data, world->file.size);
    for (size_t at = 0; at < world->file.size; at += step) {
        world->mutant[at] = (char)(world->file.data[at] ^ with);
        enum verdict verdict =
            judge(world, (struct span){world->mutant, world->file.size}, "flip", at);
        world->mutant[at] = world->file.data[at];
        if (verdict == VERDICT_UNDECIDED && is_signed(&world->xml, at))
            row_fail("flip", "a signed byte changed at %zu, and not refused", at);
        undecided += verdict == VERDICT_UNDECIDED;
    }
    /* Only the copies of the issuer's certificate may leave the question open. */
    assert_true(undecided < 3 * 2000);
}

static void
test_flips(void **state)
{
    flip_bytes(*state, 0x01, STRIDE);
}

static void
test_case_flips(void **state)
{
    flip_bytes(*state, 0x20, 5 * STRIDE);
}

static void
test_truncation(void **state)
{
    struct world *world = *state;

    for (size_t size = 0; size < world->file.size; size += 5 * STRIDE) {
        /* On the heap in its exact size, so that the sanitizer sees a read behind it. */
        char *copy = malloc(size ? size : 1);
        memcpy(copy, world->file.data, size);
        enum verdict verdict = judge(world, (struct span){copy, size}, "truncation", size);
        free(copy);
        if (verdict != VERDICT_NOT_AUTHENTIC)
            row_fail("truncation", "not refused at %zu", size);
    }
}

/* The file without [from, to) and with `text` at `at`, an offset of the original outside it. */
static struct span
moved(struct world *world, size_t from, size_t to, size_t at, struct span text)
{
    AUTO(buffer) *out = buffer_new(SIZE_MAX);
    const char *data = world->file.data;
    size_t end = world->file.size;

    if (at <= from) {
        buffer_add(out, data, at);
        buffer_add(out, text.data, text.size);
        buffer_add(out, data + at, from - at);
        buffer_add(out, data + to, end - to);
    } else {
        buffer_add(out, data, from);
        buffer_add(out, data + to, at - to);
        buffer_add(out, text.data, text.size);
        buffer_add(out, data + at, end - at);
    }
    assert_true(out->size <= 2 * world->file.size);
    memcpy(world->mutant, out->data, out->size);
    return (struct span){world->mutant, out->size};
}

/* Move and copy an element to one place. */
static void
try_place(struct world *world, const struct xml_element *element, size_t at)
{
    struct span bytes = {world->file.data + element->start, element->end - element->start};

    if (at <= element->start || at >= element->end)
        judge(world, moved(world, element->start, element->end, at, bytes), "move", element->start);
    judge(world, moved(world, 0, 0, at, bytes), "copy", element->start);
}

/* Every element moved and copied before, after and into many others, removed, and renamed. */
static void
test_wrapping(void **state)
{
    struct world *world = *state;
    const struct xml_document *xml = &world->xml;
    uint64_t seed = 11;

    for (size_t i = 1; i < xml->element_count; i++) {
        const struct xml_element *element = &xml->elements[i];
        judge(world, moved(world, element->start, element->end, element->start, (struct span){0}),
              "remove", element->start);
        for (size_t j = 0; j < (STRIDE > 1 ? 4 : 24); j++) {
            const struct xml_element *other =
                &xml->elements[random_below(&seed, (unsigned)xml->element_count)];
            size_t places[] = {other->start, other->content, other->content_end, other->end};
            try_place(world, element, places[j % 4]);
        }
        memcpy(world->mutant, world->file.data, world->file.size);
        world->mutant[element->name] = 'X';
        world->mutant[element->end - 1 - element->name_size] = 'X';
        judge(world, (struct span){world->mutant, world->file.size}, "rename", element->start);
    }
}

static struct span
edited(struct world *world, const char *from, const char *to)
{
    AUTO(buffer) *out = buffer_new(SIZE_MAX);
    const char *at = strstr(world->file.data, from);

    assert_non_null(at);
    buffer_add(out, world->file.data, (size_t)(at - world->file.data));
    buffer_text(out, to);
    buffer_text(out, at + strlen(from));
    memcpy(world->mutant, out->data, out->size);
    return (struct span){world->mutant, out->size};
}

static const struct {
    const char *about, *from, *to;
    enum check_id check;
} edits[] = {
    {"another date beside the signature", "<NGAY_KY>2024-05-31T10:00:00",
     "<NGAY_KY>2024-05-30T10:00:00", CHECK_PROFILE},
    {"another number beside it",
     "<SO_CCCD>022185004321</SO_CCCD><ds:", "<SO_CCCD>022185004322</SO_CCCD><ds:", CHECK_PROFILE},
    {"another subject name", "<ds:X509SubjectName>", "<ds:X509SubjectName>CN=x,", CHECK_SIGNATURES},
    {"a better level", "<MUC_DAT_DUOC>H<", "<MUC_DAT_DUOC>T<", CHECK_INTEGRITY},
    {"another claimed time", "<SigningTime xmlns=\"urn:hocba:1\">2024-05-31T10",
     "<SigningTime xmlns=\"urn:hocba:1\">2024-05-31T11", CHECK_FORMAT},
    {"SHA-1", "http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1",
     CHECK_FORMAT},
    {"HMAC", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
     "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", CHECK_FORMAT},
    {"RSA named over a P-256 key", "xmldsig-more#ecdsa-sha256", "xmldsig-more#rsa-sha256",
     CHECK_SIGNATURES},
    {"an XPath transform", "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">",
     "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">", CHECK_FORMAT},
    {"a file reference", "URI=\"#data\"", "URI=\"file:///etc/hostname\"", CHECK_FORMAT},
    {"an empty reference", "URI=\"#data\"", "URI=\"\"", CHECK_FORMAT},
    {"a key of one's own", "<ds:X509Data>", "<ds:KeyValue><ds:X></ds:X></ds:KeyValue><ds:X509Data>",
     CHECK_FORMAT},
    {"a white space", "<ds:X509Data>", "<ds:X509Data> ", CHECK_FORMAT},
    {"an entity", "<HOC_BA>", "<!DOCTYPE x [<!ENTITY y \"z\">]><HOC_BA>", CHECK_FORMAT},
    {"a role claimed", "<xades:ClaimedRole>GVCN<", "<xades:ClaimedRole>CBQL<", CHECK_FORMAT},
    {"roles exchanged", "<GVCN>", "<CBQL>", CHECK_FORMAT},
};

static void
test_edits(void **state)
{
    struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        AUTO(arena) *arena = arena_new();
        struct verify_material material = {.anchors = world->school->pki->anchors, .now = PKI_NOW};
        struct verdict_report report;
        struct error err;
        assert_ok(verify_record(edited(world, edits[i].from, edits[i].to), &material, arena,
                                &report, &err));
        const struct check *check = &report.checks[edits[i].check];
        if (report.verdict != VERDICT_NOT_AUTHENTIC || check->result != CHECK_NO)
            row_fail(edits[i].about, "%s: %s (%s)", check_key(edits[i].check),
                     check_result_word(check->result), check->reason);
    }
}

/* The class teacher's whole element taken out: later signers signed over it. */
static void
test_signer_removed(void **state)
{
    struct world *world = *state;
    AUTO(arena) *arena = arena_new();
    struct verify_material material = {.anchors = world->school->pki->anchors, .now = PKI_NOW};
    struct verdict_report report;
    struct error err;
    const char *from = strstr(world->file.data, "<GVCN>"), *to = strstr(from, "<CBQL>");
    size_t start = (size_t)(from - world->file.data), end = (size_t)(to - world->file.data);

    assert_ok(verify_record(moved(world, start, end, start, (struct span){0}), &material, arena,
                            &report, &err));
    assert_int_equal(report.checks[CHECK_ORDER].result, CHECK_NO);
    assert_int_equal(report.verdict, VERDICT_NOT_AUTHENTIC);
}

/* A signature of one pupil's record put into another's. */
static void
test_pasted_signatures(void **state)
{
    struct world *world = *state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX), *unsigned_file = buffer_new(XML_DOCUMENT_MAX);
    const char *signatures = strstr(world->file.data, "<DANH_SACH_THONG_TIN_KY>");
    struct verify_material material = {.anchors = world->school->pki->anchors, .now = PKI_NOW};
    struct verdict_report report;
    struct record record;
    struct error err;

    sample_record(&record);
    record.name = "Trần Văn Khác";
    assert_ok(record_xml_write(&record, &(struct record_xml_options){0}, unsigned_file, &err));
    size_t head = (size_t)(strstr(unsigned_file->data, "<DANH_SACH_THONG") - unsigned_file->data);
    buffer_add(out, unsigned_file->data, head);
    buffer_text(out, signatures);
    assert_ok(verify_record(buffer_span(out), &material, arena, &report, &err));
    assert_int_equal(report.checks[CHECK_FORMAT].result, CHECK_YES);
    assert_int_equal(report.checks[CHECK_INTEGRITY].result, CHECK_NO);
    assert_null(report.record);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edits),
        cmocka_unit_test(test_signer_removed),
        cmocka_unit_test(test_pasted_signatures),
        cmocka_unit_test(test_truncation),
        cmocka_unit_test(test_flips),
        cmocka_unit_test(test_case_flips),
        cmocka_unit_test(test_wrapping),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
