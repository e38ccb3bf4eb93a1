/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_keeper.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "service/figures.h"
#include "service/instance.h"
#include "service/intake.h"
#include "service/ledger.h"
#include "service/ledger_stamp.h"
#include "service/report_queue.h"
#include "store/ledger_entries.h"

enum {
    LINE_MAX_SIZE = 256,
    WITNESS_LOOKS = 10, /* every so many looks the ledger is opened, also when nothing waits */
    FIGURES_REST = 9,   /* so many times as long as making figures took, none are made again */
    SECOND_US = 1000 * 1000,
};

struct ledger_keeper {
    struct app_options options;
    int period, alarm_after; /* seconds */
    int64_t (*stopwatch)(void);
    int64_t figures_from; /* by it: they are not made sooner */
    bool figures_wait;
    void (*told)(const char *line);
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping, woken;
    unsigned looks;
    int64_t behind_since; /* 0: not behind */
    struct ledger_state state;
};

/* --- one look --------------------------------------------------------------------------------- */

static enum status
count_waiting(struct app *app, struct ledger_state *state, struct error *err)
{
    struct ledger_counts counts;

    TRY(store_count_ledger(app->store, &counts, err));
    state->waiting = counts.unentered + counts.changes;
    return OK;
}

static void
name_refused(const struct ledger_entering *entering, struct ledger_state *state)
{
    state->refused = (int64_t)entering->refused;
    for (size_t i = 0; i < entering->refusals.count && i < KEEPER_REFUSED; i++) {
        const struct ledger_refusal *refusal = &entering->refusals.items[i];
        struct refused_record *named = &state->named[state->named_count++];
        snprintf(named->record, sizeof named->record, "%s", refusal->record);
        snprintf(named->reason, sizeof named->reason, "%s", refusal->reason);
    }
}

/* What others closed in a shared ledger comes with every look. The ledger itself, which is larger,
 * is opened only to mend something, and now and then to see whether it has its witnesses. */
static enum status
look_and_mend(struct app *app, bool closely, struct ledger_state *state, struct error *err)
{
    struct ledger_entering entering;
    struct ledger_facts facts;

    TRY(count_waiting(app, state, err)); /* first: it is told also while the ledger is away */
    TRY(ledger_learn(app, err));
    if (!state->waiting && !closely)
        return OK;
    TRY(ledger_facts(app, &facts, err));
    state->provisional = facts.has_policy && facts.leaves > 0 && !facts.final;
    if (!state->waiting && !state->provisional)
        return OK;
    TRY(ledger_enter(app, &entering, err));
    state->provisional = facts.has_policy && !entering.final;
    name_refused(&entering, state);
    return count_waiting(app, state, err);
}

static void
tell(struct ledger_keeper *keeper, const struct ledger_state *state)
{
    char line[LINE_MAX_SIZE];

    snprintf(line, sizeof line,
             "{\"event\":\"ledger_%s\",\"waiting\":%lld,\"provisional\":%s,\"seconds\":%lld}",
             state->alarm ? "alarm" : "well", (long long)state->waiting,
             state->provisional ? "true" : "false", (long long)state->behind_for);
    if (keeper->told)
        keeper->told(line);
}

static void
tell_refused(struct ledger_keeper *keeper, const struct ledger_state *state)
{
    char line[LINE_MAX_SIZE];

    snprintf(line, sizeof line, "{\"event\":\"ledger_refused\",\"refused\":%lld}",
             (long long)state->refused);
    if (keeper->told)
        keeper->told(line);
}

static void
tell_unstamped(struct ledger_keeper *keeper, const struct ledger_state *state)
{
    char line[LINE_MAX_SIZE];

    snprintf(line, sizeof line, "{\"event\":\"ledger_unstamped\",\"seconds\":%lld}",
             (long long)state->unstamped_for);
    if (keeper->told)
        keeper->told(line);
}

static void
note(struct ledger_keeper *keeper, struct ledger_state *now)
{
    bool behind = now->waiting > now->refused || now->provisional || now->unreachable;
    int64_t clock = keeper->options.system_clock();

    pthread_mutex_lock(&keeper->lock);
    if (!behind)
        keeper->behind_since = 0;
    else if (!keeper->behind_since)
        keeper->behind_since = clock;
    now->behind_for = behind ? clock - keeper->behind_since + 1 : 0;
    now->alarm = behind && now->behind_for > keeper->alarm_after;
    bool turned = now->alarm != keeper->state.alarm;
    bool refused = now->refused != keeper->state.refused;
    bool unstamped = (now->unstamped_for > LEDGER_STAMP_LATE) !=
                     (keeper->state.unstamped_for > LEDGER_STAMP_LATE);
    keeper->state = *now;
    pthread_mutex_unlock(&keeper->lock);
    if (turned)
        tell(keeper, now);
    if (refused)
        tell_refused(keeper, now);
    if (unstamped)
        tell_unstamped(keeper, now);
}

/* The ledger could not be reached: what it refused before it still does, for all that is known. */
static void
keep_refused(const struct ledger_keeper *keeper, struct ledger_state *now)
{
    now->unreachable = true;
    now->refused = keeper->state.refused;
    now->named_count = keeper->state.named_count;
    memcpy(now->named, keeper->state.named, sizeof now->named);
}

static bool
is_stopping(void *context)
{
    struct ledger_keeper *keeper = context;

    pthread_mutex_lock(&keeper->lock);
    bool stopping = keeper->stopping;
    pthread_mutex_unlock(&keeper->lock);
    return stopping;
}

