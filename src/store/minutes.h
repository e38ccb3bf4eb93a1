/* SPDX-License-Identifier: Apache-2.0
 *
 * The minutes of an inspection in each school, why there are none, and files of evidence for
 * findings; all of it append-only.  Of a school's minutes the newest row counts, and none comes
 * after the one that both sides signed.
 */
#ifndef HOCBA_STORE_MINUTES_H
#define HOCBA_STORE_MINUTES_H

#include "store/store.h"

#define MINUTES_MADE   "made"
#define MINUTES_HEAD   "head"   /* signed by the head of the inspection */
#define MINUTES_SIGNED "signed" /* ... and by the principal */

struct minutes {
    int64_t number;                  /* read only */
    const char *inspection, *school; /* ids */
    const char *school_code;         /* read only */
    const char *stage;
    const char *head;        /* the person who signs first; id ... */
    const char *head_name;   /* ... and name; read only */
    const char *certificate; /* SHA-256 (hex) of who signed last; NULL: nobody */
    struct moment made;
    const char *by;
    struct span bytes; /* data NULL when they were not asked for */
};
struct minutes_list {
    LIST(struct minutes) list;
};

struct minutes_excuse {
    const char *school, *reason;
    struct moment made;
    const char *by; /* a name */
};
struct minutes_excuses {
    LIST(struct minutes_excuse) list;
};

struct inspection_file {
    int64_t number, finding;
    const char *school; /* id; read only */
    const char *name, *kind, *sha256;
    struct moment made;
    int64_t size;
    struct span bytes; /* data NULL when they were not asked for */
};
struct inspection_files {
    LIST(struct inspection_file) list;
};

/* CONFLICT: both have signed already. `made` and `by` come from the stamp. */
MUST_CHECK enum status store_add_minutes(struct store *store, const struct minutes *minutes,
                                         const struct stamp *stamp, struct error *err);
/* The newest of each school of the round; `school` NULL: of all. By code. */
MUST_CHECK enum status store_list_minutes(struct store *store, const char *inspection,
                                          const char *school, bool with_bytes, struct arena *arena,
                                          struct minutes_list *minutes, struct error *err);
/* CONFLICT: there is a reason already. */
MUST_CHECK enum status store_add_minutes_excuse(struct store *store, const char *inspection,
                                                const char *school, const char *reason,
                                                const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_list_minutes_excuses(struct store *store, const char *inspection,
                                                  struct arena *arena,
                                                  struct minutes_excuses *excuses,
                                                  struct error *err);
/* CONFLICT: the finding has these very bytes. */
MUST_CHECK enum status store_add_inspection_file(struct store *store,
                                                 const struct inspection_file *file,
                                                 const struct stamp *stamp, struct error *err);
/* Of a round, without bytes; or the one of that number, with them. */
MUST_CHECK enum status store_list_inspection_files(struct store *store, const char *inspection,
                                                   int64_t number, struct arena *arena,
                                                   struct inspection_files *files,
                                                   struct error *err);

#endif
