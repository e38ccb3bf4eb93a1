/* SPDX-License-Identifier: Apache-2.0 */
#include "store/years.h"

#include "store/drafts.h"
#include "store/history.h"

/* A year has no id of its own; its history is kept under "<unit>/<name>". */
static const char *
history_id(struct arena *arena, const char *unit, const char *name)
{
    return arena_printf(arena, "%s/%s", unit, name);
}

static void
read_year(struct row *row, void *into)
{
    struct school_year *year = into;
    year->unit = row_text(row);
    year->name = row_text(row);
    year->state = row_text(row);
}

enum status
store_add_year(struct store *store, const char *unit, const char *name, const struct stamp *stamp,
               struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const struct part parts[] = {{"trang_thai", NULL, YEAR_OPEN}};
    return write_with_history(store,
                              &(struct writing){
                                  .question = ASK(store, SQL_add_year, v_text(unit), v_text(name)),
                                  .entity = "year",
                                  .id = history_id(arena, unit, name),
                                  .parts = parts,
                                  .part_count = COUNT_OF(parts),
                                  .stamp = stamp,
                                  .miss = CONFLICT,
                                  .sentence = "Năm học này đã được mở ở đơn vị. Chưa thêm gì.",
                              },
                              err);
}

enum status
store_find_year(struct store *store, const char *unit, const char *name, struct arena *arena,
                struct school_year *year, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_year, v_text(unit), v_text(name)), read_year, arena, year,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Năm học %s chưa được mở ở đơn vị này.", name);
}

enum status
store_list_years(struct store *store, const char *unit, struct arena *arena,
                 struct school_years *years, struct error *err)
{
    return ask_list(ASK(store, SQL_list_years, v_text(unit)), read_year, arena, years->list, err);
}

/* One thing of a year that gets a new value. */
struct year_change {
    const char *unit, *year, *key, *value;
    const struct stamp *stamp;
};

static enum status
set_state(struct store *store, void *context, struct error *err)
{
    const struct year_change *it = context;
    AUTO(arena) *arena = arena_new();
    struct school_year old = {0};
    TRY(store_find_year(store, it->unit, it->year, arena, &old, err));
    const struct part parts[] = {{"trang_thai", old.state, it->value}};
    return write_with_history(store,
                              &(struct writing){
                                  .question = ASK(store, SQL_set_year_state, v_text(it->unit),
                                                  v_text(it->year), v_text(it->value)),
                                  .entity = "year",
                                  .id = history_id(arena, it->unit, it->year),
                                  .parts = parts,
                                  .part_count = COUNT_OF(parts),
                                  .stamp = it->stamp,
                                  .miss = NOT_FOUND,
                                  .sentence = "Năm học này chưa được mở ở đơn vị.",
                              },
                              err);
}

enum status
store_set_year_state(struct store *store, const char *unit, const char *name, const char *state,
                     const struct stamp *stamp, struct error *err)
{
    struct year_change it = {unit, name, NULL, state, stamp};
    return store_transact(store, set_state, &it, err);
}

static enum status
set_setting(struct store *store, void *context, struct error *err)
{
    const struct year_change *it = context;
    AUTO(arena) *arena = arena_new();
    const char *old;
    TRY(store_get_year_setting(store, it->unit, it->year, it->key, arena, &old, err));
    if (text_equal(old, it->value))
        return OK;
    if (it->value)
        TRY(ask(ASK(store, SQL_set_year_setting, v_text(it->unit), v_text(it->year),
                    v_text(it->key), v_text(it->value)),
                err));
    else
        TRY(ask(ASK(store, SQL_remove_year_setting, v_text(it->unit), v_text(it->year),
                    v_text(it->key)),
                err));
    return store_add_change(store, "year", history_id(arena, it->unit, it->year), it->key, old,
                            it->value, it->stamp, err);
}

enum status
store_set_year_setting(struct store *store, const char *unit, const char *year, const char *key,
                       const char *value, const struct stamp *stamp, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct school_year found = {0};
    TRY(store_find_year(store, unit, year, arena, &found, err));
    struct year_change it = {unit, year, key, value, stamp};
    return store_transact(store, set_setting, &it, err);
}

enum status
store_get_year_setting(struct store *store, const char *unit, const char *year, const char *key,
                       struct arena *arena, const char **value, struct error *err)
{
    return ask_text(ASK(store, SQL_get_year_setting, v_text(unit), v_text(year), v_text(key)),
                    arena, value, err);
}

static void
read_setting(struct row *row, void *into)
{
    struct year_setting *setting = into;
    setting->key = row_text(row);
    setting->value = row_text(row);
    setting->unit = row_text(row);
    setting->year = row_text(row);
}

enum status
store_list_year_settings(struct store *store, const char *unit, const char *year,
                         struct arena *arena, struct year_settings *settings, struct error *err)
{
    const struct question of_all = {store, SQL_list_all_year_settings, NULL, 0};

    if (!unit)
        return ask_list(of_all, read_setting, arena, settings->list, err);
    return ask_list(ASK(store, SQL_list_year_settings, v_text(unit), v_text(year)), read_setting,
                    arena, settings->list, err);
}
