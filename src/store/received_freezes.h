/* SPDX-License-Identifier: Apache-2.0
 *
 * The freezes (chốt) that the principals of schools with systems of their own have signed, kept by
 * the department, append-only.  A year has one that is the first, kept with the manifests that it
 * names and the pupils whom these say to wait for the summer's reassessment; each later one
 * supersedes the one before.
 */
#ifndef HOCBA_STORE_RECEIVED_FREEZES_H
#define HOCBA_STORE_RECEIVED_FREEZES_H

#include "store/store.h"

struct received_manifest {
    const char *sha256, *class_name; /* sha256, hex: of its issued form */
    struct span bytes;
    LIST(const char *) waiting; /* codes of pupils */
};
struct received_freeze {
    const char *sha256, *unit, *year; /* the school's id */
    const char *certificate;          /* SHA-256 (hex) of the principal's */
    const char *supersedes;           /* NULL: the first */
    struct moment signed_at;
    struct span bytes;
    LIST(struct received_manifest) manifests; /* to be added */
};

/* All or nothing. CONFLICT: the year has a first one, or that one is superseded already. */
MUST_CHECK enum status store_add_received_freeze(struct store *store,
                                                 const struct received_freeze *freeze,
                                                 const struct stamp *stamp, struct error *err);
/* The newest of a year. NOT_FOUND: none was brought. */
MUST_CHECK enum status store_find_received_freeze(struct store *store, const char *unit,
                                                  const char *year, struct arena *arena,
                                                  struct received_freeze *freeze,
                                                  struct error *err);
/* Does that freeze's list name the pupil? */
MUST_CHECK enum status store_find_waiting(struct store *store, const char *freeze,
                                          const char *pupil_code, bool *waits, struct error *err);

#endif
