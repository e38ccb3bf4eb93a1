/* SPDX-License-Identifier: Apache-2.0 */
#include "service/bench.h"

#include <assert.h>
#include <pthread.h>

#include "service/bench_stage.h"
#include "verify/remembered.h"
#include "xml/scan.h"

/* Several records, as a class has them: no measurement rests on one file. Each figure is the best
 * of rounds that take turns with what it is held against, so that a busy machine disturbs both. */
enum { RECORDS = 16, ROUNDS = 9, THREAD_TIMES = 4 };
#define ROUND_SECONDS 0.05

struct work {
    void (*run)(void *context, size_t turn);
    void *context;
    double best; /* seconds of one run */
};

static void
run_round(bench_clock *clock, struct work *work)
{
    double start = clock(), spent;
    size_t turns = 0;

    do {
        for (size_t i = 0; i < RECORDS; i++)
            work->run(work->context, i);
        turns += RECORDS;
    } while ((spent = clock() - start) < ROUND_SECONDS);
    double one = spent / (double)turns;
    if (work->best == 0 || one < work->best)
        work->best = one;
}

static double
ratio_of(bench_clock *clock, struct work *work, struct work *limit)
{
    for (int round = 0; round < ROUNDS; round++) {
        run_round(clock, work);
        run_round(clock, limit);
    }
    return work->best / limit->best;
}

static void
add(struct bench_figures *figures, const char *key, const char *label, const char *target,
    double ratio, double seconds)
{
    assert(figures->count < BENCH_FIGURES_MAX);
    figures->items[figures->count++] =
        (struct bench_figure){key, label, target, ratio, seconds > 0 ? 1 / seconds : 0};
}

/* --- what is run ------------------------------------------------------------------------------ */

struct bench {
    struct bench_stage *stage;
    struct arena *arena;
    struct span unsigned_files[RECORDS], files[RECORDS], variants[RECORDS], raised[RECORDS];
    struct verify_cache *cache;
    struct verdict_memory *memory;
    struct digest digest;
    struct signature_value value; /* of the school's key over the digest */
};

static void
verify_file(struct bench *bench, struct span file)
{
    AUTO(arena) *arena = arena_new();
    struct verify_material material = {
        .anchors = bench->stage->anchors, .now = BENCH_NOW, .cache = bench->cache};
    struct verdict_report *report = arena_make(arena, struct verdict_report);
    struct error err;
    enum status status = verify_record(file, &material, arena, report, &err);

    assert(status == OK && report->verdict == VERDICT_AUTHENTIC);
}

static void
run_verify(void *context, size_t turn)
{
    struct bench *bench = context;

    verify_file(bench, bench->files[turn]);
}

static void
run_raised(void *context, size_t turn)
{
    struct bench *bench = context;

    verify_file(bench, bench->raised[turn]);
}

static void
run_variant(void *context, size_t turn)
{
    struct bench *bench = context;

    verify_file(bench, bench->variants[turn]);
}

/* EVP_PKEY_verify with a context that is ready, three times: crypto/key.h keeps one per key. */
static void
run_raw_verify(void *context, size_t turn)
{
    struct bench *bench = context;
    const struct public_key *key = bench->stage->signers[SIGNER_SCHOOL].chain->items[0]->key;
    struct span value = {(const char *)bench->value.bytes, bench->value.size};
    struct error err;

    (void)turn;
    for (int i = 0; i < 3; i++) {
        enum status status = public_key_verify(key, &bench->digest, value, &err);
        assert(status == OK);
    }
}

static void
run_raw_verify_6(void *context, size_t turn)
{
    run_raw_verify(context, turn);
    run_raw_verify(context, turn);
}

static void
run_again(void *context, size_t turn)
{
    struct bench *bench = context;
    struct verify_material material = {
        .anchors = bench->stage->anchors, .now = BENCH_NOW, .cache = bench->cache};
    const struct verdict_report *report;
    struct error err;
    enum status status =
        verify_remembered(bench->memory, bench->files[turn], &material, &report, &err);

    assert(status == OK && report->verdict == VERDICT_AUTHENTIC);
}

static void
run_hash(void *context, size_t turn)
{
    struct bench *bench = context;
    volatile uint8_t sink = sha256(bench->files[turn]).bytes[0];

    (void)sink;
}

