/* SPDX-License-Identifier: Apache-2.0 */
#include "service/unit_tree.h"

#include "model/places.h"
#include "service/access.h"
#include "service/correct.h"

/* --- kinds ------------------------------------------------------------------------------------ */

static const struct unit_form {
    const char *kind, *word;
    size_t digits; /* of its code */
    const char *code_rule;
    const char *parents[3]; /* who may manage it */
} forms[] = {
    {UNIT_MINISTRY, "bộ", 2, "Mã Bộ “%s” phải có 2 chữ số (viết 00).", {0}},
    {UNIT_DEPARTMENT, "sở", 2, "Mã sở “%s” phải có 2 chữ số (mã tỉnh).", {UNIT_MINISTRY}},
    {UNIT_DISTRICT,
     "phòng (huyện)",
     3,
     "Mã huyện “%s” phải có 3 chữ số, như trước 1/7/2025.",
     {UNIT_DEPARTMENT}},
    {UNIT_COMMUNE, "xã", 5, "Mã xã “%s” phải có 5 chữ số, như từ 1/7/2025.", {UNIT_DEPARTMENT}},
    {UNIT_SCHOOL,
     "trường",
     8,
     "Mã trường “%s” phải có 8 chữ số.",
     {UNIT_DEPARTMENT, UNIT_DISTRICT, UNIT_COMMUNE}},
    {UNIT_CAMPUS,
     "điểm trường",
     0,
     "Mã điểm trường “%s” là mã trường, gạch nối và số thứ tự, như 22193401-1.",
     {UNIT_SCHOOL}},
};

static const struct unit_form *
form_of(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (text_equal(forms[i].kind, kind))
            return &forms[i];
    return NULL;
}

const char *
unit_kind_word(const char *kind)
{
    const struct unit_form *form = form_of(kind);

    return form ? form->word : NULL;
}

bool
unit_may_stand_below(const char *kind, const char *parent_kind)
{
    const struct unit_form *form = form_of(kind);

    for (size_t i = 0; form && i < COUNT_OF(form->parents); i++)
        if (form->parents[i] && text_equal(form->parents[i], parent_kind))
            return true;
    return false;
}

/* "22193401-1": a school's code and up to two digits. */
static bool
is_campus_code(const char *code)
{
    enum { SCHOOL_DIGITS = 8, NUMBER_DIGITS = 2 };
    size_t digits = strspn(code, "0123456789");
    const char *number = code + digits + 1;

    return digits == SCHOOL_DIGITS && code[digits] == '-' &&
           (text_is_digits(number, 1) || text_is_digits(number, NUMBER_DIGITS));
}

static enum status
check_place(const struct unit *unit, struct error *err)
{
    bool district = text_equal(unit->kind, UNIT_DISTRICT);

    if (!district && !text_equal(unit->kind, UNIT_COMMUNE))
        return OK;
    if (place_by_code(district ? PLACES_UNTIL_2025_06 : PLACES_SINCE_2025_07, unit->code))
        return OK;
    return fail(err, USAGE, "Không có %s nào mang mã %s. “hocba unit place TÊN” tra mã.",
                district ? "huyện (đến 30/6/2025)" : "xã, phường, đặc khu (từ 1/7/2025)",
                unit->code);
}

enum status
unit_check_code(const struct unit *unit, struct error *err)
{
    const struct unit_form *form = form_of(unit->kind);

    if (!form)
        return fail(err, USAGE,
                    "Loại đơn vị là “school” (trường), “campus” (điểm trường), “department” (sở), "
                    "“district” (phòng, đến 30/6/2025), “commune” (xã, từ 1/7/2025) hoặc "
                    "“ministry” (Bộ), không phải “%s”.",
                    unit->kind);
    bool good =
        form->digits ? text_is_digits(unit->code, form->digits) : is_campus_code(unit->code);
    if (!good)
        return fail(err, USAGE, form->code_rule, unit->code);
    return check_place(unit, err);
}

/* --- reading ---------------------------------------------------------------------------------- */

enum status
unit_tree(struct app *app, const char *code, struct date day, struct units *units,
          struct error *err)
{
    struct unit root = {0};

    if (code)
        TRY(unit_find(app, code, &root, err));
    if (date_is_none(day))
        day = app_today(app);
    return store_list_units_below(app->store, root.id, day, app->arena, units, err);
}

enum status
unit_past(struct app *app, const struct unit *unit, struct unit_states *states,
          struct unit_successions *successions, struct error *err)
{
    TRY(store_list_unit_states(app->store, unit->id, app->arena, states, err));
    return store_list_unit_successions(app->store, unit->id, app->arena, successions, err);
}

