/* SPDX-License-Identifier: Apache-2.0
 *
 * One pupil twice in a sheet, or two sheets that contradict each other.
 */
#include <stdlib.h>

#include "base/unicode.h"
#include "sheet/map.h"

/* A value with its pupil, to sort by. */
struct fact {
    const char *pupil, *key, *text;
    size_t row; /* index in file->rows */
    size_t column;
};

struct facts {
    LIST(struct fact) list;
};

static int
compare_facts(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;
    int order = strcmp(x->pupil, y->pupil);

    if (order == 0)
        order = strcmp(x->key, y->key);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* By what the file knows the pupil: the code, else name and birth date. */
static const char *
pupil_of(struct mapping *mapping, const struct import_row *row)
{
    char iso[DATE_TEXT_SIZE] = "";

    if (row->code)
        return arena_printf(mapping->arena, "c:%s", row->code);
    if (row->name == NULL || date_is_none(row->birth_date))
        return row->personal_number ? arena_printf(mapping->arena, "n:%s", row->personal_number)
                                    : NULL;
    return arena_printf(mapping->arena, "t:%s|%s|%s", unicode_name_key(mapping->arena, row->name),
                        date_write_iso(row->birth_date, iso),
                        row->class_name ? row->class_name : "");
}

static void
collect(struct mapping *mapping, struct facts *facts)
{
    char iso[DATE_TEXT_SIZE];

    for (size_t i = 0; i < mapping->file->rows.count; i++) {
        const struct import_row *row = &mapping->file->rows.items[i];
        const char *pupil = pupil_of(mapping, row);
        if (pupil == NULL)
            continue;
        for (size_t k = 0; k < row->values.count; k++) {
            const struct import_value *value = &row->values.items[k];
            *list_add(mapping->arena, facts->list) =
                (struct fact){pupil, value->key, value->text, i, value->column};
        }
        if (row->code && row->name)
            *list_add(mapping->arena, facts->list) =
                (struct fact){pupil, "#ten", unicode_name_key(mapping->arena, row->name), i, 0};
        if (row->code && !date_is_none(row->birth_date))
            *list_add(mapping->arena, facts->list) = (struct fact){
                pupil, "#ngay_sinh",
                arena_text(mapping->arena, date_write_iso(row->birth_date, iso)), i, 0};
    }
}

static void
say_twice(struct mapping *mapping, struct import_row *row, const struct import_row *other,
          bool differs)
{
    struct place place = {row->sheet, row->number, 0, NULL, ""};

    if (row->refused && !differs)
        return;
    map_problem(mapping, differs ? IMPORT_ERROR : IMPORT_WARNING, &place,
                differs ? "Học sinh ở dòng %zu có hai dòng khác nhau trong cùng trang tính (dòng "
                          "kia là dòng %zu); không biết dòng nào đúng nên cả hai không được nhập."
                        : "Dòng %zu lặp lại đúng như dòng %zu nên chỉ được nhập một lần.",
                row->number, other->number);
    row->refused = true;
}

/* " của trang “X”"; a file without sheets (CSV, HTML) has rows only. */
static const char *
of_sheet(const struct mapping *mapping, const struct import_row *row)
{
    const char *name = mapping->file->sheets.items[row->sheet].name;

    return name[0] ? arena_printf(mapping->arena, " của trang “%s”", name) : "";
}

static void
say_contradiction(struct mapping *mapping, const struct fact *fact, const struct fact *other)
{
    struct import_row *row = &mapping->file->rows.items[fact->row];
    const struct import_row *first = &mapping->file->rows.items[other->row];
    struct place place = {row->sheet, row->number, fact->column, fact->key, ""};

    if (fact->key[0] == '#')
        map_problem(mapping, IMPORT_ERROR, &place,
                    "Mã học sinh “%s” ở dòng này đi với %s khác với dòng %zu%s; không biết đâu là "
                    "đúng.",
                    row->code, text_equal(fact->key, "#ten") ? "tên" : "ngày sinh", first->number,
                    of_sheet(mapping, first));
    else
        map_problem(mapping, IMPORT_ERROR, &place,
                    "Giá trị “%s” ở đây khác với “%s” của cùng học sinh ở dòng %zu%s; không "
                    "biết giá trị nào đúng.",
                    fact->text, other->text, first->number, of_sheet(mapping, first));
    row->refused = true;
}

/* Facts about one pupil and key, other than the first, against the first. */
static void
compare_group(struct mapping *mapping, const struct fact *group, size_t count, size_t *twin,
              bool *differs)
{
    struct import_row *rows = mapping->file->rows.items;

    for (size_t i = 1; i < count; i++) {
        bool same_text = text_equal(group[i].text, group[0].text);
        bool same_sheet = rows[group[i].row].sheet == rows[group[0].row].sheet;
        if (group[i].row == group[0].row)
            continue;
        if (same_sheet && group[0].key[0] != '#') {
            twin[group[i].row] = group[0].row + 1;
            if (!same_text)
                differs[group[i].row] = true;
        } else if (!same_text) {
            say_contradiction(mapping, &group[i], &group[0]);
        }
    }
}

void
map_duplicates(struct mapping *mapping)
{
    struct import_row *rows = mapping->file->rows.items;
    size_t row_count = mapping->file->rows.count;
    size_t *twin = arena_make_array(mapping->arena, row_count + 1, size_t); /* index + 1 */
    bool *differs = arena_make_array(mapping->arena, row_count + 1, bool);
    struct facts facts = {0};

    collect(mapping, &facts);
    if (facts.list.count == 0)
        return;
    struct fact *items = facts.list.items;
    qsort(items, facts.list.count, sizeof *items, compare_facts);
    for (size_t i = 0, end; i < facts.list.count; i = end) {
        for (end = i + 1; end < facts.list.count && text_equal(items[end].pupil, items[i].pupil) &&
                          text_equal(items[end].key, items[i].key);)
            end++;
        compare_group(mapping, &items[i], end - i, twin, differs);
    }
    for (size_t i = 0; i < row_count; i++) {
        if (twin[i] == 0)
            continue;
        if (differs[i])
            say_twice(mapping, &rows[twin[i] - 1], &rows[i], true);
        say_twice(mapping, &rows[i], &rows[twin[i] - 1], differs[i]);
    }
}
