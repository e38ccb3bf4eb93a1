/* SPDX-License-Identifier: Apache-2.0 */
#include "service/audit_freezes.h"

#include "base/encode.h"
#include "store/classes.h"
#include "store/freezes.h"
#include "store/years.h"
#include "verify/manifest.h"
#include "verify/signature.h"

/* A year that was frozen by a signature, by the newest of them. */
struct frozen {
    struct freeze_audit *work;
    const struct year_freeze *freeze;
    struct freeze_data data;
};

static void
find(struct freeze_audit *work, int64_t leaf, const char *sentence)
{
    audit_find(work->audit, AUDIT_FREEZE, leaf < 0 ? UINT64_MAX : (uint64_t)leaf, sentence);
}

/* --- a freeze and its leaf -------------------------------------------------------------------- */

static void
check_leaf(struct freeze_audit *work, const struct year_freeze *freeze)
{
    struct digest digest = signed_document_digest(freeze->bytes);
    size_t place = (size_t)freeze->position;
    struct arena *arena = work->app->arena;

    if (freeze->position < 0) {
        find(work, -1,
             arena_printf(arena, "Văn bản chốt năm học %s đã ký mà chưa ghi vào sổ cái.",
                          freeze->year));
        return;
    }
    if (place < work->count && work->known[place].is_freeze &&
        digest_equal(&work->known[place].hash, &digest)) {
        work->known[place].found = true;
        return;
    }
    find(work, freeze->position,
         arena_printf(arena,
                      "Văn bản chốt năm học %s trong kho KHÁC với văn bản đã ghi vào sổ cái ở mục "
                      "%lld.",
                      freeze->year, (long long)freeze->position));
}

/* --- its classes ------------------------------------------------------------------------------ */

static const struct freeze_row *
row_of(const struct frozen *year, const char *class_name)
{
    for (size_t i = 0; i < year->data.rows.count; i++)
        if (text_equal(year->data.rows.items[i].class_name, class_name))
            return &year->data.rows.items[i];
    return NULL;
}

/* The manifest that was signed for is one of this class, still there. */
static enum status
check_manifest(struct frozen *year, const struct school_class *class, const struct freeze_row *row,
               struct error *err)
{
    struct app *app = year->work->app;
    struct manifests all = {0};
    char hex[SHA256_HEX_SIZE];

    TRY(store_list_manifests(app->store, class->id, STORE_ROWS_MAX, app->arena, &all, err));
    hex_write(row->manifest, sizeof row->manifest, hex);
    for (size_t i = 0; i < all.list.count; i++)
        if (text_equal(all.list.items[i].sha256, hex))
            return OK;
    find(year->work, year->freeze->position,
         arena_printf(app->arena,
                      "Bảng kê của lớp %s mà văn bản chốt năm học %s nêu không còn trong kho.",
                      class->name, year->freeze->year));
    return OK;
}

static bool
is_listed(const struct school_classes *classes, const char *name)
{
    for (size_t i = 0; i < classes->list.count; i++)
        if (text_equal(classes->list.items[i].name, name))
            return true;
    return false;
}

static enum status
check_classes(struct frozen *year, struct error *err)
{
    struct app *app = year->work->app;
    const struct year_freeze *freeze = year->freeze;
    struct school_classes classes = {0};

    TRY(store_list_classes(app->store, freeze->unit, freeze->year, app->arena, &classes, err));
    for (size_t i = 0; i < classes.list.count; i++) {
        const struct school_class *class = &classes.list.items[i];
        const struct freeze_row *row = row_of(year, class->name);
        if (!row)
            find(year->work, freeze->position,
                 arena_printf(app->arena,
                              "Lớp %s có trong kho mà văn bản chốt năm học %s không nêu.",
                              class->name, freeze->year));
        else if (!row->reason)
            TRY(check_manifest(year, class, row, err));
    }
    for (size_t i = 0; i < year->data.rows.count; i++)
        if (!is_listed(&classes, year->data.rows.items[i].class_name))
            find(year->work, freeze->position,
                 arena_printf(app->arena,
                              "Văn bản chốt năm học %s nêu lớp %s mà kho không còn lớp ấy.",
                              freeze->year, year->data.rows.items[i].class_name));
    return OK;
}

/* --- the state of a year ---------------------------------------------------------------------- */

static bool
is_signed_for(const struct year_freezes *all, const struct school_year *year)
{
    for (size_t i = 0; i < all->list.count; i++)
        if (text_equal(all->list.items[i].unit, year->unit) &&
            text_equal(all->list.items[i].year, year->name))
            return true;
    return false;
}

static enum status
check_states(struct freeze_audit *work, const struct year_freezes *all, struct error *err)
{
    struct school_years years = {0};
    struct arena *arena = work->app->arena;

    TRY(store_list_years(work->app->store, NULL, arena, &years, err));
    for (size_t i = 0; i < years.list.count; i++) {
        const struct school_year *year = &years.list.items[i];
        bool frozen = text_equal(year->state, YEAR_FROZEN), papers = is_signed_for(all, year);
        if (frozen && !papers)
            find(work, -1,
                 arena_printf(arena,
                              "Kho ghi năm học %s đã chốt mà không có văn bản chốt nào được hiệu "
                              "trưởng ký (hocba year freeze %s --key …).",
                              year->name, year->name));
        if (papers && !frozen)
            find(work, -1,
                 arena_printf(arena, "Hiệu trưởng đã ký chốt năm học %s mà kho ghi năm ấy còn mở.",
                              year->name));
    }
    return OK;
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool
is_superseded(const struct year_freezes *all, const struct year_freeze *freeze)
{
    for (size_t i = 0; i < all->list.count; i++)
        if (text_equal(all->list.items[i].supersedes, freeze->sha256))
            return true;
    return false;
}

static enum status
check_one(struct freeze_audit *work, const struct year_freezes *all,
          const struct year_freeze *freeze, struct error *err)
{
    struct frozen year = {.work = work, .freeze = freeze};
    struct digest signer;
    struct error why;

    work->freezes++;
    if (freeze_read(freeze->bytes, work->app->arena, &year.data, &signer, &why) != OK) {
        find(work, freeze->position, why.message);
        return OK;
    }
    if (work->anchors &&
        paper_judge(freeze->bytes, PAPER_FREEZE, work->anchors, work->app->arena, &why) != OK)
        find(work, freeze->position, why.message);
    check_leaf(work, freeze);
    return is_superseded(all, freeze) ? OK : check_classes(&year, err);
}

enum status
audit_freezes(struct freeze_audit *work, struct error *err)
{
    struct year_freezes all = {0};

    TRY(store_list_freezes(work->app->store, NULL, NULL, false, STORE_ROWS_MAX, work->app->arena,
                           &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        TRY(check_one(work, &all, &all.list.items[i], err));
    TRY(check_states(work, &all, err));
    for (size_t i = 0; i < work->count; i++)
        if (work->known[i].is_freeze && !work->known[i].found)
            find(
                work, (int64_t)i,
                arena_printf(work->app->arena,
                             "Sổ cái có văn bản chốt của một năm học ở mục %zu mà kho không có: đã "
                             "bị xóa khỏi kho.",
                             i));
    return OK;
}
