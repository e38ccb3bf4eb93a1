/* SPDX-License-Identifier: Apache-2.0 */
#include "service/agenda.h"

#include "service/certificate.h"
#include "service/inspection.h"
#include "service/intake.h"
#include "service/revocation.h"

static enum status
count_requests(struct app *app, size_t *count, struct error *err)
{
    const char *after = NULL;
    bool more = true;

    while (more) {
        struct revocations page = {0};
        TRY(revocation_list(app, NULL, true, after, &page, &more, err));
        *count += page.list.count;
        more = more && page.list.count > 0;
        after = more ? page.list.items[page.list.count - 1].id : NULL;
    }
    return OK;
}

static enum status
count_seals(struct app *app, size_t *count, struct error *err)
{
    struct certificate_lines waiting = {0};

    TRY(certificates_waiting(app, &waiting, err));
    *count = waiting.list.count;
    return OK;
}

static enum status
count_refusals(struct app *app, size_t *count, struct error *err)
{
    struct gateway_messages messages = {0};

    TRY(intake_list(app, NULL, &messages, err));
    for (size_t i = 0; i < messages.list.count; i++) {
        const struct gateway_message *it = &messages.list.items[i];
        *count += it->ended && (*it->error || it->accepted < it->done);
    }
    return OK;
}

static enum status
count_inspections(struct app *app, size_t *count, struct error *err)
{
    struct inspections rounds = {0};

    TRY(inspection_list(app, &rounds, err));
    for (size_t i = 0; i < rounds.list.count; i++)
        *count += inspection_state_of(&rounds.list.items[i]) != INSPECTION_CLOSED;
    return OK;
}

static enum status (*const counters[AGENDA_COUNT])(struct app *app, size_t *count,
                                                   struct error *err) = {
    [AGENDA_REQUESTS] = count_requests,
    [AGENDA_SEALS] = count_seals,
    [AGENDA_REFUSALS] = count_refusals,
    [AGENDA_INSPECTIONS] = count_inspections,
};

enum status
agenda_load(struct app *app, struct agenda *agenda, struct error *err)
{
    struct unit unit;

    *agenda = (struct agenda){0};
    if (!app->actor.unit_id)
        return OK;
    TRY(store_find_unit(app->store, app->actor.unit_id, app->arena, &unit, err));
    agenda->above = !text_equal(unit.kind, UNIT_SCHOOL) && !text_equal(unit.kind, UNIT_CAMPUS);
    for (int i = 0; i < AGENDA_COUNT && agenda->above; i++) {
        enum status status = counters[i](app, &agenda->counts[i], err);
        if (status != OK && status != DENIED)
            return status;
        agenda->mine[i] = status == OK;
    }
    if (!agenda->above)
        return OK;
    enum status status = monitor_load(app, &unit, NULL, &agenda->monitor, err);
    if (status != OK && status != DENIED && status != NOT_FOUND)
        return status;
    agenda->counted = status == OK;
    return OK;
}
