/* SPDX-License-Identifier: Apache-2.0
 *
 * Scanning by the shape of another document gives what the scanner gives, or nothing.
 */
#include "tests/support/test.h"

#include "tests/support/sample_record.h"
#include "xml/record_xml.h"
#include "xml/scan_like.h"

static bool
same(const struct xml_document *a, const struct xml_document *b)
{
    return a->bytes.data == b->bytes.data && a->bytes.size == b->bytes.size &&
           a->element_count == b->element_count && a->attribute_count == b->attribute_count &&
           memcmp(a->elements, b->elements, a->element_count * sizeof *a->elements) == 0 &&
           memcmp(a->attributes, b->attributes, a->attribute_count * sizeof *a->attributes) == 0;
}

/* What it says of `bytes`, held against the scanner; true when it took them. */
static bool
scan_both(const char *about, const struct xml_shape *shape, struct span bytes)
{
    AUTO(arena) *arena = arena_new();
    struct xml_document like, scanned;
    struct error err;

    if (!xml_scan_like(shape, bytes, XML_DOCUMENT_MAX, arena, &like))
        return false;
    if (xml_scan(bytes, XML_DOCUMENT_MAX, arena, &scanned, &err) != OK)
        row_fail(about, "the scanner refuses it: %s", err.message);
    if (!same(&like, &scanned))
        row_fail(about, "the scanner reads something else");
    return true;
}

static struct xml_shape *
shape_of(struct span bytes)
{
    AUTO(arena) *arena = arena_new();
    struct xml_document document;
    struct error err;

    assert_ok(xml_scan(bytes, XML_DOCUMENT_MAX, arena, &document, &err));
    return xml_shape_new(&document);
}

static void
test_small(void **state)
{
    (void)state;
    static const struct {
        const char *about, *first, *next;
        bool like;
    } rows[] = {
        {"itself", "<a><b>x</b></a>", "<a><b>x</b></a>", true},
        {"another text", "<a><b>x</b><c></c></a>", "<a><b>một hai &amp; ba</b><c></c></a>", true},
        {"a text gone", "<a><b>x</b></a>", "<a><b></b></a>", true},
        {"a text where there was none", "<a><b></b></a>", "<a><b>x</b></a>", false},
        {"only a root", "<a>x</a>", "<a>yy</a>", true},
        {"another attribute", "<a x=\"1\"><b>x</b></a>", "<a x=\"2\"><b>x</b></a>", false},
        {"the same attributes", "<a Id=\"p\"><b Id=\"q\">x</b></a>",
         "<a Id=\"p\"><b Id=\"q\">yyy</b></a>", true},
        {"an element more", "<a><b>x</b></a>", "<a><b>x</b><b>x</b></a>", false},
        {"an element less", "<a><b>x</b><b>x</b></a>", "<a><b>x</b></a>", false},
        {"an element in the text", "<a><b>x</b></a>", "<a><b>x<c></c></b></a>", false},
        {"cut short", "<a><b>x</b></a>", "<a><b>x</b></a", false},
        {"bytes behind it", "<a><b>x</b></a>", "<a><b>x</b></a> ", false},
        {"not UTF-8", "<a><b>x</b></a>", "<a><b>\xFF</b></a>", false},
        {"not as C14N writes it", "<a><b>x</b></a>", "<a><b>></b></a>", false},
        {"a reference that C14N does not write", "<a><b>x</b></a>", "<a><b>&#65;</b></a>", false},
        {"nothing", "<a><b>x</b></a>", "", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(xml_shape) *shape = shape_of(span_of(rows[i].first));
        if (scan_both(rows[i].about, shape, span_of(rows[i].next)) != rows[i].like)
            row_fail(rows[i].about, "taken: %d", !rows[i].like);
    }
}

static struct span
written(struct arena *arena, const struct record *record)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct error err;

    assert_ok(record_xml_write(record, &(struct record_xml_options){0}, out, &err));
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

/* A class: other names, the same fields. And every byte of one of them bent. */
static void
test_records(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct record record;
    size_t taken = 0;

    sample_record(&record);
    struct span first = written(arena, &record);
    AUTO(xml_shape) *shape = shape_of(first);
    record.name = "Đặng Thị Ỹ";
    record.class_name = "5B";
    assert_true(scan_both("another pupil", shape, written(arena, &record)));
    record.class_name = NULL;
    assert_false(scan_both("a field less", shape, written(arena, &record)));
    char *bent = arena_copy(arena, first.data, first.size);
    for (size_t i = 0; i < first.size; i++) {
        static const char others[] = {'<', '>', '&', 'x', ' ', '"', '\x80', '\0'};
        for (size_t j = 0; j < sizeof others; j++) {
            bent[i] = others[j];
            taken += scan_both("bent", shape, (struct span){bent, first.size});
        }
        bent[i] = first.data[i];
    }
    assert_true(taken > 0); /* letters of texts that became other letters */
}

/* Random records against the shape of one of them. */
static void
test_random(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    uint64_t seed = 20240531;
    struct record record;

    random_record(arena, &seed, &record);
    struct span first = written(arena, &record);
    AUTO(xml_shape) *shape = shape_of(first);
    for (int i = 0; i < 200; i++) {
        random_record(arena, &seed, &record);
        scan_both("random", shape, written(arena, &record));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small),
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
