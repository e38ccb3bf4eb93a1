/* SPDX-License-Identifier: Apache-2.0 */
#include "service/bench.h"

#include <assert.h>
#include <pthread.h>

#include "service/bench_stage.h"

/* Records live for one portion only, so memory does not grow with their number. */
enum { PORTION = 1400, CLASS = 35, THREADS = 2 };

struct portion {
    const struct bench_stage *stage;
    struct span files[PORTION];
    size_t count;
};

struct half {
    const struct portion *portion;
    struct verify_cache *cache;
    size_t first, failed;
};

static void *
verify_half(void *context)
{
    struct half *half = context;
    struct verify_material material = {
        .anchors = half->portion->stage->anchors, .now = BENCH_NOW, .cache = half->cache};

    for (size_t i = half->first; i < half->portion->count; i += THREADS) {
        AUTO(arena) *arena = arena_new();
        struct verdict_report *report = arena_make(arena, struct verdict_report);
        struct error err;
        enum status status = verify_record(half->portion->files[i], &material, arena, report, &err);
        half->failed += status != OK || report->verdict != VERDICT_AUTHENTIC;
    }
    return NULL;
}

static enum status
verify_portion(const struct portion *portion, struct verify_cache *const *caches,
               bench_clock *clock, struct bench_many *many, struct error *err)
{
    pthread_t threads[THREADS];
    struct half halves[THREADS];
    double start = clock();
    size_t failed = 0;

    for (size_t i = 0; i < THREADS; i++) {
        halves[i] = (struct half){portion, caches[i], i, 0};
        int refused = pthread_create(&threads[i], NULL, verify_half, &halves[i]);
        assert(!refused);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        failed += halves[i].failed;
    }
    many->seconds += clock() - start;
    if (failed)
        return fail(err, INVALID, "%zu học bạ không được công nhận; không có con số nào.", failed);
    return OK;
}

/* A class after the other, each with its own teacher. */
static enum status
make_portion(struct bench_stage *stage, uint64_t first, struct arena *arena,
             struct portion *portion, struct bench_many *many, struct error *err)
{
    struct span unsigned_file;

    for (size_t i = 0; i < portion->count; i++) {
        uint64_t number = first + i;
        if (number % CLASS == 0) {
            TRY(bench_stage_new_teacher(stage, (unsigned)(number / CLASS), err));
            many->signers++;
        }
        TRY(bench_make_record(stage, number, arena, &unsigned_file, err));
        TRY(bench_sign_record(stage, unsigned_file, arena, &portion->files[i], err));
        many->bytes += portion->files[i].size;
    }
    return OK;
}

static enum status
run_portions(struct bench_stage *stage, uint64_t records, struct verify_cache *const *caches,
             bench_clock *clock, void (*progress)(uint64_t done, uint64_t total),
             struct bench_many *many, struct error *err)
{
    for (uint64_t first = 0; first < records; first += PORTION) {
        AUTO(arena) *arena = arena_new();
        struct portion *portion = arena_make(arena, struct portion);
        *portion = (struct portion){
            .stage = stage,
            .count = (size_t)(records - first < PORTION ? records - first : PORTION)};
        TRY(make_portion(stage, first, arena, portion, many, err));
        TRY(verify_portion(portion, caches, clock, many, err));
        many->records += portion->count;
        if (progress)
            progress(many->records, records);
    }
    return OK;
}

enum status
bench_verify_many(bench_clock *clock, uint64_t records,
                  void (*progress)(uint64_t done, uint64_t total), struct bench_many *many,
                  struct error *err)
{
    AUTO(verify_cache) *one = verify_cache_new(), *two = verify_cache_new();
    struct verify_cache *const caches[THREADS] = {one, two};
    AUTO(bench_stage) *stage = NULL;
    struct bench_many found = {.signers = 2}; /* principal and school */

    TRY(bench_stage_new(KEY_P256, &stage, err));
    TRY(run_portions(stage, records, caches, clock, progress, &found, err));
    found.nation_seconds = found.seconds / (double)found.records * BENCH_NATION;
    *many = found;
    return OK;
}
