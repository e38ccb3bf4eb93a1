/* SPDX-License-Identifier: Apache-2.0
 *
 * The class grid: what a teacher sees and writes of one class, as columns, rows and cells, on top
 * of drafts and their rules (service/draft.h, service/edit.h).
 *
 * A cell's number is that of the last change of its value (0: never set).  Who saves says over
 * which number; another value that came meanwhile is a conflict and stays, and the same value again
 * is no change.  A request's id stands beside its changes in the history: repeated after a lost
 * answer it is told what the first one did, whatever came after.  Each cell stands for itself: one
 * that is refused does not stop the others.
 */
#ifndef HOCBA_SERVICE_GRID_H
#define HOCBA_SERVICE_GRID_H

#include "service/draft.h"
#include "store/cells.h"

enum { GRID_SAVES_MAX = 200 };
#define GRID_RESULT_KEY "ket_qua_xep_loai" /* computed by the rules, shown to read only */

enum grid_view {
    GRID_SUBJECT, /* one subject: level, mark, comment */
    GRID_ALL,     /* every subject */
    GRID_TRAITS,  /* qualities and competences with their comments */
    GRID_RESULTS, /* the class teacher's comment, awards, what follows from the rules */
    GRID_BODY,    /* attendance, height and weight */
    GRID_PUPIL,   /* one pupil by all */
    GRID_VIEW_COUNT
};

bool grid_view_parse(const char *word, enum grid_view *view); /* "subject" ... */
const char *grid_view_word(enum grid_view view);

struct grid_order {
    const char *class_id;
    enum grid_view view;
    const char *subject;   /* of GRID_SUBJECT */
    const char *enrolment; /* of GRID_PUPIL; else NULL: all */
    enum period period;
    bool to_read; /* rows come without problems and numbers: nothing is to be written */
};

struct grid_column {
    const char *key, *label;
    const char *group;          /* what several columns have in common: a subject; NULL */
    const char *kind;           /* "level" "rating" "mark" "text" "number" "choice" */
    const char *const *choices; /* NULL-terminated; NULL: none */
    int max;                    /* graphemes; 0: not bounded here */
    const char *subject;        /* for rights: "" is what no subject teacher enters */
    bool readonly;              /* computed, or not this person's to write */
};

struct grid_cell {
    const char *value; /* never NULL */
    int64_t number;
};

struct grid_row {
    const struct draft *draft;
    const char *locked;       /* why nobody may write there now: a sentence; NULL: one may */
    struct grid_cell *cells;  /* one per column */
    struct problems problems; /* of the rules, of the whole record */
};

struct grid {
    struct drafts drafts; /* its context: class, year, rules */
    int64_t version;      /* of the newest change */
    LIST(struct grid_column) columns;
    LIST(struct grid_row) rows;
};

/* DENIED unless the actor may see that class. USAGE: no such subject in that grade. */
MUST_CHECK enum status grid_load(struct app *app, const struct grid_order *order, struct grid *grid,
                                 struct error *err);
/* The columns of a view for a grade; readonly is set where the value is computed. */
void grid_columns(const struct grid_order *order, const struct curriculum *curriculum,
                  struct arena *arena, struct grid *grid);

/* --- saving ---------------------------------------------------------------------------------- */

enum grid_outcome { GRID_SAVED, GRID_UNCHANGED, GRID_CONFLICT, GRID_REFUSED };

struct grid_save {
    const char *enrolment, *key, *value, *source;
    int64_t base; /* the number over which it was typed */
    /* set by grid_save(): */
    enum grid_outcome outcome;
    int64_t number;       /* as it is now */
    const char *now, *by; /* the value as it is kept, and who set it last (a name) */
    struct moment at;
    const char *message; /* of a refusal */
};

/* Each by itself; `saves` says what became of each. `request` is a UUID of the caller's (USAGE: it
 * is none). Else fails only when nothing can be said: the database is away. */
MUST_CHECK enum status grid_save(struct app *app, const char *request, struct grid_save *saves,
                                 size_t count, struct error *err);
/* The problems of the pupils of these saves, as they are now: each pupil once. */
struct grid_pupil_problems {
    const char *enrolment;
    struct problems problems;
};
struct grid_problems {
    LIST(struct grid_pupil_problems) list;
};
MUST_CHECK enum status grid_check_saved(struct app *app, const struct grid_save *saves,
                                        size_t count, struct grid_problems *problems,
                                        struct error *err);

/* --- what happened --------------------------------------------------------------------------- */

/* Changes of the class after that number; `by` is a name. DENIED as for grid_load(). */
MUST_CHECK enum status grid_changes(struct app *app, const char *class_id, int64_t after,
                                    struct changes *changes, struct error *err);
/* Of one value, oldest first; `source` is "typed" "pasted" ... where it came from the grid. */
MUST_CHECK enum status grid_history(struct app *app, const char *enrolment, const char *key,
                                    struct changes *changes, struct error *err);

/* The name of whom the history calls by a login. */
MUST_CHECK enum status grid_name_author(struct app *app, const char **by, struct error *err);

#endif