/* What suppliers handed in, before the ledger is looked at: what is accepted is entered at once. */
static void
take_in(struct ledger_keeper *keeper, struct app *app)
{
    struct error err;
    size_t messages = 0;

    if (intake_run(app, is_stopping, keeper, &messages, &err) != OK && keeper->told)
        keeper->told("{\"event\":\"gateway_waits\"}");
}

/* What was issued goes to whoever it is reported to. */
static void
hand_in(struct ledger_keeper *keeper, struct app *app)
{
    const struct report_pace pace = {.stop = is_stopping, .context = keeper};
    struct report_done done;
    struct error err;

    if ((report_run(app, NULL, &pace, &done, &err) != OK || done.trouble) && keeper->told)
        keeper->told("{\"event\":\"report_waits\"}");
}

/* What is touched while a season runs is made anew again and again (FIGURES_SETTLED_AFTER): that
 * gets a tenth of a processor at most, and figures are the later for it. */
static void
make_figures(struct ledger_keeper *keeper, struct app *app)
{
    int64_t begun = keeper->stopwatch();
    struct error err;

    keeper->figures_wait = begun < keeper->figures_from;
    if (keeper->figures_wait)
        return;
    (void)!figures_refresh(app, NULL, &err); /* else the next look does it */
    int64_t ended = keeper->stopwatch();
    keeper->figures_from = ended + FIGURES_REST * (ended - begun);
}

/* An app of its own for each look: nothing is held between them. */
static void
look_once(struct ledger_keeper *keeper)
{
    struct ledger_state now = {0};
    struct error err;
    struct app *app;
    bool closely = keeper->state.behind_for > 0 || keeper->looks++ % WITNESS_LOOKS == 0;

    if (app_open(&keeper->options, &app, &err) != OK)
        return; /* the server itself says so */
    take_in(keeper, app);
    make_figures(keeper, app);
    if (ledger_exists(app)) {
        if (look_and_mend(app, closely, &now, &err) != OK)
            keep_refused(keeper, &now);
        if (ledger_unstamped(app, &now.unstamped_for, &err) != OK)
            now.unstamped_for = keeper->state.unstamped_for;
        note(keeper, &now);
    }
    hand_in(keeper, app);
    app_close(app);
}

/* --- its thread ------------------------------------------------------------------------------- */

/* Seconds to the next look, unless somebody wakes it. */
static int64_t
pause_of(const struct ledger_keeper *keeper)
{
    int64_t to_figures = (keeper->figures_from - keeper->stopwatch()) / SECOND_US + 1;

    return keeper->figures_wait && to_figures < keeper->period ? to_figures : keeper->period;
}

/* True: stop now. */
static bool
wait_for_stop(struct ledger_keeper *keeper)
{
    struct timespec until = {.tv_sec = keeper->options.system_clock() + pause_of(keeper)};

    pthread_mutex_lock(&keeper->lock);
    int waited = 0;
    while (!keeper->stopping && !keeper->woken && waited == 0)
        waited = pthread_cond_timedwait(&keeper->stop, &keeper->lock, &until);
    keeper->woken = false;
    bool stopping = keeper->stopping;
    pthread_mutex_unlock(&keeper->lock);
    return stopping;
}

static void *
keep(void *context)
{
    struct ledger_keeper *keeper = context;

    while (!wait_for_stop(keeper))
        look_once(keeper);
    return NULL;
}

/* Signals are the server's business: one that reached this thread would end the process. */
static bool
begin_thread(struct ledger_keeper *keeper)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    bool begun = pthread_create(&keeper->thread, NULL, keep, keeper) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return begun;
}

enum status
ledger_keeper_start(const struct app_options *options, int64_t (*stopwatch)(void),
                    void (*told)(const char *line), struct ledger_keeper **keeper,
                    struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct home_settings settings;

    TRY(home_settings_read(options->home, arena, &settings, err));
    struct ledger_keeper *made = heap_alloc(sizeof *made);

    *made = (struct ledger_keeper){
        .options = *options,
        .period = settings.ledger_period > 0 ? settings.ledger_period : KEEPER_PERIOD,
        .alarm_after = settings.ledger_alarm > 0 ? settings.ledger_alarm : KEEPER_ALARM,
        .stopwatch = stopwatch,
        .told = told};
    made->options.by = NULL;
    made->options.progress = NULL;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->stop, NULL);
    if (!begin_thread(made)) {
        pthread_cond_destroy(&made->stop);
        pthread_mutex_destroy(&made->lock);
        free(made);
        return fail(err, UNAVAILABLE, "Máy chủ không bắt đầu được việc giữ sổ cái.");
    }
    *keeper = made;
    return OK;
}

void
ledger_keeper_free(struct ledger_keeper *keeper)
{
    if (!keeper)
        return;
    pthread_mutex_lock(&keeper->lock);
    keeper->stopping = true;
    pthread_cond_signal(&keeper->stop);
    pthread_mutex_unlock(&keeper->lock);
    pthread_join(keeper->thread, NULL);
    pthread_cond_destroy(&keeper->stop);
    pthread_mutex_destroy(&keeper->lock);
    free(keeper);
}

void
ledger_keeper_wake(struct ledger_keeper *keeper)
{
    pthread_mutex_lock(&keeper->lock);
    keeper->woken = true;
    pthread_cond_signal(&keeper->stop);
    pthread_mutex_unlock(&keeper->lock);
}

void
ledger_keeper_state(struct ledger_keeper *keeper, struct ledger_state *state)
{
    pthread_mutex_lock(&keeper->lock);
    *state = keeper->state;
    pthread_mutex_unlock(&keeper->lock);
}
