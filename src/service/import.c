/* SPDX-License-Identifier: Apache-2.0 */
#include "service/import.h"

#include "service/import_class.h"

/* --- reading --------------------------------------------------------------------------------- */

void
import_read_report(const struct import_order *order, struct import_report *report,
                   struct arena *arena)
{
    struct import_options options = {.year_name = order->year,
                                     .class_name = order->class_name,
                                     .accept_repairs = order->accept_repairs,
                                     .choices = order->choices};
    struct error err = {0};

    report->status = import_read(report->bytes, report->name, &options, arena, &report->file, &err);
    if (report->status != OK)
        report->message = arena_text(arena, err.message);
}

static bool
has_profile(const struct import_report *report)
{
    for (size_t i = 0; i < report->file.sheets.count; i++) {
        if (report->file.sheets.items[i].shape == SHAPE_PROFILE)
            return true;
    }
    return false;
}

/* Profiles first, else the order given. */
void
import_sort_reports(struct import_report *reports, size_t count, struct arena *arena)
{
    struct import_report *sorted = arena_make_array(arena, count, struct import_report);
    size_t place = 0;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            if (has_profile(&reports[i]) == (pass == 0))
                sorted[place++] = reports[i];
        }
    }
    memcpy(reports, sorted, count * sizeof *reports);
}

/* --- one file -------------------------------------------------------------------------------- */

static void
report_reset(struct import_report *report, struct arena *arena)
{
    report->new_rows = report->changed = report->unchanged = 0;
    report->refused = report->file.refused_parts;
    report->rows.count = report->problems.count = 0;
    for (size_t i = 0; i < report->file.problems.count; i++)
        *list_add(arena, report->problems) = report->file.problems.items[i];
}

/* A transaction may run more than once, so a run begins from nothing. */
static enum status
apply_rows(struct import_run *run, struct error *err)
{
    struct import_report *report = run->report;
    size_t total = report->file.rows.count;

    report_reset(report, run->app->arena);
    run->classes.count = 0;
    for (size_t i = 0; i < total; i++) {
        TRY(import_row_apply(run, &report->file.rows.items[i], err));
        if (i % 50 == 49 || i + 1 == total)
            app_progress(run->app, report->name, i + 1, total);
    }
    return OK;
}

/* Rolled back on purpose: the status that says so and nothing else. */
static const enum status ROLLED_BACK = UNDECIDED;

static enum status
work_file(struct store *store, void *context, struct error *err)
{
    struct import_run *run = context;

    (void)store;
    TRY(apply_rows(run, err));
    if (run->report->refused > 0 && !run->order->skip_refused)
        return fail(err, ROLLED_BACK, "Có hàng bị từ chối.");
    return OK;
}

static enum status
import_file(struct app *app, const struct import_order *order, struct import_report *report,
            struct error *err)
{
    struct import_run run = {.app = app, .order = order, .report = report};
    enum status status = store_transact(app->store, work_file, &run, err);

    if (status == ROLLED_BACK)
        return OK;
    TRY(status);
    report->applied = true;
    return OK;
}

/* --- dry run --------------------------------------------------------------------------------- */

struct dry_run {
    struct app *app;
    const struct import_order *order;
    struct import_report *reports;
    size_t count;
    bool *excluded; /* files that would not go in */
    bool again;     /* one more was found: the files after it saw rows that will not be there */
};

static enum status
work_dry(struct store *store, void *context, struct error *err)
{
    struct dry_run *dry = context;

    (void)store;
    dry->again = false;
    for (size_t i = 0; i < dry->count && !dry->again; i++) {
        struct import_run run = {.app = dry->app, .order = dry->order, .report = &dry->reports[i]};
        if (dry->reports[i].status != OK || dry->excluded[i])
            continue;
        TRY(apply_rows(&run, err));
        dry->excluded[i] = dry->reports[i].refused > 0 && !dry->order->skip_refused;
        dry->again = dry->excluded[i];
    }
    return fail(err, ROLLED_BACK, "Chạy thử.");
}

static enum status
dry_run(struct app *app, const struct import_order *order, struct import_report *reports,
        size_t count, struct error *err)
{
    struct dry_run dry = {app, order, reports, count, arena_make_array(app->arena, count, bool),
                          true};

    while (dry.again) {
        enum status status = store_transact(app->store, work_dry, &dry, err);
        if (status != ROLLED_BACK)
            return status;
    }
    return OK;
}

enum status
import_run(struct app *app, const struct import_order *order, struct import_report *reports,
           size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        import_read_report(order, &reports[i], app->arena);
    import_sort_reports(reports, count, app->arena);
    if (order->dry_run)
        return dry_run(app, order, reports, count, err);
    for (size_t i = 0; i < count; i++) {
        if (reports[i].status == OK)
            TRY(import_file(app, order, &reports[i], err));
    }
    return OK;
}
