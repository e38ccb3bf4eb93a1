/* SPDX-License-Identifier: Apache-2.0 */
#include "keeper/keeper.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "ledger/status_list.h"

enum { LIST_LIVES = 24 * 3600 };

/* A status list that was made lately. */
struct kept_list {
    struct buffer *bytes; /* NULL: none yet */
    int year;
    uint64_t size; /* as of so many leaves */
    int64_t at;    /* when it was made */
};

struct keeper {
    struct keeper_plan plan;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t stop, asked;
    pthread_t thread;
    bool running, stopping;
    bool asking; /* a round of witnesses is on its way; `asked`: it is over */
    struct writer *writer;
    struct cosigning last; /* what the witnesses said ... */
    uint64_t asked_size;   /* ... of the checkpoint over so many leaves ... */
    int64_t asked_at;      /* ... and when; 0: not yet */
    char silence[512];     /* of `last` */
    int64_t snapshot_at;   /* 0: not since it was opened */
    struct kept_list lists[KEEPER_LISTS];
};

static int64_t
now_of(const struct keeper *keeper)
{
    return keeper->plan.writer.clock();
}

/* --- witnesses -------------------------------------------------------------------------------- */

static bool
is_final(const struct keeper *keeper)
{
    return keeper->last.final && keeper->asked_size == writer_size(keeper->writer);
}

/* Whoever was silent is left alone for a while; a new checkpoint is shown to all. */
static bool
must_ask(const struct keeper *keeper)
{
    uint64_t size = writer_size(keeper->writer);

    return keeper->plan.writer.policy && size > 0 && !is_final(keeper) &&
           (keeper->asked_size != size || now_of(keeper) >= keeper->asked_at + KEEPER_RETRY);
}

/* Who reads or hands in does not wait for a witness. */
static void
ask_unlocked(void *context, struct witness_question *questions, size_t count, struct arena *arena)
{
    struct keeper *keeper = context;

    pthread_mutex_unlock(&keeper->lock);
    keeper->plan.writer.ask(keeper->plan.writer.context, questions, count, arena);
    pthread_mutex_lock(&keeper->lock);
}

/* With the lock held, which is let go while they think: one round at a time. */
static enum status
ask(struct keeper *keeper, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct cosigning result = {0};

    while (keeper->asking)
        pthread_cond_wait(&keeper->asked, &keeper->lock);
    if (!must_ask(keeper))
        return OK;
    uint64_t size = writer_size(keeper->writer);
    keeper->asking = true;
    enum status status = writer_cosign(keeper->writer, ask_unlocked, keeper, arena, &result, err);
    keeper->asking = false;
    pthread_cond_broadcast(&keeper->asked);
    TRY(status);
    keeper->last = result;
    keeper->asked_size = size;
    keeper->asked_at = now_of(keeper);
    keeper->silence[0] = '\0';
    if (keeper->last.reason)
        strncat(keeper->silence, keeper->last.reason, sizeof keeper->silence - 1);
    keeper->last.reason = NULL;
    return OK;
}

/* What it is told here the next request is told again. */
static void
look(struct keeper *keeper)
{
    struct error ignored;
    bool due = !keeper->snapshot_at || now_of(keeper) >= keeper->snapshot_at + KEEPER_SNAPSHOT;

    if (due && writer_size(keeper->writer) && writer_snapshot(keeper->writer, &ignored) == OK)
        keeper->snapshot_at = now_of(keeper);
    if (ask(keeper, &ignored) != OK)
        return;
}

/* --- its thread ---------------------------------------------------------------------------------
 */

static void *
keep(void *context)
{
    struct keeper *keeper = context;

    pthread_mutex_lock(&keeper->lock);
    while (!keeper->stopping) {
        look(keeper);
        struct timespec until = {.tv_sec = now_of(keeper) + KEEPER_LOOK};
        if (!keeper->stopping)
            pthread_cond_timedwait(&keeper->stop, &keeper->lock, &until);
    }
    pthread_mutex_unlock(&keeper->lock);
    return NULL;
}

