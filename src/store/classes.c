/* SPDX-License-Identifier: Apache-2.0 */
#include "store/classes.h"

#include "store/history.h"
#include "store/years.h"

static void
read_class(struct row *row, void *into)
{
    struct school_class *class = into;
    class->id = row_text(row);
    class->unit = row_text(row);
    class->year = row_text(row);
    class->name = row_text(row);
    class->sessions_per_day = (int)row_int(row);
}

enum status
store_add_class(struct store *store, const struct school_class *class, const struct stamp *stamp,
                struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct school_year year = {0};
    TRY(store_find_year(store, class->unit, class->year, arena, &year, err));
    const struct part parts[] = {{"ten", NULL, class->name}};
    return write_with_history(
        store,
        &(struct writing){
            .question =
                ASK(store, SQL_add_class, v_text(class->id), v_text(class->unit),
                    v_text(class->year), v_text(class->name), v_int(class->sessions_per_day)),
            .entity = "class",
            .id = class->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = stamp,
            .miss = CONFLICT,
            .sentence = "Năm học này đã có lớp mang tên ấy. Chưa thêm gì.",
        },
        err);
}

enum status
store_find_class(struct store *store, const char *id, struct arena *arena,
                 struct school_class *class, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_class, v_text(id)), read_class, arena, class, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có lớp ấy trong kho.");
}

enum status
store_find_class_by_name(struct store *store, const char *unit, const char *year, const char *name,
                         struct arena *arena, struct school_class *class, struct error *err)
{
    struct school_classes found = {0};
    TRY(ask_list(ASK(store, SQL_find_classes_by_name, v_text(unit), v_text(year), v_text(name)),
                 read_class, arena, found.list, err));
    if (found.list.count == 0)
        return fail(err, NOT_FOUND, "Năm học %s không có lớp %s.", year, name);
    if (found.list.count > 1)
        return fail(err, CONFLICT, "Năm học %s có nhiều trường có lớp %s. Hãy nói rõ trường nào.",
                    year, name);
    *class = found.list.items[0];
    return OK;
}

enum status
store_list_classes(struct store *store, const char *unit, const char *year, struct arena *arena,
                   struct school_classes *classes, struct error *err)
{
    return ask_list(
        ASK(store, unit ? SQL_list_unit_classes : SQL_list_classes, v_text(unit), v_text(year)),
        read_class, arena, classes->list, err);
}

static void
read_count(struct row *row, void *into)
{
    struct class_count *count = into;
    count->class_id = row_text(row);
    count->state = row_text(row);
    count->count = row_int(row);
}

enum status
store_count_class_records(struct store *store, const char *unit, const char *year,
                          struct arena *arena, struct class_counts *counts, struct error *err)
{
    return ask_list(ASK(store, SQL_count_class_records, v_text(unit), v_text(year)), read_count,
                    arena, counts->list, err);
}
