/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/tree.h"

#include <assert.h>

struct digest
tree_leaf_hash(struct span entry)
{
    if (entry.size < SHA256_SHORT_MAX)
        return sha256_tagged(0, entry.data, entry.size);
    AUTO(sha256_stream) *stream = sha256_stream_new();
    sha256_stream_add(stream, "", 1); /* the byte 0x00 */
    sha256_stream_add(stream, entry.data, entry.size);
    return sha256_stream_finish(stream);
}

struct digest
tree_node_hash(const struct digest *left, const struct digest *right)
{
    struct digest both[2] = {*left, *right};

    return sha256_tagged(1, both, sizeof both);
}

static bool
are_short(const struct span *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (entries[i].size >= SHA256_SHORT_MAX)
            return false;
    return true;
}

static size_t
part_of(size_t rest)
{
    return rest < SHA256_AT_ONCE ? rest : SHA256_AT_ONCE;
}

void
tree_leaf_hashes(const struct span *entries, size_t count, struct digest *hashes)
{
    for (size_t done = 0, part; done < count; done += part) {
        part = part_of(count - done);
        if (are_short(entries + done, part)) {
            sha256_tagged_all(0, entries + done, part, hashes + done);
            continue;
        }
        for (size_t i = done; i < done + part; i++)
            hashes[i] = tree_leaf_hash(entries[i]);
    }
}

void
tree_node_hashes(const struct digest *children, size_t count, struct digest *nodes)
{
    for (size_t done = 0, part; done < count; done += part) {
        struct span pairs[SHA256_AT_ONCE];
        part = part_of(count - done);
        for (size_t i = 0; i < part; i++)
            pairs[i] = (struct span){(const char *)&children[2 * (done + i)], 2 * SHA256_SIZE};
        sha256_tagged_all(1, pairs, part, nodes + done);
    }
}

struct digest
tree_empty_root(void)
{
    return sha256(SPAN(""));
}

/* Two neighbours of one size become their parent, as in adding 1 to a binary number. */
void
tree_append(struct tree_edge *edge, const struct digest *leaf)
{
    struct digest hash = *leaf;

    assert(edge->size < UINT64_MAX);
    for (uint64_t bits = edge->size; bits & 1; bits >>= 1)
        hash = tree_node_hash(&edge->peaks[--edge->count], &hash);
    edge->peaks[edge->count++] = hash;
    edge->size++;
}

struct digest
tree_root(const struct tree_edge *edge)
{
    if (edge->count == 0)
        return tree_empty_root();
    struct digest root = edge->peaks[edge->count - 1];
    for (unsigned i = edge->count - 1; i > 0; i--)
        root = tree_node_hash(&edge->peaks[i - 1], &root);
    return root;
}

/* --- making proofs ---------------------------------------------------------------------------- */

/* The largest power of two below `count`, which is at least 2: where RFC 6962 splits a range. */
static uint64_t
split_of(uint64_t count)
{
    return UINT64_C(1) << (63 - __builtin_clzll(count - 1));
}

/* The root over leaves [begin, end), a range that RFC 6962's splits lead to. */
static enum status
read_range(const struct tree_reader *reader, uint64_t begin, uint64_t end, struct digest *root,
           struct error *err)
{
    uint64_t count = end - begin;
    struct digest left, right;

    if ((count & (count - 1)) == 0)
        return reader->read(reader->context, (unsigned)__builtin_ctzll(count), begin / count, root,
                            err);
    uint64_t middle = begin + split_of(count);
    TRY(read_range(reader, begin, middle, &left, err));
    TRY(read_range(reader, middle, end, &right, err));
    *root = tree_node_hash(&left, &right);
    return OK;
}

static enum status
add_range(const struct tree_reader *reader, uint64_t begin, uint64_t end, struct tree_proof *proof,
          struct error *err)
{
    struct digest hash;

    TRY(read_range(reader, begin, end, &hash, err));
    assert(proof->count < TREE_PROOF_MAX);
    proof->hashes[proof->count++] = hash;
    return OK;
}

enum status
tree_read_root(const struct tree_reader *reader, uint64_t size, struct digest *root,
               struct error *err)
{
    if (size == 0) {
        *root = tree_empty_root();
        return OK;
    }
    return read_range(reader, 0, size, root, err);
}

enum status
tree_read_edge(const struct tree_reader *reader, uint64_t size, struct tree_edge *edge,
               struct error *err)
{
    struct tree_edge read = {.size = size};
    uint64_t begin = 0;

    for (int level = TREE_LEVELS - 1; level >= 0; level--) {
        if (!(size >> level & 1))
            continue;
        TRY(reader->read(reader->context, (unsigned)level, begin >> level,
                         &read.peaks[read.count++], err));
        begin += UINT64_C(1) << level;
    }
    *edge = read;
    return OK;
}

