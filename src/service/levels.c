/* SPDX-License-Identifier: Apache-2.0 */
#include "service/levels.h"

#include "base/file.h"
#include "service/access.h"
#include "service/instance.h"
#include "service/levels_source.h"
#include "sign/xades_levels.h"
#include "sign/xades_names.h"
#include "store/records.h"

enum {
    AT_A_TIME = 200, /* records of one round: what is in memory together */
    FIRST_PAUSE_SECONDS = 60,
    PAUSE_MAX_SECONDS = 6 * 3600,
    DOUBLINGS_MAX = 10,
};

const char *
levels_parse(const char *text)
{
    static const char *const levels[] = {LEVEL_B_B, LEVEL_B_T, LEVEL_B_LT};

    for (size_t i = 0; i < COUNT_OF(levels); i++)
        if (text_equal(text, levels[i]))
            return levels[i];
    return NULL;
}

/* --- one round -------------------------------------------------------------------------------- */

struct raising {
    struct app *app;
    struct proof_source *source;
    struct gathered *gathered;
    struct arena *arena; /* of this round */
    struct level_rows rows;
    struct stamp_jobs jobs;
    struct levels_report *report;
};

static enum status
keep_token(void *context, struct stamp_job *job, const struct timestamp *stamp,
           const struct certificate *authority, struct error *err)
{
    struct raising *raising = context;
    struct app *app = raising->app;
    struct stamped_signature stamped = {.signature = job->signature,
                                        .at = moment_in_vietnam(stamp->time),
                                        .token = stamp->token,
                                        .authority = authority->der};

    return store_add_timestamp(app->store, job->record, &stamped, app_now(app), err);
}

static bool
has_timestamp(const struct stamped_signatures *stamped, const char *signature)
{
    for (size_t i = 0; i < stamped->list.count; i++)
        if (text_equal(stamped->list.items[i].signature, signature))
            return true;
    return false;
}

/* A job for each signature of the record that has no timestamp yet. */
static enum status
add_jobs(struct raising *raising, const char *record, struct error *err)
{
    struct stamped_signatures stamped = {0};
    struct issued_document issued;
    struct xades_levels levels;
    char key[XADES_KEY_MAX];

    TRY(store_find_issued(raising->app->store, record, raising->arena, &issued, err));
    TRY(store_list_timestamps(raising->app->store, record, raising->arena, &stamped, err));
    TRY(xades_levels_list(issued.bytes, raising->arena, &levels, err));
    for (size_t i = 0; i < levels.count; i++) {
        const struct xades_signature *signature = &levels.signatures[i];
        xades_key(&signature->place, key);
        if (has_timestamp(&stamped, key))
            continue;
        *list_add(raising->arena, raising->jobs.list) =
            (struct stamp_job){.record = record,
                               .signature = arena_text(raising->arena, key),
                               .stamped = xades_stamped_bytes(&levels.xml, signature),
                               .claimed = signature->time.seconds};
    }
    return OK;
}

/* Why some signature of the record is without a timestamp; NULL when none is.
 */
static const char *
missing_timestamp(const struct raising *raising, const char *record)
{
    for (size_t i = 0; i < raising->jobs.list.count; i++) {
        const struct stamp_job *job = &raising->jobs.list.items[i];
        if (text_equal(job->record, record) && !job->done)
            return job->reason ? job->reason : "Nơi cấp dấu thời gian chưa trả lời.";
    }
    return NULL;
}

/* Wait longer each time: a minute, two, four ... six hours. */
static enum status
put_off(struct raising *raising, struct level_row *row, const char *reason, struct error *err)
{
    int doublings = row->tries < DOUBLINGS_MAX ? row->tries : DOUBLINGS_MAX;
    int64_t pause = (int64_t)FIRST_PAUSE_SECONDS << doublings;

    row->next_try = app_now(raising->app);
    row->next_try.seconds += pause < PAUSE_MAX_SECONDS ? pause : PAUSE_MAX_SECONDS;
    row->tries++;
    row->reason = reason;
    raising->report->waiting++;
    if (!raising->report->reason)
        raising->report->reason = arena_text(raising->app->arena, reason);
    return store_set_level(raising->app->store, row, err);
}

