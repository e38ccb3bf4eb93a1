/* SPDX-License-Identifier: Apache-2.0 */
#include "store/units.h"

#include "store/history.h"

static void
read_unit(struct row *row, void *into)
{
    struct unit *unit = into;
    unit->id = row_text(row);
    unit->kind = row_text(row);
    unit->parent = row_text(row);
    unit->code = row_text(row);
    unit->name = row_text(row);
    unit->district = row_text(row);
    unit->commune = row_text(row);
    unit->province = row_text(row);
    unit->issue_place = row_text(row);
    unit->from = row_day(row);
    unit->to = row_day(row);
}

/* The schema of before the tree knew two kinds; which one it is beyond that has a table of its own.
 */
static const char *
coarse_kind(const char *kind)
{
    if (text_equal(kind, UNIT_SCHOOL) || text_equal(kind, UNIT_CAMPUS))
        return UNIT_SCHOOL;
    return UNIT_DEPARTMENT;
}

static enum status
add_unit(struct store *store, void *context, struct error *err)
{
    const struct setting *it = context;
    const struct unit *unit = it->thing;
    const struct part parts[] = {{"ten", NULL, unit->name}};
    const struct writing writing = {
        .question = ASK(store, SQL_add_unit, v_text(unit->id), v_text(coarse_kind(unit->kind)),
                        v_text(unit->parent), v_text(unit->code), v_text(unit->name),
                        v_text(unit->district), v_text(unit->commune), v_text(unit->province),
                        v_text(unit->issue_place), v_day(unit->from), v_day(unit->to)),
        .entity = "unit",
        .id = unit->id,
        .parts = parts,
        .part_count = COUNT_OF(parts),
        .stamp = it->stamp,
        .miss = CONFLICT,
        .sentence = "Đã có đơn vị mang mã này. Chưa thêm gì.",
    };
    TRY(write_with_history(store, &writing, err));
    if (text_equal(unit->kind, coarse_kind(unit->kind)))
        return OK;
    return ask(ASK(store, SQL_add_unit_kind, v_text(unit->id), v_text(unit->kind)), err);
}

enum status
store_add_unit(struct store *store, const struct unit *unit, const struct stamp *stamp,
               struct error *err)
{
    struct setting it = {unit, stamp, false};
    return store_transact(store, add_unit, &it, err);
}

static enum status
set_unit(struct store *store, void *context, struct error *err)
{
    const struct setting *it = context;
    const struct unit *unit = it->thing;
    AUTO(arena) *arena = arena_new();
    struct unit old = {0};
    TRY(store_find_unit(store, unit->id, arena, &old, err));
    const struct part parts[] = {
        {"thuoc", old.parent, unit->parent},
        {"ma", old.code, unit->code},
        {"ten", old.name, unit->name},
        {"quan_huyen", old.district, unit->district},
        {"phuong_xa", old.commune, unit->commune},
        {"tinh", old.province, unit->province},
        {"noi_cap", old.issue_place, unit->issue_place},
        {"tu_ngay", day_text(old.from), day_text(unit->from)},
        {"den_ngay", day_text(old.to), day_text(unit->to)},
    };
    const struct writing writing = {
        .question = ASK(store, SQL_set_unit, v_text(unit->id), v_text(unit->parent),
                        v_text(unit->code), v_text(unit->name), v_text(unit->district),
                        v_text(unit->commune), v_text(unit->province), v_text(unit->issue_place),
                        v_day(unit->from), v_day(unit->to)),
        .entity = "unit",
        .id = unit->id,
        .parts = parts,
        .part_count = COUNT_OF(parts),
        .stamp = it->stamp,
        .miss = NOT_FOUND,
        .sentence = "Không có đơn vị ấy.",
    };
    TRY(write_with_history(store, &writing, err));
    return ask(ASK(store, SQL_correct_unit_state, v_text(unit->id), v_text(unit->parent),
                   v_text(unit->code), v_text(unit->name), v_moment(it->stamp->at),
                   v_text(it->stamp->by)),
               err);
}

enum status
store_set_unit(struct store *store, const struct unit *unit, const struct stamp *stamp,
               struct error *err)
{
    struct setting it = {unit, stamp, false};
    return store_transact(store, set_unit, &it, err);
}

enum status
store_find_unit(struct store *store, const char *id, struct arena *arena, struct unit *unit,
                struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_unit, v_text(id)), read_unit, arena, unit, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có đơn vị ấy trong kho.");
}

enum status
store_find_unit_by_code(struct store *store, const char *kind, const char *code,
                        struct arena *arena, struct unit *unit, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_unit_by_code, v_text(kind), v_text(code)), read_unit, arena,
                unit, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có đơn vị nào mang mã %s.", code);
}

