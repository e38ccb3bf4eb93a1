/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gateway takes in per second, over the same records verified barely (one verify_record()
 * each, with one cache) and then inserted barely (a table of bytes with a unique name, 32 rows a
 * transaction, as durably), all in this process on one processor, in turns.  Ours is all of it:
 * packets kept as they come (base64, gzip), unpacked, their signatures, every record's verdict,
 * certificates and rules, its place, its result, and the compressed record.
 *
 * usage: bench_intake HOCBA [PACKETS].  HOCBA_TEST_POSTGRES: on that server.
 */
#include <libpq-fe.h>
#include <sqlite3.h>

#include "bench/bench.h"
#include "bench/gateway.h"
#include "crypto/trust.h"
#include "service/trust_folder.h"
#include "tests/store/support.h"
#include "verify/verify.h"

enum { PACKETS = 8, BARE_BATCH = 32 };

/* Seconds from a packet in hand to all its records' results. */
static double
take_in(struct app *app, const struct exchange_request *who, const struct bench_load *load,
        size_t packet)
{
    struct exchange_request request = *who;
    struct exchange_answer answer;
    struct error err = {0};
    size_t messages = 0;
    double start = bench_clock();

    request.message_id = arena_printf(app->arena, "m%zu", packet);
    request.content = load->contents[packet];
    BENCH_CHECK(intake_submit(app, EXCHANGE_SUBMIT, &request, &answer, &err) == OK);
    enum status status = intake_run(app, NULL, NULL, &messages, &err);
    if (status != OK)
        fprintf(stderr, "%s\n", err.message);
    BENCH_CHECK(status == OK && messages == 1);
    return bench_clock() - start;
}

static void
check_taken(struct app *app, const struct bench_load *load)
{
    struct gateway_messages messages = {0};
    struct error err = {0};

    BENCH_CHECK(intake_list(app, NULL, &messages, &err) == OK);
    BENCH_CHECK(messages.list.count == load->packets);
    for (size_t i = 0; i < messages.list.count; i++) {
        if (messages.list.items[i].accepted != BENCH_PACKET)
            fprintf(stderr, "%s\n", messages.list.items[i].description);
        BENCH_CHECK(messages.list.items[i].accepted == BENCH_PACKET);
    }
}

/* --- bare verification ------------------------------------------------------------------------ */

static double
verify_barely(struct trust *trust, const struct records *records)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    const struct verify_material material = {
        .anchors = trust_anchors(trust, TRUST_SIGNERS), .now = PKI_NOW + 3600, .cache = cache};
    double start = bench_clock();

    for (size_t i = 0; i < records->list.count; i++) {
        AUTO(arena) *arena = arena_new();
        struct verdict_report report;
        struct error err = {0};
        BENCH_CHECK(verify_record(records->list.items[i], &material, arena, &report, &err) == OK);
        BENCH_CHECK(report.checks[CHECK_CHAIN].result == CHECK_YES && report.record);
    }
    return bench_clock() - start;
}

/* --- bare insertion --------------------------------------------------------------------------- */

/* One of the two. */
struct bare {
    sqlite3 *file;
    sqlite3_stmt *insert;
    PGconn *server;
};

