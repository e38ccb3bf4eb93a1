/* SPDX-License-Identifier: Apache-2.0
 *
 * Tiles: their paths, their widths, bundles, and a tree read through them.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "ledger/tag_index.h"
#include "ledger/tile_edge.h"

static void
test_paths(void **state)
{
    (void)state;
    static const struct {
        struct tile tile;
        const char *path;
    } rows[] = {
        {{0, 0, 256}, "tile/0/000"},
        {{0, 273, 112}, "tile/0/273.p/112"},
        {{2, 1234067, 256}, "tile/2/x001/x234/067"},
        {{TILE_ENTRIES, 999, 1}, "tile/entries/999.p/1"},
        {{TILE_ENTRIES, 1000, 256}, "tile/entries/x001/000"},
        {{7, UINT64_C(1000000000), 255}, "tile/7/x001/x000/x000/000.p/255"},
    };
    static const char *const bent[] = {
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/8/000",
        "tile/00/000",
        "tile/0/x000/001",
        "tile/0/001/234",
        "tile/0/x1/234",
        "tile/entries/",
        "tile/entries/000/",
        "tile/0/000.p/",
        "tile/-1/000",
        "tile/0/99999999999999999999",
        "",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char path[TILE_PATH_SIZE];
        struct tile read;
        assert_string_equal(tile_write_path(&rows[i].tile, path), rows[i].path);
        assert_true(tile_parse_path(span_of(path), &read));
        assert_int_equal(read.level, rows[i].tile.level);
        assert_int_equal(read.index, rows[i].tile.index);
        assert_int_equal(read.width, rows[i].tile.width);
    }
    for (size_t i = 0; i < COUNT_OF(bent); i++) {
        struct tile read;
        if (tile_parse_path(span_of(bent[i]), &read))
            row_fail(bent[i], "was accepted");
    }
}

/* The text's own example: 70,000 leaves. */
static void
test_widths(void **state)
{
    (void)state;
    assert_int_equal(tile_width_at(0, 272, 70000), 256);
    assert_int_equal(tile_width_at(0, 273, 70000), 112);
    assert_int_equal(tile_width_at(0, 274, 70000), 0);
    assert_int_equal(tile_width_at(1, 0, 70000), 256);
    assert_int_equal(tile_width_at(1, 1, 70000), 17);
    assert_int_equal(tile_width_at(2, 0, 70000), 1);
    assert_int_equal(tile_width_at(3, 0, 70000), 0);
    assert_int_equal(tile_width_at(0, 0, 256), 256);
    assert_int_equal(tile_width_at(1, 0, 256), 1);
    assert_int_equal(tile_width_at(TILE_ENTRIES, 0, 3), 3);
    assert_int_equal(tile_width_at(0, UINT64_MAX, 3), 0);
}

static void
test_bundles(void **state)
{
    (void)state;
    AUTO(buffer) *bundle = buffer_new(1024);
    struct span rest, entry;
    struct error err;

    tile_add_entry(bundle, SPAN("một"));
    tile_add_entry(bundle, SPAN(""));
    tile_add_entry(bundle, SPAN("ba"));
    rest = buffer_span(bundle);
    assert_ok(tile_next_entry(&rest, &entry, &err));
    assert_true(span_is(entry, "một"));
    assert_ok(tile_next_entry(&rest, &entry, &err));
    assert_int_equal(entry.size, 0);
    assert_ok(tile_next_entry(&rest, &entry, &err));
    assert_true(span_is(entry, "ba"));
    assert_int_equal(rest.size, 0);
    for (size_t cut = 1; cut < 4; cut++) { /* in the last entry, and its length alone */
        rest = (struct span){bundle->data + bundle->size - 4, 4 - cut};
        assert_int_equal(tile_next_entry(&rest, &entry, &err), CORRUPT);
    }
}

/* --- a tree in memory ------------------------------------------------------------------------- */

enum { SIZE = 70000, LEVELS = 3 };

struct tree {
    struct digest *levels[LEVELS]; /* level l: the roots of complete subtrees of 256^l leaves */
    size_t counts[LEVELS], reads;
    bool cut;
};

static enum status
read_tile(void *context, const struct tile *tile, struct span *bytes, struct error *err)
{
    struct tree *tree = context;

    (void)err;
    tree->reads++;
    assert_in_range(tile->level, 0, LEVELS - 1);
    assert_true(tile->index * TILE_WIDTH + tile->width <= tree->counts[tile->level]);
    *bytes = (struct span){(const char *)(tree->levels[tile->level] + tile->index * TILE_WIDTH),
                           tile->width * sizeof(struct digest) - tree->cut};
    return OK;
}

