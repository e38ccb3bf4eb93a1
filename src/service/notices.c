/* SPDX-License-Identifier: Apache-2.0 */
#include "service/notices.h"

#include "model/role.h"
#include "model/state.h"
#include "service/draft.h"
#include "service/sign_step.h"
#include "store/comment_edits.h"
#include "store/obstacles.h"
#include "store/people.h"

/* --- for whom --------------------------------------------------------------------------------- */

struct hearing {
    struct app *app;
    struct notice_row notice; /* the same for everybody but person and role */
    LIST(struct notice_row) list;
};

/* Once for each; a person's first role stays. */
static void
add_person(struct hearing *it, const char *person, const char *role)
{
    if (text_equal(person, it->app->actor.person_id))
        return;
    for (size_t i = 0; i < it->list.count; i++)
        if (text_equal(it->list.items[i].person, person))
            return;
    struct notice_row *row = list_add(it->app->arena, it->list);
    *row = it->notice;
    row->id = app_new_id(it->app);
    row->person = person;
    row->role = role;
}

static enum status
add_login(struct hearing *it, const char *login, const char *role, bool *found, struct error *err)
{
    struct person person;
    enum status status =
        store_find_person_by_login(it->app->store, login, it->app->arena, &person, err);

    *found = status == OK;
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    add_person(it, person.id, role);
    return OK;
}

/* Whoever is assigned today: in that class, or without one in the whole unit. */
static enum status
add_assigned(struct hearing *it, const char *unit, const char *class_id, unsigned roles,
             const char *as, struct error *err)
{
    struct app *app = it->app;
    struct assignment_filter filter = {.unit = unit, .on = app_today(app)};
    struct assignments held = {0};
    enum role role;

    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    for (size_t i = 0; i < held.list.count; i++) {
        const struct assignment *one = &held.list.items[i];
        if (role_parse(one->role, &role) && (roles & ROLE_BIT(role)) &&
            text_equal(one->class_id, class_id))
            add_person(it, one->person, as);
    }
    return OK;
}

static enum status
keep(struct hearing *it, struct error *err)
{
    for (size_t i = 0; i < it->list.count; i++)
        TRY(store_add_notice(it->app->store, &it->list.items[i], err));
    return OK;
}

/* --- a record --------------------------------------------------------------------------------- */

static const char *
role_signed(const char *verb_text)
{
    enum verb verb;

    if (!verb_parse(verb_text, &verb) || !verb_is_signing(verb))
        return NULL;
    for (int role = 0; role < SIGNER_ROLE_COUNT; role++)
        if (verb_of_signer((enum signer_role)role) == verb)
            return signer_role_key((enum signer_role)role);
    return NULL;
}

/* A seal has no login: its clerks hear of it. */
static enum status
add_signers(struct hearing *it, const struct record_row *row, struct error *err)
{
    struct app *app = it->app;
    struct record_events events = {0};
    bool found;

    TRY(store_list_record_events(app->store, row->uuid, app->arena, &events, err));
    for (size_t i = 0; i < events.list.count; i++) {
        const struct record_event *event = &events.list.items[i];
        const char *role = role_signed(event->verb);
        if (!role)
            continue;
        TRY(add_login(it, event->by, role, &found, err));
        if (!found)
            TRY(add_assigned(it, row->unit, NULL, ROLE_BIT(ROLE_SEAL_CLERK), role, err));
    }
    return OK;
}

enum status
notices_add_return(struct app *app, const struct record_row *row, const struct stamp *stamp,
                   struct error *err)
{
    struct hearing it = {.app = app,
                         .notice = {.kind = NOTICE_RECORD_RETURNED,
                                    .class_id = row->class_id,
                                    .subject = row->uuid,
                                    .at = stamp->at,
                                    .by = stamp->by,
                                    .reason = stamp->source}};

    TRY(add_signers(&it, row, err));
    TRY(add_assigned(&it, row->unit, row->class_id, ROLE_BIT(ROLE_CLASS_TEACHER), NULL, err));
    return keep(&it, err);
}

