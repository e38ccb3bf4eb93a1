/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/notices.h"

#include "model/record.h"
#include "model/verdict.h"
#include "serve/comment_edits.h"
#include "serve/flow.h"
#include "serve/home.h"
#include "serve/pages.h"
#include "serve/receipt.h"
#include "service/comment_rulings.h"
#include "service/record_note.h"

static bool
is_batch(const struct notice_row *row)
{
    return text_equal(row->kind, NOTICE_BATCH_SIGNED);
}

static bool
is_key(const struct notice_row *row)
{
    return text_equal(row->kind, NOTICE_KEY_CLOSED);
}

static bool
is_edit(const struct notice_row *row)
{
    return text_equal(row->kind, NOTICE_EDITS_PROPOSED) ||
           text_equal(row->kind, NOTICE_EDIT_DECLINED);
}

static bool
is_record(const struct notice_row *row)
{
    return text_equal(row->kind, NOTICE_RECORD_RETURNED);
}

/* Where something is to be done about it. */
const char *
notice_path(const struct visit *visit, const struct notice_row *row)
{
    enum period period;

    if (is_key(row))
        return "/tien-do";
    if (is_edit(row))
        return proofreading_path(visit, row->class_id);
    if (!is_record(row) && !is_batch(row))
        return period_parse(row->subject, &period) ? flow_path(visit, row->class_id, period)
                                                   : "/tien-do";
    if (!row->role)
        return arena_printf(visit->arena, "/lop/%s/nhap", row->class_id);
    if (text_equal(row->role, signer_role_key(SIGNER_SUBJECT_TEACHER)))
        return "/ky";
    return arena_printf(visit->arena, "/ky/%s/%s", row->class_id, row->role);
}

const char *
notice_title(const struct visit *visit, const struct notice_row *row)
{
    const char *class = T("Lớp", "Class");
    enum period period;

    if (is_key(row))
        return T("Khóa của con dấu", "A seal's key");
    if (is_record(row))
        return arena_printf(visit->arena, "%s, %s %s", row->pupil_name ? row->pupil_name : "",
                            T("lớp", "class"), row->class_name);
    if (is_edit(row))
        return arena_printf(visit->arena, "%s %s, %s: %s", class, row->class_name, row->year,
                            comment_key_word(visit->arena, row->subject));
    if (is_batch(row))
        return arena_printf(visit->arena, "%s %s, %s: %s", class, row->class_name, row->year,
                            T("đến lượt thầy cô ký", "your turn to sign"));
    return arena_printf(visit->arena, "%s %s, %s", class, row->class_name,
                        period_parse(row->subject, &period) ? period_name(period) : row->year);
}

static const char *
batch_words(const struct visit *visit, const struct notice_row *row)
{
    const char *as = receipt_role_word(visit, row->signed_role ? row->signed_role : "", NULL);

    return arena_printf(visit->arena,
                        T("%s đã ký %lld học bạ với vai trò %s", "%s signed %lld records as %s"),
                        row->by_name, (long long)row->signed_count, as);
}

const char *
notice_words(const struct visit *visit, const struct notice_row *row)
{
    if (is_key(row))
        return row->reason ? row->reason : "";
    if (is_batch(row))
        return batch_words(visit, row);
    const char *what = is_record(row) ? T("trả học bạ về để sửa; mọi chữ ký trên đó đã rơi",
                                          "returned the record; every signature on it has fallen")
                       : text_equal(row->kind, NOTICE_EDITS_PROPOSED)
                           ? T("đề nghị sửa nhận xét; chưa đổi gì, thầy cô nhận hay không",
                               "suggests edits; nothing changes unless you accept")
                       : text_equal(row->kind, NOTICE_EDIT_DECLINED)
                           ? T("không nhận đề nghị sửa nhận xét", "declined an edit")
                       : text_equal(row->kind, NOTICE_CLASS_OPENED)
                           ? T("mở riêng cho thầy cô", "opened it for you")
                           : T("trả lại", "returned it");

    return arena_printf(visit->arena, "%s %s%s%s", row->by_name, what, row->reason ? " – " : "",
                        row->reason ? row->reason : "");
}

