/* SPDX-License-Identifier: Apache-2.0 */
#include "store/records.h"

#include "store/ask.h"

static void
read_record(struct row *row, void *into)
{
    struct record_row *it = into;
    it->uuid = row_text(row);
    it->enrolment = row_text(row);
    it->state = row_text(row);
    it->made = row_moment(row);
    it->replaces = row_text(row);
    it->planned = row_day(row);
    it->pupil = row_text(row);
    it->pupil_code = row_text(row);
    it->pupil_name = row_text(row);
    it->class_id = row_text(row);
    it->class_name = row_text(row);
    it->year = row_text(row);
    it->unit = row_text(row);
    it->grade = (int)row_int(row);
    it->list_order = (int)row_int(row);
    it->replaced_by = row_text(row);
    it->again = row_text(row);
}

/* --- making and stepping --------------------------------------------------------------------- */

struct step {
    const char *uuid, *verb, *from, *to;
    const struct stamp *stamp;
};

static enum status
add_event(struct store *store, const struct step *it, struct error *err)
{
    return ask(ASK(store, SQL_add_record_event, v_text(it->uuid), v_text(it->verb),
                   v_text(it->from), v_text(it->to), v_moment(it->stamp->at), v_text(it->stamp->by),
                   v_text(it->stamp->source)),
               err);
}

struct making {
    const struct record_row *row;
    struct span document;
    const char *verb;
    const struct stamp *stamp;
};

/* An enrolment has at most one record that nothing replaces. */
static enum status
check_replaced(struct store *store, const struct record_row *row, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *current;
    TRY(ask_text(ASK(store, SQL_list_current_uuids, v_text(row->enrolment)), arena, &current, err));
    if (!text_equal(current, row->replaces))
        return fail(err, CONFLICT,
                    current ? "Học sinh này đã có học bạ của năm học. Chưa tạo gì."
                            : "Học bạ cần thay thế không phải học bạ hiện hành. Chưa tạo gì.");
    return OK;
}

static enum status
add_record(struct store *store, void *context, struct error *err)
{
    const struct making *it = context;
    const struct record_row *row = it->row;
    bool hit;
    TRY(check_replaced(store, row, err));
    TRY(ask_hit(ASK(store, SQL_add_record, v_text(row->uuid), v_text(row->enrolment),
                    v_text(row->state), v_moment(row->made), v_text(row->replaces),
                    v_day(row->planned), v_bytes(it->document)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Mã tra cứu UUID này đã được dùng. Chưa tạo gì.");
    struct step first = {row->uuid, it->verb, NULL, row->state, it->stamp};
    return add_event(store, &first, err);
}

enum status
store_add_record(struct store *store, const struct record_row *row, struct span document,
                 const char *verb, const struct stamp *stamp, struct error *err)
{
    struct making it = {row, document, verb, stamp};
    return store_transact(store, add_record, &it, err);
}

static enum status
step_record(struct store *store, void *context, struct error *err)
{
    const struct step *it = context;
    bool hit;
    TRY(ask_hit(ASK(store, SQL_step_record, v_text(it->uuid), v_text(it->from), v_text(it->to)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT,
                    "Học bạ đã đổi trạng thái trong lúc này, hoặc không có. "
                    "Chưa ghi gì; hãy xem lại rồi làm tiếp.");
    return add_event(store, it, err);
}

enum status
store_step_record(struct store *store, const char *uuid, const char *verb, const char *from,
                  const char *to, const struct stamp *stamp, struct error *err)
{
    struct step it = {uuid, verb, from, to, stamp};
    return store_transact(store, step_record, &it, err);
}

enum status
store_unlink_record(struct store *store, const char *uuid, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_unlink_record, v_text(uuid)), &hit, err));
    return hit ? OK : fail(err, NOT_FOUND, "Không có học bạ mã %s.", uuid);
}

enum status
store_set_work_document(struct store *store, const char *uuid, struct span document,
                        struct error *err)
{
    bool hit;
    TRY(ask_hit(ASK(store, SQL_set_work_document, v_text(uuid), v_bytes(document)), &hit, err));
    return hit ? OK : fail(err, NOT_FOUND, "Không có học bạ ấy trong kho.");
}

static void
read_document(struct row *row, void *into)
{
    *(struct span *)into = row_bytes(row);
}

enum status
store_find_work_document(struct store *store, const char *uuid, struct arena *arena,
                         struct span *document, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_work_document, v_text(uuid)), read_document, arena, document,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Học bạ này không có bản đang ký.");
}

/* --- signatures ------------------------------------------------------------------------------ */

enum status
store_add_signature(struct store *store, const struct record_signature *it, struct error *err)
{
    bool hit;
    TRY(ask_hit(ASK(store, SQL_add_signature, v_text(it->record), v_text(it->role),
                    v_text(it->subject ? it->subject : ""), v_text(it->certificate),
                    v_moment(it->at), v_text(it->by)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Vai này đã ký học bạ từ trước. Không ký lần nữa.");
}

enum status
store_remove_signatures(struct store *store, const char *uuid, struct error *err)
{
    return ask(ASK(store, SQL_remove_signatures, v_text(uuid)), err);
}

static void
read_signature(struct row *row, void *into)
{
    struct record_signature *it = into;
    it->record = row_text(row);
    it->role = row_text(row);
    const char *subject = row_text(row);
    it->subject = *subject ? subject : NULL;
    it->certificate = row_text(row);
    it->at = row_moment(row);
    it->by = row_text(row);
}

enum status
store_list_signatures(struct store *store, const char *uuid, struct arena *arena,
                      struct record_signatures *signatures, struct error *err)
{
    return ask_list(ASK(store, SQL_list_signatures, v_text(uuid)), read_signature, arena,
                    signatures->list, err);
}

/* --- looking up ------------------------------------------------------------------------------ */

enum status
store_find_record(struct store *store, const char *uuid, struct arena *arena,
                  struct record_row *row, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_record, v_text(uuid)), read_record, arena, row, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có học bạ mang mã tra cứu %s.", uuid);
}

enum status
store_find_current_record(struct store *store, const char *enrolment, struct arena *arena,
                          struct record_row *row, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_current_record, v_text(enrolment)), read_record, arena, row,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Học sinh này chưa có học bạ của năm học.");
}

enum status
store_list_records(struct store *store, const struct record_filter *filter, struct arena *arena,
                   struct record_rows *rows, struct error *err)
{
    enum statement_id question = filter->class_id ? SQL_list_class_records
                                 : filter->pupil  ? SQL_list_pupil_records
                                 : filter->unit   ? SQL_list_unit_records
                                                  : SQL_list_records;

    return ask_list(ASK(store, question, v_text(filter->unit), v_text(filter->year),
                        v_text(filter->class_id), v_text(filter->pupil), v_text(filter->state),
                        v_int(filter->current)),
                    read_record, arena, rows->list, err);
}

static void
read_event(struct row *row, void *into)
{
    struct record_event *event = into;
    event->number = row_int(row);
    event->record = row_text(row);
    event->verb = row_text(row);
    event->from = row_text(row);
    event->to = row_text(row);
    event->at = row_moment(row);
    event->by = row_text(row);
    event->reason = row_text(row);
}

enum status
store_list_record_events(struct store *store, const char *uuid, struct arena *arena,
                         struct record_events *events, struct error *err)
{
    return ask_list(ASK(store, SQL_list_record_events, v_text(uuid)), read_event, arena,
                    events->list, err);
}
