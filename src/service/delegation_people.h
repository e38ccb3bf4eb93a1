/* SPDX-License-Identifier: Apache-2.0
 *
 * Whom a delegation may concern today, to choose from; who may in fact is decided when it is made.
 */
#ifndef HOCBA_SERVICE_DELEGATION_PEOPLE_H
#define HOCBA_SERVICE_DELEGATION_PEOPLE_H

#include "service/app.h"

struct delegation_person {
    const char *login, *name;
    unsigned roles; /* ROLE_BIT()s held today in the school */
};

struct delegation_people {
    LIST(struct delegation_person) list;
};

/* Everybody with an assignment there today, by name as the school lists them. */
MUST_CHECK enum status delegation_list_people(struct app *app, const char *unit,
                                              struct delegation_people *people, struct error *err);
bool delegation_may_give(const struct delegation_person *person);
bool delegation_is_deputy(const struct delegation_person *person);
/* May keep the seal for the clerk. */
bool delegation_may_keep(const struct delegation_person *person);

#endif
