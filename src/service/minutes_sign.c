/* SPDX-License-Identifier: Apache-2.0 */
#include "service/access.h"
#include "service/department.h"
#include "service/inspection_inside.h"
#include "service/minutes.h"
#include "service/paper_sign.h"

struct signing_minutes {
    struct app *app;
    const char *code, *school; /* the round's, the school's */
    struct minutes_view view;  /* what is signed over */
    bool second;               /* it is the principal's turn */
    struct minutes kept;
};

/* --- is it still so? -------------------------------------------------------------------------- */

/* The same texts with what the checklist and the findings say now come to the same bytes. */
static enum status
check_current(const struct signing_minutes *work, const struct inspection_view *round,
              struct error *err)
{
    AUTO(buffer) *before = buffer_new(MINUTES_FILE_MAX), *now = buffer_new(MINUTES_FILE_MAX);
    struct minutes_data data = work->view.data;

    TRY(minutes_xml_write(&data, before, err));
    memset(&data.conditions, 0, sizeof data.conditions);
    memset(&data.records, 0, sizeof data.records);
    memset(&data.findings, 0, sizeof data.findings);
    TRY(minutes_add_facts(work->app, round, work->view.row.school, &data, err));
    TRY(minutes_xml_write(&data, now, err));
    if (before->size == now->size && memcmp(before->data, now->data, now->size) == 0)
        return OK;
    return fail(err, CONFLICT,
                "Từ khi lập biên bản, kết quả hoặc phát hiện ở trường đã có thay đổi. Chưa ký gì; "
                "hãy lập lại biên bản.");
}

static enum status
begin(struct signing_minutes *work, const char *seen, struct error *err)
{
    struct app *app = work->app;
    struct inspection_view round;

    TRY(minutes_find(app, work->code, work->school, &work->view, err));
    TRY(inspection_load(app, work->code, &round, err));
    if (text_equal(work->view.row.stage, MINUTES_SIGNED) ||
        inspection_state_of(&round.round) != INSPECTION_SAMPLED)
        return fail(err, CONFLICT, "Biên bản này đã có đủ hai chữ ký, hoặc đợt đã kết thúc.");
    work->second = text_equal(work->view.row.stage, MINUTES_HEAD);
    if (!work->second)
        TRY(access_check(app, MAY_INSPECT, round.round.unit, err));
    else
        TRY(access_check(app, app->actor.person_id ? MAY_ANSWER_INSPECTION : MAY_SEE_INSPECTION,
                         work->view.row.school, err));
    if (seen && !text_equal(seen, work->view.sha256))
        return fail(err, CONFLICT,
                    "Biên bản vừa được lập lại hoặc ký. Chưa ký gì; hãy xem bản mới rồi làm lại.");
    return check_current(work, &round, err);
}

enum status
minutes_check(struct app *app, const char *code, const char *school, const char *seen,
              struct error *err)
{
    struct signing_minutes work = {.app = app, .code = code, .school = school};

    return begin(&work, seen, err);
}

/* --- whose key -------------------------------------------------------------------------------- */

static enum status
check_head(const struct signing_minutes *work, const struct certificate *certificate,
           struct sign_right *right, struct error *err)
{
    struct app *app = work->app;
    struct stored_certificate stored;
    char hex[SHA256_HEX_SIZE];

    enum status status = store_find_certificate_by_sha256(
        app->store, digest_hex(&certificate->sha256, hex), app->arena, &stored, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == NOT_FOUND || !text_equal(stored.person, work->view.row.head))
        return fail(err, DENIED,
                    "Trưởng đoàn %s ký trước, bằng khóa đã đăng ký của chính mình. Khóa này không "
                    "phải. Chưa ký gì.",
                    work->view.row.head_name);
    right->certificate = stored;
    right->name = work->view.row.head_name;
    return department_check_usable(app, &stored, certificate, err);
}

static enum status
check_principal(const struct signing_minutes *work, const struct certificate *certificate,
                struct sign_right *right, struct error *err)
{
    const struct school_class whole = {.unit = work->view.row.school,
                                       .year = work->view.data.year_name};
    const struct sign_order as = {.role = SIGNER_PRINCIPAL};

