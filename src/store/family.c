/* SPDX-License-Identifier: Apache-2.0 */
#include "store/family.h"

#include "store/ask.h"

static void
read_code(struct row *row, void *into)
{
    struct family_code *code = into;
    code->id = row_text(row);
    code->pupil = row_text(row);
    code->made = row_moment(row);
    code->made_by = row_text(row);
    code->ended = row_moment(row);
    code->ended_by = row_text(row);
    code->reason = row_text(row);
    if (!code->ended_by)
        code->ended = (struct moment){0};
}

struct adding {
    const struct family_code *code;
    const char *digest, *reason;
    const struct stamp *stamp;
};

static enum status
end_former(struct store *store, const char *pupil, const char *reason, const struct stamp *stamp,
           bool *ended, struct error *err)
{
    return ask_hit(ASK(store, SQL_end_family_code, v_text(pupil), v_moment(stamp->at),
                       v_text(stamp->by), v_text(reason)),
                   ended, err);
}

static enum status
add_code(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct family_code *code = it->code;
    bool hit;
    TRY(end_former(store, code->pupil, it->reason, it->stamp, &hit, err));
    TRY(ask_hit(ASK(store, SQL_add_family_code, v_text(code->id), v_text(code->pupil),
                    v_text(it->digest), v_moment(it->stamp->at), v_text(it->stamp->by)),
                &hit, err));
    return hit ? OK
               : fail(err, CONFLICT,
                      "Đã có người khác vừa phát mã cho học sinh này. Chưa phát thêm gì.");
}

enum status
store_add_family_code(struct store *store, const struct family_code *code, const char *digest,
                      const char *reason, const struct stamp *stamp, struct error *err)
{
    struct adding it = {code, digest, reason, stamp};
    return store_transact(store, add_code, &it, err);
}

enum status
store_end_family_code(struct store *store, const char *pupil, const char *reason,
                      const struct stamp *stamp, struct error *err)
{
    bool ended;
    TRY(end_former(store, pupil, reason, stamp, &ended, err));
    return ended ? OK
                 : fail(err, NOT_FOUND, "Học sinh này không có mã gia đình nào đang dùng được.");
}

enum status
store_find_family_code(struct store *store, const char *id, struct arena *arena,
                       struct family_code *code, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_family_code, v_text(id)), read_code, arena, code, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có mã gia đình này.");
}

enum status
store_find_family_code_by_digest(struct store *store, const char *digest, struct arena *arena,
                                 struct family_code *code, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_family_code_by_digest, v_text(digest)), read_code, arena, code,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có mã gia đình này.");
}

enum status
store_list_family_codes(struct store *store, const char *pupil, struct arena *arena,
                        struct family_codes *codes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_family_codes, v_text(pupil)), read_code, arena, codes->list,
                    err);
}

enum status
store_list_class_family_codes(struct store *store, const char *class_id, struct arena *arena,
                              struct family_codes *codes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_family_codes, v_text(class_id)), read_code, arena,
                    codes->list, err);
}

static void
read_uuid(struct row *row, void *into)
{
    *(const char **)into = row_text(row);
}

enum status
store_find_record_between(struct store *store, const char *first, const char *last,
                          struct arena *arena, const char **uuid, struct error *err)
{
    LIST(const char *) found = {0};
    TRY(ask_list(ASK(store, SQL_find_records_between, v_text(first), v_text(last)), read_uuid,
                 arena, found, err));
    if (found.count != 1)
        return fail(err, NOT_FOUND, "Không có học bạ mang mã này.");
    *uuid = found.items[0];
    return OK;
}
