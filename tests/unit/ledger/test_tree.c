/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree against its definition (RFC 6962 2.1, written out as recursion), and proofs against the
 * vectors of transparency-dev/merkle (tests/vectors/merkle).
 */
#include "tests/support/test.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/json_read.h"
#include "ledger/tree.h"

enum { LEAVES = 130, VECTORS_MIN = 130 };

static struct digest leaves[LEAVES];

static struct digest
leaf_of(uint64_t i)
{
    char text[32];

    snprintf(text, sizeof text, "mục %llu", (unsigned long long)i);
    return tree_leaf_hash(span_of(text));
}

/* MTH(D[begin:end]) word for word. */
static struct digest
defined_root(size_t begin, size_t end)
{
    if (begin == end)
        return tree_empty_root();
    if (end - begin == 1)
        return leaves[begin];
    size_t k = 1;
    while (2 * k < end - begin)
        k *= 2;
    struct digest left = defined_root(begin, begin + k), right = defined_root(begin + k, end);
    return tree_node_hash(&left, &right);
}

static enum status
read_leaves(void *context, unsigned level, uint64_t index, struct digest *hash, struct error *err)
{
    (void)context;
    (void)err;
    *hash = defined_root((size_t)(index << level), (size_t)((index + 1) << level));
    return OK;
}

static const struct tree_reader reader = {read_leaves, NULL};

static int
make_leaves(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEAVES; i++)
        leaves[i] = leaf_of(i);
    return 0;
}

