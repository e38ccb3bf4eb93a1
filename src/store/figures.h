/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures of monitoring: for each class and grade, how many of its pupils have come how far, from a
 * day until the next change.  They are made from enrolments, entries, the steps of records and the
 * ledger (service/figures.h), summed for each school, and can be thrown away and made anew at any
 * time; so they are no part of a dump.
 */
#ifndef HOCBA_STORE_FIGURES_H
#define HOCBA_STORE_FIGURES_H

#include "store/store.h"

/* What is counted of the pupils of a class; each is at most FIGURE_ENROLLED. */
enum figure {
    FIGURE_ENROLLED,
    FIGURE_NUMBERED, /* with a personal number of 12 digits */
    FIGURE_ENTERED,  /* all levels and ratings of the year, or a record made of them */
    FIGURE_CHECKED,
    FIGURE_SIGNED_GVBM,
    FIGURE_SIGNED_GVCN,
    FIGURE_SIGNED_CBQL,
    FIGURE_ISSUED, /* ... and it counts */
    FIGURE_IN_LEDGER,
    FIGURE_CORRECTED, /* issued in place of another that was issued */
    FIGURE_REVOKED,   /* withdrawn or stopped, and no other counts */
    FIGURE_COUNT,
    /* Kept beside them; no steps of their own. */
    FIGURE_HELD = FIGURE_COUNT, /* another program's record was received, and counts */
    FIGURE_LACKS,               /* from here on, for FIGURE_ENTERED to FIGURE_IN_LEDGER: who has not
                                   come so far here, and is not held either */
    FIGURE_KEPT = FIGURE_LACKS + FIGURE_IN_LEDGER - FIGURE_ENTERED + 1
};

/* A step of a record, which another program may have done; not a pupil's number, nor what became
 * of a record later. */
static inline bool
figure_is_of_records(enum figure figure)
{
    return figure >= FIGURE_ENTERED && figure <= FIGURE_IN_LEDGER;
}

/* Who is missing there. */
static inline enum figure
figure_lacking(enum figure of_records)
{
    return (enum figure)(FIGURE_LACKS + of_records - FIGURE_ENTERED);
}

static inline int64_t
figure_missing(const int64_t counts[FIGURE_KEPT], enum figure figure)
{
    return figure_is_of_records(figure) ? counts[figure_lacking(figure)]
                                        : counts[FIGURE_ENROLLED] - counts[figure];
}

struct figure_pupil {
    const char *enrolment;
    int grade;
    struct date from, to; /* to: the last day */
    const char *pupil, *code, *name, *personal_number;
    struct date birth_date;
    struct moment numbered_at; /* {0}: not known */
};

struct figure_pupils {
    LIST(struct figure_pupil) list;
};

enum figure_step_kind {
    FIGURE_STEP_VALUE,
    FIGURE_STEP_RECORD,
    FIGURE_STEP_LEDGER,
    FIGURE_STEP_RECEIVED, /* through the gateway */
    FIGURE_STEP_STATUS,   /* what became of that: `to` */
    FIGURE_STEP_VOID      /* it fell with its seal's key: nothing makes it count again */
};

struct figure_step {
    const char *enrolment;
    enum figure_step_kind kind;
    const char *record, *replaces; /* "": none */
    const char *key;               /* of a value, or the verb */
    const char *to;                /* "": the value was taken away; or the state */
    struct moment at;
};

struct figure_steps {
    LIST(struct figure_step) list;
};

/* One row: from that day on. */
struct class_figure {
    const char *class_id, *unit, *year;
    int grade;
    struct date from;
    int64_t counts[FIGURE_KEPT];
};

/* Sums over classes. */
struct figure_sum {
    const char *unit;
    int grade;
    const char *class_id, *class_name; /* NULL: of all */
    int64_t classes;
    int64_t counts[FIGURE_KEPT];
    int64_t entry_behind, signing_behind, issue_behind; /* classes where somebody is missing */
};

struct figure_sums {
    LIST(struct figure_sum) list;
};

struct figure_question {
    const char *year;
    struct date day;
    const char *pilot; /* the department whose pilot alone counts; NULL: everything */
    const char *unit;  /* of store_sum_unit_figures() */
};

/* How far the sources were read; -1: not at all. */
struct figure_marks {
    int64_t event, change, entry, message;
    int64_t fallen;  /* how many received records had fallen with their seals' keys */
    int64_t made_at; /* seconds; of the last refresh */
};

/* A commit that comes later than its rows' numbers and times (PostgreSQL) is looked for so long. */
enum { FIGURES_SETTLED_AFTER = 600 };

/* What was changed no earlier than then may be new; -1: everything. */
static inline int64_t
figures_changed_since(const struct figure_marks *after)
{
    return after->made_at < 0 ? -1 : after->made_at - FIGURES_SETTLED_AFTER;
}

/* --- sources ---------------------------------------------------------------------------------- */

/* By enrolment. */
MUST_CHECK enum status store_list_figure_pupils(struct store *store, const char *class_id,
                                                struct arena *arena, struct figure_pupils *pupils,
                                                struct error *err);
/* By enrolment, then in the order of time. */
MUST_CHECK enum status store_list_figure_steps(struct store *store, const char *class_id,
                                               struct arena *arena, struct figure_steps *steps,
                                               struct error *err);
/* Those of records alone, not what was entered: enough to know what is issued. */
MUST_CHECK enum status store_list_record_steps(struct store *store, const char *class_id,
                                               struct arena *arena, struct figure_steps *steps,
                                               struct error *err);
MUST_CHECK enum status store_get_figure_marks(struct store *store, struct figure_marks *marks,
                                              struct error *err);
MUST_CHECK enum status store_set_figure_marks(struct store *store, const struct figure_marks *marks,
                                              struct error *err);
/* Where the sources end now; where commits come out of order, what is younger than `settled` is not
 * taken as read. */
MUST_CHECK enum status store_find_figure_ends(struct store *store, const struct figure_marks *after,
                                              struct moment settled, struct figure_marks *ends,
                                              struct error *err);
/* The classes that something after the marks is about, by unit and year. */
struct touched_class {
    const char *class_id, *unit, *year;
};
struct touched_classes {
    LIST(struct touched_class) list;
};
MUST_CHECK enum status
store_list_touched_classes(struct store *store, const struct figure_marks *after,
                           struct arena *arena, struct touched_classes *classes, struct error *err);

/* --- figures ---------------------------------------------------------------------------------- */

/* In place of those of that class; in each grade by day. */
MUST_CHECK enum status store_replace_figures(struct store *store, const char *class_id,
                                             const struct class_figure *figures, size_t count,
                                             struct error *err);
/* The sums of a school's year, from the figures of its classes and who takes part in a pilot. */
MUST_CHECK enum status store_sum_school(struct store *store, const char *unit, const char *year,
                                        struct error *err);
/* Figures, sums and marks. */
MUST_CHECK enum status store_drop_figures(struct store *store, struct error *err);
/* By unit and grade; as store_sum_school() left them. */
MUST_CHECK enum status store_sum_figures(struct store *store, const struct figure_question *asked,
                                         struct arena *arena, struct figure_sums *sums,
                                         struct error *err);
/* The classes of one unit, by grade and name. */
MUST_CHECK enum status store_sum_unit_figures(struct store *store,
                                              const struct figure_question *asked,
                                              struct arena *arena, struct figure_sums *sums,
                                              struct error *err);
/* NULL: no figures. */
MUST_CHECK enum status store_find_newest_year(struct store *store, struct arena *arena,
                                              const char **year, struct error *err);

#endif
