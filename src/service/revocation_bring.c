/* SPDX-License-Identifier: Apache-2.0 */
#include "service/revocation_bring.h"

#include "crypto/certificate.h"
#include "service/access.h"
#include "service/department.h"
#include "service/ledger.h"
#include "service/revocation_effect.h"
#include "store/report_wishes.h"
#include "verify/decision.h"
#include "verify/signature.h"

struct bringing {
    struct app *app;
    struct revocation request;
    struct revocation_items items;
    struct report_wishes answers; /* of the gateway, about each record */
    struct unit school;
    struct decision_file file;
    struct revocation_decision paper;
};

/* --- whose it is ------------------------------------------------------------------------------ */

static enum status
check_seal(struct bringing *work, struct error *err)
{
    AUTO(certificate) *seal = NULL;
    struct app *app = work->app;
    struct stored_certificate stored;
    struct unit department, above;
    char hex[SHA256_HEX_SIZE];

    if (!work->file.sealed)
        return fail(err, UNTRUSTED, "Quyết định chưa có con dấu của cơ quan quản lý. Chưa đổi gì.");
    enum status status = store_find_certificate_by_sha256(
        app->store, digest_hex(&work->file.seal.certificate, hex), app->arena, &stored, err);
    if (status == NOT_FOUND)
        return fail(err, DENIED,
                    "Quyết định đóng bằng con dấu (%s) chưa đăng ký ở đây. Chưa đổi gì; hãy đăng "
                    "ký chứng thư của sở (hocba certificate add --unit MÃ_SỞ) rồi chạy lại.",
                    work->file.seal.name);
    TRY(status);
    TRY(certificate_parse(stored.der, &seal, err));
    TRY(department_of_seal(app, seal, &department, err));
    TRY(department_above(app, work->school.id, &above, err));
    if (!text_equal(department.id, above.id))
        return fail(err, DENIED, "Đây là quyết định của %s, không phải của cơ quan quản lý %s.",
                    department.name, work->school.name);
    return OK;
}

/* --- what it is about ------------------------------------------------------------------------- */

static const struct revocation_item *
item_of(const struct bringing *work, const char *record)
{
    for (size_t i = 0; i < work->items.list.count; i++)
        if (text_equal(work->items.list.items[i].record, record))
            return &work->items.list.items[i];
    return NULL;
}

/* The gateway has refused it, and that has taken effect. */
static bool
is_declined(const struct bringing *work, const char *record)
{
    for (size_t i = 0; i < work->answers.list.count; i++) {
        const struct report_wish *one = &work->answers.list.items[i];
        if (text_equal(one->record, record) && text_equal(one->unit, work->request.unit))
            return text_equal(one->state, WISH_STATE_REFUSED);
    }
    return false;
}

/* About the very document that was issued here, and as was asked. */
static enum status
check_row(struct bringing *work, const struct decision_row *row, struct error *err)
{
    const struct revocation_item *item = item_of(work, row->record);
    struct issued_document document;
    struct digest digest;

    if (!item)
        return fail(err, INVALID, "Quyết định nêu học bạ %s mà yêu cầu này không nêu. Chưa đổi gì.",
                    row->record);
    if (row->ruling != RULING_REFUSE &&
        (row->ruling != revocation_agreed(item->wish) || is_declined(work, row->record)))
        return fail(err, INVALID,
                    "Quyết định về học bạ %s không phải điều trường đã đề nghị. Chưa đổi gì.",
                    row->record);
    TRY(store_find_issued(work->app->store, row->record, work->app->arena, &document, err));
    if (!ledger_issued_digest(document.bytes, &digest) ||
        memcmp(digest.bytes, row->issued, sizeof row->issued) != 0)
        return fail(err, INVALID,
                    "Quyết định nói về một bản khác của học bạ %s, không phải bản đã phát hành ở "
                    "đây. Chưa đổi gì.",
                    row->record);
    return OK;
}

static bool
is_ruled(const struct bringing *work, const char *record)
{
    for (size_t i = 0; i < work->file.data.rows.count; i++)
        if (text_equal(work->file.data.rows.items[i].record, record))
            return true;
    return is_declined(work, record);
}

static enum status
check_content(struct bringing *work, struct error *err)
{
    const struct decision_data *data = &work->file.data;

    if (!text_equal(data->school_code, work->school.code) ||
        !text_equal(data->year_name, work->request.year))
        return fail(err, INVALID, "Quyết định này của trường hoặc năm học khác. Chưa đổi gì.");
    for (size_t i = 0; i < data->rows.count; i++)
        TRY(check_row(work, &data->rows.items[i], err));
    for (size_t i = 0; i < work->items.list.count; i++)
        if (!is_ruled(work, work->items.list.items[i].record))
            return fail(err, INVALID, "Quyết định chưa nói gì về học bạ %s. Chưa đổi gì.",
                        work->items.list.items[i].record);
    return OK;
}

/* --- taking it -------------------------------------------------------------------------------- */

static enum status
take_effect(struct store *store, void *context, struct error *err)
{
    struct bringing *work = context;
    const struct decision_data *data = &work->file.data;

    TRY(store_add_decision_paper(store, &work->paper, err));
    for (size_t i = 0; i < data->rows.count; i++)
        if (!is_declined(work, data->rows.items[i].record))
            TRY(revocation_apply(work->app, &work->items, data->number, work->paper.sha256,
                                 &data->rows.items[i], err));
    return OK;
}

/* The officer's certificate stands in the file; here it need not be registered. */
static enum status
name_officer(struct bringing *work, char *hex, struct error *err)
{
    struct stored_certificate stored;

    work->paper.officer = digest_hex(&work->file.officer.certificate, hex);
    enum status status = store_find_certificate_by_sha256(work->app->store, work->paper.officer,
                                                          work->app->arena, &stored, err);
    if (status == NOT_FOUND)
        work->paper.officer = work->paper.seal;
    return status == NOT_FOUND ? OK : status;
}

enum status
revocation_bring(struct app *app, const char *request, struct span file, struct error *err)
{
    char *hex = arena_alloc(app->arena, 3 * SHA256_HEX_SIZE);
    struct bringing work = {.app = app};

    TRY(store_find_revocation(app->store, request, app->arena, &work.request, err));
    TRY(access_check(app, MAY_REPORT, work.request.unit, err));
    if (work.request.decision)
        return fail(err, CONFLICT, "Yêu cầu này đã có quyết định. Chưa đổi gì.");
    TRY(store_list_revocation_items(app->store, request, app->arena, &work.items, err));
    TRY(store_list_request_wishes(app->store, request, app->arena, &work.answers, err));
    TRY(store_find_unit(app->store, work.request.unit, app->arena, &work.school, err));
    TRY(decision_read(file, app->arena, &work.file, err));
    TRY(check_seal(&work, err));
    TRY(check_content(&work, err));
    struct digest digest = signed_document_digest(file);
    work.paper = (struct revocation_decision){
        .sha256 = digest_hex(&digest, hex),
        .request = work.request.id,
        .seal = digest_hex(&work.file.seal.certificate, hex + SHA256_HEX_SIZE),
        .made = app_now(app),
        .by = app_stamp(app, NULL).by,
        .bytes = file};
    TRY(name_officer(&work, hex + (size_t)2 * SHA256_HEX_SIZE, err));
    return store_transact(app->store, take_effect, &work, err);
}
