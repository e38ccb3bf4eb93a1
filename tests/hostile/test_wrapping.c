/* SPDX-License-Identifier: Apache-2.0
 *
 * Signature wrapping: every element of a valid record moved and copied to every place between two
 * tags, as it is, with fresh Ids, and under the name of the element that it stands before.  All are
 * refused, or the content that was signed is handed out and nothing else.
 *
 * usage: test_wrapping N: one in N of all these, by a seed; 1 for all.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "tests/support/sample_record.h"
#include "tests/support/signed_record.h"
#include "verify/verify.h"

static unsigned one_in = 1;

enum how { MOVED, COPIED, MOVED_FRESH, COPIED_FRESH, COPIED_RENAMED, HOW_COUNT };

struct world {
    struct arena *arena;
    struct verify_cache *cache;
    struct anchors *anchors;
    struct span file, content;
    struct xml_document xml;
    char *mutant; /* room for three times the file */
    size_t tried, read;
};

static int
setup(void **state)
{
    struct world *world = heap_alloc(sizeof *world);
    const char *folder = getenv("HOSTILE_FILES");
    struct span root;
    struct error err;

    world->arena = arena_new();
    world->cache = verify_cache_new();
    assert_ok(file_read(world->arena, arena_printf(world->arena, "%s/root.pem", folder),
                        XML_DOCUMENT_MAX, &root, &err));
    assert_ok(anchors_parse(root, &world->anchors, &err));
    assert_ok(file_read(world->arena, arena_printf(world->arena, "%s/valid.xml", folder),
                        XML_DOCUMENT_MAX, &world->file, &err));
    assert_ok(xml_scan(world->file, XML_DOCUMENT_MAX, world->arena, &world->xml, &err));
    world->content = xml_element_bytes(&world->xml, 1);
    world->mutant = heap_alloc(3 * world->file.size);
    *state = world;
    return 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;

    free(world->mutant);
    anchors_free(world->anchors);
    verify_cache_free(world->cache);
    arena_free(world->arena);
    free(world);
    return 0;
}

static void
judge(struct world *world, size_t size, int32_t element, size_t at)
{
    AUTO(arena) *arena = arena_new();
    struct verify_material material = {
        .anchors = world->anchors, .now = PKI_NOW, .cache = world->cache};
    struct verdict_report report;
    struct error err;

    assert_ok(verify_record((struct span){world->mutant, size}, &material, arena, &report, &err));
    world->tried++;
    if (report.verdict == VERDICT_NOT_AUTHENTIC && !report.record)
        return;
    world->read++;
    if (!span_equal(report.content, world->content))
        row_fail("wrapping", "element %d at %zu: content that nobody signed", element, at);
}

/* An element's bytes with every Id in it made fresh. */
static struct span
with_fresh_ids(struct span bytes, struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX * 2);
    const char *at = bytes.data, *end = bytes.data + bytes.size;

    for (; at < end; at++) {
        buffer_char(out, *at);
        if (end - at > 5 && memcmp(at, " Id=\"", 5) == 0) {
            buffer_text(out, "Id=\"x"); /* xdata, xsig-gvcn ... */
            at += 4;
        }
    }
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

/* The element under the name that stands at `at`, when a start tag does. */
static struct span
with_name_of(struct world *world, int32_t element, size_t at, struct arena *arena)
{
    const struct xml_element *it = &world->xml.elements[element];
    const char *other = world->file.data + at + 1;
    size_t own_size = it->name + it->name_size - it->start - 1;

    if (*other == '/')
        other++;
    if (at == world->file.size)
        other = "HOC_BA";
    size_t size = strcspn(other, " >"), tail = it->end - (it->start + 1 + own_size);
    const char *text =
        arena_printf(arena, "<%.*s%.*s%.*s>", (int)size, other, (int)(tail - own_size - 1),
                     world->file.data + it->start + 1 + own_size, (int)size, other);
    return (struct span){text, strlen(text)};
}

/* Append the bytes [from, to) of the file to the mutant. */
static void
keep(struct world *world, size_t *size, size_t from, size_t to)
{
    memcpy(world->mutant + *size, world->file.data + from, to - from);
    *size += to - from;
}

/* The piece at `at`, and [from, to), which does not hold `at`, taken out. */
static void
put(struct world *world, struct span piece, size_t at, size_t from, size_t to, size_t *size)
{
    *size = 0;
    if (at > from)
        keep(world, size, 0, from);
    keep(world, size, at > from ? to : 0, at);
    memcpy(world->mutant + *size, piece.data, piece.size);
    *size += piece.size;
    if (at <= from)
        keep(world, size, at, from);
    keep(world, size, at > from ? at : to, world->file.size);
}

static void
try_one(struct world *world, int32_t element, size_t at, enum how how)
{
    AUTO(arena) *arena = arena_new();
    const struct xml_element *it = &world->xml.elements[element];
    struct span piece = xml_element_bytes(&world->xml, element);
    bool moved = how == MOVED || how == MOVED_FRESH;
    size_t size;

    if (moved && at >= it->start && at <= it->end)
        return;
    if (how == MOVED_FRESH || how == COPIED_FRESH) {
        if (!memmem(piece.data, piece.size, " Id=\"", 5))
            return;
        piece = with_fresh_ids(piece, arena);
    } else if (how == COPIED_RENAMED) {
        piece = with_name_of(world, element, at, arena);
    }
    put(world, piece, at, moved ? it->start : 0, moved ? it->end : 0, &size);
    judge(world, size, element, at);
}

/* Between any two tags; within a text, only before and behind it. */
static void
try_everywhere(struct world *world, int32_t element, uint64_t *seed)
{
    for (size_t i = 0; i < world->xml.element_count; i++) {
        const struct xml_element *other = &world->xml.elements[i];
        const size_t places[] = {other->start, other->content, other->content_end, other->end};
        for (size_t j = 0; j < COUNT_OF(places); j++) {
            /* The same place as the one before, under another name. */
            if (j == 2 && other->content == other->content_end)
                continue;
            for (int how = 0; how < HOW_COUNT; how++)
                if (random_below(seed, one_in) == 0)
                    try_one(world, element, places[j], (enum how)how);
        }
    }
}

static void
test_wrapping(void **state)
{
    struct world *world = *state;
    uint64_t seed = 20240531;

    for (size_t i = 1; i < world->xml.element_count; i++)
        try_everywhere(world, (int32_t)i, &seed);
    print_message("# %zu tried, %zu handed out what was signed\n", world->tried, world->read);
    assert_true(world->tried > 1000);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_wrapping)};

    if (argc == 2)
        one_in = (unsigned)atoi(argv[1]);
    return cmocka_run_group_tests(tests, setup, teardown);
}
