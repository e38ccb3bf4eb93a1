/* SPDX-License-Identifier: Apache-2.0 */
#include "service/paper.h"

#include "model/curriculum.h"
#include "model/state.h"
#include "service/access.h"
#include "store/drafts.h"
#include "store/records.h"

enum { PART_COUNT = 5 };

static const char *const part_names[PART_COUNT] = {"so", "lop", "truong", "so_dang_bo", "ngay"};

/* --- writing ---------------------------------------------------------------------------------- */

struct writing_paper {
    struct app *app;
    const char *pupil, *year;
    const char *parts[PART_COUNT]; /* NULL: removed */
    struct stamp stamp;
    bool changed;
};

static enum status
write_parts(struct store *store, void *context, struct error *err)
{
    struct writing_paper *work = context;

    for (size_t i = 0; i < PART_COUNT; i++) {
        const char *key =
            arena_printf(work->app->arena, PAPER_KEY "%s.%s", work->year, part_names[i]);
        bool changed;
        TRY(store_set_value(store, ENTITY_PUPIL, work->pupil, key, work->parts[i], &work->stamp,
                            &changed, err));
        work->changed |= changed;
    }
    return OK;
}

static enum status
clean(struct app *app, const char *typed, const char *label, const char **kept, struct error *err)
{
    *kept = NULL;
    return text_is_blank(typed)
               ? OK
               : text_clean(typed, label, PAPER_REFERENCE_MAX, app->arena, kept, err);
}

/* A year whose record this school holds is not on paper. */
static enum status
check_not_issued(struct app *app, const struct pupil *pupil, const char *year, struct error *err)
{
    struct record_filter filter = {.pupil = pupil->id, .year = year, .current = true};
    struct record_rows rows = {0};
    enum state state;

    TRY(store_list_records(app->store, &filter, app->arena, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        if (state_parse(rows.list.items[i].state, &state) && state_is_issued(state))
            return fail(err, CONFLICT,
                        "Năm học %s của %s đã có học bạ số được phát hành, không giữ trên giấy. "
                        "Chưa ghi gì.",
                        year, pupil->name);
    }
    return OK;
}

enum status
paper_year_set(struct app *app, const struct pupil *pupil, const struct paper_year *paper,
               struct error *err)
{
    struct writing_paper work = {.app = app,
                                 .pupil = pupil->id,
                                 .year = paper->year,
                                 .stamp = app_stamp(app, "pupil paper")};
    char since[DATE_TEXT_SIZE];
    int first_year;

    TRY(access_check(app, MAY_MANAGE_PUPILS, pupil->unit, err));
    if (!school_year_parse(paper->year, &first_year))
        return fail(err, USAGE, "Năm học phải viết như 2021-2022, không phải “%s”.", paper->year);
    if (text_is_blank(paper->reference))
        return fail(err, USAGE,
                    "Hãy ghi quyển học bạ giấy nào giữ kết quả (--reference), ví dụ “Học bạ giấy "
                    "số 112/TĐ”.");
    TRY(check_not_issued(app, pupil, paper->year, err));
    TRY(clean(app, paper->reference, "Học bạ giấy", &work.parts[0], err));
    TRY(clean(app, paper->class_name, "Tên lớp", &work.parts[1], err));
    TRY(clean(app, paper->school_name, "Tên trường", &work.parts[2], err));
    TRY(clean(app, paper->register_number, "Số đăng bộ", &work.parts[3], err));
    if (!date_is_none(paper->since))
        work.parts[4] = date_write_iso(paper->since, since);
    return store_transact(app->store, write_parts, &work, err);
}

enum status
paper_year_remove(struct app *app, const struct pupil *pupil, const char *year, struct error *err)
{
    struct writing_paper work = {
        .app = app, .pupil = pupil->id, .year = year, .stamp = app_stamp(app, "pupil paper")};

    TRY(access_check(app, MAY_MANAGE_PUPILS, pupil->unit, err));
    TRY(store_transact(app->store, write_parts, &work, err));
    return work.changed ? OK
                        : fail(err, NOT_FOUND, "Chưa ghi học bạ giấy nào của %s cho năm học “%s”.",
                               pupil->name, year);
}

/* --- reading ---------------------------------------------------------------------------------- */

static void
put_part(struct paper_year *paper, const char *name, const char *value)
{
    const char **const places[] = {&paper->reference, &paper->class_name, &paper->school_name,
                                   &paper->register_number};

    for (size_t i = 0; i < COUNT_OF(places); i++) {
        if (text_equal(name, part_names[i]))
            *places[i] = value;
    }
    if (text_equal(name, part_names[COUNT_OF(places)]))
        (void)date_parse_iso(span_of(value), &paper->since);
}

enum status
paper_years_list(struct app *app, const char *pupil_id, struct paper_years *years,
                 struct error *err)
{
    struct draft_values values = {0};

    TRY(store_list_pupil_values(app->store, pupil_id, app->arena, &values, err));
    for (size_t i = 0; i < values.list.count; i++) {
        const struct draft_value *value = &values.list.items[i];
        if (!text_starts(value->key, PAPER_KEY))
            continue;
        const char *year = value->key + strlen(PAPER_KEY);
        size_t size = strcspn(year, ".");
        struct paper_year *last =
            years->list.count ? &years->list.items[years->list.count - 1] : NULL;
        if (!last || strlen(last->year) != size || strncmp(last->year, year, size) != 0) {
            last = list_add(app->arena, years->list);
            last->year = arena_copy(app->arena, year, size);
        }
        put_part(last, year + size + (year[size] == '.'), value->value);
    }
    return OK;
}
