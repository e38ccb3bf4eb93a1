/* SPDX-License-Identifier: Apache-2.0
 *
 * Canonical XML before libxml2's vectors, and linear in what a hostile document holds.
 */
#include "tests/support/test.h"

#include <dirent.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <stdlib.h>

#include "base/file.h"
#include "xml/canonical.h"
#include "xml/scan.h"

enum { FILE_MAX = 1024 * 1024 };

/* Of 21, 20 and 7 vectors. */
enum { EXCLUSIVE_PASSED = 3, INCLUSIVE_PASSED = 4, COMMENTS_PASSED = 2 };

/* Vectors outside the grammar of the slow path, by rule. "condition": the node-set leaves out
 * attributes or namespaces of elements that are in it, which no reference of ours can say. */
static const struct {
    const char *folder, *names, *why;
} outside[] = {
    {"exc-without-comments",
     "merlin-c14n-two-10 merlin-c14n-two-11 merlin-c14n-two-12 "
     "merlin-c14n-two-13 merlin-c14n-two-14 merlin-c14n-two-15 merlin-c14n-two-16 "
     "merlin-c14n-two-17 "
     "merlin-c14n-two-19 merlin-c14n-two-20 merlin-c14n-two-21 merlin-c14n-two-22 "
     "merlin-c14n-two-23 merlin-c14n-two-24 merlin-c14n-two-25 merlin-c14n-two-26",
     "condition"},
    {"exc-without-comments", "test-0 test-1", "doctype"},
    {"without-comments",
     "merlin-c14n-two-01 merlin-c14n-two-02 merlin-c14n-two-03 "
     "merlin-c14n-two-04 merlin-c14n-two-05 merlin-c14n-two-06 merlin-c14n-two-07 "
     "merlin-c14n-two-08",
     "condition"},
    {"without-comments", "example-1 example-3 example-4 example-5 example-7 test-0 test-1 test-3",
     "doctype"},
    {"with-comments", "example-1 example-3 example-4 example-5 example-7", "doctype"},
};

static const char *
why_outside(const char *folder, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        const char *at = strstr(outside[i].names, name);
        size_t size = strlen(name);
        if (text_equal(outside[i].folder, folder) && at && (at[size] == ' ' || at[size] == '\0'))
            return outside[i].why;
    }
    return NULL;
}

static bool
read_vector(struct arena *arena, const char *path, struct span *bytes)
{
    struct error err;

    return file_read(arena, arena_printf(arena, VECTORS "/c14n-libxml2/%s", path), FILE_MAX, bytes,
                     &err) == OK;
}

/* The .xpath files are "(//. | //@* | //namespace::*)[condition]"; what is in the brackets is our
 * transform's condition, in the namespaces of the file's own root. */
static enum status
filter(struct arena *arena, struct span file, struct xml_node_set *set, struct error *err)
{
    static const char head[] = "(//. | //@* | //namespace::*)";
    const struct xml_tree *tree;
    struct xml_xpath xpath;
    AUTO(buffer) *flat = buffer_new(FILE_MAX);

    TRY(xml_tree_read(file, &xml_tree_limits, arena, &tree, err));
    int32_t root = xml_tree_root(tree);
    for (int32_t i = root; i < tree->nodes[root].after; i++)
        if (tree->nodes[i].kind == XML_TEXT)
            buffer_add(flat, tree->nodes[i].text.data, tree->nodes[i].text.size);
    char *text = text_squeeze(arena, arena_copy(arena, flat->data, flat->size));
    char *open = strchr(text, '['), *close = strrchr(text, ']');
    if (!text_starts(text, "(//.") || !open || !close)
        return fail(err, INVALID, "%s", head);
    /* The prefixes are those of the expression's own file: wrap the tree's meaning by its text. */
    const struct xml_node *node = &tree->nodes[root];
    struct span condition = {open + 1, (size_t)(close - open) - 1};
    for (uint32_t i = 0; i < node->declaration_count; i++) {
        const struct xml_declaration *at = &tree->declarations[node->first_declaration + i];
        struct span uri = tree->strings[at->space], prefix = tree->strings[at->prefix];
        int32_t here = xml_tree_root(set->tree);
        if (!memmem(condition.data, condition.size,
                    arena_printf(arena, "%.*s:", (int)prefix.size, prefix.data), prefix.size + 1))
            continue;
        for (; here < (int32_t)set->tree->node_count; here++) {
            xml_string meaning = xml_tree_meaning(set->tree, here, prefix);
            if (meaning != XML_NO_STRING && span_equal(set->tree->strings[meaning], uri))
                break;
        }
        xpath.here = here;
    }
    xpath.text = condition;
    return xml_node_set_filter(set, &xpath, arena, err);
}

static enum status
canonicalise(struct arena *arena, const char *folder, const char *name,
             struct xml_canonical_method method, struct buffer *out, struct error *err)
{
    struct span xml, xpath, list;
    const struct xml_tree *tree;