static void
run_sign(void *context, size_t turn)
{
    struct bench *bench = context;
    AUTO(arena) *arena = arena_new();
    struct span file;
    struct error err;
    enum status status =
        bench_sign_record(bench->stage, bench->unsigned_files[turn], arena, &file, &err);

    assert(status == OK);
}

static void
run_raw_sign(void *context, size_t turn)
{
    struct bench *bench = context;
    struct signature_value value;
    struct error err;

    (void)turn;
    for (int i = 0; i < 3; i++) {
        enum status status = private_key_sign(bench->stage->signers[SIGNER_SCHOOL].key,
                                              &bench->digest, &value, &err);
        assert(status == OK);
    }
}

/* What every signing here costs at least: each value is checked before it is attached. */
static void
run_raw_sign_and_check(void *context, size_t turn)
{
    run_raw_sign(context, turn);
    run_raw_verify(context, turn);
}

/* --- setting up ------------------------------------------------------------------------------- */

/* The same record as another program would write it: empty elements in their short form. */
static struct span
another_serialisation(struct arena *arena, struct span file)
{
    static const char from[] = "></ds:Transform>";
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    const char *at = file.data, *end = file.data + file.size, *next;

    while ((next = memmem(at, (size_t)(end - at), from, sizeof from - 1)) != NULL) {
        buffer_add(out, at, (size_t)(next - at));
        buffer_text(out, "/>");
        at = next + sizeof from - 1;
    }
    buffer_add(out, at, (size_t)(end - at));
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

static void
clear(struct bench *bench)
{
    verdict_memory_free(bench->memory);
    verify_cache_free(bench->cache);
    bench_stage_free(bench->stage);
    arena_free(bench->arena);
}

static enum status
set_up(struct bench *bench, enum key_kind kind, struct error *err)
{
    struct bench_proofs proofs;

    bench->arena = arena_new();
    bench->cache = verify_cache_new();
    bench->memory = verdict_memory_new();
    TRY(bench_stage_new(kind, &bench->stage, err));
    TRY(bench_proofs_make(bench->stage, bench->arena, &proofs, err));
    for (size_t i = 0; i < RECORDS; i++) {
        TRY(bench_make_record(bench->stage, i, bench->arena, &bench->unsigned_files[i], err));
        TRY(bench_sign_record(bench->stage, bench->unsigned_files[i], bench->arena,
                              &bench->files[i], err));
        TRY(bench_raise_record(bench->stage, &proofs, bench->files[i], bench->arena,
                               &bench->raised[i], err));
        bench->variants[i] = another_serialisation(bench->arena, bench->files[i]);
    }
    bench->digest = sha256(SPAN("hocba"));
    return private_key_sign(bench->stage->signers[SIGNER_SCHOOL].key, &bench->digest, &bench->value,
                            err);
}

/* --- two threads ------------------------------------------------------------------------------ */

struct share {
    struct bench bench; /* a copy with a cache of its own */
    bench_clock *clock;
    double seconds, turns;
};

static void *
run_share(void *context)
{
    struct share *share = context;
    double start = share->clock(), spent;

    do {
        for (size_t i = 0; i < RECORDS; i++)
            run_verify(&share->bench, i);
        share->turns += RECORDS;
    } while ((spent = share->clock() - start) < THREAD_TIMES * ROUND_SECONDS);
    share->seconds = spent;
    return NULL;
}

/* Verifications per second of `count` threads together. */
static double
rate_of_threads(const struct bench *bench, bench_clock *clock, size_t count)
{
    struct share shares[2] = {0};
    pthread_t threads[2];
    double rate = 0;

    for (size_t i = 0; i < count; i++) {
        shares[i] = (struct share){.bench = *bench, .clock = clock};
        shares[i].bench.cache = verify_cache_new();
        int failed = pthread_create(&threads[i], NULL, run_share, &shares[i]);
        assert(!failed);
    }
    for (size_t i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        rate += shares[i].turns / shares[i].seconds;
        verify_cache_free(shares[i].bench.cache);
    }
    return rate;
}

static double
two_threads_over_one(const struct bench *bench, bench_clock *clock)
{
    double one = 0, two = 0;

    for (int round = 0; round < ROUNDS / 2; round++) {
        double rate = rate_of_threads(bench, clock, 1);
        one = rate > one ? rate : one;
        rate = rate_of_threads(bench, clock, 2);
        two = rate > two ? rate : two;
    }
    return two / one;
}

/* --- the figures ------------------------------------------------------------------------------ */

struct clocks {
    bench_clock *wall, *busy;
};

static void
measure_rsa(struct bench *bench, const struct clocks *clocks, struct bench_figures *figures)
{
    struct work verify = {run_verify, bench, 0}, raw = {run_raw_verify, bench, 0};
    struct work variant = {run_variant, bench, 0}, fast = {run_verify, bench, 0};
    struct work again = {run_again, bench, 0}, hash = {run_hash, bench, 0};
    struct work raised = {run_raised, bench, 0}, raw_6 = {run_raw_verify_6, bench, 0};

    double ratio = ratio_of(clocks->busy, &verify, &raw);
    add(figures, "verify_bb_rsa_over_raw", "xác minh B-B, 3 chữ ký RSA-2048 / 3 phép kiểm tra thô",
        "<= 1.4", ratio, verify.best);
    ratio = ratio_of(clocks->busy, &raised, &raw_6);
    add(figures, "verify_blt_over_raw",
        "xác minh B-LT, 3 chữ ký và 3 dấu thời gian RSA-2048 / 6 phép kiểm tra thô", "<= 1.4",
        ratio, raised.best);
    add(figures, "two_threads_over_one", "hai luồng / một luồng", ">= 1.95",
        two_threads_over_one(bench, clocks->wall), 0);
    ratio = ratio_of(clocks->busy, &variant, &fast);
    add(figures, "slow_over_fast", "cách ghi khác (đường chậm) / đường nhanh", "<= 2", ratio,
        variant.best);
    ratio = ratio_of(clocks->busy, &again, &hash);
    add(figures, "verdict_cache_over_sha256", "hỏi lại cùng tệp / một SHA-256 của tệp", "<= 1.3",
        ratio, again.best);
}

static void
measure_p256(struct bench *bench, const struct clocks *clocks, struct bench_figures *figures)
{
    struct work verify = {run_verify, bench, 0}, raw = {run_raw_verify, bench, 0};
    struct work sign = {run_sign, bench, 0}, raw_sign = {run_raw_sign, bench, 0};
    struct work checked = {run_raw_sign_and_check, bench, 0};
    struct work variant = {run_variant, bench, 0}, fast = {run_verify, bench, 0};

    double ratio = ratio_of(clocks->busy, &verify, &raw);
    add(figures, "verify_bb_p256_over_raw", "xác minh B-B, 3 chữ ký P-256 / 3 phép kiểm tra thô",
        "<= 1.25", ratio, verify.best);
    ratio = ratio_of(clocks->busy, &variant, &fast);
    add(figures, "slow_over_fast_p256", "cách ghi khác / đường nhanh, chữ ký P-256", "<= 2", ratio,
        variant.best);
    ratio = ratio_of(clocks->busy, &sign, &raw_sign);
    add(figures, "sign_p256_over_raw", "ký học bạ bằng P-256, 3 chữ ký / 3 phép ký thô", "<= 1.25",
        ratio, sign.best);
    ratio = ratio_of(clocks->busy, &sign, &checked);
    add(figures, "sign_p256_over_raw_checked",
        "ký học bạ bằng P-256 / 3 phép ký và 3 phép kiểm tra thô", "<= 1.25", ratio, sign.best);
}

static enum status
measure(enum key_kind kind, const struct clocks *clocks,
        void (*figure)(struct bench *bench, const struct clocks *clocks,
                       struct bench_figures *figures),
        struct bench_figures *figures, struct error *err)
{
    struct bench bench = {0};
    enum status status = set_up(&bench, kind, err);

    if (status == OK)
        figure(&bench, clocks, figures);
    clear(&bench);
    return status;
}

enum status
bench_verify(bench_clock *clock, bench_clock *busy, struct bench_figures *figures,
             struct error *err)
{
    const struct clocks clocks = {clock, busy};

    *figures = (struct bench_figures){0};
    TRY(measure(KEY_RSA, &clocks, measure_rsa, figures, err));
    return measure(KEY_P256, &clocks, measure_p256, figures, err);
}