/* Signals are the server's business: one that reached this thread would end the process. */
static enum status
begin(struct keeper *keeper, struct error *err)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    keeper->running = pthread_create(&keeper->thread, NULL, keep, keeper) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return keeper->running ? OK : fail(err, UNAVAILABLE, "Không bắt đầu được việc giữ sổ cái.");
}

enum status
keeper_open(const struct keeper_plan *plan, struct keeper **keeper, struct error *err)
{
    AUTO(keeper) *made = heap_alloc(sizeof *made);

    made->plan = *plan;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->stop, NULL);
    pthread_cond_init(&made->asked, NULL);
    TRY(clients_check(plan->clients, err));
    TRY(writer_open(plan->folder, &plan->writer, &made->writer, err));
    TRY(begin(made, err));
    *keeper = made;
    made = NULL;
    return OK;
}

void
keeper_free(struct keeper *keeper)
{
    if (!keeper)
        return;
    pthread_mutex_lock(&keeper->lock);
    keeper->stopping = true;
    pthread_cond_signal(&keeper->stop);
    pthread_mutex_unlock(&keeper->lock);
    if (keeper->running)
        pthread_join(keeper->thread, NULL);
    pthread_cond_destroy(&keeper->stop);
    pthread_cond_destroy(&keeper->asked);
    pthread_mutex_destroy(&keeper->lock);
    writer_free(keeper->writer);
    for (size_t i = 0; i < KEEPER_LISTS; i++)
        buffer_free(keeper->lists[i].bytes);
    free(keeper);
}

/* --- taking in ----------------------------------------------------------------------------------
 */

static enum status
take_in(struct keeper *keeper, const struct handed *items, size_t count, struct buffer *answer,
        struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct written *written = arena_make_array(arena, count + 1, struct written);

    if (count)
        TRY(writer_take_in(keeper->writer, items, count, arena, written, err));
    else
        TRY(ask(keeper, err));
    struct written_all all = {.size = writer_size(keeper->writer),
                              .final = is_final(keeper),
                              .silent = keeper->last.silent,
                              .reason = keeper->silence[0] ? keeper->silence : NULL};
    written_write(&all, written, count, answer);
    return answer->overflow ? fail(err, UNAVAILABLE, "Trả lời của sổ cái quá dài.") : OK;
}

enum status
keeper_append(struct keeper *keeper, const char *token, struct span body, struct buffer *answer,
              struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct handed *items = arena_make_array(arena, HANDED_MAX, struct handed);
    struct client client;
    size_t count;

    TRY(clients_find(keeper->plan.clients, token, &client, err));
    TRY(handed_read(body, arena, items, &count, err));
    for (size_t i = 0; i < count; i++)
        TRY(client_may(&client, &items[i].leaf, err));
    pthread_mutex_lock(&keeper->lock);
    enum status status = take_in(keeper, items, count, answer, err);
    pthread_mutex_unlock(&keeper->lock);
    return status;
}

enum status
keeper_ask_slots(struct keeper *keeper, const char *token, struct span body, struct buffer *answer,
                 struct error *err)
{
    AUTO(arena) *arena = arena_new_wiped();
    struct slot_question *questions = arena_make_array(arena, HANDED_MAX, struct slot_question);
    struct slot_answer *answers = arena_make_array(arena, HANDED_MAX, struct slot_answer);
    struct client client;
    size_t count;

    TRY(clients_find(keeper->plan.clients, token, &client, err));
    TRY(slots_read(body, arena, questions, &count, err));
    pthread_mutex_lock(&keeper->lock);
    enum status status = writer_ask_slots(keeper->writer, questions, count, arena, answers, err);
    pthread_mutex_unlock(&keeper->lock);
    if (status == OK)
        slots_write_answers(answers, count, answer);
    return status;
}

