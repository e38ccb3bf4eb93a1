/* SPDX-License-Identifier: Apache-2.0
 *
 * The managing level's side of revocation.h: the officer's decision, and the seal under which it
 * takes effect.
 */
#include "crypto/random.h"
#include "model/record.h"
#include "model/role.h"
#include "model/state.h"
#include "service/access.h"
#include "service/department.h"
#include "service/ledger.h"
#include "service/revocation.h"
#include "service/revocation_effect.h"
#include "service/revocation_received.h"
#include "service/signing.h"
#include "sign/xades_write.h"
#include "store/certificates.h"
#include "store/people.h"
#include "store/records.h"
#include "store/units.h"
#include "store/years.h"
#include "verify/decision.h"
#include "verify/signature.h"

struct deciding {
    struct app *app;
    struct revocation request;
    struct revocation_items items;
    struct unit school, department;
    const struct certificate *signer; /* of who signs; the session's */
    struct xades_identity *identity;
    struct decision_file file;         /* what is sealed */
    struct revocation_decision sealed; /* and kept */
};

static enum status
find_request(struct deciding *work, const char *id, enum right right, struct error *err)
{
    struct app *app = work->app;

    TRY(store_find_revocation(app->store, id, app->arena, &work->request, err));
    TRY(access_check(app, right, work->request.unit, err));
    if (work->request.decision)
        return fail(err, CONFLICT, "Yêu cầu này đã có quyết định. Chưa ký gì.");
    TRY(store_list_revocation_items(app->store, id, app->arena, &work->items, err));
    TRY(store_find_unit(app->store, work->request.unit, app->arena, &work->school, err));
    TRY(department_above(app, work->school.id, &work->department, err));
    return work->department.id
               ? OK
               : fail(err, CONFLICT, "Trường %s chưa thuộc Sở nào.", work->school.name);
}

/* --- the officer ------------------------------------------------------------------------------ */

static enum status
check_officer(struct deciding *work, struct error *err)
{
    struct app *app = work->app;
    struct stored_certificate stored;
    struct assignments held = {0};
    char hex[SHA256_HEX_SIZE];

    enum status status = store_find_certificate_by_sha256(
        app->store, digest_hex(&work->signer->sha256, hex), app->arena, &stored, err);
    if (status == NOT_FOUND || (status == OK && !stored.person))
        return fail(err, DENIED, "Khóa này không phải của một người đã đăng ký. Chưa ký gì.");
    TRY(status);
    TRY(department_check_usable(app, &stored, work->signer, err));
    if (app->actor.person_id && !text_equal(app->actor.person_id, stored.person))
        return fail(err, DENIED, "Khóa này là của người khác. Chưa ký gì.");
    struct assignment_filter filter = {.unit = work->department.id,
                                       .person = stored.person,
                                       .role = role_key(ROLE_DEPARTMENT_APPROVER),
                                       .on = app_today(app)};
    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    if (held.list.count == 0)
        return fail(err, DENIED,
                    "Người giữ khóa này (%s) hôm nay không được %s phân công duyệt. Chưa ký gì.",
                    stored.subject, work->department.name);
    return OK;
}

static const struct revocation_refusal *
refusal_of(const struct revocation_ruling *ruling, const char *record)
{
    for (size_t i = 0; i < ruling->refusals.count; i++)
        if (!ruling->refusals.items[i].record ||
            text_equal(ruling->refusals.items[i].record, record))
            return &ruling->refusals.items[i];
    return NULL;
}

/* What the record is by now, and whether it may be ruled so. */
static enum status
look_up(struct app *app, const struct revocation_item *item, enum ruling ruling,
        struct digest *digest, struct error *err)
{
    struct issued_document document;
    struct record_row record;

    if (item->received) {
        TRY(revocation_received_check(app, item->record, ruling, err));
        return ledger_received_stored(app, item->record, digest, err);
    }
    TRY(store_find_record(app->store, item->record, app->arena, &record, err));
    TRY(revocation_check_replaced(&record, ruling, err));
    TRY(store_find_issued(app->store, item->record, app->arena, &document, err));
    return ledger_issued_digest(document.bytes, digest)
               ? OK
               : fail(err, CORRUPT, "Học bạ %s đã phát hành không đọc được.", item->record);
}

