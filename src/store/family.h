/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes with which a family opens a pupil's records.  Only a code's digest is kept: nobody can read
 * one out of the store.  A pupil has at most one that has not ended.
 */
#ifndef HOCBA_STORE_FAMILY_H
#define HOCBA_STORE_FAMILY_H

#include "store/store.h"

struct family_code {
    const char *id, *pupil;
    struct moment made;
    const char *made_by; /* login */
    struct moment ended; /* {0}: not */
    const char *ended_by, *reason;
};

struct family_codes {
    LIST(struct family_code) list;
};

/* `digest`: SHA-256, hex. The pupil's former one, if any, ends with `reason`. */
MUST_CHECK enum status store_add_family_code(struct store *store, const struct family_code *code,
                                             const char *digest, const char *reason,
                                             const struct stamp *stamp, struct error *err);
/* NOT_FOUND: the pupil has none that has not ended. */
MUST_CHECK enum status store_end_family_code(struct store *store, const char *pupil,
                                             const char *reason, const struct stamp *stamp,
                                             struct error *err);
/* Ended ones too. NOT_FOUND. */
MUST_CHECK enum status store_find_family_code(struct store *store, const char *id,
                                              struct arena *arena, struct family_code *code,
                                              struct error *err);
MUST_CHECK enum status store_find_family_code_by_digest(struct store *store, const char *digest,
                                                        struct arena *arena,
                                                        struct family_code *code,
                                                        struct error *err);
/* All of a pupil, oldest first. */
MUST_CHECK enum status store_list_family_codes(struct store *store, const char *pupil,
                                               struct arena *arena, struct family_codes *codes,
                                               struct error *err);
/* Those of a class's pupils that have not ended. */
MUST_CHECK enum status store_list_class_family_codes(struct store *store, const char *class_id,
                                                     struct arena *arena,
                                                     struct family_codes *codes, struct error *err);

/* The only record whose UUID lies between two texts; NOT_FOUND: none, or several. */
MUST_CHECK enum status store_find_record_between(struct store *store, const char *first,
                                                 const char *last, struct arena *arena,
                                                 const char **uuid, struct error *err);

#endif
