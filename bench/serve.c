/* SPDX-License-Identifier: Apache-2.0
 *
 * The workplace under 500 teachers: each session has its class's grid and saves a cell every two
 * seconds, in an instance of 140,000 pupils; every tenth save is sent twice, as a browser does when
 * an answer was lost.  Then every save is counted in the store: none lost, none doubled.
 * Then a signed-in class page, with the access log on, over nginx that serves the same bytes.
 *
 * usage: bench_serve HOCBA [SESSIONS [SECONDS]].  HOCBA_TEST_POSTGRES: on that server.
 */
#include <pthread.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/json.h"
#include "bench/bench.h"
#include "bench/client.h"
#include "bench/pupils.h"
#include "bench/serve_page.h"
#include "crypto/hash.h"
#include "store/accounts.h"
#include "store/cells.h"
#include "store/history.h"
#include "store/people.h"
#include "tests/store/support.h"

enum {
    SESSIONS_MAX = 500,
    YEAR = BENCH_YEARS - 1,
    PLACE = 8, /* of the class: a fifth grade */
    IN_CLASS = BENCH_PUPILS / BENCH_CLASSES,
    EVERY = 2, /* seconds between two saves of one session */
    IDLE = 200,
    SAVES_MAX = 100 * 1000,
    ROOM = 64 * 1024, /* of the answer to one save */
};

static int64_t
real_time(void)
{
    return time(NULL);
}

/* --- teachers and their sessions -------------------------------------------------------------- */

struct teacher {
    unsigned school;
    int port, fd;
    char token[SHA256_HEX_SIZE], csrf[SHA256_HEX_SIZE];
    int64_t base[IN_CLASS]; /* the number that each pupil's cell was left at */
    unsigned saved;         /* so far */
    unsigned count;         /* to save under load */
    double after;           /* the start: seconds to the first */
};

static struct teacher teachers[SESSIONS_MAX];

static void
hex_digest_of(const char *text, char out[SHA256_HEX_SIZE])
{
    struct digest digest = sha256(span_of(text));

    digest_hex(&digest, out);
}

static enum status
add_teacher(struct store *store, void *context, struct error *err)
{
    struct teacher *teacher = context;
    AUTO(arena) *arena = arena_new();
    struct moment now = moment_in_vietnam(real_time());
    const struct stamp stamp = {now, "bench", NULL};
    const char *unit = bench_school_id(arena, teacher->school);
    const char *login = arena_printf(arena, "gv%u", teacher->school);
    char id[40], digest[SHA256_HEX_SIZE];

    snprintf(id, sizeof id, "%08x-0000-4000-9000-000000000000", teacher->school);
    hex_digest_of(arena_printf(arena, "token %u", teacher->school), teacher->token);
    hex_digest_of(arena_printf(arena, "csrf %u", teacher->school), teacher->csrf);
    hex_digest_of(teacher->token, digest);
    const struct person person = {.id = id, .unit = unit, .login = login, .name = "Trần Thu Hà"};
    const struct assignment assignment = {.id = id,
                                          .person = id,
                                          .unit = unit,
                                          .role = "class_teacher",
                                          .year = bench_year(arena, YEAR),
                                          .class_id =
                                              bench_class_id(arena, teacher->school, YEAR, PLACE),
                                          .from = {2024, 8, 1}};
    const struct session_row session = {.digest = digest,
                                        .person = id,
                                        .csrf = teacher->csrf,
                                        .begun = now,
                                        .address = "127.0.0.1",
                                        .agent = "bench"};
    TRY(store_add_person(store, &person, &stamp, err));
    TRY(store_add_assignment(store, &assignment, &stamp, err));
    TRY(store_add_account(store, id, "none", now, err));
    TRY(store_set_account_password(store, id, "none", false, now, err));
    return store_add_session(store, &session, err);
}

/* --- one save --------------------------------------------------------------------------------- */