    assert_true(read_vector(arena, arena_printf(arena, "test/c14n/%s/%s.xml", folder, name), &xml));
    TRY(xml_tree_read(xml, &xml_tree_limits, arena, &tree, err));
    struct xml_node_set set = xml_node_set_subtree(tree, 0, method.comments);
    if (read_vector(arena, arena_printf(arena, "test/c14n/%s/%s.xpath", folder, name), &xpath))
        TRY(filter(arena, xpath, &set, err));
    if (read_vector(arena, arena_printf(arena, "test/c14n/%s/%s.ns", folder, name), &list))
        method.prefixes = list;
    return xml_canonical_write(&set, &method, out, err);
}

static size_t
check_folder(const char *folder, struct xml_canonical_method method)
{
    AUTO(arena) *arena = arena_new();
    DIR *dir = opendir(arena_printf(arena, VECTORS "/c14n-libxml2/test/c14n/%s", folder));
    size_t passed = 0;

    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (!text_ends(entry->d_name, ".xml"))
            continue;
        AUTO(buffer) *out = buffer_new(FILE_MAX);
        char *name = arena_copy(arena, entry->d_name, strlen(entry->d_name) - 4);
        const char *why = why_outside(folder, name);
        struct error err = {0};
        struct span want;
        enum status status = canonicalise(arena, folder, name, method, out, &err);
        if (why) {
            if (status != INVALID)
                row_fail(name, "%s: outside the grammar (%s), and it was read", folder, why);
            continue;
        }
        if (status != OK)
            row_fail(name, "%s: %s [%s]", folder, err.message, err.detail);
        assert_true(
            read_vector(arena, arena_printf(arena, "result/c14n/%s/%s", folder, name), &want));
        if (!span_equal(buffer_span(out), want))
            row_fail(name, "%s\n%.*s\nwanted\n%.*s", folder, (int)out->size, out->data,
                     (int)want.size, want.data);
        passed++;
    }
    closedir(dir);
    return passed;
}

static void
test_vectors(void **state)
{
    (void)state;
    assert_int_equal(check_folder("exc-without-comments",
                                  (struct xml_canonical_method){.kind = XML_EXCLUSIVE_10}),
                     EXCLUSIVE_PASSED);
    assert_int_equal(
        check_folder("without-comments", (struct xml_canonical_method){.kind = XML_INCLUSIVE_10}),
        INCLUSIVE_PASSED);
    assert_int_equal(
        check_folder("with-comments",
                     (struct xml_canonical_method){.kind = XML_INCLUSIVE_10, .comments = true}),
        COMMENTS_PASSED);
}

/* Every element as the apex, under every method, against libxml2 in place. */
static int
is_inside(void *apex, xmlNode *node, xmlNode *parent)
{
    for (xmlNode *at = node->type == XML_NAMESPACE_DECL ? parent : node; at; at = at->parent)
        if (at == apex)
            return 1;
    return 0;
}

static xmlNode *
next_node(xmlNode *node)
{
    if (node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node && !node->next)
        node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
    return node ? node->next : NULL;
}

static const char *const documents[] = {
    "<a xmlns='urn:1' xmlns:b='urn:2' xml:lang='vi'><b:c b:d='1' a='2' xml:space='preserve'>"
    "<e xmlns=''><f xmlns='urn:1'/></e><!-- x --><?p q?></b:c></a>",
    "<a:a xmlns:a='urn:1' xmlns:z='urn:9' z:k='&#9;&#10;&#13;\"&lt;'><a:b xmlns:a='urn:2' "
    "xmlns:y='urn:0' y:q='' z:q=''/><c xmlns:a='urn:1'><a:d/></c>]]&gt;&#13;</a:a>",
    "<r xmlns:p1='urn:1'><p1:x xmlns:p1='urn:1'><y xmlns:p2='urn:1' p2:a='1'><p1:z/></y></p1:x>"
    "<q xmlns='urn:q'><r xmlns=''/><s/></q></r>",
    "<a xml:base='http://x/' xml:id='i' xml:lang='en'><b xml:lang='vi'><c/></b></a>",
};

