/* SPDX-License-Identifier: Apache-2.0
 *
 * The HTTP client against a real server (tests/support/with-http-peer).
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "net/http.h"

enum { TOGETHER = 50, AT_ONCE = 8 };

struct stage {
    struct arena *arena;
    struct http_client *client;
};

static int
open_client(void **state)
{
    struct stage *stage = heap_alloc(sizeof *stage);

    stage->arena = arena_new();
    stage->client = http_client_new(&(struct http_options){.at_once = AT_ONCE});
    *state = stage;
    return 0;
}

static int
close_client(void **state)
{
    struct stage *stage = *state;

    http_client_free(stage->client);
    arena_free(stage->arena);
    free(stage);
    return 0;
}

static const char *
peer(const struct stage *stage, const char *path)
{
    return arena_printf(stage->arena, "%s%s", getenv("HTTP_PEER"), path);
}

static void
test_answers(void **state)
{
    struct stage *stage = *state;
    const struct {
        const char *about;
        struct http_request request;
        enum status status;
        int code;
        const char *body; /* NULL: not compared */
    } rows[] = {
        {"get", {.url = peer(stage, "/hello")}, OK, 200, "chào"},
        {"its type", {.url = peer(stage, "/hello"), .expects = "text/plain"}, OK, 200, "chào"},
        {"another type", {.url = peer(stage, "/hello"), .expects = "text/pla"}, INVALID, 0, NULL},
        {"post",
         {.url = peer(stage, "/x"),
          .body = SPAN("thân"),
          .content_type = "a/b",
          .expects = "application/echo"},
         OK,
         200,
         "POST a/b thân"},
        {"an empty body is a body",
         {.url = peer(stage, "/x"), .body = SPAN(""), .content_type = "a/b"},
         OK,
         200,
         "POST a/b "},
        {"put",
         {.url = peer(stage, "/x"), .method = "PUT", .body = SPAN("y"), .content_type = "a/b"},
         OK,
         200,
         "PUT a/b y"},
        {"not found is an answer", {.url = peer(stage, "/nothing")}, OK, 404, ""},
        {"a redirect is not followed", {.url = peer(stage, "/redirect")}, OK, 302, ""},
        {"cut short", {.url = peer(stage, "/cut")}, UNAVAILABLE, 0, NULL},
        {"too large", {.url = peer(stage, "/large"), .tries = 3}, INVALID, 0, NULL},
        {"just large enough", {.url = peer(stage, "/large"), .answer_max = 200000}, OK, 200, NULL},
        {"silent", {.url = peer(stage, "/silent"), .total_ms = 200}, UNAVAILABLE, 0, NULL},
        {"refused", {.url = getenv("HTTP_NOBODY"), .tries = 2}, UNAVAILABLE, 0, NULL},
        {"busy twice", {.url = peer(stage, "/busy-twice"), .tries = 4}, OK, 200, "3"},
        {"busy for good", {.url = peer(stage, "/busy"), .tries = 2}, OK, 503, "2"},
        {"dropped once", {.url = peer(stage, "/drop-once"), .tries = 2}, OK, 200, "again"},
        {"a file", {.url = "file:///etc/hostname"}, USAGE, 0, NULL},
        {"no address", {.url = "abc"}, USAGE, 0, NULL},
        {"a password in the address", {.url = "http://a:b@127.0.0.1/"}, USAGE, 0, NULL},
        {"an address after an @", {.url = "http://127.0.0.1@example.com/"}, USAGE, 0, NULL},
        {"nowhere", {.url = "http:///x"}, USAGE, 0, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct http_answer answer = {0};
        struct error err = {0};
        enum status status =
            http_send(stage->client, &rows[i].request, stage->arena, &answer, &err);
        if (status != rows[i].status || answer.code != rows[i].code ||
            (rows[i].body && !span_is(answer.body, rows[i].body)))
            row_fail(rows[i].about, "%d %d %s %s", status, answer.code, err.message, err.detail);
    }
}

/* What a peer learns: nothing kept from before, nothing that the caller did not say. */
static void
test_headers(void **state)
{
    struct stage *stage = *state;
    struct http_answer answer;
    struct error err;
    struct http_request request = {
        .url = peer(stage, "/headers"),
        .headers = {{"X-Ours", "1"}, {"X-Bad", "a\r\nX-Injected: 1"}},
    };

    assert_ok(http_send(stage->client, &(struct http_request){.url = peer(stage, "/hello")},
                        stage->arena, &answer, &err));
    assert_ok(http_send(stage->client, &request, stage->arena, &answer, &err));
    assert_non_null(strstr(answer.body.data, "X-Ours: 1"));
    assert_null(strstr(answer.body.data, "X-Injected"));
    assert_null(strstr(answer.body.data, "Cookie"));
    assert_null(strstr(answer.body.data, "Authorization"));
}

static void
test_errors_name_the_host_only(void **state)
{
    struct stage *stage = *state;
    struct http_answer answer;
    struct error err;
    struct http_request request = {
        .url = arena_printf(stage->arena, "%s/mat-khau?pin=1234", getenv("HTTP_NOBODY"))};

    assert_int_equal(http_send(stage->client, &request, stage->arena, &answer, &err), UNAVAILABLE);
    assert_non_null(strstr(err.message, "127.0.0.1"));
    assert_null(strstr(err.message, "1234"));
    assert_null(strstr(err.detail, "1234"));
}

