/* SPDX-License-Identifier: Apache-2.0
 *
 * A drawn school of a round: its conditions, the drawn records, findings and what came of them.
 */
#include "serve/form.h"
#include "serve/inspection.h"
#include "serve/pages.h"
#include "service/access.h"
#include "service/access_log.h"

enum { RECORD_PDF_MAX = 32 * 1024 * 1024 };

/* --- words ------------------------------------------------------------------------------------ */

const char *
inspection_item_say(const struct visit *visit, const struct inspection_item *item)
{
    static const struct {
        const char *key, *english;
    } words[] = {
        {"computers", "Computers to enter, sign and see records"},
        {"network", "Computers are connected to the internet"},
        {"management_system", "School management software with data of teachers, pupils, results"},
        {"signatures", "Digital signatures for teachers, leaders and the seal"},
        {"staff", "Staff to administer and use the software"},
    };

    for (size_t i = 0; visit->english && i < COUNT_OF(words); i++)
        if (text_equal(words[i].key, item->key))
            return words[i].english;
    return item->sentence;
}

const char *
inspection_answer_say(const struct visit *visit, const char *answer, const char **tone)
{
    bool yes = text_equal(answer, INSPECTION_YES), no = text_equal(answer, INSPECTION_NO);

    *tone = yes ? "good" : no ? "bad" : "warn";
    return yes ? T("Đạt", "Met") : no ? T("Chưa đạt", "Not met") : T("Đạt một phần", "Partly met");
}

const char *
inspection_severity_say(const struct visit *visit, const char *severity, const char **tone)
{
    bool minor = text_equal(severity, "minor"), major = text_equal(severity, "major");

    *tone = minor ? "" : major ? "warn" : "bad";
    return minor ? T("nhẹ", "minor") : major ? T("nặng", "major") : T("nghiêm trọng", "critical");
}

const char *
inspection_step_say(const struct visit *visit, const char *step)
{
    return text_equal(step, INSPECTION_ANSWERED) ? T("Trường trả lời", "The school answered")
           : text_equal(step, INSPECTION_FOLLOWED) ? T("Chưa khắc phục xong", "Not yet remedied")
                                                   : T("Đã khắc phục", "Remedied");
}

bool
inspection_is_late(const struct visit *visit, const struct inspection_finding *finding)
{
    return !text_equal(finding->step, INSPECTION_REMEDIED) &&
           date_compare(finding->deadline, app_today(visit->app)) < 0;
}

const char *
inspection_finding_say(const struct visit *visit, const struct inspection_finding *finding,
                       const char **tone)
{
    if (text_equal(finding->step, INSPECTION_REMEDIED)) {
        *tone = "good";
        return T("đã khắc phục", "remedied");
    }
    if (inspection_is_late(visit, finding)) {
        *tone = "bad";
        return T("quá hạn", "overdue");
    }
    *tone = "warn";
    return text_equal(finding->step, INSPECTION_ANSWERED)
               ? T("trường đã trả lời, chờ kiểm tra lại", "answered; to be looked at again")
           : finding->step ? T("đang khắc phục", "being remedied")
                           : T("chờ trường trả lời", "waits for the school's answer");
}

const char *
inspection_typed(const struct visit *visit, const struct inspection_finding *finding,
                 const char *name)
{
    int number;

    return text_to_int(web_form(visit->request, "so"), 1, INT32_MAX, &number) &&
                   number == finding->number
               ? web_form(visit->request, name)
               : NULL;
}

/* --- showing ---------------------------------------------------------------------------------- */