#define NO_SUCH_ENTRY "Sổ cái không có mục này."

/* --- reading ------------------------------------------------------------------------------------
 */

void
keeper_origin(const struct keeper *keeper, struct buffer *out)
{
    struct span origin = writer_origin(keeper->writer), key = writer_key(keeper->writer);

    buffer_printf(out, "%.*s\n%.*s\n", (int)origin.size, origin.data, (int)key.size, key.data);
}

enum status
keeper_checkpoint(struct keeper *keeper, struct buffer *out, struct error *err)
{
    struct span note;
    bool final;

    pthread_mutex_lock(&keeper->lock);
    enum status status = writer_checkpoint(keeper->writer, &note, &final, err);
    if (status == OK)
        buffer_add(out, note.data, note.size);
    pthread_mutex_unlock(&keeper->lock);
    return status;
}

enum status
keeper_checkpoint_before(struct keeper *keeper, uint64_t index, struct buffer *out,
                         struct error *err)
{
    struct span note;

    pthread_mutex_lock(&keeper->lock);
    enum status status = index < writer_size(keeper->writer)
                             ? writer_checkpoint_before(keeper->writer, index, &note, err)
                             : fail(err, NOT_FOUND, NO_SUCH_ENTRY);
    if (status == OK)
        buffer_add(out, note.data, note.size);
    pthread_mutex_unlock(&keeper->lock);
    return status;
}

enum status
keeper_tile(struct keeper *keeper, const struct tile *tile, struct buffer *out, struct error *err)
{
    pthread_mutex_lock(&keeper->lock);
    enum status status = writer_read_tile(keeper->writer, tile, out, err);
    pthread_mutex_unlock(&keeper->lock);
    return status;
}

enum status
keeper_prove(struct keeper *keeper, uint64_t index, struct buffer *out, struct error *err)
{
    bool final;

    pthread_mutex_lock(&keeper->lock);
    enum status status = index < writer_size(keeper->writer)
                             ? writer_prove(keeper->writer, index, out, &final, err)
                             : fail(err, NOT_FOUND, NO_SUCH_ENTRY);
    pthread_mutex_unlock(&keeper->lock);
    return status;
}

/* Where this year's is kept; its last one, or another year's, may still stand there. */
static struct kept_list *
slot_of(struct keeper *keeper, int year)
{
    return &keeper->lists[year == KEEPER_WHOLE ? 0 : 1 + year % (KEEPER_LISTS - 1)];
}

/* Made anew when there are more leaves, or after a while. */
static enum status
make_list(struct keeper *keeper, int year, struct kept_list *kept, struct error *err)
{
    uint64_t size = writer_size(keeper->writer), from = 0, to = size;
    int64_t now = now_of(keeper);

    if (kept->bytes && kept->year == year && kept->size == size && now < kept->at + KEEPER_LIST_AGE)
        return OK;
    if (year != KEEPER_WHOLE)
        TRY(writer_find_year(keeper->writer, year, &from, &to, err));
    if (!kept->bytes)
        kept->bytes = buffer_new(STATUS_LIST_FILE_MAX);
    buffer_clear(kept->bytes);
    writer_list_statuses(keeper->writer, from, to, LIST_LIVES, kept->bytes);
    kept->year = year;
    kept->size = size;
    kept->at = now;
    return OK;
}

enum status
keeper_list_statuses(struct keeper *keeper, int year, struct buffer *out, struct error *err)
{
    struct kept_list *kept = slot_of(keeper, year);

    pthread_mutex_lock(&keeper->lock);
    enum status status = make_list(keeper, year, kept, err);
    if (status == OK && kept->bytes->overflow)
        status = fail(err, UNAVAILABLE, "Bảng tình trạng lớn quá mức; sổ cái còn nguyên.");
    if (status == OK)
        buffer_add(out, kept->bytes->data, kept->bytes->size);
    pthread_mutex_unlock(&keeper->lock);
    return status;
}
