/* SPDX-License-Identifier: Apache-2.0 */
#include "service/grid.h"

#include "base/uuid.h"
#include "model/state.h"
#include "service/access.h"
#include "service/flow.h"
#include "service/replacement.h"
#include "service/summer.h"
#include "store/people.h"
#include "store/records.h"
#include "store/view.h"

/* --- rights ----------------------------------------------------------------------------------- */

static enum status
check_see(struct app *app, const struct school_class *class, struct error *err)
{
    struct access_place place = {.unit = class->unit, .year = class->year, .class_id = class->id};

    return access_check_place(app, MAY_SEE, &place, err);
}

/* A column that this person may not write is shown, to read only. */
static enum status
close_columns(struct app *app, const struct school_class *class, struct grid *grid,
              struct error *err)
{
    const char *asked = NULL;
    bool closed = false;

    for (size_t i = 0; i < grid->columns.count; i++) {
        struct grid_column *column = &grid->columns.items[i];
        if (!text_equal(asked, column->subject)) {
            struct access_place place = {.unit = class->unit,
                                         .year = class->year,
                                         .class_id = class->id,
                                         .subject = column->subject};
            enum status status = access_check_place(app, MAY_ENTER_RESULTS, &place, err);
            if (status != OK && status != DENIED)
                return status;
            closed = status == DENIED;
            asked = column->subject;
        }
        column->readonly |= closed;
    }
    return OK;
}

/* --- locks ------------------------------------------------------------------------------------ */

static const char *
lock_of_state(const char *state_text, struct arena *arena)
{
    enum state state;

    if (!state_parse(state_text, &state))
        return "Học bạ có trạng thái lạ; hãy báo quản trị viên.";
    if (state == STATE_SUSPENDED)
        return NULL;
    if (state_is_issued(state))
        return "Học bạ đã phát hành, không sửa được nữa; muốn sửa phải thu hồi và thay thế.";
    if (state_is_signing(state))
        return arena_printf(arena, "Học bạ đang ký (%s); muốn sửa hãy trả về trước.",
                            state_word(state));
    return NULL;
}

/* What is to be replaced is open whatever the class and the year are; who waits for the summer's
 * reassessment in a frozen year, for some of it. */
static enum status
lock_row(struct app *app, struct grid_row *row, const struct record_rows *records,
         const struct summer *summer, struct error *err)
{
    const struct record_row *record = NULL;
    struct record_row old = {0};

    for (size_t i = 0; i < records->list.count && !record; i++)
        if (text_equal(records->list.items[i].enrolment, row->draft->enrolled.enrolment.id))
            record = &records->list.items[i];
    if (record)
        TRY(replacement_find(app, record, &old, err));
    if (old.uuid)
        row->locked = NULL;
    else if (summer->standing.frozen && !summer_waits(summer, &row->draft->enrolled.pupil))
        row->locked = "Năm học đã chốt, không nhập thêm được.";
    if (record && !row->locked)
        row->locked = lock_of_state(record->state, app->arena);
    return OK;
}

/* --- values ----------------------------------------------------------------------------------- */

/* What a class's lists hold of one pupil: both are in the order of enrolments. */
struct filling {
    struct app *app;
    const struct draft_values *values;
    const struct cell_numbers *numbers;
    const struct grid *grid;
};

static const char *
value_of(const struct filling *from, size_t first, const char *enrolment, const char *key)
{
    for (size_t i = first; i < from->values->list.count; i++) {
        const struct draft_value *value = &from->values->list.items[i];
        if (!text_equal(value->enrolment, enrolment))
            break;
        if (!value->of_pupil && text_equal(value->key, key))
            return value->value;
    }
    return "";
}

static int64_t
number_of(const struct filling *from, size_t first, const char *enrolment, const char *key)
{
    for (size_t i = first; i < from->numbers->list.count; i++) {
        const struct cell_number *cell = &from->numbers->list.items[i];
        if (!text_equal(cell->enrolment, enrolment))
            break;
        if (text_equal(cell->key, key))
            return cell->number;
    }
    return 0;
}

static const char *
computed_value(const struct draft *draft)
{
    const char *word = result_word(draft->record.result);

    return word ? word : "";
}

static void
fill_row(const struct filling *from, struct grid_row *row)
{
    const struct grid *grid = from->grid;
    const char *id = row->draft->enrolled.enrolment.id;
    size_t value = 0, number = 0;

    while (value < from->values->list.count &&
           !text_equal(from->values->list.items[value].enrolment, id))
        value++;
    while (number < from->numbers->list.count &&
           !text_equal(from->numbers->list.items[number].enrolment, id))
        number++;
    row->cells = arena_make_array(from->app->arena, grid->columns.count + 1, struct grid_cell);
    for (size_t i = 0; i < grid->columns.count; i++) {
        const char *key = grid->columns.items[i].key;
        bool computed = text_equal(key, GRID_RESULT_KEY);
        row->cells[i].value =
            computed ? computed_value(row->draft) : value_of(from, value, id, key);
        row->cells[i].number = number_of(from, number, id, key);
    }
}

/* --- loading ---------------------------------------------------------------------------------- */

static const struct curriculum *
curriculum_of(const struct drafts *drafts)
{
    for (size_t i = 0; i < drafts->list.count; i++)
        if (drafts->list.items[i].curriculum)
            return drafts->list.items[i].curriculum;
    return NULL;
}

