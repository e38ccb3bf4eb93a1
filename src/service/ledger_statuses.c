/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_statuses.h"

#include "base/file.h"
#include "ledger/status_list.h"
#include "service/ledger.h"

enum { YEAR_BEGINS_IN = 8, YEARS_MAX = 200 };

static enum status
write_list(struct writer *writer, uint64_t from, uint64_t to, const char *path, struct error *err)
{
    AUTO(buffer) *list = buffer_new(STATUS_LIST_FILE_MAX);

    writer_list_statuses(writer, from, to, STATUS_EXPIRES_IN, list);
    if (list->overflow)
        return fail(err, INVALID, "Bảng tình trạng lớn quá mức; sổ cái còn nguyên.");
    return file_write(path, buffer_span(list), 0644, err);
}

/* The year in which the school year of a moment begins. */
static int
first_year_of(int64_t time)
{
    struct date day = moment_to_date(moment_in_vietnam(time));

    return day.month >= YEAR_BEGINS_IN ? day.year : day.year - 1;
}

static enum status
find_beginning(struct writer *writer, int year, uint64_t *index, struct error *err)
{
    struct date day = {year, YEAR_BEGINS_IN, 1};

    return writer_find_time(writer, moment_of_date(day).seconds, index, err);
}

static enum status
write_years(struct app *app, struct writer *writer, const char *folder, struct error *err)
{
    struct leaf first = {0}, last = {0};
    uint64_t from = 0, to;

    TRY(writer_read(writer, 0, &first, err));
    TRY(writer_read(writer, writer_size(writer) - 1, &last, err));
    int year = first_year_of(first.time), end = first_year_of(last.time);
    for (; year <= end && year < end + YEARS_MAX; year++, from = to) {
        TRY(find_beginning(writer, year + 1, &to, err));
        if (from == to)
            continue;
        TRY(write_list(writer, from, to,
                       arena_printf(app->arena, "%s/" LEDGER_STATUS_FOLDER "/%d-%d.cwt", folder,
                                    year, year + 1),
                       err));
    }
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
