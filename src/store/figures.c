/* SPDX-License-Identifier: Apache-2.0 */
#include "store/figures.h"

#include "store/ask.h"

/* --- sources ---------------------------------------------------------------------------------- */

static void
read_figure_pupil(struct row *row, void *into)
{
    struct figure_pupil *pupil = into;
    pupil->enrolment = row_text(row);
    pupil->grade = (int)row_int(row);
    pupil->from = row_day(row);
    pupil->to = row_day(row);
    pupil->pupil = row_text(row);
    pupil->code = row_text(row);
    pupil->name = row_text(row);
    pupil->personal_number = row_text(row);
    pupil->birth_date = row_day(row);
    pupil->numbered_at = row_moment(row);
}

enum status
store_list_figure_pupils(struct store *store, const char *class_id, struct arena *arena,
                         struct figure_pupils *pupils, struct error *err)
{
    return ask_list(ASK(store, SQL_list_figure_pupils, v_text(class_id)), read_figure_pupil, arena,
                    pupils->list, err);
}

static void
read_figure_step(struct row *row, void *into)
{
    struct figure_step *step = into;
    step->enrolment = row_text(row);
    step->kind = (enum figure_step_kind)row_int(row);
    step->record = row_text(row);
    step->replaces = row_text(row);
    step->key = row_text(row);
    step->to = row_text(row);
    step->at = row_moment(row);
}

enum status
store_list_figure_steps(struct store *store, const char *class_id, struct arena *arena,
                        struct figure_steps *steps, struct error *err)
{
    return ask_list(ASK(store, SQL_list_figure_steps, v_text(class_id)), read_figure_step, arena,
                    steps->list, err);
}

enum status
store_list_record_steps(struct store *store, const char *class_id, struct arena *arena,
                        struct figure_steps *steps, struct error *err)
{
    return ask_list(ASK(store, SQL_list_record_steps, v_text(class_id)), read_figure_step, arena,
                    steps->list, err);
}

/* --- how far they were read ------------------------------------------------------------------- */

static const char MARK_EVENT[] = "record_event", MARK_CHANGE[] = "change",
                  MARK_ENTRY[] = "ledger_entry", MARK_MESSAGE[] = "gateway_message",
                  MARK_MADE[] = "made_at", MARK_FALLEN[] = "received_void";

enum status
store_get_figure_marks(struct store *store, struct figure_marks *marks, struct error *err)
{
    struct value none = v_int(-1);

    TRY(ask_int(ASK(store, SQL_get_figure_mark, v_text(MARK_EVENT), none), &marks->event, err));
    TRY(ask_int(ASK(store, SQL_get_figure_mark, v_text(MARK_CHANGE), none), &marks->change, err));
    TRY(ask_int(ASK(store, SQL_get_figure_mark, v_text(MARK_ENTRY), none), &marks->entry, err));
    TRY(ask_int(ASK(store, SQL_get_figure_mark, v_text(MARK_MESSAGE), none), &marks->message, err));
    TRY(ask_int(ASK(store, SQL_get_figure_mark, v_text(MARK_FALLEN), none), &marks->fallen, err));
    return ask_int(ASK(store, SQL_get_figure_mark, v_text(MARK_MADE), none), &marks->made_at, err);
}

static enum status
set_marks(struct store *store, void *context, struct error *err)
{
    const struct figure_marks *marks = context;
    const struct {
        const char *source;
        int64_t number;
    } all[] = {{MARK_EVENT, marks->event},   {MARK_CHANGE, marks->change},
               {MARK_ENTRY, marks->entry},   {MARK_MESSAGE, marks->message},
               {MARK_FALLEN, marks->fallen}, {MARK_MADE, marks->made_at}};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        TRY(ask(ASK(store, SQL_set_figure_mark, v_text(all[i].source), v_int(all[i].number)), err));
    return OK;
}

enum status
store_set_figure_marks(struct store *store, const struct figure_marks *marks, struct error *err)
{
    struct figure_marks kept = *marks;

    return store_transact(store, set_marks, &kept, err);
}

enum status
store_find_figure_ends(struct store *store, const struct figure_marks *after, struct moment settled,
                       struct figure_marks *ends, struct error *err)
{
    struct value before = v_moment(settled);

    TRY(ask_int(ASK(store, SQL_last_figure_event, v_int(after->event), before), &ends->event, err));
    TRY(ask_int(ASK(store, SQL_last_figure_change, v_int(after->change), before), &ends->change,
                err));
    TRY(ask_int(ASK(store, SQL_last_figure_message, v_int(after->message), before), &ends->message,
                err));
    TRY(ask_int(ASK(store, SQL_count_received_void), &ends->fallen, err));
    return ask_int(ASK(store, SQL_last_figure_entry, v_int(after->entry), before), &ends->entry,
                   err);
}

static void
read_touched(struct row *row, void *into)
{
    struct touched_class *touched = into;
    touched->class_id = row_text(row);
    touched->unit = row_text(row);
    touched->year = row_text(row);
}

