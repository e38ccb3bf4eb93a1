/* SPDX-License-Identifier: Apache-2.0
 *
 * Delegations: by a decision with number and date, a principal lets a deputy sign for them, or a
 * seal clerk lets somebody keep the seal, from one day to another, in the whole school or in grades
 * and classes.  What a delegation gives are dated assignments like any other (store/people.h), so
 * whoever asks who may sign asks them alone; the records that are made while it holds name the
 * deputy.  It ends by itself, with the post of who gave it, or is ended before with a reason;
 * nothing of it is ever deleted.
 */
#ifndef HOCBA_SERVICE_DELEGATION_H
#define HOCBA_SERVICE_DELEGATION_H

#include "service/app.h"
#include "store/delegations.h"
#include "store/people.h"

enum {
    DELEGATION_DAYS_MAX = 366,
    DELEGATION_PARTS_MAX = 100,  /* grades and classes together */
    DELEGATION_LISTED_MAX = 500, /* the newest ones */
    DELEGATION_NUMBER_MAX = 100, /* graphemes of a decision's number */
    DELEGATION_REASON_MAX = 400,
};

struct delegation_order {
    const char *unit;                 /* id */
    const char *kind;                 /* DELEGATION_PRINCIPAL or DELEGATION_SEAL */
    const char *giver;                /* login; NULL: the only one who can */
    const char *taker;                /* login */
    const char *decision;             /* number */
    struct date decided_on, from, to; /* from {0}: today; the last day included */
    const char *grades, *classes;     /* "4, 5", "4A, 5B"; neither: the whole school */
    const char *year;                 /* of those; NULL: the newest */
};

enum delegation_state { DELEGATION_COMING, DELEGATION_HOLDS, DELEGATION_OVER, DELEGATION_ENDED };

struct delegation_line {
    struct delegation delegation;
    enum delegation_state state;
    const char *scope; /* "khối 4; lớp 5A, 5B (2023-2024)"; "cả trường" */
    bool may_end;      /* by the app's actor, now */
};

struct delegation_lines {
    LIST(struct delegation_line) list;
};

const char *delegation_kind_word(const char *kind);
const char *delegation_state_word(enum delegation_state state);
/* "coming", "holds", "over", "ended". */
const char *delegation_state_key(enum delegation_state state);

/* DENIED, USAGE; CONFLICT: another one holds for the same classes on some of these days.  *id is
 * the new one's. */
MUST_CHECK enum status delegation_add(struct app *app, const struct delegation_order *order,
                                      const char **id, struct error *err);
/* From this moment on. CONFLICT: it is over already. */
MUST_CHECK enum status delegation_end(struct app *app, const char *id, const char *reason,
                                      struct error *err);
/* The last day of who delegates in the role that they give on; {0}: open, or nothing is known. */
MUST_CHECK enum status delegation_giver_last(struct app *app, const struct delegation *delegation,
                                             struct date *last, struct error *err);
/* A person has left a post: what they had delegated in it ends on their last day. */
MUST_CHECK enum status delegation_end_given(struct app *app, const struct person *giver,
                                            struct error *err);
/* Of a unit, newest first. */
MUST_CHECK enum status delegation_list(struct app *app, const char *unit,
                                       struct delegation_lines *lines, struct error *err);
bool delegation_may_add(struct app *app, const char *unit);
/* "ký theo ủy quyền, QĐ số 12/QĐ-TH ngày 20/05/2024"; NULL for any other assignment. */
const char *delegation_words(const struct assignment *held, struct arena *arena);

#endif