/* PATH(index, D[begin:end]). */
static enum status
prove_path(const struct tree_reader *reader, uint64_t index, uint64_t begin, uint64_t end,
           struct tree_proof *proof, struct error *err)
{
    if (end - begin == 1)
        return OK;
    uint64_t middle = begin + split_of(end - begin);
    if (index < middle) {
        TRY(prove_path(reader, index, begin, middle, proof, err));
        return add_range(reader, middle, end, proof, err);
    }
    TRY(prove_path(reader, index, middle, end, proof, err));
    return add_range(reader, begin, middle, proof, err);
}

enum status
tree_prove_inclusion(const struct tree_reader *reader, uint64_t index, uint64_t size,
                     struct tree_proof *proof, struct error *err)
{
    if (index >= size)
        return fail(err, INVALID, "Sổ cái chưa có mục số %llu (mới có %llu mục).",
                    (unsigned long long)index, (unsigned long long)size);
    proof->count = 0;
    return prove_path(reader, index, 0, size, proof, err);
}

/* SUBPROOF(old - begin, D[begin:end], whole). */
static enum status
prove_subtree(const struct tree_reader *reader, uint64_t old, uint64_t begin, uint64_t end,
              bool whole, struct tree_proof *proof, struct error *err)
{
    if (old == end)
        return whole ? OK : add_range(reader, begin, end, proof, err);
    uint64_t middle = begin + split_of(end - begin);
    if (old <= middle) {
        TRY(prove_subtree(reader, old, begin, middle, whole, proof, err));
        return add_range(reader, middle, end, proof, err);
    }
    TRY(prove_subtree(reader, old, middle, end, false, proof, err));
    return add_range(reader, begin, middle, proof, err);
}

enum status
tree_prove_consistency(const struct tree_reader *reader, uint64_t old, uint64_t size,
                       struct tree_proof *proof, struct error *err)
{
    if (old > size)
        return fail(err, INVALID, "Sổ cái chưa dài tới %llu mục (mới có %llu mục).",
                    (unsigned long long)old, (unsigned long long)size);
    proof->count = 0;
    if (old == 0 || old == size)
        return OK;
    return prove_subtree(reader, old, 0, size, true, proof, err);
}

/* --- checking proofs -------------------------------------------------------------------------- */

static enum status
refuse_inclusion(struct error *err)
{
    return fail(err, UNTRUSTED, "Bằng chứng có trong sổ cái không đúng (RFC 6962 2.1.1).");
}

static enum status
refuse_consistency(struct error *err)
{
    return fail(err, UNTRUSTED,
                "Sổ cái mới không nối tiếp sổ cái cũ (RFC 6962 2.1.2): có mục đã bị sửa hay xóa.");
}

/* Up from a node that is its parent's last child, to the next where something stands left of it. */
static void
climb(uint64_t *node, uint64_t *last)
{
    while (!(*node & 1) && *node != 0) {
        *node >>= 1;
        *last >>= 1;
    }
}

enum status
tree_check_inclusion(const struct digest *leaf, uint64_t index, uint64_t size,
                     const struct digest *proof, size_t count, const struct digest *root,
                     struct error *err)
{
    if (index >= size || count > TREE_PROOF_MAX)
        return refuse_inclusion(err);
    uint64_t node = index, last = size - 1;
    struct digest hash = *leaf;
    for (size_t i = 0; i < count; i++) {
        if (last == 0)
            return refuse_inclusion(err);
        if ((node & 1) || node == last) {
            hash = tree_node_hash(&proof[i], &hash);
            climb(&node, &last);
        } else {
            hash = tree_node_hash(&hash, &proof[i]);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && digest_equal(&hash, root) ? OK : refuse_inclusion(err);
}

/* Trees of which one is empty or both are the same need no proof, and then none may be there. */
static enum status
check_trivial(uint64_t old, const struct digest *old_root, const struct digest *root, size_t count,
              struct error *err)
{
    struct digest empty = tree_empty_root();

    if (count != 0)
        return refuse_consistency(err);
    return digest_equal(old_root, old == 0 ? &empty : root) ? OK : refuse_consistency(err);
}

enum status
tree_check_consistency(uint64_t old, const struct digest *old_root, uint64_t size,
                       const struct digest *root, const struct digest *proof, size_t count,
                       struct error *err)
{
    if (old > size || count > TREE_PROOF_MAX)
        return refuse_consistency(err);
    if (old == 0 || old == size)
        return check_trivial(old, old_root, root, count, err);
    uint64_t node = old - 1, last = size - 1;
    while (node & 1) {
        node >>= 1;
        last >>= 1;
    }
    /* A complete old tree is its own first hash. */
    size_t i = node == 0 ? 0 : 1;
    if (count == 0)
        return refuse_consistency(err);
    struct digest old_hash = i ? proof[0] : *old_root, new_hash = old_hash;
    for (; i < count; i++) {
        if (last == 0)
            return refuse_consistency(err);
        if ((node & 1) || node == last) {
            old_hash = tree_node_hash(&proof[i], &old_hash);
            new_hash = tree_node_hash(&proof[i], &new_hash);
            climb(&node, &last);
        } else {
            new_hash = tree_node_hash(&new_hash, &proof[i]);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && digest_equal(&old_hash, old_root) && digest_equal(&new_hash, root)
               ? OK
               : refuse_consistency(err);
}
