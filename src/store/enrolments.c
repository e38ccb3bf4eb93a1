/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/unicode.h"
#include "store/classes.h"
#include "store/history.h"
#include "store/pupil_row.h"

static void
read_enrolled(struct row *row, void *into)
{
    struct enrolled *it = into;
    it->enrolment.id = row_text(row);
    it->enrolment.pupil = row_text(row);
    it->enrolment.class_id = row_text(row);
    it->enrolment.grade = (int)row_int(row);
    it->enrolment.from = row_day(row);
    it->enrolment.to = row_day(row);
    it->enrolment.list_order = (int)row_int(row);
    pupil_read(row, &it->pupil);
    it->class_name = row_text(row);
    it->year = row_text(row);
    it->unit = row_text(row);
}

static const char *
count_text(struct arena *arena, int number)
{
    return arena_printf(arena, "%d", number);
}

enum status
store_add_enrolment(struct store *store, const struct enrolment *it, const struct stamp *stamp,
                    struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const struct part parts[] = {{"khoi", NULL, count_text(arena, it->grade)}};
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_add_enrolment, v_text(it->id), v_text(it->pupil),
                            v_text(it->class_id), v_int(it->grade), v_day(it->from), v_day(it->to),
                            v_int(it->list_order)),
            .entity = "enrolment",
            .id = it->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = stamp,
            .miss = CONFLICT,
            .sentence = "Học sinh này đã có trong lớp. Chưa thêm gì.",
        },
        err);
}

static enum status
set_enrolment(struct store *store, void *context, struct error *err)
{
    struct setting *setting = context;
    const struct enrolment *it = setting->thing;
    AUTO(arena) *arena = arena_new();
    struct enrolled found = {0};
    TRY(store_find_enrolment(store, it->id, arena, &found, err));
    const struct enrolment *old = &found.enrolment;
    const struct part parts[] = {
        {"khoi", count_text(arena, old->grade), count_text(arena, it->grade)},
        {"tu_ngay", day_text(old->from), day_text(it->from)},
        {"den_ngay", day_text(old->to), day_text(it->to)},
        {"stt", count_text(arena, old->list_order), count_text(arena, it->list_order)},
    };
    setting->changed = parts_differ(parts, COUNT_OF(parts));
    if (!setting->changed)
        return OK;
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_set_enrolment, v_text(it->id), v_int(it->grade),
                            v_day(it->from), v_day(it->to), v_int(it->list_order)),
            .entity = "enrolment",
            .id = it->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = setting->stamp,
            .miss = NOT_FOUND,
            .sentence = "Không có học sinh ấy trong lớp.",
        },
        err);
}

enum status
store_set_enrolment(struct store *store, const struct enrolment *enrolment,
                    const struct stamp *stamp, bool *changed, struct error *err)
{
    struct setting it = {enrolment, stamp, false};
    TRY(store_transact(store, set_enrolment, &it, err));
    if (changed)
        *changed = it.changed;
    return OK;
}

struct move {
    const char *id, *class_id;
    const struct stamp *stamp;
};

static enum status
move_enrolment(struct store *store, void *context, struct error *err)
{
    const struct move *it = context;
    AUTO(arena) *arena = arena_new();
    struct enrolled found = {0};
    struct school_class to;
    TRY(store_find_enrolment(store, it->id, arena, &found, err));
    TRY(store_find_class(store, it->class_id, arena, &to, err));
    const struct part parts[] = {
        {"lop", found.class_name, to.name},
        {"stt", count_text(arena, found.enrolment.list_order), count_text(arena, 0)},
    };
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_move_enrolment, v_text(it->id), v_text(it->class_id)),
            .entity = "enrolment",
            .id = it->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = it->stamp,
            .miss = NOT_FOUND,
            .sentence = "Không có học sinh ấy trong lớp.",
        },
        err);
}

enum status
store_move_enrolment(struct store *store, const char *id, const char *class_id,
                     const struct stamp *stamp, struct error *err)
{
    struct move it = {id, class_id, stamp};
    return store_transact(store, move_enrolment, &it, err);
}

enum status
store_find_enrolment(struct store *store, const char *id, struct arena *arena,
                     struct enrolled *enrolled, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_enrolment, v_text(id)), read_enrolled, arena, enrolled, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Không có học sinh ấy trong lớp nào.");
}

struct sortable {
    struct enrolled enrolled;
    const char *key;
};

/* Numbered pupils in their order, then those without a number by the Vietnamese alphabet. */
static int
compare(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    int x_order = x->enrolled.enrolment.list_order, y_order = y->enrolled.enrolment.list_order;
    if (x_order != y_order && x_order && y_order)
        return x_order < y_order ? -1 : 1;
    if (!x_order != !y_order)
        return x_order ? -1 : 1;
    int by_name = strcmp(x->key, y->key);
    return by_name ? by_name : strcmp(x->enrolled.enrolment.id, y->enrolled.enrolment.id);
}

static void
sort_class(struct arena *arena, struct enrolments *enrolments)
{
    size_t count = enrolments->list.count;
    struct sortable *items = arena_make_array(arena, count, struct sortable);
    for (size_t i = 0; i < count; i++) {
        items[i].enrolled = enrolments->list.items[i];
        items[i].key = unicode_collation_key(arena, items[i].enrolled.pupil.name);
    }
    if (count > 1)
        qsort(items, count, sizeof *items, compare);
    for (size_t i = 0; i < count; i++)
        enrolments->list.items[i] = items[i].enrolled;
}

enum status
store_list_class_enrolments(struct store *store, const char *class_id, struct arena *arena,
                            struct enrolments *enrolments, struct error *err)
{
    TRY(ask_list(ASK(store, SQL_list_class_enrolments, v_text(class_id)), read_enrolled, arena,
                 enrolments->list, err));
    sort_class(arena, enrolments);
    return OK;
}

enum status
store_list_pupil_enrolments(struct store *store, const char *pupil, struct arena *arena,
                            struct enrolments *enrolments, struct error *err)
{
    return ask_list(ASK(store, SQL_list_pupil_enrolments, v_text(pupil)), read_enrolled, arena,
                    enrolments->list, err);
}

static void
read_earlier(struct row *row, void *into)
{
    struct earlier_year *it = into;

    it->pupil = row_text(row);
    it->year = row_text(row);
    it->class_name = row_text(row);
    it->from = row_day(row);
}

enum status
store_list_class_earlier_years(struct store *store, const char *class_id, const char *year,
                               struct arena *arena, struct earlier_years *years, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_earlier_years, v_text(class_id), v_text(year)),
                    read_earlier, arena, years->list, err);
}

enum status
store_list_pupil_earlier_years(struct store *store, const char *pupil, const char *year,
                               struct arena *arena, struct earlier_years *years, struct error *err)
{
    return ask_list(ASK(store, SQL_list_pupil_earlier_years, v_text(pupil), v_text(year)),
                    read_earlier, arena, years->list, err);
}
