/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking pupils up as one types, over all schools and years that the actor may see (MAY_SEE).
 */
#ifndef HOCBA_SERVICE_LOOKUP_H
#define HOCBA_SERVICE_LOOKUP_H

#include "service/app.h"
#include "store/lookup.h"
#include "store/records.h"
#include "store/units.h"

enum { LOOKUP_SHOWN_MAX = 30 };

struct lookup_found {
    LIST(struct lookup_hit) list; /* whole words before beginnings, each by the alphabet */
    bool more;                    /* there are others: go on typing */
    bool unmarked;                /* nobody has these marks; found without them */
};

/* Pupils for what was typed: part of a name, a birth date, a class, a year, a number, a code, in
 * any order. Nothing typed, or nobody that the actor may see: an empty list. */
MUST_CHECK enum status lookup_find(struct app *app, const char *text, struct lookup_found *found,
                                   struct error *err);

/* Everything of one pupil: all years, all versions of all records. */
struct pupil_file {
    struct pupil pupil;
    struct unit unit;
    struct enrolments years;    /* oldest first */
    struct record_rows records; /* by year; replaced ones too */
};
/* NOT_FOUND; DENIED: in none of the pupil's classes. */
MUST_CHECK enum status lookup_pupil(struct app *app, const char *id, struct pupil_file *file,
                                    struct error *err);

/* The same without asking who wants it: for a family, whose code was asked for (family.h). */
MUST_CHECK enum status lookup_load(struct app *app, const char *id, struct pupil_file *file,
                                   struct error *err);

#endif
