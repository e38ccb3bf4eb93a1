/* SPDX-License-Identifier: Apache-2.0
 *
 * Making the figures of monitoring (store/figures.h) from their sources: enrolments, what was
 * entered, the steps of records with their signatures, the ledger, the gateway's answers.  Each
 * figure is a pure function of these, for every day of the past too: made anew it is the same.
 *
 * Refreshing looks only at classes that something new is about.  The server's keeper does it, and
 * whoever asks for figures on the command line.
 */
#ifndef HOCBA_SERVICE_FIGURES_H
#define HOCBA_SERVICE_FIGURES_H

#include "service/app.h"
#include "store/classes.h"
#include "store/figures.h"

/* Bring the figures up to what the sources say now; `made` classes (may be NULL) were counted. Asks
 * for no right: nothing is told. */
MUST_CHECK enum status figures_refresh(struct app *app, size_t *made, struct error *err);
/* Throw every figure away and make them all anew. */
MUST_CHECK enum status figures_rebuild(struct app *app, size_t *made, struct error *err);

/* --- counting, pure --------------------------------------------------------------------------- */

#define FIGURE_BIT(figure) (1u << (figure))

struct pupil_state {
    const struct figure_pupil *pupil;
    unsigned bits; /* FIGURE_BIT()s on that day; 0: not in the class */
};

struct counting {
    struct arena *arena;
    const struct school_class *class;
    const struct figure_pupils *pupils;
    const struct figure_steps *steps;
    bool own_clock; /* a training instance's: its ledger goes by the real one, which is no day here
                     */
};

struct class_figures {
    LIST(struct class_figure) list; /* by grade, then day */
};
void figures_count(const struct counting *counting, struct class_figures *figures);
/* Each pupil at the end of that day, in the order of `pupils`. */
struct pupil_state *figures_states(const struct counting *counting, struct date day);

#endif
