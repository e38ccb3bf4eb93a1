/* SPDX-License-Identifier: Apache-2.0 */
#include "service/manifest.h"

#include "model/state.h"
#include "service/access.h"
#include "service/ledger.h"
#include "service/paper_sign.h"
#include "service/reasons.h"
#include "store/decisions.h"
#include "store/drafts.h"
#include "store/pupils.h"
#include "store/records.h"
#include "store/units.h"
#include "verify/manifest.h"
#include "verify/signature.h"

enum { NAMED_MAX = 5 };

struct closing {
    struct app *app;
    const struct manifest_order *order;
    struct school_class class;
    struct manifest_data data;
    struct reasons reasons;
    LIST(struct manifest_row) unexplained; /* code and name */
    struct manifest kept;
};

/* --- reasons ---------------------------------------------------------------------------------- */

/* Of somebody who is not in the class, or who has a record. */
static enum status
check_reasons(const struct closing *work, struct error *err)
{
    const char *left = reasons_left(&work->reasons);

    return left ? fail(err, INVALID,
                       "Tệp lý do: học sinh %s không có trong lớp %s, hoặc đã có học bạ phát hành. "
                       "Chưa ký gì.",
                       left, work->class.name)
                : OK;
}

/* --- pupils ----------------------------------------------------------------------------------- */

/* On the summer's list, or not completed and nobody has decided since. */
static enum status
waits(struct app *app, const char *enrolment, bool *answer, struct error *err)
{
    struct decision decision;
    const char *text;
    enum result result;

    enum status status = store_find_decision(app->store, DECISION_REASSESSMENT, ENTITY_ENROLMENT,
                                             enrolment, app->arena, &decision, err);
    *answer = status == OK && text_equal(decision.text, "listed");
    if (status != NOT_FOUND)
        return status;
    TRY(store_get_value(app->store, ENTITY_ENROLMENT, enrolment, "ket_qua_xep_loai", app->arena,
                        &text, err));
    *answer = text && result_parse(text, &result) && result == RESULT_NOT_COMPLETED;
    return OK;
}

static enum status
explain(struct closing *work, const struct enrolment *enrolment, struct manifest_row *row,
        struct error *err)
{
    const char *reason = reasons_take(&work->reasons, row->pupil_code);
    bool waiting = false;

    if (!reason)
        TRY(waits(work->app, enrolment->id, &waiting, err));
    if (!reason && !date_is_none(enrolment->to)) {
        row->absence = ABSENCE_LEFT;
    } else if (waiting || (reason && text_equal(reason, MANIFEST_WAITING))) {
        row->absence = ABSENCE_REASSESSMENT;
    } else if (reason) {
        row->absence = ABSENCE_OTHER;
        row->note = reason;
    } else {
        *list_add(work->app->arena, work->unexplained) = *row;
    }
    return OK;
}

/* The record that counts, when it was issued. */
static enum status
find_issued(struct app *app, const char *enrolment, struct manifest_row *row, bool *found,
            struct error *err)
{
    struct issued_document document;
    struct record_row record;
    struct digest digest;
    enum state state;

