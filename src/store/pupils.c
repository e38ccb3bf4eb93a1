/* SPDX-License-Identifier: Apache-2.0 */
#include "store/pupils.h"

#include "base/unicode.h"
#include "store/history.h"
#include "store/pupil_row.h"

void
pupil_read(struct row *row, struct pupil *pupil)
{
    pupil->id = row_text(row);
    pupil->unit = row_text(row);
    pupil->code = row_text(row);
    pupil->personal_number = row_text(row);
    pupil->name = row_text(row);
    pupil->birth_date = row_day(row);
    pupil->name_key = row_text(row);
    pupil->fold_key = row_text(row);
}

static void
read_pupil(struct row *row, void *into)
{
    pupil_read(row, into);
}

enum status
store_add_pupil(struct store *store, const struct pupil *pupil, const struct stamp *stamp,
                struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *birth = day_text(pupil->birth_date);
    const struct part parts[] = {
        {"ma_hoc_sinh", NULL, pupil->code},
        {"so_dinh_danh", NULL, pupil->personal_number},
        {"ho_va_ten", NULL, pupil->name},
        {"ngay_sinh", NULL, birth},
    };
    return write_with_history(
        store,
        &(struct writing){
            .question =
                ASK(store, SQL_add_pupil, v_text(pupil->id), v_text(pupil->unit),
                    v_text(pupil->code), v_text(pupil->personal_number), v_text(pupil->name),
                    v_text(birth), v_text(unicode_name_key(arena, pupil->name)),
                    v_text(unicode_fold_key(arena, pupil->name))),
            .entity = "pupil",
            .id = pupil->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = stamp,
            .miss = CONFLICT,
            .sentence = "Trường đã có học sinh mang mã này. Chưa thêm gì.",
        },
        err);
}

/* The code may move only to a pupil who alone has it. */
static enum status
check_code_free(struct store *store, const struct pupil *pupil, struct arena *arena,
                struct error *err)
{
    struct pupil other = {0};
    bool found = false;
    if (pupil->code)
        TRY(ask_one(ASK(store, SQL_find_pupil_by_code, v_text(pupil->unit), v_text(pupil->code)),
                    read_pupil, arena, &other, &found, err));
    if (!found || text_equal(other.id, pupil->id))
        return OK;
    return fail(err, CONFLICT, "Trường đã có học sinh khác mang mã %s. Chưa ghi gì.", pupil->code);
}

static enum status
set_pupil(struct store *store, void *context, struct error *err)
{
    struct setting *it = context;
    const struct pupil *pupil = it->thing;
    AUTO(arena) *arena = arena_new();
    struct pupil old = {0};
    TRY(store_find_pupil(store, pupil->id, arena, &old, err));
    const struct part parts[] = {
        {"ma_hoc_sinh", old.code, pupil->code},
        {"so_dinh_danh", old.personal_number, pupil->personal_number},
        {"ho_va_ten", old.name, pupil->name},
        {"ngay_sinh", day_text(old.birth_date), day_text(pupil->birth_date)},
    };
    it->changed = parts_differ(parts, COUNT_OF(parts));
    if (!it->changed)
        return OK;
    struct pupil wanted = *pupil;
    wanted.unit = old.unit;
    TRY(check_code_free(store, &wanted, arena, err));
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_set_pupil, v_text(pupil->id), v_text(pupil->code),
                            v_text(pupil->personal_number), v_text(pupil->name),
                            v_day(pupil->birth_date), v_text(unicode_name_key(arena, pupil->name)),
                            v_text(unicode_fold_key(arena, pupil->name))),
            .entity = "pupil",
            .id = pupil->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = it->stamp,
            .miss = NOT_FOUND,
            .sentence = "Không có học sinh ấy trong kho.",
        },
        err);
}

enum status
store_set_pupil(struct store *store, const struct pupil *pupil, const struct stamp *stamp,
                bool *changed, struct error *err)
{
    struct setting it = {pupil, stamp, false};
    TRY(store_transact(store, set_pupil, &it, err));
    if (changed)
        *changed = it.changed;
    return OK;
}

enum status
store_find_pupil(struct store *store, const char *id, struct arena *arena, struct pupil *pupil,
                 struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_pupil, v_text(id)), read_pupil, arena, pupil, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có học sinh ấy trong kho.");
}

enum status
store_find_pupil_by_code(struct store *store, const char *unit, const char *code,
                         struct arena *arena, struct pupil *pupil, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_pupil_by_code, v_text(unit), v_text(code)), read_pupil, arena,
                pupil, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Trường không có học sinh mang mã %s.", code);
}

enum status
store_list_pupils_by_number(struct store *store, const char *unit, const char *personal_number,
                            struct arena *arena, struct pupils *pupils, struct error *err)
{
    return ask_list(ASK(store, SQL_list_pupils_by_number, v_text(unit), v_text(personal_number)),
                    read_pupil, arena, pupils->list, err);
}

enum status
store_list_pupils_by_name(struct store *store, const char *unit, const char *name,
                          struct date birth, struct arena *arena, struct pupils *pupils,
                          struct error *err)
{
    const char *key = unicode_name_key(arena, name);
    return ask_list(ASK(store, SQL_list_pupils_by_name, v_text(unit), v_text(key), v_day(birth)),
                    read_pupil, arena, pupils->list, err);
}

/* "%key%" with the pattern's own signs made plain. */
static const char *
pattern_of(struct arena *arena, const char *key)
{
    AUTO(buffer) *out = buffer_new(STORE_TEXT_MAX);
    buffer_char(out, '%');
    for (const char *p = key; *p; p++) {
        if (*p == '%' || *p == '_' || *p == '!')
            buffer_char(out, '!');
        buffer_char(out, *p);
    }
    buffer_char(out, '%');
    return arena_copy(arena, out->data, out->size);
}

enum status
store_search_pupils(struct store *store, const char *unit, const char *text, int limit,
                    struct arena *arena, struct pupils *pupils, struct error *err)
{
    const char *pattern = pattern_of(arena, unicode_name_key(arena, text));
    return ask_list(ASK(store, SQL_search_pupils, v_text(unit), v_text(pattern),
                        v_text(text_squeeze(arena, text)), v_int(limit)),
                    read_pupil, arena, pupils->list, err);
}
