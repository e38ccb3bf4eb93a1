/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "service/access_places.h"
#include "service/certificate_inside.h"

/* --- listing --------------------------------------------------------------------------------- */

static enum status
check_proof(struct app *app, struct certificate_line *line, struct error *err)
{
    AUTO(certificate) *certificate = NULL;
    bool found;

    TRY(store_find_certificate_proof(app->store, line->certificate.id, app->arena, &line->proof,
                                     &found, err));
    if (!found)
        return OK;
    TRY(certificate_parse(line->certificate.der, &certificate, err));
    line->proven = certificate_proof_holds(certificate, &line->proof);
    return OK;
}

enum status
certificate_fill_line(struct app *app, const struct stored_certificate *certificate,
                      struct certificate_line *line, struct error *err)
{
    struct person person = {0};
    struct unit unit;

    line->certificate = *certificate;
    if (certificate->person)
        TRY(store_find_person(app->store, certificate->person, app->arena, &person, err));
    TRY(store_find_unit(app->store, certificate->place, app->arena, &unit, err));
    line->holder = certificate->unit ? unit.name : person.name;
    line->unit_code = unit.code;
    TRY(check_proof(app, line, err));
    return store_list_certificate_events(app->store, certificate->id, app->arena, &line->events,
                                         err);
}

/* What the actor may see: of one unit (DENIED), or of all where that is anything. */
static enum status
list_seen(struct app *app, const char *unit_code, struct stored_certificates *seen,
          struct error *err)
{
    struct stored_certificates all = {0};
    struct access_places places;
    struct unit unit = {0};

    if (unit_code)
        TRY(unit_find(app, unit_code, &unit, err));
    TRY(access_check(app, MAY_SEE_CERTIFICATES, unit.id, err));
    TRY(access_list_places(app, MAY_SEE_CERTIFICATES, &places, err));
    TRY(store_list_certificates(app->store, NULL, unit.id, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        if (access_places_hold(&places, all.list.items[i].place))
            *list_add(app->arena, seen->list) = all.list.items[i];
    return OK;
}

enum status
certificates_list(struct app *app, const char *unit_code, struct certificate_lines *lines,
                  struct error *err)
{
    struct stored_certificates all = {0};

    TRY(list_seen(app, unit_code, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        TRY(certificate_fill_line(app, &all.list.items[i], list_add(app->arena, lines->list), err));
    return OK;
}

enum status
certificate_show(struct app *app, const char *which, struct certificate_line *line,
                 struct error *err)
{
    struct stored_certificate certificate;

    TRY(certificate_find(app, which, &certificate, err));
    TRY(access_check(app, MAY_SEE_CERTIFICATES, certificate.place, err));
    return certificate_fill_line(app, &certificate, line, err);
}

enum status
certificates_waiting(struct app *app, struct certificate_lines *lines, struct error *err)
{
    struct stored_certificates all = {0};

    TRY(list_seen(app, NULL, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct stored_certificate *it = &all.list.items[i];
        if (it->unit && text_equal(it->state, CERTIFICATE_REGISTERED))
            TRY(certificate_fill_line(app, it, list_add(app->arena, lines->list), err));
    }
    return OK;
}

bool
certificate_may_decide(struct app *app, const struct stored_certificate *certificate)
{
    struct error ignored;

    return !text_equal(certificate->state, CERTIFICATE_WITHDRAWN) &&
           access_check(app, MAY_APPROVE_CERTIFICATE, certificate->place, &ignored) == OK;
}

/* --- what ends soon --------------------------------------------------------------------------- */

static bool
in_use(const struct stored_certificate *it)
{
    return !text_equal(it->state, CERTIFICATE_REFUSED) &&
           !text_equal(it->state, CERTIFICATE_WITHDRAWN);
}

static bool
is_renewed(const struct stored_certificates *all, const struct stored_certificate *it)
{
    for (size_t i = 0; i < all->list.count; i++) {
        const struct stored_certificate *other = &all->list.items[i];
        bool same =
            it->person ? text_equal(it->person, other->person) : text_equal(it->unit, other->unit);
        if (same && in_use(other) && other->not_after.seconds > it->not_after.seconds)
            return true;
    }
    return false;
}

static int
by_days(const void *left, const void *right)
{
    const struct certificate_expiry *a = left, *b = right;

    if (a->days != b->days)
        return a->days < b->days ? -1 : 1;
    return strcmp(a->line.certificate.sha256, b->line.certificate.sha256);
}

enum status
certificates_expiring(struct app *app, const char *unit_code, int days,
                      struct certificate_expiries *expiring, struct error *err)
{
    struct stored_certificates all = {0};

    TRY(list_seen(app, unit_code, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct stored_certificate *it = &all.list.items[i];
        int left =
            (int)(date_to_days(moment_to_date(it->not_after)) - date_to_days(app_today(app)));
        if (!in_use(it) || left > days)
            continue;
        struct certificate_expiry *row = list_add(app->arena, expiring->list);
        *row = (struct certificate_expiry){.days = left, .renewed = is_renewed(&all, it)};
        TRY(certificate_fill_line(app, it, &row->line, err));
    }
    if (expiring->list.count > 1)
        qsort(expiring->list.items, expiring->list.count, sizeof *expiring->list.items, by_days);
    return OK;
}