static void
compare_apex(const char *document, const struct xml_tree *tree, int32_t index, xmlDoc *doc,
             xmlNode *node, int kind)
{
    static const struct {
        struct xml_canonical_method ours;
        xmlC14NMode theirs;
    } kinds[] = {
        {{XML_EXCLUSIVE_10, false, {NULL, 0}}, XML_C14N_EXCLUSIVE_1_0},
        {{XML_EXCLUSIVE_10, true, {NULL, 0}}, XML_C14N_EXCLUSIVE_1_0},
        {{XML_INCLUSIVE_10, false, {NULL, 0}}, XML_C14N_1_0},
        {{XML_INCLUSIVE_10, true, {NULL, 0}}, XML_C14N_1_0},
    };
    AUTO(buffer) *out = buffer_new(FILE_MAX);
    xmlOutputBuffer *theirs = xmlAllocOutputBuffer(NULL);
    struct xml_node_set set = xml_node_set_subtree(tree, index, true);
    struct error err;

    assert_ok(xml_canonical_write(&set, &kinds[kind].ours, out, &err));
    assert_true(xmlC14NExecute(doc, is_inside, node, kinds[kind].theirs, NULL,
                               kinds[kind].ours.comments, theirs) >= 0);
    struct span want = {(const char *)xmlOutputBufferGetContent(theirs),
                        xmlOutputBufferGetSize(theirs)};
    if (!span_equal(want, buffer_span(out)))
        row_fail(document, "kind %d\n%.*s\nwanted\n%.*s", kind, (int)out->size, out->data,
                 (int)want.size, want.data);
    xmlOutputBufferClose(theirs);
}

static void
test_every_apex(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        AUTO(arena) *arena = arena_new();
        const struct xml_tree *tree;
        struct error err;
        struct span text = span_of(documents[i]);
        assert_ok(xml_tree_read(text, &xml_tree_limits, arena, &tree, &err));
        xmlDoc *doc = xmlReadMemory(text.data, (int)text.size, NULL, NULL, XML_PARSE_NONET);
        xmlNode *node = xmlDocGetRootElement(doc);
        for (int32_t n = 1; n < (int32_t)tree->node_count; n++, node = next_node(node))
            for (int kind = 0; kind < 4 && tree->nodes[n].kind == XML_ELEMENT; kind++)
                compare_apex(documents[i], tree, n, doc, node, kind);
        xmlFreeDoc(doc);
    }
}

/* 240 nested namespaces around 20,000 elements: quadratic writers take seconds. Each element may
 * cost only what it writes, so the output tells: no declaration is written twice. */
static void
test_nested_namespaces(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(FILE_MAX);
    struct xml_tree_limits limits = xml_tree_limits;
    const struct xml_tree *tree;
    struct error err;

    (void)state;
    limits.bytes = FILE_MAX;
    limits.depth = 300;
    for (int i = 0; i < 240; i++)
        buffer_printf(text, "<n%d:e xmlns:n%d='urn:%d'>", i, i, i);
    size_t head = text->size;
    for (int i = 0; i < 20000; i++)
        buffer_text(text, "<a></a>");
    for (int i = 239; i >= 0; i--)
        buffer_printf(text, "</n%d:e>", i);
    assert_ok(xml_tree_read(buffer_span(text), &limits, arena, &tree, &err));
    for (int kind = XML_INCLUSIVE_10; kind <= XML_EXCLUSIVE_10; kind++) {
        AUTO(buffer) *out = buffer_new(FILE_MAX);
        struct xml_node_set set = xml_node_set_subtree(tree, 0, false);
        struct xml_canonical_method method = {.kind = (enum xml_canonical_kind)kind};
        assert_ok(xml_canonical_write(&set, &method, out, &err));
        assert_int_equal(out->size, text->size);
        assert_memory_equal(out->data + head, text->data + head, text->size - head);
    }
}

static void
test_refused(void **state)
{
    static const struct {
        const char *about, *text, *rule;
    } rows[] = {
        {"a plain document", "<a/>", NULL},
        {"comments and instructions", "<a><!-- x --><?y z?></a>", NULL},
        {"CDATA", "<a><![CDATA[<]]></a>", NULL},
        {"DOCTYPE", "<!DOCTYPE a><a/>", "doctype"},
        {"an Id twice", "<a Id='x'><b ID='x'/></a>", "duplicate-id"},
        {"xml:id and id", "<a xml:id='x'><b id='x'/></a>", "duplicate-id"},
        {"an attribute twice by its namespace",
         "<a xmlns:b='urn:x' xmlns:c='urn:x' b:d='' c:d=''/>", "namespace"},
        {"an undeclared prefix", "<a:b/>", "namespace"},
        {"a relative namespace", "<a xmlns='x'/>", "namespace"},
        {"xmlns bound", "<a xmlns:xmlns='urn:x'/>", "namespace"},
        {"xml bound elsewhere", "<a xmlns:xml='urn:x'/>", "namespace"},
        {"two colons", "<a xmlns:b='urn:x'><b:c:d/></a>", "namespace"},
        {"an entity", "<a>&b;</a>", "syntax"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        const struct xml_tree *tree;
        struct error err = {0};
        enum status status =
            xml_tree_read(span_of(rows[i].text), &xml_tree_limits, arena, &tree, &err);
        if ((status == OK) != !rows[i].rule ||
            (rows[i].rule && !text_equal(err.detail, rows[i].rule)))
            row_fail(rows[i].about, "%d %s", status, err.detail);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_every_apex),
        cmocka_unit_test(test_nested_namespaces),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests_name("canonical", tests, NULL, NULL);
}