static void
build(struct tree *tree, struct tree_edge *edge)
{
    for (int level = 0; level < LEVELS; level++)
        tree->levels[level] = heap_alloc((SIZE + 1) * sizeof(struct digest));
    for (uint32_t i = 0; i < SIZE; i++) {
        struct digest leaf = tree_leaf_hash((struct span){(const char *)&i, sizeof i});
        tree->levels[0][tree->counts[0]++] = leaf;
        tree_append(edge, &leaf);
    }
    for (int level = 1; level < LEVELS; level++) {
        for (size_t i = 0; i < tree->counts[level - 1] / TILE_WIDTH; i++) {
            struct tree_edge small = {0};
            for (size_t j = 0; j < TILE_WIDTH; j++)
                tree_append(&small, &tree->levels[level - 1][i * TILE_WIDTH + j]);
            tree->levels[level][tree->counts[level]++] = tree_root(&small);
        }
    }
}

static void
test_tree_through_tiles(void **state)
{
    (void)state;
    struct tree tree = {0};
    struct tree_edge edge = {0};
    struct error err;
    struct digest root, want;
    struct tree_proof proof;

    build(&tree, &edge);
    want = tree_root(&edge);
    struct tile_source source = {.read = read_tile, .context = &tree, .size = SIZE};
    struct tree_reader reader = tile_reader(&source);
    assert_ok(tree_read_root(&reader, SIZE, &root, &err));
    assert_true(digest_equal(&root, &want));
    for (uint64_t i = 0; i < SIZE; i += 997) {
        assert_ok(tree_prove_inclusion(&reader, i, SIZE, &proof, &err));
        assert_ok(tree_check_inclusion(&tree.levels[0][i], i, SIZE, proof.hashes, proof.count,
                                       &want, &err));
        if (i == 0)
            continue;
        struct digest old;
        assert_ok(tree_read_root(&reader, i, &old, &err));
        assert_ok(tree_prove_consistency(&reader, i, SIZE, &proof, &err));
        assert_ok(tree_check_consistency(i, &old, SIZE, &want, proof.hashes, proof.count, &err));
    }
    assert_true(tree.reads < 3 * 75 * 2); /* tiles above the leaves stay at hand */
    assert_int_equal(tree_prove_inclusion(&reader, 0, SIZE + 1, &proof, &err), INVALID);
    tree.cut = true;
    tile_source_clear(&source);
    assert_int_equal(tree_prove_inclusion(&reader, 5, SIZE, &proof, &err), CORRUPT);
    tile_source_clear(&source);
    for (int level = 0; level < LEVELS; level++)
        free(tree.levels[level]);
}

enum { EDGE_LEAVES = 70000 };

struct edge_tiles {
    const struct digest *leaves;
    size_t taken;
};

static enum status
take_tile(void *context, const struct tile *tile, const struct digest *hashes, struct error *err)
{
    struct edge_tiles *tiles = context;

    (void)err;
    tiles->taken++;
    if (tile->level == 0)
        assert_memory_equal(hashes, tiles->leaves + tile->index * TILE_WIDTH,
                            tile->width * sizeof *hashes);
    return OK;
}

/* Its root is that of the tree at every size, through all three levels of tiles. */
static void
test_edge(void **state)
{
    (void)state;
    static struct digest leaves[EDGE_LEAVES];
    static struct tile_edge edge;
    struct edge_tiles tiles = {leaves, 0};
    struct tree_edge tree = {0};
    struct error err;

    for (unsigned i = 0; i < EDGE_LEAVES; i++) {
        struct digest by_edge, by_tree;
        leaves[i] = tree_leaf_hash((struct span){(const char *)&i, sizeof i});
        tree_append(&tree, &leaves[i]);
        assert_ok(tile_edge_append(&edge, &leaves[i], take_tile, &tiles, &err));
        if (i > 1000 && i < 65000 && i % 97 != 0)
            continue;
        by_edge = tile_edge_root(&edge);
        by_tree = tree_root(&tree);
        if (!digest_equal(&by_edge, &by_tree))
            fail_msg("%u leaves", i + 1);
    }
    assert_ok(tile_edge_rest(&edge, take_tile, &tiles, &err));
    assert_int_equal(tiles.taken, 274 + 2 + 1);
}

static void
test_tags(void **state)
{
    (void)state;
    static struct {
        uint64_t tag, more;
    } items[5000];
    struct tag_index index;

    tag_index_init(&index, sizeof(uint64_t), sizeof *items);
    assert_int_equal(tag_index_find(&index, items, &(uint64_t){0}), TAG_NONE);
    for (uint32_t i = 0; i < COUNT_OF(items); i++) {
        /* Many begin alike, in either half. */
        items[i].tag = i % 3 ? (uint64_t)i << 40 | 7 : i;
        assert_int_equal(tag_index_find(&index, items, &items[i].tag), TAG_NONE);
        tag_index_add(&index, items, i);
    }
    for (uint32_t i = 0; i < COUNT_OF(items); i++)
        assert_int_equal(tag_index_find(&index, items, &items[i].tag), i);
    tag_index_clear(&index);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),   cmocka_unit_test(test_widths),
        cmocka_unit_test(test_bundles), cmocka_unit_test(test_tree_through_tiles),
        cmocka_unit_test(test_edge),    cmocka_unit_test(test_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