/* --- changing --------------------------------------------------------------------------------- */

/* What the law of 2025 says, unless somebody says otherwise. */
static void
put_days(struct unit *unit)
{
    bool open = date_is_none(unit->from) && date_is_none(unit->to);

    if (open && text_equal(unit->kind, UNIT_DISTRICT))
        unit->to = (struct date){2025, 6, 30};
    if (open && text_equal(unit->kind, UNIT_COMMUNE))
        unit->from = (struct date){2025, 7, 1};
}

enum status
unit_add(struct app *app, struct unit *unit, const char *parent_code, struct error *err)
{
    struct stamp stamp = app_stamp(app, "unit add");
    struct unit parent;

    TRY(access_check(app, MAY_MANAGE_UNITS, NULL, err));
    TRY(unit_check_code(unit, err));
    TRY(text_clean(unit->name, "Tên đơn vị", NAME_MAX_GRAPHEMES, app->arena, &unit->name, err));
    if (parent_code) {
        TRY(unit_find(app, parent_code, &parent, err));
        if (!unit_may_stand_below(unit->kind, parent.kind))
            return fail(err, USAGE, "Đơn vị loại %s không thể thuộc %s (%s). Chưa thêm gì.",
                        unit->kind, parent.name, unit_kind_word(parent.kind));
        unit->parent = parent.id;
    }
    put_days(unit);
    if (!date_is_none(unit->from) && !date_is_none(unit->to) &&
        date_compare(unit->to, unit->from) < 0)
        return fail(err, USAGE, "Ngày thôi hoạt động đứng trước ngày bắt đầu.");
    unit->id = app_new_id(app);
    return store_add_unit(app->store, unit, &stamp, err);
}

static enum status
check_day(struct app *app, struct date since, struct error *err)
{
    if (date_is_none(since))
        return fail(err, USAGE, "Hãy ghi ngày bắt đầu, viết như 2025-07-01.");
    if (date_compare(since, app_today(app)) > 0)
        return fail(err, USAGE, "Chưa đến ngày ấy. Chưa ghi gì; hãy ghi khi đến ngày.");
    return OK;
}

enum status
unit_change(struct app *app, const struct unit *unit, struct date since, struct error *err)
{
    struct stamp stamp = app_stamp(app, "unit set");
    struct unit wanted = *unit;

    TRY(check_day(app, since, err));
    TRY(access_check(app, MAY_MANAGE_UNITS, unit->id, err));
    TRY(unit_check_code(unit, err));
    TRY(text_clean(unit->name, "Tên đơn vị", NAME_MAX_GRAPHEMES, app->arena, &wanted.name, err));
    return store_change_unit(app->store, &wanted, since, &stamp, err);
}

static enum status
move_below(struct app *app, struct unit *unit, const struct unit *parent, struct date since,
           const struct stamp *stamp, struct error *err)
{
    if (!unit_may_stand_below(unit->kind, parent->kind))
        return fail(err, USAGE, "Đơn vị %s (%s) không thể thuộc %s (%s). Chưa chuyển gì.",
                    unit->name, unit_kind_word(unit->kind), parent->name,
                    unit_kind_word(parent->kind));
    unit->parent = parent->id;
    return store_change_unit(app->store, unit, since, stamp, err);
}

enum status
unit_move(struct app *app, const char *code, const char *parent_code, struct date since,
          struct error *err)
{
    struct stamp stamp = app_stamp(app, "unit move");
    struct unit unit, parent;

    TRY(check_day(app, since, err));
    TRY(unit_find(app, code, &unit, err));
    TRY(unit_find(app, parent_code, &parent, err));
    TRY(access_check(app, MAY_MANAGE_UNITS, unit.id, err));
    TRY(access_check(app, MAY_MANAGE_UNITS, parent.id, err));
    return move_below(app, &unit, &parent, since, &stamp, err);
}

/* --- mergers and splits ----------------------------------------------------------------------- */

struct reforming {
    struct app *app;
    const struct unit_reform *asked;
    struct units from, into;
    struct date last; /* of the old units */
    struct stamp stamp;
    struct unit_reformed *done;
};

static bool
is_among(const struct units *units, const char *id)
{
    for (size_t i = 0; i < units->list.count; i++)
        if (text_equal(units->list.items[i].id, id))
            return true;
    return false;
}

