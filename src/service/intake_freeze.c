/* SPDX-License-Identifier: Apache-2.0 */
#include "service/intake_freeze.h"

#include "base/encode.h"
#include "crypto/certificate.h"
#include "model/role.h"
#include "service/access.h"
#include "service/department.h"
#include "store/people.h"
#include "store/received_freezes.h"
#include "store/units.h"
#include "verify/manifest.h"
#include "verify/signature.h"

struct bringing {
    struct app *app;
    const struct intake_freeze *order;
    struct unit school;
    struct freeze_data data;
    struct received_freeze kept;
    bool frozen; /* the department's copy is already */
};

/* --- who signed ------------------------------------------------------------------------------- */

/* Was this the key of who was the school's principal on that day? */
static enum status
check_principal(struct bringing *work, const struct digest *signer, struct moment at,
                struct error *err)
{
    AUTO(certificate) *certificate = NULL;
    struct app *app = work->app;
    struct stored_certificate stored;
    struct assignments held = {0};
    char hex[SHA256_HEX_SIZE];

    enum status status = store_find_certificate_by_sha256(app->store, digest_hex(signer, hex),
                                                          app->arena, &stored, err);
    if (status == NOT_FOUND || (status == OK && !stored.person))
        return fail(err, DENIED,
                    "Văn bản ký bằng một chứng thư chưa đăng ký ở Sở cho người nào của %s. Chưa "
                    "đổi gì; hãy đăng ký chứng thư của hiệu trưởng rồi chạy lại.",
                    work->school.name);
    TRY(status);
    TRY(certificate_parse(stored.der, &certificate, err));
    TRY(department_check_usable(app, &stored, certificate, err));
    struct assignment_filter filter = {.unit = work->school.id,
                                       .person = stored.person,
                                       .role = role_key(ROLE_PRINCIPAL),
                                       .on = moment_to_date(at)};
    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    return held.list.count ? OK
                           : fail(err, DENIED,
                                  "Người ký (%s) ngày ấy không phải hiệu trưởng của %s theo sổ của "
                                  "Sở. Chưa đổi gì.",
                                  stored.subject, work->school.name);
}

static enum status
check_whose(const struct bringing *work, const char *code, const char *year, struct error *err)
{
    return text_equal(code, work->school.code) && text_equal(year, work->order->year)
               ? OK
               : fail(err, INVALID, "Văn bản là của trường %s, năm học %s. Chưa đổi gì.", code,
                      year);
}

/* --- manifests -------------------------------------------------------------------------------- */

static const struct freeze_row *
row_of(const struct bringing *work, const struct digest *digest)
{
    for (size_t i = 0; i < work->data.rows.count; i++) {
        const struct freeze_row *row = &work->data.rows.items[i];
        if (!row->reason && memcmp(row->manifest, digest->bytes, sizeof row->manifest) == 0)
            return row;
    }
    return NULL;
}

static bool
is_taken(const struct bringing *work, const char *class_name)
{
    for (size_t i = 0; i < work->kept.manifests.count; i++)
        if (text_equal(work->kept.manifests.items[i].class_name, class_name))
            return true;
    return false;
}

static enum status
take_manifest(struct bringing *work, struct span file, struct error *err)
{
    struct digest digest = signed_document_digest(file), signer;
    struct arena *arena = work->app->arena;
    struct manifest_data data;
    char hex[SHA256_HEX_SIZE];

    TRY(manifest_read(file, arena, &data, &signer, err));
    const struct freeze_row *row = row_of(work, &digest);
    if (!row || !text_equal(row->class_name, data.class_name))
        return fail(err, INVALID, "Văn bản chốt không nêu bảng kê này của lớp %s. Chưa đổi gì.",
                    data.class_name);
    if (is_taken(work, data.class_name))
        return fail(err, INVALID, "Bảng kê của lớp %s được kèm hai lần. Chưa đổi gì.",
                    data.class_name);
    TRY(check_whose(work, data.school_code, data.year_name, err));
    struct received_manifest *kept = list_add(arena, work->kept.manifests);
    *kept = (struct received_manifest){.sha256 = arena_text(arena, digest_hex(&digest, hex)),
                                       .class_name = data.class_name,
                                       .bytes = file};
    for (size_t i = 0; i < data.rows.count; i++)
        if (data.rows.items[i].absence == ABSENCE_REASSESSMENT)
            *list_add(arena, kept->waiting) = data.rows.items[i].pupil_code;
    return OK;
}

