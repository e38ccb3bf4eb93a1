/* SPDX-License-Identifier: Apache-2.0 */
#include "store/minutes.h"

#include "store/ask.h"

enum status
store_add_minutes(struct store *store, const struct minutes *minutes, const struct stamp *stamp,
                  struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_minutes, v_text(minutes->inspection), v_text(minutes->school),
                    v_text(minutes->stage), v_text(minutes->head), v_text(minutes->certificate),
                    v_moment(stamp->at), v_text(stamp->by), v_bytes(minutes->bytes)),
                &hit, err));
    return hit ? OK
               : fail(err, CONFLICT, "Biên bản của trường này đã có đủ hai chữ ký. Chưa ghi gì.");
}

static void
read_minutes(struct row *row, void *into)
{
    struct minutes *minutes = into;

    minutes->number = row_int(row);
    minutes->school = row_text(row);
    minutes->school_code = row_text(row);
    minutes->stage = row_text(row);
    minutes->head = row_text(row);
    minutes->head_name = row_text(row);
    minutes->certificate = row_text(row);
    minutes->made = row_moment(row);
    minutes->by = row_text(row);
    minutes->bytes = row_bytes(row);
}

enum status
store_list_minutes(struct store *store, const char *inspection, const char *school, bool with_bytes,
                   struct arena *arena, struct minutes_list *minutes, struct error *err)
{
    return ask_list(
        ASK(store, SQL_list_minutes, v_text(inspection), v_text(school), v_int(with_bytes)),
        read_minutes, arena, minutes->list, err);
}

enum status
store_add_minutes_excuse(struct store *store, const char *inspection, const char *school,
                         const char *reason, const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_minutes_excuse, v_text(inspection), v_text(school),
                    v_text(reason), v_moment(stamp->at), v_text(stamp->by)),
                &hit, err));
    return hit ? OK
               : fail(err, CONFLICT, "Đã ghi lý do không có biên bản của trường này. Chưa ghi gì.");
}

static void
read_excuse(struct row *row, void *into)
{
    struct minutes_excuse *excuse = into;

    excuse->school = row_text(row);
    excuse->reason = row_text(row);
    excuse->made = row_moment(row);
    excuse->by = row_text(row);
}

enum status
store_list_minutes_excuses(struct store *store, const char *inspection, struct arena *arena,
                           struct minutes_excuses *excuses, struct error *err)
{
    return ask_list(ASK(store, SQL_list_minutes_excuses, v_text(inspection)), read_excuse, arena,
                    excuses->list, err);
}

enum status
store_add_inspection_file(struct store *store, const struct inspection_file *file,
                          const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_inspection_file, v_int(file->finding), v_text(file->name),
                    v_text(file->kind), v_text(file->sha256), v_moment(stamp->at),
                    v_text(stamp->by), v_bytes(file->bytes)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Phát hiện này đã có đúng tệp ấy. Chưa ghi gì.");
}

static void
read_file(struct row *row, void *into)
{
    struct inspection_file *file = into;

    file->number = row_int(row);
    file->finding = row_int(row);
    file->school = row_text(row);
    file->name = row_text(row);
    file->kind = row_text(row);
    file->sha256 = row_text(row);
    file->made = row_moment(row);
    file->size = row_int(row);
    file->bytes = row_bytes(row);
}

enum status
store_list_inspection_files(struct store *store, const char *inspection, int64_t number,
                            struct arena *arena, struct inspection_files *files, struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspection_files, v_text(inspection), v_int(number)),
                    read_file, arena, files->list, err);
}