enum status
store_list_touched_classes(struct store *store, const struct figure_marks *after,
                           struct arena *arena, struct touched_classes *classes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_touched_classes, v_int(after->event), v_int(after->change),
                        v_int(after->entry), v_int(after->message),
                        v_int(figures_changed_since(after)), v_int(after->fallen)),
                    read_touched, arena, classes->list, err);
}

/* --- figures ---------------------------------------------------------------------------------- */

struct replacing {
    const char *class_id;
    const struct class_figure *figures;
    size_t count;
};

static enum status
replace_figures(struct store *store, void *context, struct error *err)
{
    const struct replacing *it = context;

    TRY(ask(ASK(store, SQL_drop_class_figures, v_text(it->class_id)), err));
    for (size_t i = 0; i < it->count; i++) {
        const struct class_figure *row = &it->figures[i];
        const int64_t *n = row->counts;
        if (i > 0 && row[-1].grade == row->grade)
            TRY(ask(ASK(store, SQL_end_class_figure, v_text(it->class_id), v_int(row->grade),
                        v_day(row->from)),
                    err));
        TRY(ask(
            ASK(store, SQL_add_class_figure, v_text(it->class_id), v_int(row->grade),
                v_day(row->from), v_text(row->unit), v_text(row->year), v_int(n[FIGURE_ENROLLED]),
                v_int(n[FIGURE_NUMBERED]), v_int(n[FIGURE_ENTERED]), v_int(n[FIGURE_CHECKED]),
                v_int(n[FIGURE_SIGNED_GVBM]), v_int(n[FIGURE_SIGNED_GVCN]),
                v_int(n[FIGURE_SIGNED_CBQL]), v_int(n[FIGURE_ISSUED]), v_int(n[FIGURE_IN_LEDGER]),
                v_int(n[FIGURE_CORRECTED]), v_int(n[FIGURE_REVOKED]), v_int(n[FIGURE_HELD]),
                v_int(n[figure_lacking(FIGURE_ENTERED)]), v_int(n[figure_lacking(FIGURE_CHECKED)]),
                v_int(n[figure_lacking(FIGURE_SIGNED_GVBM)]),
                v_int(n[figure_lacking(FIGURE_SIGNED_GVCN)]),
                v_int(n[figure_lacking(FIGURE_SIGNED_CBQL)]),
                v_int(n[figure_lacking(FIGURE_ISSUED)]),
                v_int(n[figure_lacking(FIGURE_IN_LEDGER)])),
            err));
    }
    return OK;
}

enum status
store_replace_figures(struct store *store, const char *class_id, const struct class_figure *figures,
                      size_t count, struct error *err)
{
    struct replacing it = {class_id, figures, count};

    return store_transact(store, replace_figures, &it, err);
}

struct school_year_of {
    const char *unit, *year;
};

static enum status
sum_school(struct store *store, void *context, struct error *err)
{
    const struct school_year_of *it = context;

    TRY(ask(ASK(store, SQL_drop_unit_figures, v_text(it->unit), v_text(it->year)), err));
    return ask(ASK(store, SQL_add_unit_figures, v_text(it->unit), v_text(it->year)), err);
}

enum status
store_sum_school(struct store *store, const char *unit, const char *year, struct error *err)
{
    struct school_year_of it = {unit, year};

    return store_transact(store, sum_school, &it, err);
}

static enum status
drop_figures(struct store *store, void *context, struct error *err)
{
    (void)context;
    TRY(ask(ASK(store, SQL_drop_figure_marks), err));
    TRY(ask(ASK(store, SQL_drop_all_unit_figures), err));
    TRY(ask(ASK(store, SQL_drop_all_intake_figures), err));
    return ask(ASK(store, SQL_drop_figures), err);
}

enum status
store_drop_figures(struct store *store, struct error *err)
{
    return store_transact(store, drop_figures, NULL, err);
}

static void
read_sum(struct row *row, void *into)
{
    struct figure_sum *sum = into;
    sum->unit = row_text(row);
    sum->grade = (int)row_int(row);
    sum->class_id = row_text(row);
    sum->class_name = row_text(row);
    sum->classes = row_int(row);
    for (int i = 0; i < FIGURE_KEPT; i++)
        sum->counts[i] = row_int(row);
    sum->entry_behind = row_int(row);
    sum->signing_behind = row_int(row);
    sum->issue_behind = row_int(row);
}

enum status
store_sum_figures(struct store *store, const struct figure_question *asked, struct arena *arena,
                  struct figure_sums *sums, struct error *err)
{
    return ask_list(
        ASK(store, SQL_sum_figures, v_text(asked->year), v_day(asked->day), v_text(asked->pilot)),
        read_sum, arena, sums->list, err);
}

enum status
store_sum_unit_figures(struct store *store, const struct figure_question *asked,
                       struct arena *arena, struct figure_sums *sums, struct error *err)
{
    return ask_list(ASK(store, SQL_sum_unit_figures, v_text(asked->year), v_day(asked->day),
                        v_text(asked->pilot), v_text(asked->unit)),
                    read_sum, arena, sums->list, err);
}

enum status
store_find_newest_year(struct store *store, struct arena *arena, const char **year,
                       struct error *err)
{
    return ask_text(ASK(store, SQL_find_newest_year), arena, year, err);
}
