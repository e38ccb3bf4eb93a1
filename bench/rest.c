/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes at rest of one issued record: as signed, with plain zstd of the same level, and with the
 * school's dictionary as the store keeps it; and how fast they come back.
 */
#include "bench/bench.h"
#include "bench/school.h"
#include "store/compress.h"

enum { TRAINED_ON = 8 }; /* the school's first documents make its dictionary */

struct resting {
    struct compressor *compressor;
    const struct ready_dictionary *dictionary;
    struct span documents[BENCH_CLASS], packed[BENCH_CLASS];
    size_t next;
};

static size_t
pack_all(struct resting *resting, const struct ready_dictionary *dictionary, struct arena *arena)
{
    size_t bytes = 0;
    struct error err = {0};

    for (size_t i = TRAINED_ON; i < BENCH_CLASS; i++) {
        BENCH_CHECK(compress_bytes(resting->compressor, dictionary, resting->documents[i], arena,
                                   &resting->packed[i], &err) == OK);
        bytes += resting->packed[i].size;
    }
    return bytes / (BENCH_CLASS - TRAINED_ON);
}

static void
pack_one(void *context)
{
    struct resting *resting = context;
    AUTO(arena) *arena = arena_new();
    struct span packed;
    struct error err = {0};

    BENCH_CHECK(compress_bytes(
                    resting->compressor, resting->dictionary,
                    resting->documents[TRAINED_ON + resting->next++ % (BENCH_CLASS - TRAINED_ON)],
                    arena, &packed, &err) == OK);
}

static void
expand_one(void *context)
{
    struct resting *resting = context;
    AUTO(arena) *arena = arena_new();
    size_t i = TRAINED_ON + resting->next++ % (BENCH_CLASS - TRAINED_ON);
    struct span plain;
    struct error err = {0};

    BENCH_CHECK(expand_bytes(resting->compressor, resting->dictionary, resting->packed[i],
                             resting->documents[i].size, arena, &plain, &err) == OK);
    BENCH_CHECK(span_equal(plain, resting->documents[i]));
}

int
main(void)
{
    AUTO(arena) *arena = arena_new();
    AUTO(compressor) *compressor = compressor_new();
    AUTO(buffer) *samples = buffer_new(DICTIONARY_BYTES_MAX);
    struct bench_school *school = bench_school_new(KEY_RSA);
    struct resting resting = {.compressor = compressor};
    size_t raw = 0;

    for (size_t i = 0; i < BENCH_CLASS; i++) {
        resting.documents[i] = bench_sign(school, bench_make(school, i, arena), arena);
        if (i >= TRAINED_ON)
            raw += resting.documents[i].size;
        else if (samples->size + resting.documents[i].size < DICTIONARY_BYTES_MAX)
            buffer_add(samples, resting.documents[i].data, resting.documents[i].size);
    }
    raw /= BENCH_CLASS - TRAINED_ON;
    size_t plain = pack_all(&resting, NULL, arena);
    resting.dictionary = compressor_add(compressor, "bench", buffer_span(samples));
    size_t kept = pack_all(&resting, resting.dictionary, arena);

    bench_row("bytes at rest per record (3 RSA signatures)", (double)kept, "bytes",
              (struct bench_beside){"plain zstd", (double)plain},
              (struct bench_beside){"the record as signed", (double)raw});
    bench_row("records packed", 1 / bench_seconds(pack_one, &resting), "/s",
              (struct bench_beside){0}, (struct bench_beside){0});
    bench_row("records unpacked", 1 / bench_seconds(expand_one, &resting), "/s",
              (struct bench_beside){0}, (struct bench_beside){0});
    bench_school_free(school);
    return 0;
}
