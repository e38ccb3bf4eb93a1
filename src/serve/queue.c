/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/queue.h"

#include "model/curriculum.h"
#include "serve/pages.h"
#include "service/access_log.h"
#include "service/account.h"
#include "service/editing.h"
#include "service/record_note.h"
#include "service/sign_key.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
queue_role_word(const struct visit *visit, const struct queue_class *as)
{
    static const char *const english[SIGNER_ROLE_COUNT] = {
        [SIGNER_SUBJECT_TEACHER] = "subject teacher",
        [SIGNER_CLASS_TEACHER] = "class teacher",
        [SIGNER_PRINCIPAL] = "principal",
        [SIGNER_SCHOOL] = "the school's seal",
    };
    const char *word = visit->english ? english[as->role] : signer_role_word(as->role);
    const struct subject *subject = as->subject ? curriculum_subject(as->subject) : NULL;

    return subject ? arena_printf(visit->arena, "%s: %s", word, subject->short_name) : word;
}

static const char *
role_part(const struct visit *visit, const struct queue_class *as)
{
    return as->subject ? arena_printf(visit->arena, "%s-%s", signer_role_key(as->role), as->subject)
                       : signer_role_key(as->role);
}

const char *
queue_path(const struct visit *visit, const struct queue_class *as)
{
    return arena_printf(visit->arena, "/ky/%s/%s", as->class.id, role_part(visit, as));
}

/* What there is to do in a class: "Xem 4, rồi ký 38"; NULL: nothing. */
const char *
queue_todo_words(const struct visit *visit, const struct queue_class *as)
{
    size_t look = as->counts[QUEUE_ATTENTION], sign = look + as->counts[QUEUE_READY];

    if (sign == 0)
        return NULL;
    return look ? arena_printf(visit->arena, T("Xem %zu, rồi ký %zu", "Look at %zu, then sign %zu"),
                               look, sign)
                : arena_printf(visit->arena, T("Ký %zu", "Sign %zu"), sign);
}

/* What was done just now, as the address says; NULL: nothing. */
const char *
queue_done_words(const struct visit *visit)
{
    const char *done = web_query(visit->request, "da");

    if (text_equal(done, "tra-ve"))
        return T("Đã trả học bạ về để sửa; giáo viên chủ nhiệm và những người đã ký được báo.",
                 "The record is returned; its class teacher and whoever had signed hear of it.");
    if (text_equal(done, "ghi-chu"))
        return T("Đã giữ ghi chú.", "The note is kept.");
    return NULL;
}

const char *
queue_place_word(const struct visit *visit, enum queue_place place)
{
    switch (place) {
    case QUEUE_ATTENTION: return T("cần xem", "to look at");
    case QUEUE_READY: return T("sẵn sàng", "ready");
    case QUEUE_RETURNED: return T("đã trả về", "returned");
    case QUEUE_WAITING: return T("chưa đến lượt", "not yet");
    case QUEUE_SIGNED: return T("đã ký", "signed");
    case QUEUE_PLACES: break;
    }
    return "";
}

const char *
queue_place_tone(enum queue_place place)
{
    static const char *const tones[QUEUE_PLACES] = {
        [QUEUE_ATTENTION] = "warn", [QUEUE_READY] = "info",  [QUEUE_RETURNED] = "bad",
        [QUEUE_WAITING] = "",       [QUEUE_SIGNED] = "good",
    };

    return tones[place];
}

const char *const *
queue_return_reasons(void)
{
    static const char *const reasons[] = {
        "Nhận xét chưa khớp với mức đạt được.",
        "Nhận xét giống hệt của học sinh khác.",
        "Điểm hoặc mức cần kiểm tra lại.",
        "Thông tin của học sinh cần sửa.",
        NULL,
    };

    return reasons;
}

