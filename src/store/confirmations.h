/* SPDX-License-Identifier: Apache-2.0
 *
 * Sheets of a pupil's personal data that went to the family: printed, back (with a remark or
 * without), a remark answered; each once.  The last sheet of a pupil's year counts.
 */
#ifndef HOCBA_STORE_CONFIRMATIONS_H
#define HOCBA_STORE_CONFIRMATIONS_H

#include "store/store.h"

struct confirmation_sheet {
    const char *enrolment;
    int64_t sheet; /* from 1 */
    struct moment printed;
    const char *printed_by; /* login */
    struct moment back;
    const char *back_by; /* NULL: still out */
    const char *remark;  /* NULL: none */
    struct moment answered;
    const char *answered_by, *answer; /* NULL: not yet */
};

struct confirmation_sheets {
    LIST(struct confirmation_sheet) list;
};

/* The pupil's next sheet. */
MUST_CHECK enum status store_add_confirmation(struct store *store, const char *enrolment,
                                              const struct stamp *stamp, struct error *err);
/* All sheets of a class; by enrolment, oldest first. */
MUST_CHECK enum status store_list_class_confirmations(struct store *store, const char *class_id,
                                                      struct arena *arena,
                                                      struct confirmation_sheets *sheets,
                                                      struct error *err);
/* NOT_FOUND. */
MUST_CHECK enum status store_find_confirmation(struct store *store, const char *enrolment,
                                               int64_t sheet, struct arena *arena,
                                               struct confirmation_sheet *found, struct error *err);
/* `remark` NULL: none.  CONFLICT: it is back already, or another one was printed since. */
MUST_CHECK enum status store_take_confirmation(struct store *store, const char *enrolment,
                                               int64_t sheet, const char *remark,
                                               const struct stamp *stamp, struct error *err);
/* CONFLICT: it has no remark, or is answered already. */
MUST_CHECK enum status store_answer_confirmation(struct store *store, const char *enrolment,
                                                 int64_t sheet, const char *answer,
                                                 const struct stamp *stamp, struct error *err);

/* A remark that waits for its answer. */
struct open_remark {
    struct confirmation_sheet sheet;
    const char *pupil, *pupil_name, *class_name, *year;
};

struct open_remarks {
    LIST(struct open_remark) list;
};

/* Of a school; the oldest 500. */
MUST_CHECK enum status store_list_open_remarks(struct store *store, const char *unit,
                                               struct arena *arena, struct open_remarks *remarks,
                                               struct error *err);

#endif
