/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures of what suppliers handed in and of what was reported upwards, by school and year: derived
 * from the gateway's answers and those of the one above, as store/figures.h is from the records
 * made here, and no part of a dump either.  For every day of the past too, as far as that had a
 * time; whole packets and what was reported are told by when the one that counts now came.
 */
#ifndef HOCBA_STORE_INTAKE_FIGURES_H
#define HOCBA_STORE_INTAKE_FIGURES_H

#include "store/figures.h"

enum intake_outcome {
    INTAKE_ACCEPTED,   /* pupils with a received record of the year that counts */
    INTAKE_TAKEN_BACK, /* pupils whose received record was withdrawn or stopped, and none counts */
    INTAKE_REJECTED,   /* pupils whose record was refused, and none was received since */
    INTAKE_ERROR,      /* the same, by an error that was given as a reason; may be several */
    INTAKE_PACKETS,  /* packets refused as a whole by an error, with none taken since: no pupils */
    INTAKE_REPORTED, /* pupils with a record that counts, received or issued here, and that the one
                        above has accepted (store/reports.h) */
};

struct intake_figure {
    const char *unit;
    enum intake_outcome outcome;
    const char *error;    /* of the exchange, as "SIGNATURE"; "" for accepted and rejected pupils */
    const char *class_id; /* that the pupils are in now; "": in none here */
    int grade;            /* of that class, else of the record received; 0: not known */
    int64_t pupils;       /* or packets */
};

struct intake_figures {
    LIST(struct intake_figure) list;
};

struct intake_place {
    const char *unit, *year;
};

struct intake_places {
    LIST(struct intake_place) list;
};

/* Who has something new after the marks. */
MUST_CHECK enum status store_list_touched_intake(struct store *store,
                                                 const struct figure_marks *after,
                                                 struct arena *arena, struct intake_places *places,
                                                 struct error *err);
/* In place of those of that school and year. */
MUST_CHECK enum status store_sum_intake(struct store *store, const struct intake_place *place,
                                        struct error *err);
/* At the end of that day, by unit. */
MUST_CHECK enum status store_list_intake_figures(struct store *store, const char *year,
                                                 struct date day, struct arena *arena,
                                                 struct intake_figures *figures, struct error *err);

/* The pupils whom a figure counts, and what says so. */
struct handed_in {
    const char *pupil_code, *name, *uuid;
    const char *status;                  /* of the record received; NULL: it was refused, for */
    const char *error, *field, *reasons; /* ... these */
    bool entered;                        /* in the ledger */
    int64_t message;                     /* number */
    struct moment received;
    const char *class_id; /* as of a figure */
    int grade;
};

struct handed_in_list {
    LIST(struct handed_in) list;
};

/* INTAKE_ACCEPTED, INTAKE_TAKEN_BACK, INTAKE_REJECTED; or INTAKE_ERROR, refused once for `error`.
 * By the pupil's code; as many as the figure says. */
MUST_CHECK enum status store_list_handed_in(struct store *store, const struct intake_place *place,
                                            enum intake_outcome outcome, const char *error,
                                            struct arena *arena, struct handed_in_list *pupils,
                                            struct error *err);

#endif