static enum status
find_all(struct app *app, const char *const *codes, size_t count, struct units *units,
         struct error *err)
{
    if (count > UNITS_MERGED_MAX)
        return fail(err, USAGE, "Mỗi lần nhiều nhất %d đơn vị.", UNITS_MERGED_MAX);
    for (size_t i = 0; i < count; i++) {
        struct unit unit;
        TRY(unit_find(app, codes[i], &unit, err));
        TRY(access_check(app, MAY_MANAGE_UNITS, unit.id, err));
        if (is_among(units, unit.id))
            return fail(err, USAGE, "Đơn vị mã %s được ghi hai lần.", codes[i]);
        *list_add(app->arena, units->list) = unit;
    }
    return OK;
}

/* Schools go on as schools, whoever manages them as whoever does. */
static enum status
check_kinds(const struct reforming *work, struct error *err)
{
    const struct unit *first = &work->into.list.items[0];

    for (size_t i = 0; i < work->from.list.count + work->into.list.count; i++) {
        const struct unit *unit = i < work->from.list.count
                                      ? &work->from.list.items[i]
                                      : &work->into.list.items[i - work->from.list.count];
        if (text_equal(unit->kind, UNIT_SCHOOL) != text_equal(first->kind, UNIT_SCHOOL) ||
            text_equal(unit->kind, UNIT_CAMPUS) != text_equal(first->kind, UNIT_CAMPUS))
            return fail(err, USAGE, "Đơn vị %s (%s) và %s (%s) không nối tiếp nhau được.",
                        unit->name, unit_kind_word(unit->kind), first->name,
                        unit_kind_word(first->kind));
    }
    return OK;
}

/* What stood below the old unit goes below the new one, or is told. */
static enum status
take_along(struct reforming *work, const struct unit *old, struct error *err)
{
    struct app *app = work->app;
    struct units below = {0};

    TRY(store_list_units_below(app->store, old->id, work->last, app->arena, &below, err));
    for (size_t i = 0; i < below.list.count; i++) {
        struct unit unit;
        TRY(store_find_unit(app->store, below.list.items[i].id, app->arena, &unit, err));
        if (!text_equal(unit.parent, old->id))
            continue;
        if (work->into.list.count > 1) {
            *list_add(app->arena, work->done->left.list) = unit;
            continue;
        }
        TRY(move_below(app, &unit, &work->into.list.items[0], work->asked->since, &work->stamp,
                       err));
        work->done->moved++;
    }
    return OK;
}

static enum status
end_unit(struct reforming *work, struct unit *old, struct error *err)
{
    if (!date_is_none(old->to) && date_compare(old->to, work->last) < 0)
        return fail(err, CONFLICT, "Đơn vị %s đã thôi hoạt động từ trước ngày ấy. Chưa ghi gì.",
                    old->name);
    if (!date_is_none(old->from) && date_compare(old->from, work->last) > 0)
        return fail(err, CONFLICT, "Đơn vị %s mới có từ sau ngày ấy. Chưa ghi gì.", old->name);
    TRY(take_along(work, old, err));
    old->to = work->last;
    work->done->ended++;
    return store_set_unit(work->app->store, old, &work->stamp, err);
}

static enum status
write_reform(struct store *store, void *context, struct error *err)
{
    struct reforming *work = context;

    *work->done = (struct unit_reformed){0};
    for (size_t i = 0; i < work->from.list.count; i++) {
        struct unit old = work->from.list.items[i];
        for (size_t j = 0; j < work->into.list.count; j++) {
            const struct unit_succession succession = {.unit = old.id,
                                                       .successor = work->into.list.items[j].id,
                                                       .since = work->asked->since,
                                                       .decision = work->asked->decision};
            if (!text_equal(succession.unit, succession.successor))
                TRY(store_add_unit_succession(store, &succession, &work->stamp, err));
        }
        if (!is_among(&work->into, old.id))
            TRY(end_unit(work, &old, err));
    }
    return OK;
}

enum status
unit_reform(struct app *app, const struct unit_reform *reform, struct unit_reformed *done,
            struct error *err)
{
    struct reforming work = {
        .app = app, .asked = reform, .stamp = app_stamp(app, "unit reform"), .done = done};

    TRY(check_day(app, reform->since, err));
    TRY(find_all(app, reform->from, reform->from_count, &work.from, err));
    TRY(find_all(app, reform->into, reform->into_count, &work.into, err));
    if (work.from.list.count == 0 || work.into.list.count == 0 ||
        (work.from.list.count > 1 && work.into.list.count > 1))
        return fail(err, USAGE, "Nhiều đơn vị thành một, hoặc một thành nhiều.");
    TRY(check_kinds(&work, err));
    work.last = date_from_days(date_to_days(reform->since) - 1);
    return store_transact(app->store, write_reform, &work, err);
}
