/* SPDX-License-Identifier: Apache-2.0
 *
 * Who should hear that a class went back.
 */
#include "service/flow.h"

#include <stdlib.h>

#include "service/overview.h"

/* Did the actor take a step before that one? */
static bool
took_part(const struct app *app, const struct flow *flow, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_equal(flow->events.items[i].login, app->actor.login))
            return true;
    return false;
}

static bool
concerns(const struct app *app, const struct overview_class *class, const struct flow *flow,
         size_t at)
{
    const struct flow_event *event = &flow->events.items[at];

    if (event->step == FLOW_ALLOW)
        return text_equal(event->person, app->actor.login);
    return event->step == FLOW_RETURN && !text_equal(event->login, app->actor.login) &&
           (class->roles != 0 || took_part(app, flow, at));
}

static enum status
add_notices(struct app *app, const struct overview_class *class, enum period period,
            struct flow_notices *notices, struct error *err)
{
    const int64_t oldest = app_now(app).seconds - (int64_t)FLOW_NOTICE_DAYS * 24 * 3600;
    struct flow flow = {0};

    TRY(flow_load_events(app, class->class.id, period, &flow, err));
    if (flow.events.count == 0)
        return OK;
    TRY(flow_name_people(app, &flow, err));
    for (size_t i = 0; i < flow.events.count; i++) {
        if (flow.events.items[i].at.seconds >= oldest && concerns(app, class, &flow, i))
            *list_add(app->arena, notices->list) =
                (struct flow_notice){class->class, period, flow.events.items[i]};
    }
    return OK;
}

static int
compare_newest(const void *left, const void *right)
{
    const struct flow_notice *a = left, *b = right;

    return (a->event.at.seconds < b->event.at.seconds) -
           (a->event.at.seconds > b->event.at.seconds);
}

enum status
flow_list_notices(struct app *app, struct flow_notices *notices, struct error *err)
{
    struct overview overview;

    notices->list.count = 0;
    TRY(overview_load(app, &overview, err));
    for (size_t i = 0; i < overview.classes.count; i++)
        for (int period = 0; period < PERIOD_COUNT; period++)
            TRY(add_notices(app, &overview.classes.items[i], (enum period)period, notices, err));
    if (notices->list.count > 0)
        qsort(notices->list.items, notices->list.count, sizeof notices->list.items[0],
              compare_newest);
    return OK;
}