static enum status
load_deadlines(struct visit *visit, struct deadlines *deadlines, struct error *err)
{
    struct overview overview;

    TRY(overview_load(visit->app, &overview, err));
    return deadlines_load(visit->app, &overview, deadlines, err);
}

enum status
notices_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct notice_rows rows = {0};
    struct deadlines deadlines;
    struct obstacles answers;

    TRY(load_deadlines(visit, &deadlines, err));
    TRY(notices_list(visit->app, &rows, err));
    TRY(obstacle_answers(visit->app, &answers, err));
    TRY(notices_see(visit->app, &rows, err));
    TRY(obstacle_read_answers(visit->app, &answers, err));
    visit->news = 0;
    notices_show(out, visit, &deadlines, &rows, &answers);
    visit_send_page(visit, out);
    return OK;
}

/* --- the API ---------------------------------------------------------------------------------- */

static void
write_notice(struct visit *visit, struct json *json, const struct notice_row *row)
{
    json_open(json, '{');
    json_text_field(json, "kind", row->kind);
    json_text_field(json, "class", row->class_id);
    json_text_field(json, "subject", row->subject);
    json_text_field(json, "pupil", row->pupil_name);
    json_text_field(json, "role", row->role);
    json_moment_field(json, "at", row->at);
    json_text_field(json, "by", row->by_name);
    json_text_field(json, "reason", row->reason);
    json_bool_field(json, "seen", row->seen);
    if (is_batch(row))
        json_int_field(json, "signed", row->signed_count);
    json_open_list(json, "notes");
    for (size_t i = 0; i < row->notes.list.count; i++)
        json_text(json, record_note_words(&row->notes.list.items[i], visit->arena));
    json_close(json, ']');
    json_close(json, '}');
}

static void
write_deadline(struct json *json, const struct deadline *deadline)
{
    json_open(json, '{');
    json_text_field(json, "milestone", milestone_table[deadline->milestone].key);
    json_day_field(json, "day", deadline->day);
    json_int_field(json, "days_left", deadline->left);
    json_text_field(json, "figure", figure_words[deadline->figure].key);
    json_int_field(json, "pupils", deadline->pupils);
    json_text_field(json, "classes", deadline->names);
    json_close(json, '}');
}

static void
write_answer(struct json *json, const struct obstacle *answer)
{
    json_open(json, '{');
    json_text_field(json, "text", answer->text);
    json_text_field(json, "answer", answer->answer);
    json_close(json, '}');
}

enum status
notices_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct notice_rows rows = {0};
    struct deadlines deadlines;
    struct obstacles answers;

    TRY(load_deadlines(visit, &deadlines, err));
    TRY(notices_list(visit->app, &rows, err));
    TRY(obstacle_answers(visit->app, &answers, err));
    json_open(&json, '{');
    json_open_list(&json, "deadlines");
    for (size_t i = 0; i < deadlines.list.count; i++)
        write_deadline(&json, &deadlines.list.items[i]);
    json_close(&json, ']');
    json_open_list(&json, "notices");
    for (size_t i = 0; i < rows.list.count; i++)
        write_notice(visit, &json, &rows.list.items[i]);
    json_close(&json, ']');
    json_open_list(&json, "answers");
    for (size_t i = 0; i < answers.list.count; i++)
        write_answer(&json, &answers.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

/* What is listed now is no news any more; answers with the list as it is then. */
enum status
notices_seen_api(struct visit *visit, struct error *err)
{
    struct notice_rows rows = {0};
    struct obstacles answers;

    TRY(notices_list(visit->app, &rows, err));
    TRY(obstacle_answers(visit->app, &answers, err));
    TRY(notices_see(visit->app, &rows, err));
    TRY(obstacle_read_answers(visit->app, &answers, err));
    return notices_api(visit, err);
}