/* Fifty side by side, never more than eight at once at the peer, each its own answer. */
static void
test_together(void **state)
{
    struct stage *stage = *state;
    struct http_answer answer;
    struct error err;
    int numbers[TOGETHER];
    bool seen[TOGETHER] = {false};
    void *tag;

    for (int i = 0; i < TOGETHER; i++) {
        numbers[i] = i;
        const char *path = arena_printf(stage->arena, "/together/%d", i);
        struct http_request request = {.url = peer(stage, path)};
        assert_ok(http_start(stage->client, &request, &numbers[i], &err));
    }
    for (int i = 0; i < TOGETHER; i++) {
        assert_ok(http_next(stage->client, stage->arena, &tag, &answer, &err));
        int number = *(int *)tag;
        assert_false(seen[number]);
        seen[number] = true;
        assert_int_equal(atoi(answer.body.data), number);
    }
    assert_int_equal(http_next(stage->client, stage->arena, &tag, &answer, &err), NOT_FOUND);
    assert_ok(http_send(stage->client, &(struct http_request){.url = peer(stage, "/most")},
                        stage->arena, &answer, &err));
    assert_in_range(atoi(answer.body.data), 1, AT_ONCE);
}

/* One that fails does not disturb its neighbours; what was given up gives no answer. */
static void
test_mixed_and_cancelled(void **state)
{
    struct stage *stage = *state;
    struct http_answer answer;
    struct error err;
    struct http_request good = {.url = peer(stage, "/hello")};
    struct http_request bad = {.url = getenv("HTTP_NOBODY")};
    struct http_request silent = {.url = peer(stage, "/silent")};
    int names[2];
    void *tag;

    assert_ok(http_start(stage->client, &good, &names[0], &err));
    assert_ok(http_start(stage->client, &bad, &names[1], &err));
    for (int i = 0; i < 2; i++) {
        enum status status = http_next(stage->client, stage->arena, &tag, &answer, &err);
        assert_int_equal(status, tag == &names[0] ? OK : UNAVAILABLE);
    }
    assert_ok(http_start(stage->client, &silent, &names[0], &err));
    http_cancel(stage->client);
    assert_int_equal(http_next(stage->client, stage->arena, &tag, &answer, &err), NOT_FOUND);
}

/* A peer may ask for patience, but not for more than we have. */
static void
test_retry_after(void **state)
{
    struct stage *stage = *state;
    const struct {
        const char *path;
        int seconds;
    } rows[] = {{"/hello", 0}, {"/soon", 7}, {"/much-later", HTTP_WAIT_MAX_S}};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct http_answer answer;
        struct error err;
        struct http_request request = {.url = peer(stage, rows[i].path)};
        assert_ok(http_send(stage->client, &request, stage->arena, &answer, &err));
        if (answer.retry_after != rows[i].seconds)
            row_fail(rows[i].path, "%d", answer.retry_after);
    }
}

/* A peer that breaks off has perhaps done what it was asked: not by us twice, and, if it must not
 * be, not by libcurl on a kept connection. */
static void
test_once(void **state)
{
    struct stage *stage = *state;
    struct http_request hello = {.url = peer(stage, "/hello")},
                        drop = {.url = peer(stage, "/drop"), .once = true},
                        count = {.url = peer(stage, "/dropped")};
    struct http_answer answer;
    struct error err;

    assert_ok(http_send(stage->client, &hello, stage->arena, &answer, &err));
    assert_int_equal(http_send(stage->client, &drop, stage->arena, &answer, &err), UNAVAILABLE);
    assert_ok(http_send(stage->client, &count, stage->arena, &answer, &err));
    assert_true(span_is(answer.body, "1"));
}

/* Over TLS: the authorities of `ca_file` alone, and the name that the certificate is for. */
static void
test_tls(void **state)
{
    struct stage *stage = *state;
    const struct {
        const char *about, *ca_file, *address;
        enum status status;
    } rows[] = {
        {"its own authority", getenv("HTTPS_CA"), getenv("HTTPS_PEER"), OK},
        {"the system's authorities", NULL, getenv("HTTPS_PEER"), UNAVAILABLE},
        {"made out for another name", getenv("HTTPS_CA"), getenv("HTTPS_OTHER"), UNAVAILABLE},
        {"no such file", "/nonexistent.pem", getenv("HTTPS_PEER"), UNAVAILABLE},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(http_client) *client =
            http_client_new(&(struct http_options){.ca_file = rows[i].ca_file});
        struct http_request request = {
            .url = arena_printf(stage->arena, "%s/hello", rows[i].address), .secret = true};
        struct http_answer answer = {0};
        struct error err = {0};
        enum status status = http_send(client, &request, stage->arena, &answer, &err);
        if (status != rows[i].status || (status == OK && !span_is(answer.body, "chào")))
            row_fail(rows[i].about, "%d %s %s", status, err.message, err.detail);
    }
}

/* Waiting a while: it ends though a peer is silent, and says when there is an answer. */
static void
test_wait(void **state)
{
    struct stage *stage = *state;
    struct http_request silent = {.url = peer(stage, "/silent")},
                        hello = {.url = peer(stage, "/hello")};
    struct http_answer answer;
    struct error err;
    void *tag;

    assert_true(http_wait(stage->client, 0)); /* nothing is under way: nothing to wait for */
    assert_ok(http_start(stage->client, &silent, NULL, &err));
    assert_false(http_wait(stage->client, 20));
    assert_ok(http_start(stage->client, &hello, &hello, &err));
    while (!http_wait(stage->client, 60 * 1000))
        continue;
    assert_ok(http_next(stage->client, stage->arena, &tag, &answer, &err));
    assert_ptr_equal(tag, &hello);
    http_cancel(stage->client);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_errors_name_the_host_only),
        cmocka_unit_test(test_together),
        cmocka_unit_test(test_mixed_and_cancelled),
        cmocka_unit_test(test_retry_after),
        cmocka_unit_test(test_once),
        cmocka_unit_test(test_tls),
        cmocka_unit_test(test_wait),
    };
    return cmocka_run_group_tests(tests, open_client, close_client);
}
