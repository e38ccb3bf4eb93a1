/* SPDX-License-Identifier: Apache-2.0
 *
 * What a freeze (chốt) leaves open.  Nothing is entered in a frozen year any more, but for two: a
 * pupil whose issued record is to be replaced (chỉnh lý), and a pupil who waits for the summer's
 * reassessment.  Who waits is what principals signed: the year's first freeze names the manifests
 * of its classes, and their rows say who waits.  The freeze after the summer supersedes the first
 * one, and from then on nobody waits.  A year that is only locked, by nobody's signature, has
 * nobody who waits.
 */
#ifndef HOCBA_SERVICE_SUMMER_H
#define HOCBA_SERVICE_SUMMER_H

#include "service/year.h"
#include "store/classes.h"
#include "store/pupils.h"
#include "xml/manifest_xml.h"

/* What decides whether a pupil's year is open. */
struct pupil_standing {
    bool frozen;   /* the year */
    bool signed_;  /* there is a freeze that a principal signed */
    bool later;    /* and the newest supersedes another: the summer is over */
    bool waits;    /* the manifest that it names has the pupil as waiting */
    bool replaced; /* the pupil's issued record is to be replaced */
};

enum pupil_gate { GATE_SHUT, GATE_YEAR, GATE_REPLACEMENT, GATE_SUMMER };
/* Why it is open; pure. */
enum pupil_gate pupil_gate_of(const struct pupil_standing *standing);

/* Those of one class who wait; none while the year is open. */
struct summer {
    struct pupil_standing standing; /* of the class; `waits` and `replaced` are a pupil's own */
    struct manifest_data manifest;
};
MUST_CHECK enum status summer_load(struct app *app, const struct year_rules *rules,
                                   const struct school_class *class, struct summer *summer,
                                   struct error *err);
/* The names of those who are on that list and of whom `newest`, a later manifest of the class,
 * still says that they wait. */
struct summer_names {
    LIST(const char *) list;
};
void summer_list_waiting(const struct summer *summer, const struct manifest_data *newest,
                         struct arena *arena, struct summer_names *names);
/* Is the pupil on that list, and is it not over? */
bool summer_waits(const struct summer *summer, const struct pupil *pupil);

/* CONFLICT when the year is frozen, but for the two above; `gate` may be NULL. */
MUST_CHECK enum status pupil_check_open(struct app *app, const struct year_rules *rules,
                                        const char *enrolment, enum pupil_gate *gate,
                                        struct error *err);

#endif