static enum status
rule(struct deciding *work, const struct revocation_ruling *ruling,
     const struct revocation_item *item, struct decision_row *row, struct error *err)
{
    const struct revocation_refusal *refusal = refusal_of(ruling, item->record);
    struct arena *arena = work->app->arena;
    struct digest digest;

    *row = (struct decision_row){.record = item->record,
                                 .ruling = refusal ? RULING_REFUSE : revocation_agreed(item->wish),
                                 .reason = item->reason,
                                 .evidence = item->evidence};
    if (refusal && text_is_blank(refusal->reason))
        return fail(err, INVALID, "Từ chối phải có lý do. Chưa ký gì.");
    TRY(look_up(work->app, item, row->ruling, &digest, err));
    if (refusal)
        TRY(text_clean(refusal->reason, "Lý do", DECISION_REASON_MAX, arena, &row->reason, err));
    memcpy(row->issued, digest.bytes, sizeof row->issued);
    return OK;
}

/* A refusal of a record that nobody asked about is a slip of the pen. */
static enum status
check_refusals(const struct deciding *work, const struct revocation_ruling *ruling,
               struct error *err)
{
    for (size_t i = 0; i < ruling->refusals.count; i++) {
        const char *record = ruling->refusals.items[i].record;
        bool asked = !record;
        for (size_t j = 0; j < work->items.list.count && !asked; j++)
            asked = text_equal(work->items.list.items[j].record, record);
        if (!asked)
            return fail(err, INVALID, "Yêu cầu này không nêu học bạ %s. Chưa ký gì.", record);
    }
    return OK;
}

static enum status
compose(struct deciding *work, const struct revocation_ruling *ruling, struct decision_data *data,
        struct error *err)
{
    struct app *app = work->app;
    struct school_year year;

    TRY(store_find_year(app->store, work->request.unit, work->request.year, app->arena, &year,
                        err));
    *data = (struct decision_data){.department_name = work->department.name,
                                   .department_code = work->department.code,
                                   .school_name = work->school.name,
                                   .school_code = work->school.code,
                                   .year_name = work->request.year,
                                   .request = work->request.id,
                                   .made = app_now(app),
                                   .after_freeze = text_equal(year.state, YEAR_FROZEN)};
    if (text_is_blank(ruling->number))
        return fail(err, USAGE, "Quyết định phải có số, như 123/QĐ-SGDĐT.");
    TRY(text_clean(ruling->number, "Số quyết định", DECISION_REASON_MAX, app->arena, &data->number,
                   err));
    TRY(check_refusals(work, ruling, err));
    for (size_t i = 0; i < work->items.list.count; i++)
        TRY(rule(work, ruling, &work->items.list.items[i], list_add(app->arena, data->rows), err));
    return OK;
}

/* --- signing ---------------------------------------------------------------------------------- */

static enum status
choose_key(struct deciding *work, struct signer_session *session, const struct digest *wanted,
           struct error *err)
{
    const struct certificate_chain *chain;

    TRY(sign_choose_chain(session, wanted, &chain, err));
    work->signer = chain->items[0];
    return xades_identity_make(chain, &work->identity, err);
}

static enum status
sign_as(struct deciding *work, struct signer_session *session, enum xades_office office,
        struct span document, struct buffer *out, struct error *err)
{
    struct app *app = work->app;
    uint8_t salt[XADES_SALT_SIZE];
    struct signature_value value;
    struct xades_pending pending;

    random_bytes(salt, sizeof salt);
    TRY(xades_prepare_pair(document, office, app_now(app), salt, work->identity, app->arena,
                           &pending, err));
    TRY(sign_one(app, session,
                 arena_printf(app->arena, "Quyết định về học bạ của %s", work->school.name),
                 &work->signer->sha256, &pending.to_be_signed, &value, err));
    return xades_attach(document, &pending, (struct span){(const char *)value.bytes, value.size},
                        out, err);
}

static enum status
decide(struct deciding *work, struct signer_session *session,
       const struct revocation_ruling *ruling, struct decision_data *data, struct error *err)
{
    AUTO(buffer) *plain = buffer_new(DECISION_FILE_MAX), *file = buffer_new(DECISION_FILE_MAX);
    struct app *app = work->app;
    char hex[SHA256_HEX_SIZE];

    TRY(find_request(work, ruling->request, MAY_DECIDE_REVOCATION, err));
    TRY(choose_key(work, session, ruling->certificate, err));
    TRY(check_officer(work, err));
    TRY(compose(work, ruling, data, err));
    TRY(decision_xml_write(data, plain, err));
    TRY(sign_as(work, session, OFFICE_OFFICER, buffer_span(plain), file, err));
    TRY(decision_read(buffer_span(file), app->arena, &work->file, err));
    struct revocation_paper paper = {.request = work->request.id,
                                     .certificate = digest_hex(&work->signer->sha256, hex),
                                     .made = data->made,
                                     .by = app_stamp(app, NULL).by,
                                     .bytes = buffer_span(file)};
    return store_add_paper(app->store, &paper, err);
}