static enum status
settle(struct raising *raising, struct level_row *row, struct error *err)
{
    const char *missing = missing_timestamp(raising, row->record);
    struct error why;

    if (missing)
        return put_off(raising, row, missing, err);
    if (text_equal(row->reached, LEVEL_B_B)) {
        row->reached = LEVEL_B_T;
        row->tries = 0;
        raising->report->stamped++;
        TRY(store_set_level(raising->app->store, row, err));
    }
    if (levels_gather(raising->source, raising->gathered, row->record, &why) != OK)
        return put_off(raising, row, why.message, err);
    row->reached = LEVEL_B_LT;
    row->tries = 0;
    row->reason = NULL;
    raising->report->raised++;
    return store_set_level(raising->app->store, row, err);
}

static enum status
raise_rows(struct raising *raising, struct error *err)
{
    struct stamp_taker taker = {raising, keep_token};

    for (size_t i = 0; i < raising->rows.list.count; i++)
        TRY(add_jobs(raising, raising->rows.list.items[i].record, err));
    TRY(raising->source->stamp(raising->source, &raising->jobs, &taker, err));
    for (size_t i = 0; i < raising->rows.list.count; i++) {
        TRY(settle(raising, &raising->rows.list.items[i], err));
        app_progress(raising->app, "Dấu thời gian và dữ liệu thu hồi", i + 1,
                     raising->rows.list.count);
    }
    return OK;
}

/* --- the run ---------------------------------------------------------------------------------- */

enum status
levels_configured(struct app *app, bool *configured, struct error *err)
{
    struct home_settings settings;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    *configured = settings.tsa_count > 0 || levels_has_training_source(app);
    return OK;
}

enum status
levels_open_source(struct app *app, struct proof_source **source, struct error *err)
{
    struct home_settings settings;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    if (settings.tsa_count == 0 && levels_has_training_source(app))
        return levels_training_source(app, source, err);
    return levels_http_source(app, source, err);
}

/* Rounds until nothing is due; whoever was put off comes behind the others. */
enum status
levels_run(struct app *app, const struct levels_order *order, struct levels_report *report,
           struct error *err)
{
    AUTO(proof_source) *source = NULL;
    AUTO(gathered) *gathered = gathered_new();
    struct moment due = app_now(app);
    struct level_counts counts;
    size_t seen;

    TRY(access_check(app, MAY_ISSUE_RECORDS, app->actor.unit_id, err));
    TRY(levels_open_source(app, &source, err));
    TRY(store_count_levels(app->store, &counts, err));
    if (order->all)
        due.seconds += 2 * PAUSE_MAX_SECONDS;
    size_t rounds = (size_t)(counts.b + counts.t) / AT_A_TIME + 1;
    do {
        AUTO(arena) *arena = arena_new();
        struct raising raising = {
            .app = app, .source = source, .gathered = gathered, .arena = arena, .report = report};
        TRY(store_list_pending_levels(app->store, due, order->class_id, AT_A_TIME, arena,
                                      &raising.rows, err));
        seen = raising.rows.list.count;
        TRY(raise_rows(&raising, err));
    } while (seen == AT_A_TIME && --rounds > 0);
    return OK;
}

enum status
levels_list(struct app *app, struct level_rows *rows, struct level_counts *counts,
            struct error *err)
{
    struct moment any = {INT64_MAX, 0};

    TRY(access_check(app, MAY_ISSUE_RECORDS, app->actor.unit_id, err));
    TRY(store_count_levels(app->store, counts, err));
    return store_list_pending_levels(app->store, any, NULL, LEVELS_LISTED_MAX, app->arena, rows,
                                     err);
}
