/* SPDX-License-Identifier: Apache-2.0
 *
 * Drafts: the values of a pupil (kept from year to year) and of an enrolment (this year's
 * results), by key: a key of model's record_fields, or "mon.<code>.muc|diem|nhan_xet[.<period>]".
 * Every change is kept: who, when, from, to, where from.  Marks of every attempt are kept.
 */
#ifndef HOCBA_STORE_DRAFTS_H
#define HOCBA_STORE_DRAFTS_H

#include "model/record.h"
#include "store/store.h"

/* Whose value it is; also the `entity` of the history. */
#define ENTITY_PUPIL     "pupil"
#define ENTITY_ENROLMENT "enrolment"

struct draft_value {
    const char *enrolment; /* id */
    bool of_pupil;         /* the pupil's value, else this year's */
    const char *key, *value;
};

struct draft_values {
    LIST(struct draft_value) list;
};

/* Set one value; NULL or "" removes it.  No change: nothing is written.  `entity` is ENTITY_PUPIL
 * or ENTITY_ENROLMENT, `id` its id. `changed` may be NULL. */
MUST_CHECK enum status store_set_value(struct store *store, const char *entity, const char *id,
                                       const char *key, const char *value,
                                       const struct stamp *stamp, bool *changed, struct error *err);
/* NULL (and OK) when there is none. */
MUST_CHECK enum status store_get_value(struct store *store, const char *entity, const char *id,
                                       const char *key, struct arena *arena, const char **value,
                                       struct error *err);
/* All values of all pupils of a class, in one query; by enrolment, the pupil's first, then key. */
MUST_CHECK enum status store_list_class_values(struct store *store, const char *class_id,
                                               struct arena *arena, struct draft_values *values,
                                               struct error *err);
/* The same of one enrolment. */
MUST_CHECK enum status store_list_enrolment_values(struct store *store, const char *enrolment,
                                                   struct arena *arena, struct draft_values *values,
                                                   struct error *err);
/* What is kept of a pupil from year to year, by key; `enrolment` is "". */
MUST_CHECK enum status store_list_pupil_values(struct store *store, const char *pupil,
                                               struct arena *arena, struct draft_values *values,
                                               struct error *err);

/* --- history ------------------------------------------------------------------------------- */

struct change {
    int64_t number;     /* order of entry */
    const char *entity; /* "pupil" "enrolment" "unit" "person" "class" "year" "assignment" ... */
    const char *id, *key;
    const char *from, *to; /* NULL: no value */
    struct moment at;
    const char *by, *source;
};

struct changes {
    LIST(struct change) list;
};

/* Append a change of something that has no function of its own (the store's setters do it). */
MUST_CHECK enum status store_add_change(struct store *store, const char *entity, const char *id,
                                        const char *key, const char *from, const char *to,
                                        const struct stamp *stamp, struct error *err);
/* In order of entry. key NULL: all keys. */
MUST_CHECK enum status store_list_changes(struct store *store, const char *entity, const char *id,
                                          const char *key, struct arena *arena,
                                          struct changes *changes, struct error *err);

/* --- marks --------------------------------------------------------------------------------- */

struct mark_attempt {
    const char *enrolment;
    const char *subject; /* "TV" */
    const char *period;  /* period_code(): "gk1" "hk1" "gk2" "cn" */
    int attempt;         /* 1.. */
    int mark;            /* 0..10 */
    struct date taken;   /* {0}: not known */
    struct moment at;
    const char *by, *source;
};

struct mark_attempts {
    LIST(struct mark_attempt) list;
};

/* Append a mark with the next attempt number; nothing happens when the last attempt has the same
 * mark and `retest` is false (a second import of the same file). `added` may be NULL. */
MUST_CHECK enum status store_add_mark(struct store *store, const struct mark_attempt *attempt,
                                      bool retest, const struct stamp *stamp, bool *added,
                                      struct error *err);
/* By subject, period, attempt. */
MUST_CHECK enum status store_list_marks(struct store *store, const char *enrolment,
                                        struct arena *arena, struct mark_attempts *marks,
                                        struct error *err);
/* The same of all pupils of a class, by enrolment first. */
MUST_CHECK enum status store_list_class_marks(struct store *store, const char *class_id,
                                              struct arena *arena, struct mark_attempts *marks,
                                              struct error *err);
/* Those that were entered since then count no more, and are listed no more; their numbers are not
 * given again. */
MUST_CHECK enum status store_take_back_marks(struct store *store, const char *enrolment,
                                             struct moment since, const struct stamp *stamp,
                                             struct error *err);

#endif