    *found = false;
    enum status status = store_find_current_record(app->store, enrolment, app->arena, &record, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    if (!state_parse(record.state, &state) || !state_counts(state))
        return OK;
    TRY(store_find_issued(app->store, record.uuid, app->arena, &document, err));
    if (!ledger_issued_digest(document.bytes, &digest))
        return fail(err, CORRUPT, "Học bạ %s đã phát hành không đọc được.", record.uuid);
    memcpy(row->issued, digest.bytes, sizeof row->issued);
    row->record = record.uuid;
    *found = true;
    return OK;
}

static enum status
add_pupil(struct closing *work, const struct enrolled *enrolled, struct error *err)
{
    struct app *app = work->app;
    struct manifest_row *row = list_add(app->arena, work->data.rows);
    const struct pupil *pupil = &enrolled->pupil;
    bool issued;

    *row = (struct manifest_row){.pupil_code = pupil->code ? pupil->code : pupil->id,
                                 .name = pupil->name};
    TRY(find_issued(app, enrolled->enrolment.id, row, &issued, err));
    return issued ? OK : explain(work, &enrolled->enrolment, row, err);
}

static enum status
refuse_unexplained(const struct closing *work, struct error *err)
{
    AUTO(buffer) *names = buffer_new(400);
    size_t count = work->unexplained.count;

    for (size_t i = 0; i < count && i < NAMED_MAX; i++)
        buffer_printf(names, "%s%s", i ? ", " : "", work->unexplained.items[i].name);
    return fail(
        err, INVALID,
        "%zu học sinh của lớp %s chưa có học bạ phát hành và chưa có lý do: %.*s%s. Chưa ký "
        "gì; hãy phát hành, hoặc ghi lý do vào một tệp và dùng --reasons.",
        count, work->class.name, (int)names->size, names->data, count > NAMED_MAX ? ", …" : "");
}

static enum status
collect(struct closing *work, struct error *err)
{
    struct app *app = work->app;
    struct enrolments enrolments = {0};
    struct unit school;

    TRY(store_find_unit(app->store, work->class.unit, app->arena, &school, err));
    work->data.school_name = school.name;
    work->data.school_code = school.code;
    work->data.year_name = work->class.year;
    work->data.class_name = work->class.name;
    work->data.made = app_now(app);
    TRY(store_list_class_enrolments(app->store, work->class.id, app->arena, &enrolments, err));
    if (enrolments.list.count == 0)
        return fail(err, NOT_FOUND, "Lớp %s chưa có học sinh nào; không có gì để chốt.",
                    work->class.name);
    for (size_t i = 0; i < enrolments.list.count; i++)
        TRY(add_pupil(work, &enrolments.list.items[i], err));
    return check_reasons(work, err);
}

/* --- the one before --------------------------------------------------------------------------- */

static bool
same_row(const struct manifest_row *a, const struct manifest_row *b)
{
    return text_equal(a->pupil_code, b->pupil_code) && a->absence == b->absence &&
           text_equal(a->record, b->record) && memcmp(a->issued, b->issued, sizeof a->issued) == 0;
}

static bool
says_the_same(const struct manifest_data *a, const struct manifest_data *b)
{
    if (a->rows.count != b->rows.count)
        return false;
    for (size_t i = 0; i < a->rows.count; i++)
        if (!same_row(&a->rows.items[i], &b->rows.items[i]))
            return false;
    return true;
}

static enum status
read_newest(struct app *app, const struct school_class *class, struct manifest *manifest,
            struct manifest_data *data, struct error *err)
{
    struct manifests all = {0};
    struct digest signer;

