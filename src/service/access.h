/* SPDX-License-Identifier: Apache-2.0
 *
 * Access: who may do what.  ONE table, right x role (access.c); a role holds through a dated
 * assignment of the actor, in that unit; the roles of whoever manages schools also in every unit
 * below theirs, as the tree stands today (store/units.h): a district's office reached its schools
 * until 30/6/2025, the communes do since, the department always did.
 *
 * Administrators grant rights but may not touch results (QĐ1789 Điều 5).  The operator, who sits
 * at the machine that holds the home, has the rights of an administrator and of a registrar, and
 * nothing of a department's.  The right to SIGN is in no role here: it comes only from the
 * assignments of the certificate's holder at that date (service/sign).
 */
#ifndef HOCBA_SERVICE_ACCESS_H
#define HOCBA_SERVICE_ACCESS_H

#include "service/app.h"

enum right {
    MAY_SEE,             /* pupils, drafts, records of the unit */
    MAY_MANAGE_UNITS,    /* add schools, departments */
    MAY_MANAGE_PEOPLE,   /* people and their assignments: grants rights */
    MAY_DELEGATE,        /* let another sign, by a decision */
    MAY_SEE_DELEGATIONS, /* in force and past */
    MAY_MANAGE_YEARS,    /* open, set, freeze */
    MAY_MANAGE_CLASSES,  /* classes */
    MAY_MANAGE_PUPILS,   /* pupils, enrolments, profiles */
    MAY_ENTER_RESULTS,   /* import and set a year's results */
    MAY_CURATE_COMMENTS, /* accept, mend, hide sentences of the school's bank */
    MAY_DECIDE,          /* promotion, exemplary pupils, exemptions, reassessment */
    MAY_REGISTER_CERTIFICATE,
    MAY_SEE_CERTIFICATES,    /* who has which, and its history; who can sign and who cannot yet */
    MAY_APPROVE_CERTIFICATE, /* a school's seal: the department only */
    MAY_SEE_IDENTITY,        /* whose personal number is missing, doubtful, used twice */
    MAY_EXCHANGE_IDENTITY,   /* ask the population database, decide about its answers */
    MAY_CREATE_RECORDS,
    MAY_ISSUE_RECORDS,
    MAY_RETURN_RECORDS, /* send back, make anew */
    MAY_EXPORT,
    MAY_EXPORT_REGISTRY, /* the registry that the department signs */
    MAY_BACK_UP,
    MAY_SEE_LOG,           /* who signed in and who looked at what */
    MAY_GIVE_FAMILY_CODES, /* slips that open a pupil's record to the family */
    MAY_MONITOR,           /* figures of a unit and all below it */
    MAY_MANAGE_PILOT,      /* the pilot and the calendar: the department */
    MAY_EVALUATE,          /* the evaluation of the department's pilot */
    MAY_REPORT_OBSTACLE,   /* in one's own unit */
    MAY_SEE_OBSTACLE,      /* what others reported */
    MAY_SOLVE_OBSTACLE,
    MAY_ANSWER_REMARKS,     /* of families about a pupil's data */
    MAY_SUBMIT_CLASS,       /* a period's results: they are all there */
    MAY_CHECK_CLASS,        /* ... are looked through; or go back */
    MAY_REOPEN_CLASS,       /* ... that were approved or closed go back */
    MAY_APPROVE_CLASS,      /* ... are approved and closed; opened for one person */
    MAY_SEE_REVOCATION,     /* requests and decisions about issued records */
    MAY_REQUEST_REVOCATION, /* of issued records */
    MAY_DECIDE_REVOCATION,  /* the department only */
    MAY_SEAL_DECISION,      /* with the department's seal */
    MAY_SEE_INSPECTION,
    MAY_INSPECT,           /* the department: open a round, draw, check, find, follow, close */
    MAY_ANSWER_INSPECTION, /* the inspected school's leaders */
    MAY_SEE_TRAINING,      /* who attended, in a unit and all below it */
    MAY_HOLD_TRAINING,     /* sessions, whom they are for: the department */
    MAY_MARK_TRAINING,     /* who of a school was there */
    MAY_MAKE_SURVEY,       /* questionnaires, and what was answered: the department */
    MAY_ANSWER_SURVEY,     /* those that ask one's role */
    MAY_ENTER_LEDGER,      /* what was issued and decided goes into the ledger */
    MAY_SEE_GATEWAY,       /* what suppliers handed in, and what became of it */
    MAY_REPORT,            /* what was issued is handed in above, and what became of it */
    RIGHT_COUNT
};

/* May the app's actor do this in that unit today? DENIED with a sentence that says who may.
 * unit_id NULL: of the whole instance (the operator, or an administrator of any unit). */
MUST_CHECK enum status access_check(struct app *app, enum right right, const char *unit_id,
                                    struct error *err);
/* The same about one class: a class or subject teacher only for classes assigned to them. */
MUST_CHECK enum status access_check_class(struct app *app, enum right right, const char *unit_id,
                                          const char *year, const char *class_id,
                                          struct error *err);
/* The same about a subject in a class: a subject teacher only for the own subject; `subject` "" is
 * what no subject teacher enters (traits, results). Every part may be NULL: not asked. */
struct access_place {
    const char *unit, *year, *class_id, *subject;
};
MUST_CHECK enum status access_check_place(struct app *app, enum right right,
                                          const struct access_place *place, struct error *err);
/* For tests that walk the table: does `role` (a key of model/role.h) have the right? */
bool access_role_has(enum right right, const char *role);
const char *access_right_word(enum right right); /* "nhập kết quả": for sentences */

#endif