static const char *
save_request(const struct teacher *teacher, unsigned pupil, unsigned number, struct arena *arena)
{
    const char *body = arena_printf(
        arena,
        "{\"id\":\"%08x-%04x-4000-8000-000000000001\",\"cells\":[{\"enrolment\":\"%s\","
        "\"key\":\"mon.TV.nhan_xet\",\"base\":%lld,\"value\":\"Đọc trôi chảy, hiểu bài; lần %u.\","
        "\"source\":\"typed\"}]}",
        teacher->school, number,
        bench_enrolment_id(arena, teacher->school, PLACE + pupil * BENCH_CLASSES, YEAR),
        (long long)teacher->base[pupil], number);
    return arena_printf(arena,
                        "PUT /api/v1/cells HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: phien=%s\r\n"
                        "X-CSRF: %064d%s\r\nContent-Type: application/json\r\n"
                        "Content-Length: %zu\r\n\r\n%s",
                        teacher->token, 0, teacher->csrf, strlen(body), body);
}

/* The cell's number, once it is saved. */
static int64_t
ask_save(const struct teacher *teacher, const char *request)
{
    char data[ROOM];
    struct bench_answer answer = {.data = data, .room = sizeof data};

    bench_ask(teacher->fd, span_of(request), &answer);
    const char *number = strstr(answer.body.data, "\"n\":");
    if (answer.code != 200 || !strstr(answer.body.data, "\"outcome\":\"saved\"") || !number)
        fprintf(stderr, "bench: %d %.400s\n", answer.code, answer.body.data);
    BENCH_CHECK(answer.code == 200 && number && strstr(answer.body.data, "\"outcome\":\"saved\""));
    return strtoll(number + 4, NULL, 10);
}

/* Seconds from `due` to the answer; every tenth is sent once more and must be the same one. */
static double
save(struct teacher *teacher, double due)
{
    AUTO(arena) *arena = arena_new();
    unsigned pupil = teacher->saved % IN_CLASS, number = ++teacher->saved;
    const char *request = save_request(teacher, pupil, number, arena);
    int64_t made = ask_save(teacher, request);
    double took = bench_clock() - due;

    BENCH_CHECK(made > teacher->base[pupil]);
    if (number % 10 == 0)
        BENCH_CHECK(ask_save(teacher, request) == made);
    teacher->base[pupil] = made;
    return took;
}

/* --- load ------------------------------------------------------------------------------------- */

static double times[SAVES_MAX];
static size_t time_count; /* atomically */

static void
wait_until(double due)
{
    double left = due - bench_clock();

    if (left > 0)
        usleep((useconds_t)(left * 1e6));
}

static void
load_grid(const struct teacher *teacher)
{
    AUTO(arena) *arena = arena_new();
    struct bench_answer answer = {.data = arena_alloc(arena, BENCH_ANSWER_MAX),
                                  .room = BENCH_ANSWER_MAX};
    const char *request =
        arena_printf(arena,
                     "GET /api/v1/classes/%s/grid?view=subject&subject=TV&period=cn HTTP/1.1\r\n"
                     "Host: 127.0.0.1\r\nCookie: phien=%s\r\n\r\n",
                     bench_class_id(arena, teacher->school, YEAR, PLACE), teacher->token);
    bench_ask(teacher->fd, span_of(request), &answer);
    BENCH_CHECK(answer.code == 200);
}

/* Nobody saves before every session has its grid. */
static pthread_barrier_t loaded;