static void
test_known_hashes(void **state)
{
    (void)state;
    char hex[SHA256_HEX_SIZE];
    struct digest empty = tree_empty_root(), leaf = tree_leaf_hash(SPAN(""));
    char large[70000] = {0};
    struct digest whole = tree_leaf_hash((struct span){large, sizeof large - 1});
    struct digest same = sha256((struct span){large, sizeof large}); /* 0x00 and as many zeros */

    assert_string_equal(digest_hex(&empty, hex),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(digest_hex(&leaf, hex),
                        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_true(digest_equal(&whole, &same));
}

static void
test_root_and_edge(void **state)
{
    (void)state;
    struct tree_edge edge = {0}, read;
    struct error err;

    for (size_t size = 0; size <= LEAVES; size++) {
        struct digest want = defined_root(0, size), root = tree_root(&edge), again;
        assert_true(digest_equal(&root, &want));
        assert_ok(tree_read_root(&reader, size, &again, &err));
        assert_true(digest_equal(&again, &want));
        assert_ok(tree_read_edge(&reader, size, &read, &err));
        assert_int_equal(read.count, edge.count);
        assert_memory_equal(read.peaks, edge.peaks, edge.count * sizeof edge.peaks[0]);
        if (size < LEAVES)
            tree_append(&edge, &leaves[size]);
    }
}

/* Every proof of every small tree; bent in its root, its index, its length, its hashes. */
static void
test_inclusion(void **state)
{
    (void)state;
    struct tree_proof proof;
    struct error err;

    for (uint64_t size = 1; size <= 40; size++) {
        struct digest root = defined_root(0, (size_t)size),
                      other = defined_root(0, (size_t)size + 1);
        for (uint64_t i = 0; i < size; i++) {
            assert_ok(tree_prove_inclusion(&reader, i, size, &proof, &err));
            assert_ok(
                tree_check_inclusion(&leaves[i], i, size, proof.hashes, proof.count, &root, &err));
            assert_int_equal(
                tree_check_inclusion(&leaves[i], i, size, proof.hashes, proof.count, &other, &err),
                UNTRUSTED);
            assert_int_equal(tree_check_inclusion(&leaves[i + 1], i, size, proof.hashes,
                                                  proof.count, &root, &err),
                             UNTRUSTED);
            assert_int_equal(tree_check_inclusion(&leaves[i], size, size, proof.hashes, proof.count,
                                                  &root, &err),
                             UNTRUSTED);
            for (size_t h = 0; h < proof.count; h++) {
                proof.hashes[h].bytes[h] ^= 4;
                assert_int_equal(tree_check_inclusion(&leaves[i], i, size, proof.hashes,
                                                      proof.count, &root, &err),
                                 UNTRUSTED);
                proof.hashes[h].bytes[h] ^= 4;
                assert_int_equal(
                    tree_check_inclusion(&leaves[i], i, size, proof.hashes, h, &root, &err),
                    UNTRUSTED);
            }
        }
    }
    assert_int_equal(tree_prove_inclusion(&reader, 5, 5, &proof, &err), INVALID);
}

static void
test_consistency(void **state)
{
    (void)state;
    struct tree_proof proof;
    struct error err;

    for (uint64_t size = 0; size <= 40; size++) {
        struct digest root = defined_root(0, (size_t)size);
        for (uint64_t old = 0; old <= size; old++) {
            struct digest was = defined_root(0, (size_t)old), bent = was;
            assert_ok(tree_prove_consistency(&reader, old, size, &proof, &err));
            assert_ok(
                tree_check_consistency(old, &was, size, &root, proof.hashes, proof.count, &err));
            bent.bytes[31] ^= 1;
            assert_int_equal(
                tree_check_consistency(old, &bent, size, &root, proof.hashes, proof.count, &err),
                UNTRUSTED);
            for (size_t h = 0; h < proof.count; h++) {
                proof.hashes[h].bytes[0] ^= 0x80;
                assert_int_equal(
                    tree_check_consistency(old, &was, size, &root, proof.hashes, proof.count, &err),
                    UNTRUSTED);
                proof.hashes[h].bytes[0] ^= 0x80;
            }
        }
    }
    assert_int_equal(tree_prove_consistency(&reader, 6, 5, &proof, &err), INVALID);
}

/* --- vectors ---------------------------------------------------------------------------------- */

static bool
read_digest(const struct json_value *object, const char *key, struct digest *digest)
{
    const char *text = json_find_text(object, key);
    uint8_t bytes[256];
    size_t size = 0;

    memset(digest, 0, sizeof *digest);
    if (!text || !base64_read(span_of(text), bytes, &size) || size != SHA256_SIZE)
        return false;
    memcpy(digest->bytes, bytes, SHA256_SIZE);
    return true;
}

static uint64_t
read_number(const struct json_value *object, const char *key)
{
    const char *text = json_find_text(object, key);

    return text ? strtoull(text, NULL, 10) : 0;
}

/* False where a hash has the wrong size: that is bent too. */
static bool
read_proof(const struct json_value *object, struct digest *hashes, size_t *count)
{
    const struct json_value *list = json_find(object, "proof");

    *count = 0;
    if (!list || list->kind != JSON_ARRAY)
        return true;
    for (size_t i = 0; i < list->items.count && *count < TREE_PROOF_MAX; i++) {
        uint8_t bytes[256];
        size_t size = 0;
        if (!base64_read(span_of(list->items.items[i].text), bytes, &size) || size != SHA256_SIZE)
            return false;
        memcpy(hashes[(*count)++].bytes, bytes, SHA256_SIZE);
    }
    return true;
}

static bool
vector_holds(const struct json_value *v, bool inclusion)
{
    struct digest hashes[TREE_PROOF_MAX], a, b;
    struct error err;
    size_t count;

    if (!read_proof(v, hashes, &count))
        return false;
    if (inclusion)
        return read_digest(v, "leafHash", &a) && read_digest(v, "root", &b) &&
               tree_check_inclusion(&a, read_number(v, "leafIdx"), read_number(v, "treeSize"),
                                    hashes, count, &b, &err) == OK;
    return read_digest(v, "root1", &a) && read_digest(v, "root2", &b) &&
           tree_check_consistency(read_number(v, "size1"), &a, read_number(v, "size2"), &b, hashes,
                                  count, &err) == OK;
}

/* Some numbers are of 64 bits, which our reader refuses: read as texts. */
static struct span
quote_numbers(struct arena *arena, struct span json)
{
    AUTO(buffer) *out = buffer_new(2 * json.size);
    bool number = false;

    for (size_t i = 0; i < json.size; i++) {
        bool digit = json.data[i] >= '0' && json.data[i] <= '9';
        bool starts = digit && i >= 2 && memcmp(json.data + i - 2, ": ", 2) == 0;
        if (starts || (number && !digit))
            buffer_char(out, '"');
        number = starts || (number && digit);
        buffer_char(out, json.data[i]);
    }
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

static size_t
run_vectors(struct arena *arena, const char *folder, bool inclusion)
{
    DIR *dir = opendir(folder);
    size_t run = 0;

    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = arena_printf(arena, "%s/%s", folder, entry->d_name);
        if (!text_ends(path, ".json")) {
            run += run_vectors(arena, path, inclusion);
            continue;
        }
        struct error err;
        struct span bytes;
        struct json_value v;
        assert_ok(file_read(arena, path, 1024 * 1024, &bytes, &err));
        assert_ok(json_read(quote_numbers(arena, bytes), arena, &v, &err));
        if (vector_holds(&v, inclusion) == json_find(&v, "wantErr")->truth)
            row_fail(path, "wantErr %d", json_find(&v, "wantErr")->truth);
        run++;
    }
    closedir(dir);
    return run;
}

static void
test_vectors(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    size_t run = run_vectors(arena, VECTORS "/merkle/inclusion", true) +
                 run_vectors(arena, VECTORS "/merkle/consistency", false);

    assert_true(run >= VECTORS_MIN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_hashes), cmocka_unit_test(test_root_and_edge),
        cmocka_unit_test(test_inclusion),    cmocka_unit_test(test_consistency),
        cmocka_unit_test(test_vectors),
    };
    return cmocka_run_group_tests(tests, make_leaves, NULL);
}