/* Whoever is left out here could not hand in after the summer. */
static enum status
take_manifests(struct bringing *work, struct error *err)
{
    for (size_t i = 0; i < work->order->count; i++)
        TRY(take_manifest(work, work->order->manifests[i], err));
    for (size_t i = 0; i < work->data.rows.count; i++) {
        const struct freeze_row *row = &work->data.rows.items[i];
        if (!row->reason && !is_taken(work, row->class_name))
            return fail(err, INVALID,
                        "Thiếu bảng kê của lớp %s mà văn bản chốt nêu. Chưa đổi gì; hãy kèm đủ "
                        "bảng kê của mọi lớp đã chốt.",
                        row->class_name);
    }
    return OK;
}

/* --- bringing --------------------------------------------------------------------------------- */

static enum status
take_effect(struct store *store, void *context, struct error *err)
{
    struct bringing *work = context;
    struct stamp stamp = app_stamp(work->app, "gateway freeze");

    TRY(store_add_received_freeze(store, &work->kept, &stamp, err));
    return work->frozen ? OK
                        : store_set_year_state(store, work->kept.unit, work->kept.year, YEAR_FROZEN,
                                               &stamp, err);
}

static enum status
read_file(struct bringing *work, char hex[2 * SHA256_HEX_SIZE], struct error *err)
{
    struct digest digest = signed_document_digest(work->order->file), signer;

    TRY(freeze_read(work->order->file, work->app->arena, &work->data, &signer, err));
    TRY(check_whose(work, work->data.school_code, work->data.year_name, err));
    TRY(check_principal(work, &signer, work->data.made, err));
    work->kept = (struct received_freeze){.sha256 = digest_hex(&digest, hex),
                                          .unit = work->order->unit,
                                          .year = work->order->year,
                                          .certificate = digest_hex(&signer, hex + SHA256_HEX_SIZE),
                                          .supersedes = work->data.supersedes,
                                          .signed_at = work->data.made,
                                          .bytes = work->order->file};
    if (!work->data.supersedes)
        return take_manifests(work, err);
    /* It leaves nobody who waits: nothing of a manifest would be read. */
    return work->order->count == 0
               ? OK
               : fail(
                     err, INVALID,
                     "Văn bản chốt sau đợt đánh giá bổ sung đi một mình, không kèm bảng kê: từ đó "
                     "không còn học sinh nào chờ. Chưa đổi gì; hãy chạy lại chỉ với văn bản chốt.");
}

static enum status
check_former(struct bringing *work, struct error *err)
{
    struct received_freeze newest;
    struct error ignored;

    enum status status =
        store_find_received_freeze(work->app->store, work->order->unit, work->order->year,
                                   work->app->arena, &newest, &ignored);
    if (status != OK && status != NOT_FOUND) {
        *err = ignored;
        return status;
    }
    if (work->data.supersedes && status == NOT_FOUND)
        return fail(err, INVALID,
                    "Văn bản này thay một văn bản chốt mà Sở chưa có. Chưa đổi gì; hãy đưa văn bản "
                    "chốt lần đầu vào trước.");
    if (status == OK && !text_equal(work->data.supersedes, newest.sha256))
        return fail(err, CONFLICT,
                    "Sở đã có văn bản chốt của năm học %s mà văn bản này không thay. Chưa đổi gì.",
                    work->order->year);
    return OK;
}

enum status
intake_freeze_bring(struct app *app, const struct intake_freeze *order,
                    struct intake_frozen *frozen, struct error *err)
{
    char *hex = arena_alloc(app->arena, 2 * SHA256_HEX_SIZE);
    struct bringing work = {.app = app, .order = order};
    struct year_rules rules;

    TRY(access_check(app, MAY_MANAGE_PILOT, order->unit, err));
    TRY(store_find_unit(app->store, order->unit, app->arena, &work.school, err));
    TRY(year_rules_load(app, order->unit, order->year, &rules, err));
    work.frozen = rules.frozen;
    TRY(read_file(&work, hex, err));
    TRY(check_former(&work, err));
    TRY(store_transact(app->store, take_effect, &work, err));
    *frozen =
        (struct intake_frozen){.sha256 = work.kept.sha256, .later = work.data.supersedes != NULL};
    for (size_t i = 0; i < work.kept.manifests.count; i++)
        frozen->waiting += work.kept.manifests.items[i].waiting.count;
    return OK;
}

/* --- who may still come ----------------------------------------------------------------------- */

enum status
intake_freeze_standing(struct app *app, const char *unit, const char *year, const char *pupil_code,
                       struct arena *arena, struct pupil_standing *standing, struct error *err)
{
    struct received_freeze newest;
    struct error ignored;

    *standing = (struct pupil_standing){.frozen = true};
    enum status status =
        store_find_received_freeze(app->store, unit, year, arena, &newest, &ignored);
    if (status == NOT_FOUND)
        return OK;
    if (status != OK) {
        *err = ignored;
        return status;
    }
    standing->signed_ = true;
    standing->later = newest.supersedes != NULL;
    return store_find_waiting(app->store, newest.sha256, pupil_code, &standing->waits, err);
}
