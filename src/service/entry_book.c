/* SPDX-License-Identifier: Apache-2.0 */
#include "service/entry_book.h"

#include "base/unicode.h"
#include "service/access.h"
#include "service/grid.h"
#include "sheet/xlsx_write.h"

struct making {
    struct app *app;
    struct entry_book book;
    LIST(struct entry_sheet) sheets;
};

/* A comment's column has the name by which import knows it. */
static const char *
column_title(const struct grid_column *column)
{
    static const char *const titles[][2] = {{"nhan_xet_pham_chat", "Nhận xét Phẩm chất"},
                                            {"nhan_xet_nang_luc_chung", "Nhận xét NL Chung"},
                                            {"nhan_xet_nang_luc_dac_thu", "Nhận xét NL Đặc thù"}};

    for (size_t i = 0; i < COUNT_OF(titles); i++)
        if (text_equal(column->key, titles[i][0]))
            return titles[i][1];
    return column->label;
}

static struct entry_column
column_of(const struct grid_column *column)
{
    return (struct entry_column){.title = column_title(column),
                                 .choices = column->choices,
                                 .mark = text_equal(column->kind, "mark"),
                                 .max = column->max};
}

/* The columns [from, to) of a grid as a sheet. */
static void
add_sheet(struct making *making, const struct grid *grid, size_t from, size_t to, const char *name,
          const char *title)
{
    struct arena *arena = making->app->arena;
    size_t width = to - from;
    struct entry_column *columns = arena_make_array(arena, width, struct entry_column);
    const char **values = arena_make_array(arena, width * grid->rows.count, const char *);

    for (size_t i = 0; i < width; i++) {
        columns[i] = column_of(&grid->columns.items[from + i]);
        for (size_t row = 0; row < grid->rows.count; row++)
            values[row * width + i] = grid->rows.items[row].cells[from + i].value;
    }
    *list_add(arena, making->sheets) = (struct entry_sheet){
        .name = name, .title = title, .columns = columns, .column_count = width, .values = values};
}

/* Columns of one subject stand together. */
static void
add_subjects(struct making *making, const struct grid *grid)
{
    for (size_t from = 0, to; from < grid->columns.count; from = to) {
        const struct grid_column *first = &grid->columns.items[from];
        for (to = from + 1; to < grid->columns.count; to++)
            if (!text_equal(grid->columns.items[to].subject, first->subject))
                break;
        const struct subject *subject = curriculum_subject(first->subject);
        if (!first->readonly && subject)
            add_sheet(making, grid, from, to, subject->short_name,
                      arena_printf(making->app->arena, "SỔ ĐÁNH GIÁ MÔN %s", subject->name));
    }
}

static enum status
load(struct making *making, const char *class_id, enum grid_view view, struct grid *grid,
     struct error *err)
{
    struct grid_order order = {
        .class_id = class_id, .view = view, .period = making->book.period, .to_read = true};

    return grid_load(making->app, &order, grid, err);
}

/* Read before the values: what is set in between is then told as newer, never lost. */
static enum status
find_base(struct making *making, const char *class_id, struct error *err)
{
    struct cell_numbers numbers = {0};

    TRY(store_list_cell_numbers(making->app->store, class_id, making->app->arena, &numbers, err));
    for (size_t i = 0; i < numbers.list.count; i++)
        if (numbers.list.items[i].number > making->book.base)
            making->book.base = numbers.list.items[i].number;
    return OK;
}

static void
add_pupils(struct making *making, const struct grid *grid)
{
    struct entry_pupil *pupils =
        arena_make_array(making->app->arena, grid->rows.count, struct entry_pupil);

    for (size_t i = 0; i < grid->rows.count; i++) {
        const struct pupil *pupil = &grid->rows.items[i].draft->enrolled.pupil;
        pupils[i] = (struct entry_pupil){pupil->code, pupil->name, pupil->birth_date};
    }
    making->book.pupils = pupils;
    making->book.count = grid->rows.count;
}

enum status
entry_book_make(struct app *app, const char *class_id, enum period period, struct span *bytes,
                struct error *err)
{
    struct making making = {.app = app, .book = {.period = period}};
    struct grid subjects, traits;

    TRY(find_base(&making, class_id, err));
    TRY(load(&making, class_id, GRID_ALL, &subjects, err));
    TRY(load(&making, class_id, GRID_TRAITS, &traits, err));
    if (subjects.rows.count == 0)
        return fail(err, CONFLICT, "Lớp này chưa có học sinh nào nên chưa có bảng để nhập.");
    const struct class_context *context = &subjects.drafts.context;
    add_pupils(&making, &subjects);
    add_subjects(&making, &subjects);
    if (traits.columns.count > 0 && !traits.columns.items[0].readonly)
        add_sheet(&making, &traits, 0, traits.columns.count, "Phẩm chất, năng lực",
                  "ĐÁNH GIÁ PHẨM CHẤT, NĂNG LỰC");
    if (making.sheets.count == 0)
        return fail(err, DENIED, "%s không nhập kết quả nào của lớp này.", app->actor.name);
    making.book.school_name = context->school.name;
    making.book.class_name = context->class.name;
    making.book.year_name = context->class.year;
    making.book.sheets = making.sheets.items;
    making.book.sheet_count = making.sheets.count;
    making.book.date = app_today(app);
    making.book.training = app->kind == INSTANCE_TRAINING;
    return xlsx_write_entry(&making.book, app->arena, bytes, err);
}