enum status
queue_role_read(struct visit *visit, const char *part, enum signer_role *role, const char **subject,
                struct error *err)
{
    const char *dash = strchr(part, '-');
    const char *key = dash ? arena_printf(visit->arena, "%.*s", (int)(dash - part), part) : part;

    *subject = dash ? dash + 1 : NULL;
    if (!signer_role_parse(key, role))
        return fail(err, NOT_FOUND, "Không có vai trò ký “%s”.", part);
    return OK;
}

/* --- pages ------------------------------------------------------------------------------------ */

enum status
queue_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct queue queue;

    TRY(queue_load(visit->app, &queue, err));
    queue_show(out, visit, &queue);
    visit_send_page(visit, out);
    return OK;
}

static enum status
find_key(struct visit *visit, const struct queue_class *as, struct queue_key *key,
         struct error *err)
{
    struct account account;
    const char *path;

    TRY(sign_key_find(visit->app, &as->class, as->role, &path, err));
    TRY(account_of(visit->app, visit->session, &account, err));
    *key = (struct queue_key){.kept = path != NULL, .factor = account.totp != NULL};
    TRY(receipt_list(visit->app, as->class.id, &key->receipts, err));
    return sign_remote_list(visit->app, &key->services, err);
}

enum status
queue_review(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct queue_list list;
    struct queue_key key;
    enum signer_role role;
    const char *subject;

    TRY(queue_role_read(visit, visit->argument[1], &role, &subject, err));
    TRY(queue_open(visit->app, visit->argument[0], role, subject, &list, err));
    TRY(find_key(visit, &list.class, &key, err));
    queue_class_show(out, visit, &list, &key);
    visit_send_page(visit, out);
    return OK;
}

enum status
queue_paper(struct visit *visit, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new(QUEUE_PAPER_MAX);
    struct record_row row;

    TRY(queue_print(visit->app, visit->argument[1], pdf, err));
    TRY(store_find_record(visit->app->store, visit->argument[1], visit->arena, &row, err));
    TRY(access_log_add(visit->app, ACCESS_RECORD, row.pupil, row.unit, "trang để ký",
                       visit->request->address, err));
    visit_send_file(visit, buffer_span(pdf), "application/pdf", "hoc-ba.pdf", false);
    return OK;
}

enum status
queue_return(struct visit *visit, struct error *err)
{
    const char *uuid, *subject, *text = web_form(visit->request, "ly_do");
    const char *chosen = web_form(visit->request, "mau");
    struct queue_list list;
    enum signer_role role;

    TRY(visit_need(visit, "hoc_ba", T("học bạ", "the record"), &uuid, err));
    TRY(queue_role_read(visit, visit->argument[1], &role, &subject, err));
    TRY(queue_open(visit->app, visit->argument[0], role, subject, &list, err));
    if (text_is_blank(chosen) && text_is_blank(text))
        return fail(err, USAGE, "Hãy chọn hoặc ghi lý do trả về; chưa có gì thay đổi.");
    const char *reason = text_is_blank(text) ? chosen
                         : text_is_blank(chosen)
                             ? text
                             : arena_printf(visit->arena, "%s %s", chosen, text);
    TRY(record_send_back(visit->app, uuid, reason, err));
    visit_go(visit, "%s?da=tra-ve", queue_path(visit, &list.class));
    return OK;
}

enum status
queue_note(struct visit *visit, struct error *err)
{
    const char *uuid, *subject;
    struct queue_list list;
    enum signer_role role;

    TRY(visit_need(visit, "hoc_ba", T("học bạ", "the record"), &uuid, err));
    TRY(queue_role_read(visit, visit->argument[1], &role, &subject, err));
    TRY(queue_open(visit->app, visit->argument[0], role, subject, &list, err));
    TRY(record_note_add(visit->app, &list, uuid, web_form(visit->request, "ghi_chu"), err));
    visit_go(visit, "%s?da=ghi-chu", queue_path(visit, &list.class));
    return OK;
}