static void *
teach(void *context)
{
    struct teacher *teacher = context;

    teacher->fd = bench_connect(teacher->port);
    load_grid(teacher);
    close(teacher->fd); /* the server ends one that says nothing while the others load theirs */
    pthread_barrier_wait(&loaded);
    teacher->fd = bench_connect(teacher->port);
    double start = bench_clock() + 1 + teacher->after;
    for (unsigned i = 0; i < teacher->count; i++) {
        double due = start + (double)i * EVERY;
        wait_until(due);
        size_t at = __atomic_fetch_add(&time_count, 1, __ATOMIC_RELAXED);
        BENCH_CHECK(at < SAVES_MAX);
        times[at] = save(teacher, due);
    }
    close(teacher->fd);
    return NULL;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double
percentile(size_t percent)
{
    qsort(times, time_count, sizeof *times, compare);
    return times[time_count * percent / 100];
}

/* One after another, each by another teacher, with a pause between them. */
static void
save_alone(unsigned sessions)
{
    time_count = 0;
    for (unsigned i = 0; i < IDLE; i++) {
        struct teacher *teacher = &teachers[i % sessions];
        teacher->fd = bench_connect(teacher->port);
        usleep(10 * 1000);
        times[time_count++] = save(teacher, bench_clock());
        close(teacher->fd);
    }
}

static void
save_together(unsigned sessions, unsigned seconds)
{
    pthread_t threads[SESSIONS_MAX];
    pthread_attr_t small;

    time_count = 0;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    pthread_barrier_init(&loaded, NULL, sessions);
    for (unsigned i = 0; i < sessions; i++) {
        teachers[i].after = (double)EVERY * i / sessions;
        teachers[i].count = seconds / EVERY;
        BENCH_CHECK(pthread_create(&threads[i], &small, teach, &teachers[i]) == 0);
    }
    for (unsigned i = 0; i < sessions; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&loaded);
}

/* Every save is one change in the store, and each cell holds the last one. */
static void
check_kept(struct store *store, unsigned sessions)
{
    for (unsigned i = 0; i < sessions; i++) {
        AUTO(arena) *arena = arena_new();
        struct changes changes = {0};
        struct error err = {0};
        const char *class_id = bench_class_id(arena, teachers[i].school, YEAR, PLACE);
        BENCH_CHECK(store_list_class_changes(store, class_id, 0, arena, &changes, &err) == OK);
        BENCH_CHECK(changes.list.count == teachers[i].saved);
        for (unsigned pupil = 0; pupil < IN_CLASS && pupil < teachers[i].saved; pupil++) {
            struct change last;
            const char *id =
                bench_enrolment_id(arena, teachers[i].school, PLACE + pupil * BENCH_CLASSES, YEAR);
            BENCH_CHECK(store_find_last_change(store, id, "mon.TV.nhan_xet", arena, &last, &err) ==
                        OK);
            BENCH_CHECK(last.number == teachers[i].base[pupil]);
        }
    }
}

/* --- all of it -------------------------------------------------------------------------------- */

/* An instance in the folder, with its store open. */
static struct store *
make_home(const char *hocba, const char *home, struct arena *arena)
{
    char place[PLACE_SIZE];
    const char *store =
        on_postgres() ? empty_place(place) : arena_printf(arena, "%s/hocba.db", home);
    const char *option = on_postgres() ? arena_printf(arena, "--store '%s'", place) : "";

    BENCH_CHECK(system(arena_printf(arena, "%s init %s --training %s >/dev/null", hocba, home,
                                    option)) == 0);
    return open_at(arena_text(arena, store), false);
}

static void
print_saves(double alone, unsigned sessions)
{
    const char *where = on_postgres() ? "PostgreSQL" : "SQLite";
    double slow = percentile(99);
    char what[160];

    snprintf(what, sizeof what,
             "%u sessions save a cell every %d s, 140,000 pupils, p50 (%s, %zu saves)", sessions,
             EVERY, where, time_count);
    bench_row(what, percentile(50) * 1e3, "ms", (struct bench_beside){"one idle save", alone * 1e3},
              (struct bench_beside){0});
    snprintf(what, sizeof what, "the same, p99 (%s)", where);
    bench_row(what, slow * 1e3, "ms", (struct bench_beside){"one idle save", alone * 1e3},
              (struct bench_beside){"allowed", alone * 5e3});
}

int
main(int argc, char **argv)
{
    AUTO(arena) *arena = arena_new();
    const char *home = arena_printf(arena, "%s/home", test_folder());
    const char *log = arena_printf(arena, "%s/log", test_folder());
    struct error err = {0};

    BENCH_CHECK(argc > 1);
    unsigned sessions = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : SESSIONS_MAX;
    unsigned seconds = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 20;
    BENCH_CHECK(sessions > 0 && sessions <= SESSIONS_MAX);
    AUTO(store) *store = make_home(argv[1], home, arena);
    bench_add_schools(store);
    const char *const words[] = {argv[1], "serve", "--home", home, "--listen", "127.0.0.1:0", NULL};
    struct bench_server server = bench_server_start(words, log);
    for (unsigned i = 0; i < sessions; i++) {
        teachers[i] = (struct teacher){.school = i, .port = server.port};
        BENCH_CHECK(store_transact(store, add_teacher, &teachers[i], &err) == OK);
    }
    save_alone(sessions);
    double alone = percentile(50);
    save_together(sessions, seconds);
    print_saves(alone, sessions);
    check_kept(store, sessions);
    bench_page(&server, bench_class_id(arena, 0, YEAR, PLACE), teachers[0].token, test_folder());
    bench_server_stop(&server);
    return remove_test_folder(NULL);
}
