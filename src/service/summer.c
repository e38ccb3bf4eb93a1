/* SPDX-License-Identifier: Apache-2.0 */
#include "service/summer.h"

#include "base/encode.h"
#include "service/replacement.h"
#include "store/freezes.h"
#include "store/manifests.h"
#include "verify/manifest.h"

/* --- the rule --------------------------------------------------------------------------------- */

enum pupil_gate
pupil_gate_of(const struct pupil_standing *standing)
{
    if (!standing->frozen)
        return GATE_YEAR;
    if (standing->replaced)
        return GATE_REPLACEMENT;
    return standing->signed_ && !standing->later && standing->waits ? GATE_SUMMER : GATE_SHUT;
}

/* --- a class ---------------------------------------------------------------------------------- */

/* The manifest that the year's first freeze names for the class; `found` false: it names none. */
static enum status
read_named(struct app *app, const struct year_freeze *freeze, const struct school_class *class,
           struct manifest_data *data, struct error *err)
{
    struct freeze_data signed_for;
    struct manifests all = {0};
    struct digest signer;
    char hex[SHA256_HEX_SIZE] = "";

    TRY(freeze_read(freeze->bytes, app->arena, &signed_for, &signer, err));
    for (size_t i = 0; i < signed_for.rows.count; i++) {
        const struct freeze_row *row = &signed_for.rows.items[i];
        if (text_equal(row->class_name, class->name) && !row->reason)
            hex_write(row->manifest, sizeof row->manifest, hex);
    }
    TRY(store_list_manifests(app->store, class->id, STORE_ROWS_MAX, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        if (text_equal(all.list.items[i].sha256, hex))
            return manifest_read(all.list.items[i].bytes, app->arena, data, &signer, err);
    return OK;
}

enum status
summer_load(struct app *app, const struct year_rules *rules, const struct school_class *class,
            struct summer *summer, struct error *err)
{
    struct year_freezes all = {0};

    *summer = (struct summer){.standing = {.frozen = rules->frozen}};
    if (!rules->frozen)
        return OK;
    TRY(store_list_freezes(app->store, rules->unit, rules->name, false, STORE_ROWS_MAX, app->arena,
                           &all, err));
    summer->standing.signed_ = all.list.count > 0;
    summer->standing.later = all.list.count > 1;
    if (all.list.count != 1)
        return OK;
    return read_named(app, &all.list.items[0], class, &summer->manifest, err);
}

static bool
is_listed(const struct manifest_data *manifest, const struct pupil *pupil)
{
    for (size_t i = 0; i < manifest->rows.count; i++) {
        const struct manifest_row *row = &manifest->rows.items[i];
        if (row->absence == ABSENCE_REASSESSMENT &&
            (text_equal(row->pupil_code, pupil->code) || text_equal(row->pupil_code, pupil->id)))
            return true;
    }
    return false;
}

bool
summer_waits(const struct summer *summer, const struct pupil *pupil)
{
    struct pupil_standing standing = summer->standing;

    standing.waits = is_listed(&summer->manifest, pupil);
    return pupil_gate_of(&standing) == GATE_SUMMER;
}

void
summer_list_waiting(const struct summer *summer, const struct manifest_data *newest,
                    struct arena *arena, struct summer_names *names)
{
    for (size_t i = 0; i < newest->rows.count; i++) {
        const struct manifest_row *row = &newest->rows.items[i];
        const struct pupil pupil = {.id = row->pupil_code};
        if (row->absence == ABSENCE_REASSESSMENT && summer_waits(summer, &pupil))
            *list_add(arena, names->list) = row->name;
    }
}

/* --- a pupil ---------------------------------------------------------------------------------- */

enum status
pupil_check_open(struct app *app, const struct year_rules *rules, const char *enrolment,
                 enum pupil_gate *gate, struct error *err)
{
    struct summer summer = {0};
    struct enrolled enrolled;

    if (gate)
        *gate = GATE_YEAR;
    if (!rules->frozen)
        return OK;
    TRY(store_find_enrolment(app->store, enrolment, app->arena, &enrolled, err));
    const struct school_class class = {.id = enrolled.enrolment.class_id,
                                       .name = enrolled.class_name};
    TRY(summer_load(app, rules, &class, &summer, err));
    struct pupil_standing standing = summer.standing;
    standing.waits = is_listed(&summer.manifest, &enrolled.pupil);
    TRY(replacement_is_due(app, enrolment, &standing.replaced, err));
    enum pupil_gate found = pupil_gate_of(&standing);
    if (gate)
        *gate = found;
    return found == GATE_SHUT ? year_check_open(rules, err) : OK;
}
