/* SPDX-License-Identifier: Apache-2.0 */
#include "store/intake_figures.h"

#include "store/ask.h"

static void
read_place(struct row *row, void *into)
{
    struct intake_place *place = into;
    place->unit = row_text(row);
    place->year = row_text(row);
}

enum status
store_list_touched_intake(struct store *store, int64_t after, int64_t since, struct arena *arena,
                          struct intake_places *places, struct error *err)
{
    return ask_list(ASK(store, SQL_list_touched_intake, v_int(after), v_int(since)), read_place,
                    arena, places->list, err);
}

static enum status
sum_intake(struct store *store, void *context, struct error *err)
{
    const struct intake_place *place = context;
    struct value unit = v_text(place->unit), year = v_text(place->year);

    TRY(ask(ASK(store, SQL_drop_intake_figures, unit, year), err));
    return ask(ASK(store, SQL_add_intake_figures, unit, year), err);
}

enum status
store_sum_intake(struct store *store, const struct intake_place *place, struct error *err)
{
    struct intake_place it = *place;

    return store_transact(store, sum_intake, &it, err);
}

static void
read_figure(struct row *row, void *into)
{
    struct intake_figure *figure = into;
    const char *outcome;

    figure->unit = row_text(row);
    outcome = row_text(row);
    figure->error = row_text(row);
    if (text_equal(outcome, "rejected"))
        figure->outcome = *figure->error ? INTAKE_PACKETS : INTAKE_REJECTED;
    else
        figure->outcome = text_equal(outcome, "accepted")   ? INTAKE_ACCEPTED
                          : text_equal(outcome, "reported") ? INTAKE_REPORTED
                                                            : INTAKE_ERROR;
    figure->pupils = row_int(row);
}

enum status
store_list_intake_figures(struct store *store, const char *year, struct arena *arena,
                          struct intake_figures *figures, struct error *err)
{
    return ask_list(ASK(store, SQL_list_intake_figures, v_text(year)), read_figure, arena,
                    figures->list, err);
}
