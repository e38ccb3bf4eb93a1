/* SPDX-License-Identifier: Apache-2.0 */
#include "service/delegation_people.h"

#include "model/role.h"
#include "service/access.h"
#include "store/people.h"

static struct delegation_person *
person_of(struct app *app, struct delegation_people *people, const struct assignment *held)
{
    for (size_t i = 0; i < people->list.count; i++)
        if (text_equal(people->list.items[i].login, held->person_login))
            return &people->list.items[i];
    struct delegation_person *person = list_add(app->arena, people->list);
    *person = (struct delegation_person){.login = held->person_login, .name = held->person_name};
    return person;
}

enum status
delegation_list_people(struct app *app, const char *unit, struct delegation_people *people,
                       struct error *err)
{
    struct assignment_filter filter = {.unit = unit, .on = app_today(app)};
    struct assignments held = {0};
    enum role role;

    *people = (struct delegation_people){0};
    TRY(access_check(app, MAY_DELEGATE, unit, err));
    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    for (size_t i = 0; i < held.list.count; i++) {
        const struct assignment *one = &held.list.items[i];
        struct delegation_person *person = person_of(app, people, one);
        if (!one->delegation && role_parse(one->role, &role))
            person->roles |= ROLE_BIT(role);
    }
    return OK;
}

bool
delegation_may_give(const struct delegation_person *person)
{
    return person->roles & (ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_SEAL_CLERK));
}

bool
delegation_is_deputy(const struct delegation_person *person)
{
    return person->roles & ROLE_BIT(ROLE_DEPUTY_PRINCIPAL);
}

bool
delegation_may_keep(const struct delegation_person *person)
{
    return !(person->roles & (ROLE_BIT(ROLE_SCHOOL_ADMIN) | ROLE_BIT(ROLE_SEAL_CLERK)));
}
