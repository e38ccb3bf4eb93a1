/* SPDX-License-Identifier: Apache-2.0
 *
 * What was asked about pupils' identity, what came back, and what the registrar made of it; all of
 * it append-only.  The list puts each pupil of a school year beside the newest answer about them.
 */
#ifndef HOCBA_STORE_IDENTITY_H
#define HOCBA_STORE_IDENTITY_H

#include "store/store.h"

#define IDENTITY_MATCH     "match"
#define IDENTITY_DIFFERS   "differs"
#define IDENTITY_NOT_FOUND "not_found"

struct identity_question {
    const char *id, *pupil;      /* UUIDs */
    const char *personal_number; /* as asked; NULL: none */
    const char *name;
    struct date birth_date;
};

struct identity_exchange {
    const char *id, *unit;
    const char *recipient, *basis;
    LIST(struct identity_question) questions;
};

/* A value is NULL ({0}) where it does not differ. */
struct identity_answer {
    int64_t number;       /* read only; 0: there is none */
    const char *question; /* id */
    const char *result;   /* IDENTITY_... */
    const char *personal_number, *name;
    struct date birth_date;
    const char *sex;
    struct moment at; /* read only */
};

struct identity_stored {
    const char *enrolment, *class_id, *class_name;
    const char *pupil, *unit, *code, *personal_number, *name;
    struct date birth_date;
    const char *sex, *birth_place;         /* as entered; NULL */
    int64_t others;                        /* other children with the same number in the instance */
    struct identity_answer answer;         /* the newest */
    const char *asked_number, *asked_name; /* of that answer's question */
    struct date asked_birth;
    bool ruled, accepted; /* what was made of that answer */
};

struct identity_list {
    LIST(struct identity_stored) list;
};

/* With its questions, in one transaction. */
MUST_CHECK enum status store_add_identity_exchange(struct store *store,
                                                   const struct identity_exchange *exchange,
                                                   const struct stamp *stamp, struct error *err);
/* *unit: id of the school that asked. NOT_FOUND: nobody asked so. */
MUST_CHECK enum status store_find_identity_question(struct store *store, const char *id,
                                                    struct arena *arena, const char **pupil,
                                                    const char **unit, struct error *err);
MUST_CHECK enum status store_add_identity_answer(struct store *store,
                                                 const struct identity_answer *answer,
                                                 const struct stamp *stamp, struct error *err);
/* The reason is the stamp's source. CONFLICT: it was decided already. */
MUST_CHECK enum status store_add_identity_ruling(struct store *store, int64_t answer, bool accepted,
                                                 const struct stamp *stamp, struct error *err);
/* Those who are in a class of that year now; class_id NULL: of all. By class, then list order. */
MUST_CHECK enum status store_list_identity(struct store *store, const char *unit, const char *year,
                                           const char *class_id, struct arena *arena,
                                           struct identity_list *list, struct error *err);

#endif