    TRY(sign_right_find(work->app, &as, &whole, certificate, right, err));
    if (work->app->actor.person_id &&
        !text_equal(work->app->actor.person_id, right->certificate.person))
        return fail(err, DENIED, "Khóa này là của người khác. Chưa ký gì.");
    return OK;
}

static enum status
check_right(void *context, const struct certificate *certificate, struct sign_right *right,
            struct error *err)
{
    const struct signing_minutes *work = context;

    return work->second ? check_principal(work, certificate, right, err)
                        : check_head(work, certificate, right, err);
}

/* --- signing ---------------------------------------------------------------------------------- */

static enum status
keep(struct store *store, void *context, struct error *err)
{
    const struct signing_minutes *work = context;
    struct stamp stamp = app_stamp(work->app, "inspection minutes sign");
    struct signing_minutes again = {.app = work->app, .code = work->code, .school = work->school};

    TRY(begin(&again, work->view.sha256, err));
    return store_add_minutes(store, &work->kept, &stamp, err);
}

/* What was prepared bears the moment of then. */
static enum status
sign(struct signing_minutes *work, const struct paper_way *way, struct buffer *out,
     struct error *err)
{
    struct app *app = work->app;
    const struct paper paper = {
        .kind = work->second ? &paper_minutes_principal : &paper_minutes_head,
        .title = arena_printf(app->arena, "Biên bản kiểm tra %s", work->view.data.school_name),
        .school = work->view.data.school_name,
        .made = way->values ? way->values->made : app_now(app),
        .reasons = span_of(work->view.sha256),
        .right = check_right,
        .context = work};
    struct sign_right right = {0};

    TRY(paper_sign(app, &paper, work->view.row.bytes, way, &right, out, err));
    work->kept = work->view.row;
    work->kept.stage = work->second ? MINUTES_SIGNED : MINUTES_HEAD;
    work->kept.certificate = right.certificate.sha256;
    work->kept.bytes = buffer_span(out);
    return OK;
}

/* `view` NULL: it is prepared only. */
static enum status
sign_and_keep(struct app *app, const char *code, const char *school, const char *seen,
              const struct paper_way *way, struct minutes_view *view, struct error *err)
{
    AUTO(buffer) *file = buffer_new(MINUTES_FILE_MAX);
    struct signing_minutes work = {.app = app, .code = code, .school = school};
    struct minutes_file read;

    TRY(begin(&work, seen, err));
    TRY(sign(&work, way, file, err));
    if (!view)
        return OK;
    TRY(minutes_read(buffer_span(file), app->arena, &read, err)); /* as anybody can */
    TRY(store_transact(app->store, keep, &work, err));
    return minutes_find(app, code, school, view, err);
}

enum status
minutes_sign(struct app *app, struct signer_session *session, const char *code, const char *school,
             const char *seen, const struct digest *certificate, struct minutes_view *view,
             struct error *err)
{
    const struct paper_way way = {.session = session, .certificate = certificate};

    return sign_and_keep(app, code, school, seen, &way, view, err);
}

enum status
minutes_prepare(struct app *app, const char *code, const char *school, const char *seen,
                const struct paper_signer *signer, struct buffer *file, struct error *err)
{
    const struct paper_way way = {
        .pem = signer->pem, .der = signer->der, .chain = signer->chain, .file = file};

    return sign_and_keep(app, code, school, seen, &way, NULL, err);
}

/* Whose turn it is says of which signature the file must be. */
enum status
minutes_attach(struct app *app, const char *code, const char *school, struct span json,
               struct minutes_view *view, struct error *err)
{
    struct signing_minutes work = {.app = app, .code = code, .school = school};
    struct paper_file values;
    const struct paper_way way = {.values = &values};

    TRY(begin(&work, NULL, err));
    TRY(paper_file_read(app, json, work.second ? &paper_minutes_principal : &paper_minutes_head,
                        &values, err));
    const char *seen = arena_copy(app->arena, values.reasons.data, values.reasons.size);
    return sign_and_keep(app, code, school, seen, &way, view, err);
}
