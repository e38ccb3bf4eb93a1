/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/paper_api.h"

#include "base/encode.h"
#include "model/record.h"
#include "serve/inside.h"
#include "serve/outcome.h"
#include "serve/queue.h"
#include "service/freeze.h"
#include "service/minutes.h"
#include "service/paper_job.h"
#include "service/reasons.h"
#include "service/school.h"

/* What is signed: exactly one of the three. */
struct paper_of {
    struct school_class class; /* id NULL: the year, or ... */
    const char *round;         /* ... the minutes of the school in that round (a code) */
    struct unit school;
    const char *year; /* of minutes NULL */
};

/* "KT-1/22193401" */
static enum status
read_minutes(struct visit *visit, const char *text, struct paper_of *of, struct error *err)
{
    const char *slash = strrchr(text, '/');

    if (!slash)
        return fail(err, INVALID, "“minutes” viết như KT-1/22193401: mã đợt và mã trường.");
    of->round = arena_copy(visit->arena, text, (size_t)(slash - text));
    return unit_find(visit->app, slash + 1, &of->school, err);
}

static enum status
read_paper(struct visit *visit, const struct json_value *body, struct paper_of *of,
           struct error *err)
{
    const char *class_id = json_find_text(body, "class"),
               *minutes = json_find_text(body, "minutes");

    *of = (struct paper_of){.year = json_find_text(body, "year")};
    if (!!class_id + !!of->year + !!minutes != 1)
        return fail(err, INVALID, "Cần “class”, “year” hoặc “minutes”.");
    if (minutes)
        return read_minutes(visit, minutes, of, err);
    if (of->year)
        return school_find(visit->app, NULL, &of->school, err);
    TRY(store_find_class(visit->app->store, class_id, visit->arena, &of->class, err));
    of->year = of->class.year;
    return store_find_unit(visit->app->store, of->class.unit, visit->arena, &of->school, err);
}

static enum status
read_certificate(struct visit *visit, const struct json_value *body, struct span *der,
                 struct error *err)
{
    const char *text = json_find_text(body, "certificate");
    size_t size = text ? strlen(text) : 0;
    uint8_t *room = arena_alloc(visit->arena, size + 1);

    if (!text || !base64_read(span_of(text), room, &size) || size == 0)
        return fail(err, INVALID, "Thiếu “certificate”, hoặc không phải base64.");
    *der = (struct span){(const char *)room, size};
    return OK;
}

static enum status
read_reasons(const struct json_value *body, struct buffer *out, struct error *err)
{
    const struct json_value *reasons = json_find(body, "reasons");

    if (!reasons || reasons->kind != JSON_ARRAY)
        return fail(err, INVALID, "Thiếu “reasons”.");
    for (size_t i = 0; i < reasons->items.count; i++) {
        const char *of = json_find_text(&reasons->items.items[i], "of");
        const char *why = json_find_text(&reasons->items.items[i], "reason");
        if (!of || !why)
            return fail(err, INVALID, "Mỗi lý do cần “of” và “reason”.");
        if (text_has_control(of) || text_has_control(why))
            return fail(err, INVALID, "Lý do viết trên một dòng.");
        if (!text_is_blank(why))
            buffer_printf(out, "%s\t%s\n", of, why);
    }
    return out->overflow ? fail(err, INVALID, "Các lý do dài quá.") : OK;
}

/* Of minutes there are no reasons, but which of them the person saw. */
static enum status
read_seen(const struct json_value *body, struct buffer *out, struct error *err)
{
    const char *seen = json_find_text(body, "seen");

    if (text_is_blank(seen))
        return fail(err, INVALID, "Thiếu “seen”: mã băm của biên bản đã xem.");
    buffer_text(out, seen);
    return OK;
}

static enum status
read_why(const struct paper_of *of, const struct json_value *body, struct buffer *out,
         struct error *err)
{
    return of->round ? read_seen(body, out, err) : read_reasons(body, out, err);
}

/* --- prepare ---------------------------------------------------------------------------------- */

static enum status
prepare(struct visit *visit, const struct paper_of *of, struct span reasons,
        const struct paper_signer *signer, struct buffer *file, bool *already, struct error *err)
{
    struct manifest_order manifest = {.class_id = of->class.id, .reasons = reasons};
    struct freeze_order freeze = {.unit = of->school.id, .year = of->year, .reasons = reasons};
    struct manifest_made closed = {0};
    struct freeze_made frozen = {0};

    if (of->round)
        return minutes_prepare(visit->app, of->round, of->school.code, reasons.data, signer, file,
                               err);
    if (of->class.id)
        TRY(manifest_prepare(visit->app, &manifest, signer, file, &closed, err));
    else
        TRY(freeze_prepare(visit->app, &freeze, signer, file, &frozen, err));
    *already = closed.already || frozen.already;
    return OK;
}

