/* SPDX-License-Identifier: Apache-2.0
 *
 * What a verb did to the records of a class: one outcome per pupil.  One failure neither stops nor
 * undoes the others, and running the verb again continues where it stopped.
 */
#ifndef HOCBA_SERVICE_BATCH_H
#define HOCBA_SERVICE_BATCH_H

#include "model/rules.h"
#include "service/app.h"
#include "store/records.h"

enum outcome_kind {
    OUTCOME_DONE,
    OUTCOME_ALREADY, /* it was done before: nothing to do */
    OUTCOME_FAILED,
};

struct outcome {
    const char *uuid; /* NULL: no record yet */
    const char *pupil_code, *pupil_name;
    enum outcome_kind kind;
    enum status status;       /* OK unless FAILED */
    const char *message;      /* why it failed, or a notice; or NULL */
    struct problems problems; /* of the rules, when they refused it */
};

struct batch {
    LIST(struct outcome) list;
    size_t done, already, failed;
};

/* Which records of the class: all, or of one pupil (a code; NOT_FOUND when nobody has it). */
struct class_order {
    const char *class_id;
    const char *pupil; /* NULL: all */
};

/* Add an outcome and count it. `err` NULL unless FAILED; its message is copied. */
struct outcome *batch_add(struct app *app, struct batch *batch, const struct record_row *row,
                          enum outcome_kind kind, const struct error *err);
/* The class's current records in the order of its list, list_order being the place in it; NOT_FOUND
 * when the class has none, or the pupil. */
MUST_CHECK enum status batch_records(struct app *app, const struct class_order *order,
                                     struct record_rows *rows, struct error *err);
/* The same for who works pupil by pupil: does the order mean this pupil? */
bool order_means(const struct class_order *order, const char *pupil_code);

#endif