enum status
store_list_units(struct store *store, const char *kind, struct arena *arena, struct units *units,
                 struct error *err)
{
    return ask_list(ASK(store, SQL_list_units, v_text(kind)), read_unit, arena, units->list, err);
}

/* --- on a day --------------------------------------------------------------------------------- */

enum status
store_list_units_below(struct store *store, const char *root, struct date day, struct arena *arena,
                       struct units *units, struct error *err)
{
    return ask_list(ASK(store, SQL_list_units_below, v_text(root), v_day(day)), read_unit, arena,
                    units->list, err);
}

enum status
store_list_unit_managers(struct store *store, const char *id, struct date day, struct arena *arena,
                         struct units *units, struct error *err)
{
    struct units found = {0};

    TRY(ask_list(ASK(store, SQL_list_unit_managers, v_text(id), v_day(day)), read_unit, arena,
                 found.list, err));
    if (found.list.count == 0)
        return fail(err, NOT_FOUND, "Không có đơn vị ấy trong kho.");
    *units = found;
    return OK;
}

struct unit_changing {
    const struct unit *unit;
    struct date since;
    const struct stamp *stamp;
};

static enum status
add_state(struct store *store, const struct unit *unit, struct date since,
          const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_unit_state, v_text(unit->id), v_day(since), v_text(unit->parent),
                    v_text(unit->code), v_text(unit->name), v_moment(stamp->at), v_text(stamp->by)),
                &hit, err));
    return hit ? OK
               : fail(err, CONFLICT, "Đơn vị vừa được người khác sửa. Chưa sửa gì; hãy làm lại.");
}

static void
read_day(struct row *row, void *into)
{
    *(struct date *)into = row_day(row);
}

/* The first change of a unit keeps what it was from its beginning. */
static enum status
change_unit(struct store *store, void *context, struct error *err)
{
    const struct unit_changing *it = context;
    AUTO(arena) *arena = arena_new();
    struct unit old = {0};
    struct date last = {0};
    bool found;

    TRY(store_find_unit(store, it->unit->id, arena, &old, err));
    TRY(ask_one(ASK(store, SQL_last_unit_state, v_text(old.id)), read_day, arena, &last, &found,
                err));
    if (!found)
        last = date_is_none(old.from) ? (struct date){1900, 1, 1} : old.from;
    if (date_compare(it->since, last) < 0)
        return fail(
            err, CONFLICT,
            "Đơn vị %s đã có thay đổi từ %s, sau ngày %s. Chưa sửa gì; hãy ghi từ ngày ấy trở "
            "đi.",
            old.name, day_text(last), day_text(it->since));
    if (!found)
        TRY(add_state(store, &old, last, it->stamp, err));
    TRY(add_state(store, it->unit, it->since, it->stamp, err));
    return store_set_unit(store, it->unit, it->stamp, err);
}

enum status
store_change_unit(struct store *store, const struct unit *unit, struct date since,
                  const struct stamp *stamp, struct error *err)
{
    struct unit_changing it = {unit, since, stamp};
    return store_transact(store, change_unit, &it, err);
}

static void
read_state(struct row *row, void *into)
{
    struct unit_state *state = into;
    state->since = row_day(row);
    state->parent = row_text(row);
    state->code = row_text(row);
    state->name = row_text(row);
    state->made = row_moment(row);
    state->by = row_text(row);
}

enum status
store_list_unit_states(struct store *store, const char *id, struct arena *arena,
                       struct unit_states *states, struct error *err)
{
    return ask_list(ASK(store, SQL_list_unit_states, v_text(id)), read_state, arena, states->list,
                    err);
}

static void
read_succession(struct row *row, void *into)
{
    struct unit_succession *succession = into;
    succession->unit = row_text(row);
    succession->successor = row_text(row);
    succession->since = row_day(row);
    succession->decision = row_text(row);
}

enum status
store_add_unit_succession(struct store *store, const struct unit_succession *succession,
                          const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_unit_successor, v_text(succession->unit),
                    v_text(succession->successor), v_day(succession->since),
                    v_text(succession->decision), v_moment(stamp->at), v_text(stamp->by)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Việc sáp nhập hoặc chia tách này đã được ghi.");
}

enum status
store_list_unit_successions(struct store *store, const char *id, struct arena *arena,
                            struct unit_successions *successions, struct error *err)
{
    return ask_list(ASK(store, SQL_list_unit_successors, v_text(id)), read_succession, arena,
                    successions->list, err);
}
