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

enum status
store_add_unit(struct store *store, const struct unit *unit, const struct stamp *stamp,
               struct error *err)
{
    const struct part parts[] = {{"ten", NULL, unit->name}};
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_add_unit, v_text(unit->id), v_text(unit->kind),
                            v_text(unit->parent), v_text(unit->code), v_text(unit->name),
                            v_text(unit->district), v_text(unit->commune), v_text(unit->province),
                            v_text(unit->issue_place), v_day(unit->from), v_day(unit->to)),
            .entity = "unit",
            .id = unit->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = stamp,
            .miss = CONFLICT,
            .sentence = "Đã có đơn vị mang mã này. Chưa thêm gì.",
        },
        err);
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
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_set_unit, v_text(unit->id), v_text(unit->parent),
                            v_text(unit->code), v_text(unit->name), v_text(unit->district),
                            v_text(unit->commune), v_text(unit->province),
                            v_text(unit->issue_place), v_day(unit->from), v_day(unit->to)),
            .entity = "unit",
            .id = unit->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = it->stamp,
            .miss = NOT_FOUND,
            .sentence = "Không có đơn vị ấy.",
        },
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
