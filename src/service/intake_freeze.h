/* SPDX-License-Identifier: Apache-2.0
 *
 * The department's side of a freeze (service/freeze.h) that a school with a system of its own has
 * signed: the file itself, with the manifests that it names.  From then on the department's copy of
 * the year is frozen, and the gateway takes nothing more of it but what these say to be open:
 * pupils who wait for the summer's reassessment, until the freeze that follows it, and what a
 * decision has agreed to replace.
 */
#ifndef HOCBA_SERVICE_INTAKE_FREEZE_H
#define HOCBA_SERVICE_INTAKE_FREEZE_H

#include "service/app.h"
#include "service/summer.h"
#include "xml/freeze_xml.h"

enum {
    INTAKE_FREEZE_FILES_MAX = 1 + FREEZE_ROWS_MAX,
    INTAKE_FREEZE_FILE_MAX = 4 * 1024 * 1024, /* of each */
};

struct intake_freeze {
    const char *unit, *year;      /* the school's id */
    struct span file;             /* the freeze, as signed */
    const struct span *manifests; /* of the first: that of every class which it closes; the later
                                     one goes alone */
    size_t count;
};
struct intake_frozen {
    const char *sha256;
    bool later;     /* it supersedes another: nobody waits any more */
    size_t waiting; /* pupils */
};
/* UNTRUSTED: a signature is not right; DENIED: not a registered principal's of that school;
 * INVALID: of another school or year, or a manifest is missing, is not the one that is named, or
 * comes with a later freeze;
 * CONFLICT: there is another freeze in its place already. All or nothing. */
MUST_CHECK enum status intake_freeze_bring(struct app *app, const struct intake_freeze *order,
                                           struct intake_frozen *frozen, struct error *err);

/* How a pupil of a school stands in a frozen year by what was brought; `replaced` is not looked
 * at. */
MUST_CHECK enum status intake_freeze_standing(struct app *app, const char *unit, const char *year,
                                              const char *pupil_code, struct arena *arena,
                                              struct pupil_standing *standing, struct error *err);

#endif