enum status
paper_prepare_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *reasons = buffer_new(REASONS_FILE_MAX), *file = buffer_new(PAPER_FILE_MAX);
    AUTO(buffer) *out = buffer_new(2 * PAPER_FILE_MAX);
    struct json json = json_to(out);
    struct paper_signer signer = {0};
    struct json_value body;
    struct paper_of of;
    bool already = false;

    TRY(visit_read_json(visit, &body, err));
    TRY(read_paper(visit, &body, &of, err));
    TRY(read_certificate(visit, &body, &signer.der, err));
    TRY(read_why(&of, &body, reasons, err));
    TRY(prepare(visit, &of, buffer_span(reasons), &signer, file, &already, err));
    json_open(&json, '{');
    json_bool_field(&json, "already", already);
    json_text_field(&json, "id", app_new_id(visit->app));
    json_text_field(&json, "role", of.round ? "paper" : signer_role_key(SIGNER_PRINCIPAL));
    json_text_field(&json, "school", of.school.name);
    /* Whoever holds the key shows it; an agent refuses a batch of no class. */
    json_text_field(&json, "class", of.class.name ? of.class.name : "cả trường");
    json_text_field(&json, "year", of.year);
    json_key(&json, "file");
    json_span(&json, buffer_span(file));
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

/* --- attach ----------------------------------------------------------------------------------- */

static enum status
attach(struct visit *visit, const struct paper_of *of, struct span file, const char **sha256,
       struct error *err)
{
    struct manifest_made closed = {0};
    struct freeze_made frozen = {0};
    struct minutes_view minutes;

    if (of->round) {
        TRY(minutes_attach(visit->app, of->round, of->school.code, file, &minutes, err));
        *sha256 = minutes.sha256;
    } else if (of->class.id) {
        TRY(manifest_attach(visit->app, of->class.id, file, &closed, err));
        *sha256 = closed.sha256;
    } else {
        TRY(freeze_attach(visit->app, of->school.id, of->year, file, &frozen, err));
        *sha256 = frozen.sha256;
    }
    return OK;
}

enum status
paper_attach_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct notice notice = {0};
    const char *sha256;
    struct json_value body;
    struct paper_of of;

    TRY(visit_read_json(visit, &body, err));
    TRY(read_paper(visit, &body, &of, err));
    const char *file = json_find_text(&body, "file");
    if (!file)
        return fail(err, INVALID, "Thiếu “file”.");
    TRY(attach(visit, &of, span_of(file), &sha256, err));
    if (!of.round) /* minutes are in no ledger */
        outcome_enter_ledger(visit, &notice);
    json_open(&json, '{');
    json_text_field(&json, "sha256", sha256);
    json_text_field(&json, "message", notice.bad);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

/* --- with a remote service -------------------------------------------------------------------- */

static struct paper_job_of
job_of(const struct paper_of *of)
{
    if (of->round)
        return (struct paper_job_of){.round = of->round, .school = of->school.code};
    return of->class.id ? (struct paper_job_of){.class_id = of->class.id}
                        : (struct paper_job_of){.unit = of->school.id, .year = of->year};
}

enum status
paper_job_open_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *reasons = buffer_new(REASONS_FILE_MAX);
    struct paper_job_order order = {0};
    struct sign_job_view view;
    AUTO(secret) *pin = NULL;
    struct json_value body;
    struct paper_of of;

    TRY(visit_read_json(visit, &body, err));
    TRY(read_paper(visit, &body, &of, err));
    TRY(read_why(&of, &body, reasons, err));
    TRY(sign_remote_read(&body, &pin, &order.remote, err));
    if (!order.remote.service)
        return fail(err, INVALID, "Thiếu “service”.");
    order.of = job_of(&of);
    order.reasons = arena_copy(visit->arena, reasons->data, reasons->size);
    TRY(paper_job_open(visit->serve->jobs, visit->app, &order, &view, err));
    sign_job_send_view(visit, &view);
    return OK;
}

enum status
paper_job_api(struct visit *visit, struct error *err)
{
    const struct web_request *request = visit->request;
    const char *class_id = web_query(request, "class"), *year = web_query(request, "year"),
               *minutes = web_query(request, "minutes");
    struct paper_job_of of = {.class_id = class_id, .year = year};
    struct sign_job_view view;
    struct paper_of paper = {0};

    if (!!class_id + !!year + !!minutes != 1)
        return fail(err, USAGE, "Cần “class”, “year” hoặc “minutes”.");
    if (year) {
        TRY(school_find(visit->app, NULL, &paper.school, err));
        of.unit = paper.school.id;
    } else if (minutes) {
        TRY(read_minutes(visit, minutes, &paper, err));
        of = job_of(&paper);
    }
    TRY(paper_job_tell(visit->serve->jobs, visit->app, &of, &view, err));
    sign_job_send_view(visit, &view);
    return OK;
}
