/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_statuses.h"

#include "base/file.h"
#include "ledger/status_list.h"
#include "service/ledger.h"

enum { YEARS_MAX = 200 };

static enum status
write_list(struct writer *writer, uint64_t from, uint64_t to, const char *path, struct error *err)
{
    AUTO(buffer) *list = buffer_new(STATUS_LIST_FILE_MAX);

    writer_list_statuses(writer, from, to, STATUS_EXPIRES_IN, list);
    if (list->overflow)
        return fail(err, INVALID, "Bảng tình trạng lớn quá mức; sổ cái còn nguyên.");
    return file_write(path, buffer_span(list), 0644, err);
}

static enum status
write_year(struct app *app, struct writer *writer, int year, const char *folder, struct error *err)
{
    uint64_t from, to;

    enum status status = writer_find_year(writer, year, &from, &to, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    const char *name =
        arena_printf(app->arena, "%s/" LEDGER_STATUS_FOLDER "/%d-%d.cwt", folder, year, year + 1);
    return write_list(writer, from, to, name, err);
}

static enum status
write_years(struct app *app, struct writer *writer, const char *folder, struct error *err)
{
    int year, last;

    TRY(writer_find_years(writer, &year, &last, err));
    for (; year <= last && year < last + YEARS_MAX; year++)
        TRY(write_year(app, writer, year, folder, err));
    return OK;
}

enum status
ledger_write_lists(struct app *app, struct writer *writer, const char *folder, struct error *err)
{
    const char *lists = arena_printf(app->arena, "%s/" LEDGER_STATUS_FOLDER, folder);

    if (!file_exists(lists))
        TRY(folder_make(lists, 0755, err));
    if (writer_size(writer))
        TRY(write_years(app, writer, folder, err));
    return write_list(writer, 0, writer_size(writer),
                      arena_printf(app->arena, "%s/" LEDGER_STATUS_FILE, folder), err);
}