static enum status
send_school(struct visit *visit, struct inspection_school_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *code = visit->argument[1];
    struct error why;

    TRY(inspection_look(visit->app, visit->argument[0], &view->look, err));
    const struct inspection_schools *schools = &view->look.it.schools;
    for (size_t i = 0; i < schools->list.count; i++)
        if (schools->list.items[i].place && text_equal(schools->list.items[i].code, code))
            view->school = &schools->list.items[i];
    if (!view->school)
        return fail(err, NOT_FOUND, "Trường này không nằm trong mẫu của đợt kiểm tra.");
    TRY(inspection_list_drawn(visit->app, &view->look.it, view->school->id, &view->records, err));
    view->may_answer =
        access_check(visit->app, MAY_ANSWER_INSPECTION, view->school->id, &why) == OK;
    TRY(inspection_papers_load(visit, view, err));
    if (visit->api) {
        inspection_school_send(visit, view);
        return OK;
    }
    inspection_school_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
inspection_school_page(struct visit *visit, struct error *err)
{
    struct inspection_school_view view = {0};

    return send_school(visit, &view, err);
}

static enum status
log_look(struct visit *visit, const struct inspection_paper *paper, struct error *err)
{
    const char *round = visit->argument[0];
    const char *what =
        paper->received
            ? arena_printf(visit->arena, "đợt kiểm tra %s, nhận qua cổng: %s", round, paper->uuid)
            : arena_printf(visit->arena, "đợt kiểm tra %s", round);

    return access_log_add(visit->app, ACCESS_RECORD, paper->pupil, paper->unit, what,
                          visit->request->address, err);
}

enum status
inspection_record(struct visit *visit, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new(RECORD_PDF_MAX);
    struct inspection_paper paper;

    TRY(inspection_find_record(visit->app, visit->argument[0], visit->argument[1], &paper, err));
    TRY(inspection_print_record(visit->app, &paper, pdf, err));
    TRY(log_look(visit, &paper, err));
    visit_send_file(visit, buffer_span(pdf), "application/pdf", "hoc-ba.pdf", false);
    return OK;
}

enum status
inspection_signed_file(struct visit *visit, struct error *err)
{
    struct inspection_paper paper;

    TRY(inspection_find_record(visit->app, visit->argument[0], visit->argument[1], &paper, err));
    TRY(log_look(visit, &paper, err));
    visit_send_file(visit, paper.file, "application/xml",
                    arena_printf(visit->arena, "%s.xml", paper.uuid), true);
    return OK;
}

/* Of the pupil it shows no more than the code, which stands in the list; it is a look all the same.
 */
enum status
inspection_verdict(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct inspection_paper paper;
    struct inspection_verdict_view view = {.round = visit->argument[0], .paper = &paper};

    TRY(inspection_find_record(visit->app, visit->argument[0], visit->argument[1], &paper, err));
    TRY(public_check_file(visit->app, paper.file, &view.check, err));
    TRY(log_look(visit, &paper, err));
    if (visit->api) {
        verify_send(visit, &view.check);
        return OK;
    }
    inspection_verdict_show(out, visit, &view);
    visit_send_page(visit, out);
    return OK;
}

/* --- doing ------------------------------------------------------------------------------------ */

enum status
inspection_school_outcome(struct visit *visit, enum status status, const char *anchor,
                          struct error *err)
{
    struct inspection_school_view view = {0};

    if (status == OK) {
        visit_go(visit, "/kiem-tra/%s/%s#%s", visit->argument[0], visit->argument[1], anchor);
        return OK;
    }
    if (!outcome_is_shown(visit, status, err, &view.notice))
        return status;
    struct error why = *err;
    if (send_school(visit, &view, err) == OK)
        return OK;
    *err = why; /* who may not see the page hears only the first sentence */
    return status;
}

static bool
stands_there(const struct inspection_view *view, const struct inspection_check *said)
{
    const char *id = NULL;

    for (size_t i = 0; i < view->schools.list.count; i++)
        if (text_equal(view->schools.list.items[i].code, said->school))
            id = view->schools.list.items[i].id;
    const struct inspection_check *old = id ? inspection_check_of(view, id, said->item) : NULL;
    return old && text_equal(old->answer, said->answer) && text_equal(old->remark, said->remark);
}

/* What was chosen and does not stand there already. */
static enum status
check(struct visit *visit, struct error *err)
{
    struct inspection_check *checks =
        arena_make_array(visit->arena, inspection_item_count, struct inspection_check);
    struct inspection_view view;
    size_t count = 0;

    TRY(inspection_load(visit->app, visit->argument[0], &view, err));
    for (size_t i = 0; i < inspection_item_count; i++) {
        const char *key = inspection_items[i].key;
        const char *answer =
            web_form(visit->request, arena_printf(visit->arena, "ket_qua-%s", key));
        const char *remark =
            web_form(visit->request, arena_printf(visit->arena, "nhan_xet-%s", key));
        struct inspection_check said = {.school = visit->argument[1],
                                        .item = key,
                                        .answer = answer,
                                        .remark = text_is_blank(remark) ? NULL : remark};
        if (!text_is_blank(answer) && !stands_there(&view, &said))
            checks[count++] = said;
    }
    if (count == 0)
        return fail(err, USAGE, "Không có kết quả nào mới. Chưa có gì được ghi.");
    return inspection_check_all(visit->app, visit->argument[0], checks, count, err);
}

enum status
inspection_check_take(struct visit *visit, struct error *err)
{
    return inspection_school_outcome(visit, check(visit, err), "dieu-kien", err);
}

static enum status
find(struct visit *visit, struct error *err)
{
    const char *evidence = web_form(visit->request, "bang_chung");
    struct inspection_finding finding = {.school = visit->argument[1],
                                         .severity = web_form(visit->request, "muc_do"),
                                         .article = web_form(visit->request, "can_cu"),
                                         .finding = web_form(visit->request, "noi_dung"),
                                         .evidence = text_is_blank(evidence) ? NULL : evidence};

    TRY(form_read_day(visit, "han", &finding.deadline, err));
    return inspection_find(visit->app, visit->argument[0], &finding, err);
}

enum status
inspection_find_take(struct visit *visit, struct error *err)
{
    return inspection_school_outcome(visit, find(visit, err), "phat-hien", err);
}

/* The finding that a form is about, which stands on that page. */
enum status
inspection_read_number(const struct visit *visit, int *number, struct error *err)
{
    struct inspection_view view;

    if (!text_to_int(web_form(visit->request, "so"), 1, INT32_MAX, number))
        return fail(err, USAGE, "Không rõ phát hiện nào. Chưa có gì được ghi.");
    TRY(inspection_load(visit->app, visit->argument[0], &view, err));
    for (size_t i = 0; i < view.findings.list.count; i++)
        if (view.findings.list.items[i].number == *number &&
            text_equal(view.findings.list.items[i].school_code, visit->argument[1]))
            return OK;
    return fail(err, NOT_FOUND, "Không có phát hiện số %d ở trường này.", *number);
}

enum status
inspection_answer_take(struct visit *visit, struct error *err)
{
    int number = 0;
    enum status status = inspection_read_number(visit, &number, err);

    if (status == OK)
        status = inspection_answer(visit->app, number, web_form(visit->request, "y_kien"), err);
    return inspection_school_outcome(visit, status,
                                     arena_printf(visit->arena, "phat-hien-%d", number), err);
}

static enum status
follow(struct visit *visit, int *number, struct error *err)
{
    const char *done = web_form(visit->request, "da_xong");
    struct date deadline;

    TRY(inspection_read_number(visit, number, err));
    TRY(form_read_day(visit, "han_moi", &deadline, err));
    if (!text_equal(done, "roi") && !text_equal(done, "chua"))
        return fail(err, USAGE, "Chưa chọn đã khắc phục hay chưa. Chưa có gì được ghi.");
    return inspection_follow(visit->app, *number, text_equal(done, "roi"),
                             web_form(visit->request, "nhan_xet"), deadline, err);
}

enum status
inspection_follow_take(struct visit *visit, struct error *err)
{
    int number = 0;
    enum status status = follow(visit, &number, err);

    return inspection_school_outcome(visit, status,
                                     arena_printf(visit->arena, "phat-hien-%d", number), err);
}
