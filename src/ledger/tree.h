/* SPDX-License-Identifier: Apache-2.0
 *
 * The Merkle tree of RFC 6962 2.1 (the same as RFC 9162 2.1) over SHA-256: hashes of leaves and
 * nodes, the root of a growing tree, proofs of inclusion and of consistency.  Pure computation; who
 * makes a proof reads hashes of complete subtrees through a `struct tree_reader`.
 */
#ifndef HOCBA_LEDGER_TREE_H
#define HOCBA_LEDGER_TREE_H

#include <stdint.h>

#include "crypto/hash.h"

enum { TREE_LEVELS = 64, TREE_PROOF_MAX = 64 };

/* RFC 6962 2.1: SHA-256(0x00 || entry), SHA-256(0x01 || left || right), SHA-256(""). */
struct digest tree_leaf_hash(struct span entry);
struct digest tree_node_hash(const struct digest *left, const struct digest *right);
/* Of several, which is quicker; `nodes` may be `children`, of which there are twice as many. */
void tree_leaf_hashes(const struct span *entries, size_t count, struct digest *hashes);
void tree_node_hashes(const struct digest *children, size_t count, struct digest *nodes);
struct digest tree_empty_root(void);

/* The right edge of a tree: the roots of its maximal complete subtrees, the largest first. All that
 * is needed to append and to tell the root. {0} is the empty tree. */
struct tree_edge {
    uint64_t size; /* leaves */
    struct digest peaks[TREE_LEVELS];
    unsigned count;
};
void tree_append(struct tree_edge *edge, const struct digest *leaf);
struct digest tree_root(const struct tree_edge *edge);

/* Hashes from the leaf's sibling up (inclusion) or as RFC 6962 2.1.2 orders them (consistency). */
struct tree_proof {
    struct digest hashes[TREE_PROOF_MAX];
    size_t count;
};

/* Where hashes come from: the root of the complete subtree over leaves
 * [index * 2^level, (index + 1) * 2^level). */
struct tree_reader {
    enum status (*read)(void *context, unsigned level, uint64_t index, struct digest *hash,
                        struct error *err);
    void *context;
};

/* The root of the first `size` leaves. */
MUST_CHECK enum status tree_read_root(const struct tree_reader *reader, uint64_t size,
                                      struct digest *root, struct error *err);
/* The right edge of the first `size` leaves, to append to. */
MUST_CHECK enum status tree_read_edge(const struct tree_reader *reader, uint64_t size,
                                      struct tree_edge *edge, struct error *err);
/* RFC 6962 2.1.1; INVALID unless index < size. */
MUST_CHECK enum status tree_prove_inclusion(const struct tree_reader *reader, uint64_t index,
                                            uint64_t size, struct tree_proof *proof,
                                            struct error *err);
/* RFC 6962 2.1.2; INVALID unless old <= size. Empty when old is 0 or size. */
MUST_CHECK enum status tree_prove_consistency(const struct tree_reader *reader, uint64_t old,
                                              uint64_t size, struct tree_proof *proof,
                                              struct error *err);

/* RFC 9162 2.1.3.2: UNTRUSTED unless the proof leads from the leaf's hash at `index` to `root`. */
MUST_CHECK enum status tree_check_inclusion(const struct digest *leaf, uint64_t index,
                                            uint64_t size, const struct digest *proof, size_t count,
                                            const struct digest *root, struct error *err);
/* RFC 9162 2.1.4.2: UNTRUSTED unless the tree of `size` leaves begins with that of `old`. */
MUST_CHECK enum status tree_check_consistency(uint64_t old, const struct digest *old_root,
                                              uint64_t size, const struct digest *root,
                                              const struct digest *proof, size_t count,
                                              struct error *err);

#endif