/* Attendance and results are of the whole year. */
static enum period
period_of(const struct grid_order *order)
{
    bool whole = order->view == GRID_BODY || order->view == GRID_RESULTS;

    return whole ? PERIOD_END_2 : order->period;
}

static enum status
fill_grid(struct app *app, const struct grid_order *order, struct grid *grid, struct error *err)
{
    const struct class_context *context = &grid->drafts.context;
    struct cell_numbers numbers = {0};
    struct record_rows records = {0};
    struct record_filter filter = {.class_id = order->class_id, .current = true};

    if (!order->to_read)
        TRY(store_list_cell_numbers(app->store, order->class_id, app->arena, &numbers, err));
    TRY(store_list_records(app->store, &filter, app->arena, &records, err));
    struct filling from = {app, &grid->drafts.values, &numbers, grid};
    struct summer summer;
    const char *lock;
    TRY(summer_load(app, &context->rules, &context->class, &summer, err));
    TRY(flow_find_lock(app, &context->class, period_of(order), &lock, err));
    for (size_t i = 0; i < numbers.list.count; i++)
        if (numbers.list.items[i].number > grid->version)
            grid->version = numbers.list.items[i].number;
    for (size_t i = 0; i < grid->drafts.list.count; i++) {
        const struct draft *draft = &grid->drafts.list.items[i];
        if (order->enrolment && !text_equal(order->enrolment, draft->enrolled.enrolment.id))
            continue;
        struct grid_row *row = list_add(app->arena, grid->rows);
        *row = (struct grid_row){.draft = draft, .locked = lock};
        if (draft->facts.reassessment_listed && !draft->facts.reassessment_decided &&
            period_of(order) == PERIOD_END_2)
            row->locked = NULL; /* some of it is open; the others are refused one by one */
        TRY(lock_row(app, row, &records, &summer, err));
        fill_row(&from, row);
        if (!order->to_read)
            draft_check(row->draft, app->arena, &row->problems);
    }
    return OK;
}

struct loading {
    struct app *app;
    const struct grid_order *order;
    struct grid *grid;
};

static enum status
load(struct store *store, void *context, struct error *err)
{
    const struct loading *it = context;
    struct app *app = it->app;
    const struct grid_order *order = it->order;
    struct grid loaded = {0};
    struct school_class class;

    (void)store;
    TRY(store_find_class(app->store, order->class_id, app->arena, &class, err));
    TRY(check_see(app, &class, err));
    TRY(drafts_load(app, order->class_id, &loaded.drafts, err));
    grid_columns(order, curriculum_of(&loaded.drafts), app->arena, &loaded);
    if (order->view == GRID_SUBJECT && loaded.columns.count == 0 && loaded.drafts.list.count > 0)
        return fail(err, USAGE, "Lớp này không học môn “%s”.",
                    order->subject ? order->subject : "");
    TRY(close_columns(app, &class, &loaded, err));
    TRY(fill_grid(app, order, &loaded, err));
    *it->grid = loaded;
    return OK;
}

/* All of one moment: a number newer than the value beside it would let whoever types over it miss
 * that somebody else had just been there. */
enum status
grid_load(struct app *app, const struct grid_order *order, struct grid *grid, struct error *err)
{
    struct loading it = {app, order, grid};

    return store_read_whole(app->store, load, &it, err);
}

/* --- what happened ---------------------------------------------------------------------------- */

enum status
grid_name_author(struct app *app, const char **by, struct error *err)
{
    struct person person;

    if (!*by)
        return OK;
    enum status status = store_find_person_by_login(app->store, *by, app->arena, &person, err);
    if (status == OK)
        *by = person.name;
    return status == NOT_FOUND ? OK : status;
}

/* Most changes in a row are one person's. */
static enum status
name_authors(struct app *app, struct changes *changes, struct error *err)
{
    const char *login = NULL, *name = NULL;

    for (size_t i = 0; i < changes->list.count; i++) {
        struct change *change = &changes->list.items[i];
        if (!text_equal(login, change->by)) {
            login = name = change->by;
            TRY(grid_name_author(app, &name, err));
        }
        change->by = name;
    }
    return OK;
}

enum status
grid_changes(struct app *app, const char *class_id, int64_t after, struct changes *changes,
             struct error *err)
{
    struct school_class class;

    TRY(store_find_class(app->store, class_id, app->arena, &class, err));
    TRY(check_see(app, &class, err));
    TRY(store_list_class_changes(app->store, class_id, after, app->arena, changes, err));
    return name_authors(app, changes, err);
}

/* "typed <request>": what says nothing to people stays in the store. */
static void
cut_request(struct app *app, struct change *change)
{
    const char *blank = change->source ? strrchr(change->source, ' ') : NULL;

    if (blank && uuid_is_valid(span_of(blank + 1)))
        change->source = arena_copy(app->arena, change->source, (size_t)(blank - change->source));
}

enum status
grid_history(struct app *app, const char *enrolment, const char *key, struct changes *changes,
             struct error *err)
{
    struct enrolled enrolled;
    struct school_class class;

    TRY(store_find_enrolment(app->store, enrolment, app->arena, &enrolled, err));
    TRY(store_find_class(app->store, enrolled.enrolment.class_id, app->arena, &class, err));
    TRY(check_see(app, &class, err));
    TRY(store_list_changes(app->store, ENTITY_ENROLMENT, enrolment, key, app->arena, changes, err));
    for (size_t i = 0; i < changes->list.count; i++)
        cut_request(app, &changes->list.items[i]);
    return name_authors(app, changes, err);
}