enum status
revocation_ruling_check(struct app *app, const struct revocation_ruling *ruling, struct error *err)
{
    struct deciding work = {.app = app};
    struct decision_data data;

    TRY(find_request(&work, ruling->request, MAY_DECIDE_REVOCATION, err));
    return compose(&work, ruling, &data, err);
}

enum status
revocation_decide(struct app *app, struct signer_session *session,
                  const struct revocation_ruling *ruling, struct decision_data *data,
                  struct error *err)
{
    struct deciding work = {.app = app};

    enum status status = decide(&work, session, ruling, data, err);
    xades_identity_free(work.identity);
    return status;
}

/* --- the seal --------------------------------------------------------------------------------- */

static enum status
take_effect(struct store *store, void *context, struct error *err)
{
    struct deciding *work = context;
    const struct decision_data *data = &work->file.data;

    TRY(store_add_decision_paper(store, &work->sealed, err));
    for (size_t i = 0; i < data->rows.count; i++)
        TRY(revocation_apply(work->app, &work->items, data->number, work->sealed.sha256,
                             &data->rows.items[i], err));
    return OK;
}

/* Its rows stand in the order in which the class was listed then. */
static bool
rules_about(const struct decision_data *data, const char *record)
{
    for (size_t i = 0; i < data->rows.count; i++)
        if (text_equal(data->rows.items[i].record, record))
            return true;
    return false;
}

/* The officer's paper is about this request, whole, and about these very documents. */
static enum status
check_paper(const struct deciding *work, struct error *err)
{
    const struct decision_data *data = &work->file.data;

    if (work->file.sealed || !text_equal(data->request, work->request.id) ||
        data->rows.count != work->items.list.count)
        return fail(err, CORRUPT, "Quyết định đã ký không phải về yêu cầu này. Chưa ký gì.");
    for (size_t i = 0; i < work->items.list.count; i++)
        if (!rules_about(data, work->items.list.items[i].record))
            return fail(err, CORRUPT, "Quyết định đã ký không phải về yêu cầu này. Chưa ký gì.");
    return OK;
}

static enum status
check_seen(const struct revocation_paper *paper, const char *seen, struct error *err)
{
    struct digest digest = sha256(paper->bytes);
    char hex[SHA256_HEX_SIZE];

    if (!seen || text_equal(digest_hex(&digest, hex), seen))
        return OK;
    return fail(
        err, CONFLICT,
        "Người duyệt vừa quyết định lại. Chưa đóng dấu; hãy xem quyết định mới rồi làm lại.");
}

static enum status
seal(struct deciding *work, struct signer_session *session, const char *request, const char *seen,
     const struct digest *certificate, struct buffer *file, struct error *err)
{
    struct app *app = work->app;
    struct revocation_paper paper;
    struct unit department;

    TRY(find_request(work, request, MAY_SEAL_DECISION, err));
    TRY(store_find_paper(app->store, request, app->arena, &paper, err));
    TRY(check_seen(&paper, seen, err));
    TRY(decision_read(paper.bytes, app->arena, &work->file, err));
    TRY(check_paper(work, err));
    TRY(choose_key(work, session, certificate, err));
    TRY(department_of_seal(app, work->signer, &department, err));
    if (!text_equal(department.id, work->department.id))
        return fail(err, DENIED, "Đây là con dấu của %s, không phải của %s. Chưa ký gì.",
                    department.name, work->department.name);
    TRY(sign_as(work, session, OFFICE_DEPARTMENT, paper.bytes, file, err));
    TRY(decision_read(buffer_span(file), app->arena, &work->file, err));
    struct digest digest = signed_document_digest(buffer_span(file));
    char *hex = arena_alloc(app->arena, 2 * SHA256_HEX_SIZE);
    work->sealed = (struct revocation_decision){
        .sha256 = digest_hex(&digest, hex),
        .request = work->request.id,
        .officer = paper.certificate,
        .seal = digest_hex(&work->signer->sha256, hex + SHA256_HEX_SIZE),
        .made = app_now(app),
        .by = app_stamp(app, NULL).by,
        .bytes = buffer_span(file)};
    return store_transact(app->store, take_effect, work, err);
}

enum status
revocation_seal(struct app *app, struct signer_session *session, const char *request,
                const char *paper, const struct digest *certificate,
                struct revocation_sealed *sealed, struct error *err)
{
    AUTO(buffer) *file = buffer_new(DECISION_FILE_MAX);
    struct deciding work = {.app = app};

    enum status status = seal(&work, session, request, paper, certificate, file, err);
    xades_identity_free(work.identity);
    TRY(status);
    *sealed =
        (struct revocation_sealed){.sha256 = work.sealed.sha256, .number = work.file.data.number};
    for (size_t i = 0; i < work.file.data.rows.count; i++)
        sealed->counts[work.file.data.rows.items[i].ruling]++;
    return OK;
}
