/* SPDX-License-Identifier: Apache-2.0
 *
 * A file of reasons: why a pupil has no record, why a class is not closed.  Each line names one and
 * says why, with a tab between.
 */
#ifndef HOCBA_SERVICE_REASONS_H
#define HOCBA_SERVICE_REASONS_H

#include "base/list.h"
#include "service/app.h"

enum { REASONS_FILE_MAX = 64 * 1024, REASON_LINES_MAX = 500 };

struct reason {
    const char *of, *text;
    bool used;
};

struct reasons {
    LIST(struct reason) list;
};

/* `what` a line begins with, in Vietnamese, for the sentence. data NULL: none. INVALID: a line is
 * none, or there are too many. Lives in app->arena. */
MUST_CHECK enum status reasons_read(struct app *app, struct span file, const char *what,
                                    struct reasons *reasons, struct error *err);
/* NULL: none is given; else it is used. */
const char *reasons_take(struct reasons *reasons, const char *of);
/* Of the first that nobody took; NULL: all were. */
const char *reasons_left(const struct reasons *reasons);

#endif
