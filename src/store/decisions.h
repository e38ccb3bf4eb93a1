/* SPDX-License-Identifier: Apache-2.0
 *
 * Decisions of people, append-only: a later decision of the same kind about the same thing stands
 * before an earlier one; none is changed or removed. One that a given-up replacement took back
 * stands no more (store_take_back_decisions).
 */
#ifndef HOCBA_STORE_DECISIONS_H
#define HOCBA_STORE_DECISIONS_H

#include "store/store.h"

#define DECISION_PROMOTION        "promotion"
#define DECISION_EXEMPLARY        "exemplary" /* Học sinh Tiêu biểu */
#define DECISION_EXEMPTION        "exemption" /* Điều 8: text = "all" or keys, blanks between */
#define DECISION_REASSESSMENT     "reassessment"     /* text = "listed" or "decided" */
#define DECISION_SIGNER_CHOICE    "signer_choice"    /* text = role[ subject]=login */
#define DECISION_NO_NUMBER_REASON "no_number_reason" /* text = the reason */
#define DECISION_NO_MOTHER_REASON "no_mother_reason"
#define DECISION_CAMPUS           "campus" /* of a class: text = id of the campus, "" the main place */

struct decision {
    const char *id;      /* UUID */
    const char *kind;    /* DECISION_... */
    const char *entity;  /* "enrolment" "pupil" "class" "record" "unit" */
    const char *subject; /* id of the entity */
    const char *text;    /* what was decided */
    struct moment at;
    const char *by;        /* login */
    const char *reference; /* number of the paper; NULL: none */
};

struct decisions {
    LIST(struct decision) list;
};

/* `at` and `by` come from the stamp, `reference` from the decision. */
MUST_CHECK enum status store_add_decision(struct store *store, const struct decision *decision,
                                          const struct stamp *stamp, struct error *err);
/* The newest of that kind about that thing; NOT_FOUND. */
MUST_CHECK enum status store_find_decision(struct store *store, const char *kind,
                                           const char *entity, const char *subject,
                                           struct arena *arena, struct decision *decision,
                                           struct error *err);
/* All about one thing, oldest first. */
MUST_CHECK enum status store_list_decisions(struct store *store, const char *entity,
                                            const char *subject, struct arena *arena,
                                            struct decisions *decisions, struct error *err);
/* All about the enrolments and pupils of a class and about the class, oldest first. */
MUST_CHECK enum status store_list_class_decisions(struct store *store, const char *class_id,
                                                  struct arena *arena, struct decisions *decisions,
                                                  struct error *err);
/* Those about one thing that were made since then stand no more; they are kept, and no longer found
 * or listed. */
MUST_CHECK enum status store_take_back_decisions(struct store *store, const char *entity,
                                                 const char *subject, struct moment since,
                                                 const struct stamp *stamp, struct error *err);

#endif
