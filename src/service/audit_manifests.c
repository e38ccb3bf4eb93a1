/* SPDX-License-Identifier: Apache-2.0 */
#include "service/audit_manifests.h"

#include "service/ledger.h"
#include "service/manifest.h"
#include "store/ledger_entries.h"
#include "store/pupils.h"
#include "store/records.h"
#include "verify/manifest.h"
#include "verify/signature.h"

/* A class whose newest manifest is at hand. */
struct class_audit {
    struct manifest_audit *work;
    const struct manifest *manifest;
    struct manifest_data data;
    struct enrolments enrolments;
};

static void
find(struct manifest_audit *work, int64_t leaf, const char *sentence)
{
    audit_find(work->audit, AUDIT_MANIFEST, leaf < 0 ? UINT64_MAX : (uint64_t)leaf, sentence);
}

/* --- a manifest and its leaf ------------------------------------------------------------------ */

static void
check_leaf(struct manifest_audit *work, const struct manifest *manifest,
           const struct manifest_data *data)
{
    struct digest digest = signed_document_digest(manifest->bytes);
    struct arena *arena = work->app->arena;
    size_t place = (size_t)manifest->position;

    if (manifest->position < 0) {
        find(work, -1,
             arena_printf(arena, "Bảng kê của lớp %s đã ký mà chưa ghi vào sổ cái.",
                          data->class_name));
        return;
    }
    if (place < work->count && work->known[place].is_manifest &&
        digest_equal(&work->known[place].hash, &digest)) {
        work->known[place].found = true;
        return;
    }
    find(work, manifest->position,
         arena_printf(arena,
                      "Bảng kê của lớp %s trong kho KHÁC với bảng kê đã ghi vào sổ cái ở mục %lld.",
                      data->class_name, (long long)manifest->position));
}

/* --- rows, pupils, records -------------------------------------------------------------------- */

/* By its code, or by our own id where it had none when the class was closed. */
static bool
is_pupil(const struct pupil *pupil, const char *code)
{
    return text_equal(pupil->code, code) || text_equal(pupil->id, code);
}

static bool
is_enrolled(const struct class_audit *class, const char *code)
{
    for (size_t i = 0; i < class->enrolments.list.count; i++)
        if (is_pupil(&class->enrolments.list.items[i].pupil, code))
            return true;
    return false;
}

static bool
has_row(const struct class_audit *class, const struct pupil *pupil)
{
    for (size_t i = 0; i < class->data.rows.count; i++)
        if (is_pupil(pupil, class->data.rows.items[i].pupil_code))
            return true;
    return false;
}

/* The record of a row, in the store and in the ledger, is the one that was signed for. */
static enum status
check_record(struct class_audit *class, const struct manifest_row *row, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct manifest_audit *work = class->work;
    struct app *app = work->app;
    struct issued_document document;
    struct ledger_entry entry;
    struct digest digest;
    struct error why;
    const char *lost = NULL;

    enum status status = store_find_issued(app->store, row->record, arena, &document, &why);
    if (status == UNAVAILABLE) {
        *err = why;
        return status;
    }
    if (status != OK)
        lost = "không còn trong kho";
    else if (!ledger_issued_digest(document.bytes, &digest) ||
             memcmp(digest.bytes, row->issued, sizeof row->issued) != 0)
        lost = "không còn như lúc hiệu trưởng ký";
    else if (store_find_ledger_entry(app->store, row->record, arena, &entry, &why) != OK ||
             entry.position < 0 || (size_t)entry.position >= work->count ||
             !digest_equal(&work->known[entry.position].hash, &digest))
        lost = "không có trong sổ cái";
    if (lost)
        find(work, class->manifest->position,
             arena_printf(arena,
                          "Bảng kê của lớp %s có học bạ %s (học sinh %s), nhưng học bạ ấy %s.",
                          class->data.class_name, row->record, row->pupil_code, lost));
    return OK;
}

static enum status
check_rows(struct class_audit *class, struct error *err)
{
    struct arena *arena = class->work->app->arena;

    for (size_t i = 0; i < class->data.rows.count; i++) {
        const struct manifest_row *row = &class->data.rows.items[i];
        if (row->absence == ABSENCE_NONE)
            TRY(check_record(class, row, err));
        class->work->waiting += row->absence == ABSENCE_REASSESSMENT;
        if (!is_enrolled(class, row->pupil_code))
            find(class->work, class->manifest->position,
                 arena_printf(arena,
                              "Học sinh %s có trong bảng kê của lớp %s mà không còn trong danh "
                              "sách lớp.",
                              row->pupil_code, class->data.class_name));
    }
    return OK;
}

static void
check_enrolments(struct class_audit *class)
{
    struct arena *arena = class->work->app->arena;

    for (size_t i = 0; i < class->enrolments.list.count; i++) {
        const struct pupil *pupil = &class->enrolments.list.items[i].pupil;
        if (!has_row(class, pupil))
            find(class->work, class->manifest->position,
                 arena_printf(arena,
                              "Học sinh %s có trong danh sách lớp %s mà bảng kê của lớp không có.",
                              pupil->code ? pupil->code : pupil->id, class->data.class_name));
    }
}

static enum status
check_class(struct manifest_audit *work, const struct manifest *manifest,
            const struct manifest_data *data, struct error *err)
{
    struct class_audit class = {.work = work, .manifest = manifest, .data = *data};

    TRY(store_list_class_enrolments(work->app->store, manifest->class_id, work->app->arena,
                                    &class.enrolments, err));
    TRY(check_rows(&class, err));
    check_enrolments(&class);
    return OK;
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool
is_supplemented(const struct manifests *all, const struct manifest *manifest)
{
    for (size_t i = 0; i < all->list.count; i++)
        if (text_equal(all->list.items[i].supplements, manifest->sha256))
            return true;
    return false;
}

static enum status
check_one(struct manifest_audit *work, const struct manifests *all, const struct manifest *manifest,
          struct error *err)
{
    struct manifest_data data;
    struct digest signer;
    struct error why;

    work->manifests++;
    if (manifest_read(manifest->bytes, work->app->arena, &data, &signer, &why) != OK) {
        find(work, manifest->position, why.message);
        return OK;
    }
    if (work->anchors &&
        paper_judge(manifest->bytes, PAPER_MANIFEST, work->anchors, work->app->arena, &why) != OK)
        find(work, manifest->position, why.message);
    check_leaf(work, manifest, &data);
    return is_supplemented(all, manifest) ? OK : check_class(work, manifest, &data, err);
}

enum status
audit_manifests(struct manifest_audit *work, struct error *err)
{
    struct manifests all = {0};

    TRY(store_list_manifests(work->app->store, NULL, STORE_ROWS_MAX, work->app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        TRY(check_one(work, &all, &all.list.items[i], err));
    for (size_t i = 0; i < work->count; i++)
        if (work->known[i].is_manifest && !work->known[i].found)
            find(work, (int64_t)i,
                 arena_printf(work->app->arena,
                              "Sổ cái có bảng kê của một lớp ở mục %zu mà kho không có: đã bị xóa "
                              "khỏi kho.",
                              i));
    return OK;
}
