/* SPDX-License-Identifier: Apache-2.0
 *
 * What create, sign and issue do to one class, or to each class of the school's year, and what they
 * print: one line per pupil that needs one, and the sums.
 */
#ifndef HOCBA_CLI_BATCH_OUTPUT_H
#define HOCBA_CLI_BATCH_OUTPUT_H

#include "cli/command.h"
#include "service/batch.h"
#include "service/school.h"

/* `did`: "Đã ký"; sets cli's exit code from the failures. */
void batch_print(struct cli *cli, const struct batch *batch, const char *did);

/* What is done to one class. `app` is the command's, with an arena for this class alone. */
typedef enum status class_work(struct app *app, const struct school_class *class, void *context,
                               struct batch *batch, struct error *err);

struct class_verb {
    class_work *work;
    void *context;
    const char *did;
    /* Without --class: a class that DENIED is passed over, unless all are. For those who have some
     * classes of a school and not others. */
    bool own_only;
};

/* The class that --year and --class name; without --class every class of the year, one after the
 * other: what one refuses is said and the others go on. Opens the instance; `done`: records. */
MUST_CHECK enum status batch_each_class(struct cli *cli, const struct class_verb *verb,
                                        struct app **app, size_t *done, struct error *err);

#endif
