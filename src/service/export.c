/* SPDX-License-Identifier: Apache-2.0 */
#include "service/export.h"

#include "base/file.h"
#include "service/access.h"
#include "service/export_parts.h"
#include "service/levels.h"
#include "xml/scan.h"

enum { UUID_DIGITS = 8 };

/* Letters, digits, '.' and '-' of a class's name; anything else becomes '-'. */
static const char *
file_word(struct arena *arena, const char *name)
{
    char *word = arena_text(arena, name);

    for (char *p = word; *p; p++) {
        bool fine = (*p >= '0' && *p <= '9') || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') ||
                    (*p == '.' && p > word);
        *p = fine ? *p : '-';
    }
    return word;
}

const char *
export_name(const struct exporting *work, const struct record_row *row)
{
    return arena_printf(work->app->arena, "%s-%02d-%.*s", work->class_word, row->list_order,
                        UUID_DIGITS, row->uuid);
}

enum status
export_write(struct exporting *work, const char *name, struct span bytes, struct error *err)
{
    struct arena *arena = work->app->arena;
    const char *path = arena_printf(arena, "%s/%s", work->order->folder, name);

    if (file_exists(path) && !work->order->force)
        return fail(err, CONFLICT,
                    "Đã có tệp %s; không ghi đè. Hãy chọn thư mục khác, hoặc thêm --force.", path);
    TRY(file_write(path, bytes, 0600, err));
    *list_add(arena, work->report->files) = path;
    return OK;
}

/* --- XML and packages ------------------------------------------------------------------------- */

static enum status
export_issued(struct exporting *work, const struct record_row *row, struct error *err)
{
    AUTO(buffer) *file = buffer_new(XML_DOCUMENT_MAX);
    struct app *app = work->app;
    const char *level;

    enum status status = levels_compose(app, row->uuid, work->order->level, file, &level, err);
    if (status == NOT_FOUND)
        return fail(err, CONFLICT, "Học bạ chưa phát hành; chỉ xuất XML của học bạ đã phát hành.");
    TRY(status);
    if (work->ledger)
        return export_package(work, row, buffer_span(file), err);
    const char *name = arena_printf(app->arena, "%s.xml", export_name(work, row));
    return export_write(work, name, buffer_span(file), err);
}

static enum status
export_records(struct exporting *work, struct error *err)
{
    AUTO(ledger) *ledger = NULL;
    struct record_rows rows = {0};

    if (work->order->format == EXPORT_PACKAGE)
        TRY(ledger_open(work->app, &ledger, err));
    work->ledger = ledger;
    TRY(batch_records(work->app, &work->order->of, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        const struct record_row *row = &rows.list.items[i];
        struct error refusal = {0};
        enum status status = export_issued(work, row, &refusal);
        batch_add(work->app, &work->report->batch, row,
                  status == OK ? OUTCOME_DONE : OUTCOME_FAILED, &refusal);
        app_progress(work->app, "Xuất học bạ", i + 1, rows.list.count);
    }
    return OK;
}

enum status
export_class(struct app *app, const struct export_order *order, struct export_report *report,
             struct error *err)
{
    struct exporting work = {.app = app, .order = order, .report = report};

    TRY(store_find_class(app->store, order->of.class_id, app->arena, &work.class, err));
    TRY(access_check_class(app, MAY_EXPORT, work.class.unit, work.class.year, work.class.id, err));
    work.class_word = file_word(app->arena, work.class.name);
    TRY(folder_make(order->folder, 0700, err));
    switch (order->format) {
    case EXPORT_XML:
    case EXPORT_PACKAGE: TRY(export_records(&work, err)); break;
    case EXPORT_PDF: TRY(export_pdf(&work, err)); break;
    case EXPORT_XLSX: return export_xlsx(&work, err);
    }
    if (report->batch.list.count == 0)
        return fail(err, NOT_FOUND, "Không có học sinh nào để xuất.");
    return OK;
}