/* --- a batch ---------------------------------------------------------------------------------- */

/* SIGNER_ROLE_COUNT: nobody signs after it. */
static enum signer_role
next_role(const struct signing *signing)
{
    int role = (int)signing->order->role + 1;

    while (role < SIGNER_ROLE_COUNT && !signing->rules.signs[role])
        role++;
    return (enum signer_role)role;
}

enum status
notices_add_batch(const struct signing *signing, const char *batch, struct error *err)
{
    struct app *app = signing->app;
    const struct school_class *class = &signing->class;
    enum signer_role next = next_role(signing);
    struct hearing it = {.app = app,
                         .notice = {.kind = NOTICE_BATCH_SIGNED,
                                    .class_id = class->id,
                                    .subject = batch,
                                    .at = app_now(app),
                                    .by = app->actor.login}};
    struct assignment_filter filter = {.unit = class->unit, .on = app_today(app)};
    struct assignments held = {0}, signers;

    if (next == SIGNER_ROLE_COUNT)
        return OK;
    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    TRY(sign_right_list(app, &held, class, &signers, err));
    for (size_t i = 0; i < signers.list.count; i++)
        if (sign_right_given(&signers.list.items[i], next, class))
            add_person(&it, signers.list.items[i].person, signer_role_key(next));
    return keep(&it, err);
}

/* --- a class ---------------------------------------------------------------------------------- */

enum status
notices_add_step(struct app *app, const struct flow *flow, const struct flow_order *order,
                 struct error *err)
{
    struct hearing it = {
        .app = app,
        .notice = {.kind = order->step == FLOW_ALLOW ? NOTICE_CLASS_OPENED : NOTICE_CLASS_RETURNED,
                   .class_id = flow->class.id,
                   .subject = period_code(order->period),
                   .at = app_now(app),
                   .by = app->actor.login,
                   .reason = order->reason}};
    bool found;

    if (order->step == FLOW_ALLOW) {
        TRY(add_login(&it, order->person, NULL, &found, err));
    } else if (order->step == FLOW_RETURN) {
        TRY(add_assigned(&it, flow->class.unit, flow->class.id,
                         ROLE_BIT(ROLE_CLASS_TEACHER) | ROLE_BIT(ROLE_SUBJECT_TEACHER), NULL, err));
        for (size_t i = 0; i < flow->events.count; i++)
            TRY(add_login(&it, flow->events.items[i].login, NULL, &found, err));
    }
    return keep(&it, err);
}

/* --- a suggested edit ------------------------------------------------------------------------- */

static struct notice_row
edit_notice(struct app *app, const char *kind, const struct enrolled *enrolled, const char *key,
            const char *reason)
{
    return (struct notice_row){.kind = kind,
                               .class_id = enrolled->enrolment.class_id,
                               .subject = key,
                               .at = app_now(app),
                               .by = app->actor.login,
                               .reason = reason};
}

/* The subject's own teachers in the class; without one, and for all else, its class teacher. */
static enum status
add_writers(struct hearing *it, const struct enrolled *enrolled, const char *key, struct error *err)
{
    struct app *app = it->app;
    struct assignment_filter filter = {.unit = enrolled->unit, .on = app_today(app)};
    struct assignments held = {0};
    const struct subject *subject = NULL;
    enum subject_part part;
    enum period period;

    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    bool taught = subject_key_parse(key, &subject, &part, &period);
    for (size_t i = 0; taught && i < held.list.count; i++) {
        const struct assignment *one = &held.list.items[i];
        if (text_equal(one->role, role_key(ROLE_SUBJECT_TEACHER)) &&
            text_equal(one->class_id, enrolled->enrolment.class_id) &&
            text_equal(one->subject, subject->code))
            add_person(it, one->person, NULL);
    }
    return it->list.count > 0 ? OK
                              : add_assigned(it, enrolled->unit, enrolled->enrolment.class_id,
                                             ROLE_BIT(ROLE_CLASS_TEACHER), NULL, err);
}

