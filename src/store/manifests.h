/* SPDX-License-Identifier: Apache-2.0
 *
 * The manifests of classes: signed files, append-only.  A class has one that is the first; each
 * further one supplements the one before, and no two the same.
 */
#ifndef HOCBA_STORE_MANIFESTS_H
#define HOCBA_STORE_MANIFESTS_H

#include "store/store.h"

struct manifest {
    const char *sha256; /* hex: of its issued form, the H of its leaf */
    const char *class_id;
    const char *certificate; /* SHA-256 (hex) of the signer's */
    const char *supplements; /* sha256 of the one before; NULL: the first */
    struct moment made;
    const char *by;
    struct span bytes; /* as signed */
    int64_t position;  /* in the ledger; -1: not entered yet; read only */
};

struct manifests {
    LIST(struct manifest) list;
};

/* CONFLICT: the class has a first one, or the one before has a supplement. */
MUST_CHECK enum status store_add_manifest(struct store *store, const struct manifest *manifest,
                                          struct error *err);
/* class_id NULL: of all classes, at most `limit`. By class, the first of each first. */
MUST_CHECK enum status store_list_manifests(struct store *store, const char *class_id,
                                            int64_t limit, struct arena *arena,
                                            struct manifests *manifests, struct error *err);
/* Those that have no ledger entry yet, at most `limit`. */
MUST_CHECK enum status store_list_unentered_manifests(struct store *store, int64_t limit,
                                                      struct arena *arena,
                                                      struct manifests *manifests,
                                                      struct error *err);

#endif
