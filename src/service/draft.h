/* SPDX-License-Identifier: Apache-2.0
 *
 * Drafts: what the store knows of a pupil's year, as the record that it would become, with the
 * facts that the rules need beside it.  Everything lives in the app's arena.
 *
 * A draft's record has every field but those that are made when the record is created (uuid,
 * created, issue_date is the year's planned one).  Leaders and teachers are those assigned on the
 * planned issue date (today when none is planned), by the decision about who signs when there are
 * several.
 */
#ifndef HOCBA_SERVICE_DRAFT_H
#define HOCBA_SERVICE_DRAFT_H

#include "model/curriculum.h"
#include "model/rules.h"
#include "service/school.h"
#include "service/year.h"

/* A class with all that its drafts have in common. */
struct class_context {
    struct school_class class;
    struct unit school, department; /* department.id is NULL when the school has none */
    struct year_rules rules;
    struct date day; /* on which assignments are looked up: the planned issue date, or today */
    struct assignments assignments;         /* those of the school that hold on that day */
    const struct assignment *principal;     /* who signs as CBQL; NULL: nobody is assigned */
    const struct assignment *class_teacher; /* who signs as GVCN; NULL: nobody, or see doubt */
    const char *class_teacher_doubt;        /* several and no decision: the sentence; else NULL */
};

struct draft {
    struct enrolled enrolled; /* enrolment, pupil, class name, year */
    struct record record;
    struct draft_facts facts;
    const struct curriculum *curriculum; /* NULL: no rules of TT27 for that grade and year ... */
    const char *refusal;                 /* ... with the reason */
    const char *entered_award;           /* as the workbooks said, to compare; or NULL */
};

struct drafts {
    struct class_context context;
    LIST(struct draft) list; /* in the order of the class list */
};

MUST_CHECK enum status class_context_load(struct app *app, const char *class_id,
                                          struct class_context *context, struct error *err);
/* All pupils of a class, in a handful of queries. */
MUST_CHECK enum status drafts_load(struct app *app, const char *class_id, struct drafts *drafts,
                                   struct error *err);
/* One of them; drafts->list has one item. */
MUST_CHECK enum status drafts_load_one(struct app *app, const char *enrolment_id,
                                       struct drafts *drafts, struct error *err);
/* The rules over one draft; a missing curriculum is a problem too. */
void draft_check(const struct draft *draft, struct arena *arena, struct problems *problems);

#endif