static void
bare_run(struct bare *bare, const char *sql)
{
    if (bare->file) {
        BENCH_CHECK(sqlite3_exec(bare->file, sql, NULL, NULL, NULL) == SQLITE_OK);
        return;
    }
    PGresult *result = PQexec(bare->server, sql);
    BENCH_CHECK(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
}

static void
bare_open(struct bare *bare, struct arena *arena)
{
    static const char sql[] = "INSERT INTO bare (name, bytes) VALUES ($1, $2)";
    char place[PLACE_SIZE];

    *bare = (struct bare){0};
    if (!on_postgres()) {
        const char *path = arena_printf(arena, "%s/bare.db", test_folder());
        BENCH_CHECK(sqlite3_open(path, &bare->file) == SQLITE_OK);
        bare_run(bare, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;"
                       "PRAGMA synchronous = FULL;"
                       "CREATE TABLE bare (name TEXT PRIMARY KEY, bytes BLOB NOT NULL)");
        BENCH_CHECK(sqlite3_prepare_v2(bare->file, sql, -1, &bare->insert, NULL) == SQLITE_OK);
        return;
    }
    bare->server = PQconnectdb(empty_place(place));
    BENCH_CHECK(PQstatus(bare->server) == CONNECTION_OK);
    bare_run(bare, "CREATE TABLE bare (name TEXT PRIMARY KEY, bytes BYTEA NOT NULL)");
    PQclear(PQprepare(bare->server, "insert", sql, 2, NULL));
}

static void
bare_close(struct bare *bare)
{
    sqlite3_finalize(bare->insert);
    sqlite3_close(bare->file);
    if (bare->server)
        PQfinish(bare->server);
}

static void
bare_insert(struct bare *bare, const char *name, struct span bytes)
{
    if (bare->file) {
        sqlite3_bind_text(bare->insert, 1, name, -1, SQLITE_STATIC);
        sqlite3_bind_blob(bare->insert, 2, bytes.data, (int)bytes.size, SQLITE_STATIC);
        BENCH_CHECK(sqlite3_step(bare->insert) == SQLITE_DONE);
        sqlite3_reset(bare->insert);
        return;
    }
    const char *values[] = {name, bytes.data};
    const int sizes[] = {(int)strlen(name), (int)bytes.size}, forms[] = {0, 1};
    PGresult *result = PQexecPrepared(bare->server, "insert", 2, values, sizes, forms, 0);
    BENCH_CHECK(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
}

static double
insert_barely(struct bare *bare, const struct records *records, size_t packet)
{
    double start = bench_clock();

    for (size_t i = 0; i < records->list.count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%08zx-0000-4000-8000-%012zx", packet, i);
        if (i % BARE_BATCH == 0)
            bare_run(bare, "BEGIN");
        bare_insert(bare, name, records->list.items[i]);
        if (i % BARE_BATCH == BARE_BATCH - 1)
            bare_run(bare, "COMMIT");
    }
    return bench_clock() - start;
}

/* --- all of it -------------------------------------------------------------------------------- */

static void
measure(struct app *app, struct trust *trust, const struct bench_load *load, struct arena *arena)
{
    const struct exchange_request who = bench_sender(app);
    double ours = 0, verified = 0, inserted = 0;
    double count = (double)(load->packets * BENCH_PACKET);
    struct bare bare;

    bare_open(&bare, arena);
    for (size_t p = 0; p < load->packets; p++) {
        ours += take_in(app, &who, load, p);
        verified += verify_barely(trust, &load->records[p]);
        inserted += insert_barely(&bare, &load->records[p], p);
    }
    bare_close(&bare);
    check_taken(app, load);
    bench_row(arena_printf(arena, "records through the gateway (>= 0.6; %s, %.0f records)",
                           on_postgres() ? "PostgreSQL" : "SQLite", count),
              count / ours, "/s",
              (struct bench_beside){"bare verification and bare insertion",
                                    count / (verified + inserted)},
              (struct bench_beside){"bare verification alone", count / verified});
}

int
main(int argc, char **argv)
{
    AUTO(arena) *arena = arena_new();
    AUTO(trust) *trust = NULL;
    const char *home = arena_printf(arena, "%s/home", test_folder());
    struct bench_load *load = arena_make(arena, struct bench_load);
    struct error err = {0};

    heap_keep(); /* as the program */
    BENCH_CHECK(argc > 1);
    load->packets = argc > 2 ? strtoul(argv[2], NULL, 10) : PACKETS;
    BENCH_CHECK(load->packets > 0 && load->packets <= BENCH_PACKETS_MAX);
    struct bench_school *school = bench_school_new(KEY_P256);
    bench_load_make(school, load, arena);
    struct app *app = bench_department(argv[1], home, school, arena);
    BENCH_CHECK(trust_open(arena_printf(arena, "%s/root.pem", home), &trust, &err) == OK);
    measure(app, trust, load, arena);
    app_close(app);
    bench_school_free(school);
    return remove_test_folder(NULL);
}
