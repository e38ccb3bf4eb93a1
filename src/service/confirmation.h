/* SPDX-License-Identifier: Apache-2.0
 *
 * The sheet on which a family confirms a pupil's personal data before they go into a record:
 * printed for a class or a pupil, taken back with a remark or without, and a remark is a task of
 * the registrar, done by an answer and, where the family is right, by the corrections.
 *
 * The last sheet of a pupil's year counts.  A school that prints none for a class is asked for
 * none.
 */
#ifndef HOCBA_SERVICE_CONFIRMATION_H
#define HOCBA_SERVICE_CONFIRMATION_H

#include "service/edit.h"
#include "store/confirmations.h"

enum { CONFIRMATION_PDF_MAX = 64 * 1024 * 1024, REMARK_GRAPHEMES_MAX = 1000 };

/* --- the class: MAY_MANAGE_PUPILS ------------------------------------------------------------- */

struct confirmation_order {
    const char *class_id;
    const char *enrolment; /* only this one, also when it has a sheet; NULL: who has none */
};

/* Append the sheets as PDF and remember that they are out; both or neither.  CONFLICT: everybody
 * has one. */
MUST_CHECK enum status confirmation_print(struct app *app, const struct confirmation_order *order,
                                          struct buffer *pdf, struct error *err);

struct confirmation_state {
    struct enrolled enrolled;
    struct confirmation_sheet sheet; /* the last; its enrolment is NULL: none was printed */
    bool open;                       /* a remark, on this or an earlier one, waits for its answer */
};
struct confirmation_states {
    struct school_class class;
    LIST(struct confirmation_state) list;
};
MUST_CHECK enum status confirmation_list(struct app *app, const char *class_id,
                                         struct confirmation_states *states, struct error *err);

struct confirmation_back {
    const char *enrolment;
    int64_t sheet;
    const char *remark; /* NULL or blank: none */
};
/* All of them or none.  CONFLICT: one is back already, or was printed anew. */
MUST_CHECK enum status confirmation_take(struct app *app, const struct confirmation_back *backs,
                                         size_t count, struct error *err);

/* --- the registrar: MAY_ANSWER_REMARKS -------------------------------------------------------- */

MUST_CHECK enum status confirmation_remarks(struct app *app, const char *unit,
                                            struct open_remarks *remarks, struct error *err);

struct confirmation_field {
    const struct field *field;
    const char *value; /* in words; "" when none */
};
struct confirmation_view {
    struct enrolled enrolled;
    struct confirmation_sheet sheet;
    LIST(struct confirmation_field) fields;
};
/* `number` as it stands in an address. */
MUST_CHECK enum status confirmation_open(struct app *app, const char *enrolment, const char *number,
                                         struct confirmation_view *view, struct error *err);
/* The edits that change something and the answer, in one transaction.  INVALID: no answer. */
MUST_CHECK enum status confirmation_answer(struct app *app, const struct confirmation_view *view,
                                           struct edit *edits, size_t count, const char *answer,
                                           struct error *err);

/* --- who signs -------------------------------------------------------------------------------- */

/* Why a pupil's data may not be confirmed: one sentence; NULL: they are, or the class has no
 * sheets. */
const char *confirmation_doubt(const struct confirmation_sheets *sheets, const char *enrolment);

#endif