enum status
notices_add_edit(struct app *app, const struct enrolled *enrolled, const char *key,
                 struct error *err)
{
    struct hearing it = {.app = app,
                         .notice = edit_notice(app, NOTICE_EDITS_PROPOSED, enrolled, key, NULL)};

    TRY(add_writers(&it, enrolled, key, err));
    for (size_t i = 0; i < it.list.count; i++) {
        const struct notice_row *row = &it.list.items[i];
        bool waits;
        TRY(store_find_unseen_notice(app->store, row, &waits, err));
        if (!waits)
            TRY(store_add_notice(app->store, row, err));
    }
    return OK;
}

enum status
notices_add_declined(struct app *app, const struct enrolled *enrolled,
                     const struct comment_edit *edit, const char *answer, struct error *err)
{
    struct hearing it = {.app = app,
                         .notice =
                             edit_notice(app, NOTICE_EDIT_DECLINED, enrolled, edit->key,
                                         arena_printf(app->arena, "%s%s%s", enrolled->pupil.name,
                                                      answer ? ": " : "", answer ? answer : ""))};
    bool found;

    TRY(add_login(&it, edit->by, NULL, &found, err));
    return keep(&it, err);
}

/* --- a seal's key ----------------------------------------------------------------------------- */

enum status
notices_add_closed_key(struct app *app, const struct closed_key_news *news,
                       const struct notice_classes *classes, struct error *err)
{
    static const unsigned roles = ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL) |
                                  ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_SEAL_CLERK) |
                                  ROLE_BIT(ROLE_DEPARTMENT_APPROVER) |
                                  ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK);
    struct hearing it = {.app = app,
                         .notice = {.kind = NOTICE_KEY_CLOSED,
                                    .subject = news->closing,
                                    .at = news->stamp->at,
                                    .by = news->stamp->by,
                                    .reason = news->words}};

    TRY(add_assigned(&it, news->unit, NULL, roles, NULL, err));
    for (size_t i = 0; i < classes->list.count; i++)
        TRY(add_assigned(&it, news->unit, classes->list.items[i], ROLE_BIT(ROLE_CLASS_TEACHER),
                         NULL, err));
    return keep(&it, err);
}

/* --- one's own -------------------------------------------------------------------------------- */

static struct moment
oldest(const struct app *app)
{
    struct moment now = app_now(app);

    now.seconds -= (int64_t)NOTICE_DAYS * 24 * 3600;
    return now;
}

enum status
notices_list(struct app *app, struct notice_rows *rows, struct error *err)
{
    TRY(store_list_notices(app->store, app->actor.person_id, oldest(app), app->arena, rows, err));
    for (size_t i = 0; i < rows->list.count; i++) {
        struct notice_row *row = &rows->list.items[i];
        if (text_equal(row->kind, NOTICE_RECORD_RETURNED))
            TRY(store_list_record_notes(app->store, row->subject, app->arena, &row->notes, err));
    }
    return OK;
}

struct seeing {
    struct app *app;
    const struct notice_rows *rows;
};

static enum status
see_all(struct store *store, void *context, struct error *err)
{
    const struct seeing *it = context;

    for (size_t i = 0; i < it->rows->list.count; i++) {
        const struct notice_row *row = &it->rows->list.items[i];
        if (!row->seen)
            TRY(store_see_notice(store, row->id, row->person, app_now(it->app), err));
    }
    return OK;
}

enum status
notices_see(struct app *app, const struct notice_rows *rows, struct error *err)
{
    struct seeing it = {app, rows};
    bool news = false;

    for (size_t i = 0; i < rows->list.count; i++)
        news |= !rows->list.items[i].seen;
    return news ? store_transact(app->store, see_all, &it, err) : OK;
}

enum status
notices_count_unseen(struct app *app, int64_t *count, struct error *err)
{
    const char *person = app->actor.person_id;
    int64_t answers;

    TRY(store_count_unread_answers(app->store, person, oldest(app), &answers, err));
    TRY(store_count_unseen_notices(app->store, person, oldest(app), count, err));
    *count += answers;
    return OK;
}
