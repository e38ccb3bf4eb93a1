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
store_list_touched_intake(struct store *store, const struct figure_marks *after,
                          struct arena *arena, struct intake_places *places, struct error *err)
{
    return ask_list(ASK(store, SQL_list_touched_intake, v_int(after->message),
                        v_int(figures_changed_since(after)), v_int(after->fallen)),
                    read_place, arena, places->list, err);
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

static const char *const outcomes[] = {
    [INTAKE_ACCEPTED] = "accepted", [INTAKE_TAKEN_BACK] = "taken_back",
    [INTAKE_REJECTED] = "rejected", [INTAKE_ERROR] = "error",
    [INTAKE_PACKETS] = "packets",   [INTAKE_REPORTED] = "reported",
};

static void
read_figure(struct row *row, void *into)
{
    struct intake_figure *figure = into;

    figure->unit = row_text(row);
    const char *outcome = row_text(row);
    for (size_t i = 0; i < COUNT_OF(outcomes); i++)
        if (text_equal(outcomes[i], outcome))
            figure->outcome = (enum intake_outcome)i;
    figure->error = row_text(row);
    figure->class_id = row_text(row);
    figure->grade = (int)row_int(row);
    figure->pupils = row_int(row);
}

enum status
store_list_intake_figures(struct store *store, const char *year, struct date day,
                          struct arena *arena, struct intake_figures *figures, struct error *err)
{
    return ask_list(ASK(store, SQL_list_intake_figures, v_text(year), v_int(date_to_days(day))),
                    read_figure, arena, figures->list, err);
}

/* --- pupil by pupil --------------------------------------------------------------------------- */

struct handed_row {
    struct handed_in it;
    bool counts;
};

struct handed_rows {
    LIST(struct handed_row) list;
};

static void
read_handed(struct row *row, void *into)
{
    struct handed_row *one = into;

    one->it.pupil_code = row_text(row);
    one->it.name = row_text(row);
    one->it.uuid = row_text(row);
    one->it.status = row_text(row);
    one->it.error = row_text(row);
    one->it.field = row_text(row);
    one->it.reasons = row_text(row);
    one->it.message = row_int(row);
    one->it.received = row_moment(row);
    one->it.entered = row_int(row) != 0;
    one->counts = row_int(row) != 0;
    one->it.class_id = row_text(row);
    one->it.grade = (int)row_int(row);
}

/* The last row of each pupil; of those received only such as the outcome asks for. */
static void
take_last(const struct handed_rows *rows, enum intake_outcome outcome, bool received,
          struct arena *arena, struct handed_in_list *pupils)
{
    for (size_t i = 0; i < rows->list.count; i++) {
        const struct handed_row *one = &rows->list.items[i];
        bool last = i + 1 == rows->list.count ||
                    !text_equal(one->it.pupil_code, rows->list.items[i + 1].it.pupil_code);
        if (!last || (received && one->counts != (outcome == INTAKE_ACCEPTED)))
            continue;
        *list_add(arena, pupils->list) = one->it;
    }
}

enum status
store_list_handed_in(struct store *store, const struct intake_place *place,
                     enum intake_outcome outcome, const char *error, struct arena *arena,
                     struct handed_in_list *pupils, struct error *err)
{
    bool received = outcome == INTAKE_ACCEPTED || outcome == INTAKE_TAKEN_BACK;
    struct value unit = v_text(place->unit), year = v_text(place->year);
    struct handed_rows rows = {0};

    if (received)
        TRY(ask_list(ASK(store, SQL_list_received_pupils, unit, year), read_handed, arena,
                     rows.list, err));
    else
        TRY(ask_list(ASK(store, SQL_list_refused_pupils, unit, year,
                         v_text(outcome == INTAKE_ERROR ? error : NULL)),
                     read_handed, arena, rows.list, err));
    take_last(&rows, outcome, received, arena, pupils);
    return OK;
}
