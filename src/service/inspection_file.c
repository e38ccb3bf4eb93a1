/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/hash.h"
#include "model/record.h"
#include "service/access.h"
#include "service/inspection_inside.h"

static const struct {
    const char *kind, *begin;
    size_t size;
} kinds[] = {
    {"application/pdf", "%PDF-", 5},
    {"image/jpeg", "\xff\xd8\xff", 3},
    {"image/png", "\x89PNG\r\n\x1a\n", 8},
};

static const char *
kind_of(struct span bytes)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (bytes.size > kinds[i].size && memcmp(bytes.data, kinds[i].begin, kinds[i].size) == 0)
            return kinds[i].kind;
    return NULL;
}

/* The last part of a path, whichever way its slashes lean. */
static const char *
base_name(const char *path)
{
    const char *name = path;

    for (const char *c = path; *c; c++)
        if (*c == '/' || *c == '\\')
            name = c + 1;
    return name;
}

struct adding {
    struct app *app;
    struct inspection_file file;
};

static enum status
check_room(const struct inspection_files *files, int64_t finding, struct error *err)
{
    size_t count = 0;

    for (size_t i = 0; i < files->list.count; i++)
        count += files->list.items[i].finding == finding;
    return count < INSPECTION_FILES_MAX
               ? OK
               : fail(err, USAGE, "Mỗi phát hiện có nhiều nhất %d tệp bằng chứng. Chưa ghi gì.",
                      INSPECTION_FILES_MAX);
}

static enum status
add_file(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    struct app *app = it->app;
    struct stamp stamp = app_stamp(app, "inspection file");
    struct inspection_findings found = {0};
    struct inspection_files files = {0};
    struct inspection round;

    TRY(store_list_inspection_findings(store, NULL, it->file.finding, app->arena, &found, err));
    if (!found.list.count || it->file.finding <= 0)
        return fail(err, NOT_FOUND, "Không có phát hiện số %lld.", (long long)it->file.finding);
    TRY(inspection_find_for(app, found.list.items[0].inspection, INSPECTION_SAMPLED, &round, err));
    TRY(inspection_check_unsigned(app, &round, found.list.items[0].school, err));
    TRY(store_list_inspection_files(store, round.id, 0, app->arena, &files, err));
    TRY(check_room(&files, it->file.finding, err));
    return store_add_inspection_file(store, &it->file, &stamp, err);
}

enum status
inspection_add_file(struct app *app, int64_t finding, const char *name, struct span bytes,
                    struct error *err)
{
    struct adding it = {.app = app, .file = {.finding = finding, .bytes = bytes}};
    struct digest digest = sha256(bytes);
    char hex[SHA256_HEX_SIZE];

    it.file.kind = kind_of(bytes);
    it.file.sha256 = digest_hex(&digest, hex);
    if (!it.file.kind)
        return fail(err, USAGE, "Tệp bằng chứng phải là PDF, JPEG hoặc PNG. Chưa ghi gì.");
    if (bytes.size > INSPECTION_FILE_MAX)
        return fail(err, USAGE, "Tệp bằng chứng lớn quá %d MB. Chưa ghi gì.",
                    INSPECTION_FILE_MAX / (1024 * 1024));
    name = base_name(name ? name : "");
    TRY(inspection_check_text("tên tệp", name, err));
    TRY(text_clean(name, "Tên tệp", INSPECTION_FILE_NAME_MAX, app->arena, &it.file.name, err));
    return store_transact(app->store, add_file, &it, err);
}

enum status
inspection_find_file(struct app *app, const char *code, int64_t number,
                     struct inspection_file *file, struct error *err)
{
    struct inspection_files found = {0};
    struct inspection_view view;

    TRY(inspection_load(app, code, &view, err));
    if (number > 0)
        TRY(store_list_inspection_files(app->store, view.round.id, number, app->arena, &found,
                                        err));
    for (size_t i = 0; found.list.count > 0 && i < view.schools.list.count; i++)
        if (text_equal(view.schools.list.items[i].id, found.list.items[0].school)) {
            *file = found.list.items[0];
            return OK;
        }
    return fail(err, NOT_FOUND, "Không có tệp bằng chứng ấy trong đợt kiểm tra %s.", code);
}
