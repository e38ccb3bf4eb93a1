/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/certificates.h"

#include "serve/pages.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
certificate_state_word(const struct visit *visit, const char *state)
{
    if (text_equal(state, CERTIFICATE_APPROVED))
        return T("đã duyệt", "approved");
    if (text_equal(state, CERTIFICATE_REFUSED))
        return T("bị từ chối", "refused");
    if (text_equal(state, CERTIFICATE_WITHDRAWN))
        return T("đã thu hồi", "withdrawn");
    return T("đã đăng ký", "registered");
}

const char *
certificate_state_tone(const char *state)
{
    if (text_equal(state, CERTIFICATE_APPROVED))
        return "good";
    return text_equal(state, CERTIFICATE_REGISTERED) ? "info" : "bad";
}

const char *
certificate_path(const struct visit *visit, const char *sha256)
{
    return arena_printf(visit->arena, "/chung-thu/%s", sha256);
}

struct date
certificate_last_day(const struct stored_certificate *certificate)
{
    return moment_to_date(certificate->not_after);
}

const char *
readiness_tone(const struct readiness_row *row)
{
    if (row->state == READINESS_READY)
        return "good";
    return row->covered || row->state == READINESS_ENDS_EARLY ? "info" : "warn";
}

/* --- pages ------------------------------------------------------------------------------------ */

static enum status
send_schools(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct certificates_look look = {.only_waiting =
                                         text_equal(web_query(visit->request, "loc"), "chua")};

    TRY(certificates_waiting(visit->app, &look.waiting, err));
    TRY(readiness_list(visit->app, (struct date){0}, &look.schools, err));
    if (visit->api) {
        certificates_send(visit, &look);
        return OK;
    }
    certificates_show(out, visit, &look);
    visit_send_page(visit, out);
    return OK;
}

enum status
certificates_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *code = web_query(visit->request, "truong");
    struct readiness readiness;
    struct unit school;

    if (!code && (visit->roles & LOOKS_OVER_SCHOOLS))
        return send_schools(visit, err);
    TRY(school_find(visit->app, code, &school, err));
    TRY(readiness_load(visit->app, &school, NULL, (struct date){0}, &readiness, err));
    if (visit->api) {
        const struct certificates_look look = {.schools = {{&readiness, 1, 1}}};
        certificates_send(visit, &look);
        return OK;
    }
    readiness_show(out, visit, &readiness);
    visit_send_page(visit, out);
    return OK;
}

static enum status
send_one(struct visit *visit, struct certificate_look *look, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(certificate_show(visit->app, visit->argument[0], &look->line, err));
    look->may_decide = certificate_may_decide(visit->app, &look->line.certificate);
    if (visit->api) {
        certificate_send(visit, look);
        return OK;
    }
    certificate_look_show(out, visit, look);
    visit_send_page(visit, out);
    return OK;
}

enum status
certificate_page(struct visit *visit, struct error *err)
{
    struct certificate_look look = {0};

    return send_one(visit, &look, err);
}

static enum status
decide(struct visit *visit, struct error *err)
{
    const char *step = web_form(visit->request, "buoc"),
               *reason = web_form(visit->request, "ly_do");
    struct stored_certificate certificate;

    if (!text_equal(step, CERTIFICATE_APPROVED) && !text_equal(step, CERTIFICATE_REFUSED))
        return fail(err, USAGE, "Chưa chọn duyệt hay từ chối.");
    return certificate_decide(visit->app, visit->argument[0], step,
                              text_is_blank(reason) ? NULL : reason, &certificate, err);
}

enum status
certificate_take(struct visit *visit, struct error *err)
{
    struct certificate_look look = {0};
    enum status status = decide(visit, err);

    if (status == OK) {
        visit_go(visit, "/chung-thu/%s", visit->argument[0]);
        return OK;
    }
    if (!outcome_is_shown(visit, status, err, &look.notice))
        return status;
    struct error why = *err;
    if (send_one(visit, &look, err) == OK)
        return OK;
    *err = why;
    return status;
}
