/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes at rest of one issued record: as signed, with plain zstd of the same level, and as the
 * store keeps a whole class, its dictionaries counted in; and how fast records go in and out.
 */
#include "bench/bench.h"
#include "bench/school.h"
#include "store/compress.h"
#include "tests/store/support.h"

struct resting {
    struct store *store;
    struct span documents[BENCH_CLASS];
    unsigned next;
};

static size_t
pack_plainly(const struct resting *resting)
{
    AUTO(arena) *arena = arena_new();
    AUTO(compressor) *compressor = compressor_new();
    struct error err = {0};
    size_t bytes = 0;

    for (size_t i = 0; i < BENCH_CLASS; i++) {
        struct span packed;
        BENCH_CHECK(compress_bytes(compressor, NULL, resting->documents[i], arena, &packed, &err) ==
                    OK);
        bytes += packed.size;
    }
    return bytes / BENCH_CLASS;
}

/* One transaction, as when a class is issued by one command. */
static enum status
issue_class(struct store *store, void *context, struct error *err)
{
    struct resting *resting = context;

    for (unsigned i = 0; i < BENCH_CLASS; i++)
        TRY(store_add_issued(store, id(300 + i), resting->documents[i], stamp_at(9)->at, err));
    return OK;
}

static void
find_one(void *context)
{
    struct resting *resting = context;
    AUTO(arena) *arena = arena_new();
    unsigned i = resting->next++ % BENCH_CLASS;
    struct issued_document document;
    struct error err = {0};

    BENCH_CHECK(store_find_issued(resting->store, id(300 + i), arena, &document, &err) == OK);
    BENCH_CHECK(span_equal(document.bytes, resting->documents[i]));
}

int
main(void)
{
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct bench_school *school = bench_school_new(KEY_RSA);
    struct resting resting = {.store = store};
    struct issued_sizes sizes;
    struct error err = {0};

    add_school(store);
    for (unsigned i = 0; i < BENCH_CLASS; i++) {
        resting.documents[i] = bench_sign(school, bench_make(school, i, arena), arena);
        add_pupil(store, i, "Trần Văn Nam");
        add_record(store, i, resting.documents[i]);
    }
    double before = bench_clock();
    BENCH_CHECK(store_transact(store, issue_class, &resting, &err) == OK);
    double issuing = bench_clock() - before;
    BENCH_CHECK(store_measure_issued(store, &sizes, &err) == OK);

    bench_row("bytes at rest per record (3 RSA signatures)",
              (double)(sizes.stored + sizes.dictionaries) / BENCH_CLASS, "bytes",
              (struct bench_beside){"plain zstd", (double)pack_plainly(&resting)},
              (struct bench_beside){"the record as signed", (double)sizes.raw / BENCH_CLASS});
    bench_row("records into the store", BENCH_CLASS / issuing, "/s", (struct bench_beside){0},
              (struct bench_beside){0});
    bench_row("records out of the store", 1 / bench_seconds(find_one, &resting), "/s",
              (struct bench_beside){0}, (struct bench_beside){0});
    bench_school_free(school);
    return remove_test_folder(NULL);
}
