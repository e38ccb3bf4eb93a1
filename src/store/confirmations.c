/* SPDX-License-Identifier: Apache-2.0 */
#include "store/confirmations.h"

#include "store/ask.h"

static void
read_sheet(struct row *row, void *into)
{
    struct confirmation_sheet *sheet = into;

    sheet->enrolment = row_text(row);
    sheet->sheet = row_int(row);
    sheet->printed = row_moment(row);
    sheet->printed_by = row_text(row);
    sheet->back = row_moment(row);
    sheet->back_by = row_text(row);
    sheet->remark = row_text(row);
    sheet->answered = row_moment(row);
    sheet->answered_by = row_text(row);
    sheet->answer = row_text(row);
}

enum status
store_add_confirmation(struct store *store, const char *enrolment, const struct stamp *stamp,
                       struct error *err)
{
    return ask(ASK(store, SQL_add_confirmation_sheet, v_text(enrolment), v_moment(stamp->at),
                   v_text(stamp->by)),
               err);
}

enum status
store_list_class_confirmations(struct store *store, const char *class_id, struct arena *arena,
                               struct confirmation_sheets *sheets, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_confirmation_sheets, v_text(class_id)), read_sheet,
                    arena, sheets->list, err);
}

enum status
store_find_confirmation(struct store *store, const char *enrolment, int64_t sheet,
                        struct arena *arena, struct confirmation_sheet *found, struct error *err)
{
    bool there;

    TRY(ask_one(ASK(store, SQL_find_confirmation_sheet, v_text(enrolment), v_int(sheet)),
                read_sheet, arena, found, &there, err));
    return there ? OK : fail(err, NOT_FOUND, "Không có phiếu xác nhận này.");
}

enum status
store_take_confirmation(struct store *store, const char *enrolment, int64_t sheet,
                        const char *remark, const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_take_confirmation_sheet, v_text(enrolment), v_int(sheet),
                    v_moment(stamp->at), v_text(stamp->by), v_text(remark)),
                &hit, err));
    return hit ? OK
               : fail(err, CONFLICT,
                      "Phiếu này đã nhận lại rồi, hoặc đã in phiếu khác sau đó. Chưa ghi gì.");
}

enum status
store_answer_confirmation(struct store *store, const char *enrolment, int64_t sheet,
                          const char *answer, const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_answer_confirmation_sheet, v_text(enrolment), v_int(sheet),
                    v_moment(stamp->at), v_text(stamp->by), v_text(answer)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Ý kiến này đã có người trả lời. Chưa ghi gì.");
}

static void
read_remark(struct row *row, void *into)
{
    struct open_remark *remark = into;

    read_sheet(row, &remark->sheet);
    remark->pupil = row_text(row);
    remark->pupil_name = row_text(row);
    remark->class_name = row_text(row);
    remark->year = row_text(row);
}

enum status
store_list_open_remarks(struct store *store, const char *unit, struct arena *arena,
                        struct open_remarks *remarks, struct error *err)
{
    return ask_list(ASK(store, SQL_list_open_remarks, v_text(unit)), read_remark, arena,
                    remarks->list, err);
}
