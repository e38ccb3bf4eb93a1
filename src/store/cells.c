/* SPDX-License-Identifier: Apache-2.0 */
#include "store/cells.h"

#include "store/history.h"

static void
read_number(struct row *row, void *into)
{
    struct cell_number *cell = into;
    cell->enrolment = row_text(row);
    cell->key = row_text(row);
    cell->number = row_int(row);
}

enum status
store_list_cell_numbers(struct store *store, const char *class_id, struct arena *arena,
                        struct cell_numbers *numbers, struct error *err)
{
    return ask_list(ASK(store, SQL_list_cell_numbers, v_text(class_id)), read_number, arena,
                    numbers->list, err);
}

enum status
store_find_last_change(struct store *store, const char *enrolment, const char *key,
                       struct arena *arena, struct change *change, struct error *err)
{
    bool found;

    *change = (struct change){0};
    return ask_one(ASK(store, SQL_find_last_change, v_text(enrolment), v_text(key)), read_change,
                   arena, change, &found, err);
}

enum status
store_find_first_change(struct store *store, const char *enrolment, const char *key, int64_t after,
                        struct arena *arena, struct change *change, struct error *err)
{
    bool found;

    *change = (struct change){0};
    return ask_one(ASK(store, SQL_find_first_change, v_text(enrolment), v_text(key), v_int(after)),
                   read_change, arena, change, &found, err);
}

enum status
store_find_change_from(struct store *store, const char *enrolment, const char *key,
                       const char *source, struct arena *arena, struct change *change, bool *found,
                       struct error *err)
{
    return ask_one(ASK(store, SQL_find_change_from, v_text(enrolment), v_text(key), v_text(source)),
                   read_change, arena, change, found, err);
}

enum status
store_list_class_changes(struct store *store, const char *class_id, int64_t after,
                         struct arena *arena, struct changes *changes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_changes, v_text(class_id), v_int(after)), read_change,
                    arena, changes->list, err);
}