    TRY(store_list_manifests(app->store, class->id, STORE_ROWS_MAX, app->arena, &all, err));
    if (all.list.count == 0)
        return fail(err, NOT_FOUND, "Lớp %s chưa chốt bảng kê học bạ.", class->name);
    *manifest = all.list.items[all.list.count - 1];
    /* The newest is the one that nothing supplements, whatever the clock said. */
    for (size_t i = 0; i < all.list.count; i++)
        for (size_t j = 0; j < all.list.count; j++)
            if (text_equal(all.list.items[j].supplements, manifest->sha256))
                *manifest = all.list.items[j];
    return manifest_read(manifest->bytes, app->arena, data, &signer, err);
}

enum status
manifest_newest(struct app *app, const struct school_class *class, struct manifest *manifest,
                struct manifest_data *data, struct error *err)
{
    TRY(access_check_class(app, MAY_SEE, class->unit, class->year, class->id, err));
    return read_newest(app, class, manifest, data, err);
}

/* Why the newest manifest says that this pupil has no record. */
static const char *
former_reason(const struct manifest_data *before, const char *pupil_code)
{
    for (size_t i = 0; i < before->rows.count; i++) {
        const struct manifest_row *row = &before->rows.items[i];
        if (text_equal(row->pupil_code, pupil_code))
            return row->absence == ABSENCE_OTHER          ? row->note
                   : row->absence == ABSENCE_REASSESSMENT ? MANIFEST_WAITING
                                                          : NULL;
    }
    return NULL;
}

/* Who would wait by the results was given another reason. */
static void
excuse_as_before(struct closing *work, const struct manifest_data *before)
{
    for (size_t i = 0; i < work->data.rows.count; i++) {
        struct manifest_row *row = &work->data.rows.items[i];
        const char *reason = former_reason(before, row->pupil_code);
        if (row->absence != ABSENCE_REASSESSMENT || !reason || text_equal(reason, MANIFEST_WAITING))
            continue;
        row->absence = ABSENCE_OTHER;
        row->note = reason;
    }
}

/* As if what was said before were said again. */
static void
explain_as_before(struct closing *work, const struct manifest_data *before,
                  struct manifest_look *look)
{
    if (before)
        excuse_as_before(work, before);
    for (size_t i = 0; i < work->unexplained.count; i++) {
        struct manifest_row *asked = list_add(work->app->arena, look->asked);
        *asked = work->unexplained.items[i];
        asked->note = before ? former_reason(before, asked->pupil_code) : NULL;
        look->unexplained += !asked->note;
        for (size_t j = 0; asked->note && j < work->data.rows.count; j++) {
            struct manifest_row *row = &work->data.rows.items[j];
            if (text_equal(row->pupil_code, asked->pupil_code))
                row->absence = text_equal(asked->note, MANIFEST_WAITING) ? ABSENCE_REASSESSMENT
                                                                         : ABSENCE_OTHER;
        }
    }
}

enum status
manifest_look(struct app *app, const char *class_id, struct manifest_look *look, struct error *err)
{
    struct closing work = {.app = app};
    struct manifest_data before = {0};

    *look = (struct manifest_look){0};
    TRY(store_find_class(app->store, class_id, app->arena, &work.class, err));
    TRY(access_check_class(app, MAY_SEE, work.class.unit, work.class.year, class_id, err));
    TRY(collect(&work, err));
    enum status status = read_newest(app, &work.class, &look->newest, &before, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    look->closed = status == OK;
    explain_as_before(&work, look->closed ? &before : NULL, look);
    for (size_t i = 0; i < work.data.rows.count; i++)
        look->counts[work.data.rows.items[i].absence]++;
    look->counts[ABSENCE_NONE] -= look->unexplained;
    look->current = look->closed && look->unexplained == 0 && says_the_same(&work.data, &before);
    return OK;
}

/* --- signing ---------------------------------------------------------------------------------- */

static enum status
sign(struct closing *work, const struct manifest_order *order, const struct paper_way *way,
     struct sign_right *right, struct buffer *out, struct error *err)
{
    AUTO(buffer) *plain = buffer_new(MANIFEST_FILE_MAX);
    const struct paper paper = {.kind = &paper_manifest,
                                .title =
                                    arena_printf(work->app->arena, "Chốt lớp %s", work->class.name),
                                .school = work->data.school_name,
                                .class = &work->class,
                                .made = work->data.made,
                                .reasons = order->reasons};

    TRY(manifest_xml_write(&work->data, plain, err));
    return paper_sign(work->app, &paper, buffer_span(plain), way, right, out, err);
}

static enum status begin(struct closing *work, const struct manifest_order *order,
                         struct error *err);

/* A signer may take minutes: what was signed is kept only while it is so. */
static enum status
take_effect(struct store *store, void *context, struct error *err)
{
    const struct closing *work = context;
    struct closing now = {.app = work->app};

    enum status status = begin(&now, work->order, err);
    if (status == OK && says_the_same(&now.data, &work->data))
        return store_add_manifest(store, &work->kept, err);
    if (status != OK && status != INVALID)
        return status;
    return fail(err, CONFLICT,
                "Trong lúc ký, học bạ của lớp %s đã có thay đổi. Chưa ghi gì; hãy xem lại rồi ký "
                "lại.",
                work->class.name);
}

static enum status
keep(struct closing *work, const struct sign_right *right, struct span file,
     struct manifest_made *made, struct error *err)
{
    struct digest digest = signed_document_digest(file), signer;
    struct app *app = work->app;
    struct manifest_data again;
    char hex[SHA256_HEX_SIZE];

    /* What is kept is what anybody can read and verify. */
    TRY(manifest_read(file, app->arena, &again, &signer, err));
    made->sha256 = arena_text(app->arena, digest_hex(&digest, hex));
    work->kept = (struct manifest){.sha256 = made->sha256,
                                   .class_id = work->class.id,
                                   .certificate = right->certificate.sha256,
                                   .supplements = work->data.supplements,
                                   .made = work->data.made,
                                   .by = right->signer,
                                   .bytes = file};
    return store_transact(app->store, take_effect, work, err);
}

/* Everything that can be refused before a key is asked. */
static enum status
begin(struct closing *work, const struct manifest_order *order, struct error *err)
{
    struct app *app = work->app;

    TRY(store_find_class(app->store, order->class_id, app->arena, &work->class, err));
    TRY(access_check_class(app, MAY_ISSUE_RECORDS, work->class.unit, work->class.year,
                           work->class.id, err));
    TRY(reasons_read(app, order->reasons, "mã học sinh", &work->reasons, err));
    TRY(collect(work, err));
    return work->unexplained.count > 0 ? refuse_unexplained(work, err) : OK;
}

enum status
manifest_check(struct app *app, const struct manifest_order *order, struct error *err)
{
    struct closing work = {.app = app};

    return begin(&work, order, err);
}

static enum status
close_class(struct app *app, const struct manifest_order *order, const struct paper_way *way,
            struct manifest_made *made, struct error *err)
{
    AUTO(buffer) *file = buffer_new(MANIFEST_FILE_MAX);
    struct closing work = {.app = app, .order = order};
    struct manifest_data before;
    struct manifest newest;
    struct sign_right right = {0};

    *made = (struct manifest_made){0};
    TRY(begin(&work, order, err));
    if (way->values)
        work.data.made = way->values->made;
    for (size_t i = 0; i < work.data.rows.count; i++)
        made->counts[work.data.rows.items[i].absence]++;
    enum status status = read_newest(app, &work.class, &newest, &before, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    made->supplement = status == OK;
    made->already = made->supplement && says_the_same(&work.data, &before);
    made->sha256 = made->already ? newest.sha256 : NULL;
    if (made->already)
        return OK;
    work.data.supplements = made->supplement ? newest.sha256 : NULL;
    TRY(sign(&work, order, way, &right, file, err));
    return way->file ? OK : keep(&work, &right, buffer_span(file), made, err);
}

enum status
manifest_close(struct app *app, struct signer_session *session, const struct manifest_order *order,
               struct manifest_made *made, struct error *err)
{
    const struct paper_way way = {.session = session, .certificate = order->certificate};

    return close_class(app, order, &way, made, err);
}

enum status
manifest_prepare(struct app *app, const struct manifest_order *order,
                 const struct paper_signer *signer, struct buffer *file, struct manifest_made *made,
                 struct error *err)
{
    const struct paper_way way = {
        .pem = signer->pem, .der = signer->der, .chain = signer->chain, .file = file};

    return close_class(app, order, &way, made, err);
}

enum status
manifest_attach(struct app *app, const char *class_id, struct span json, struct manifest_made *made,
                struct error *err)
{
    struct manifest_order order = {.class_id = class_id};
    struct paper_file values;
    const struct paper_way way = {.values = &values};

    TRY(paper_file_read(app, json, &paper_manifest, &values, err));
    order.reasons = values.reasons;
    return close_class(app, &order, &way, made, err);
}
