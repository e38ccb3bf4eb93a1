/* SPDX-License-Identifier: Apache-2.0
 *
 * A second place by address that loses answers, falls silent, lets requests arrive late, or is
 * swapped by another writer: nothing signed that would fork, nothing that is ours taken for
 * another's.
 */
#include "tests/unit/writer/stage.h"

#include <stdlib.h>

#define PLACE "https://noi-khac.example/so-cai"

/* A store with conditional PUT, in memory. */
static struct {
    char text[CHECKPOINT_TEXT_MAX];
    size_t size;
    unsigned version; /* 0: nothing stands there */
    char etag[32];

    bool silent;    /* no question arrives */
    int code;       /* != 0: it says this and nothing else */
    bool weak;      /* its ETags are weak */
    unsigned lose;  /* so many PUTs arrive, and their answers do not */
    unsigned delay; /* so many PUTs are held back, and arrive before the next PUT */
    struct {        /* what is held back */
        char text[CHECKPOINT_TEXT_MAX], seen[32];
        size_t size;
    } held;
    unsigned puts, swapped;
} remote;

static enum status
lost(struct error *err)
{
    return fail(err, UNAVAILABLE, "Mất kết nối.");
}

static void
take(const char *text, size_t size)
{
    memcpy(remote.text, text, size);
    remote.size = size;
    remote.version++;
    remote.swapped++;
    snprintf(remote.etag, sizeof remote.etag, "%s\"%u\"", remote.weak ? "W/" : "", remote.version);
}

static bool
holds(const char *seen)
{
    return seen && seen[0] ? remote.version && text_equal(seen, remote.etag) : !remote.version;
}

static int
put(const struct place_request *request)
{
    remote.puts++;
    if (!holds(request->seen))
        return 412;
    take(request->body.data, request->body.size);
    return 204;
}

static void
hold_back(const struct place_request *request)
{
    memcpy(remote.held.text, request->body.data, request->body.size);
    remote.held.size = request->body.size;
    snprintf(remote.held.seen, sizeof remote.held.seen, "%s", request->seen ? request->seen : "");
}

static void
let_go(void)
{
    if (remote.held.size && holds(remote.held.seen))
        take(remote.held.text, remote.held.size);
    remote.held.size = 0;
}

static enum status
exchange(void *context, const struct place_request *request, struct arena *arena,
         struct place_answer *answer, struct error *err)
{
    (void)context;
    assert_true(text_starts(request->url, PLACE "/"));
    assert_true(text_ends(request->url, ".checkpoint"));
    *answer = (struct place_answer){.code = remote.code};
    if (remote.silent)
        return lost(err);
    if (remote.code)
        return OK;
    if (request->put && remote.delay) {
        remote.delay--;
        hold_back(request);
        return lost(err);
    }
    if (request->put) {
        let_go();
        answer->code = put(request);
        if (remote.lose == 0)
            return OK;
        remote.lose--;
        return lost(err);
    }
    answer->code = remote.version ? 200 : 404;
    answer->etag = remote.version ? remote.etag : NULL;
    answer->body = (struct span){arena_copy(arena, remote.text, remote.size), remote.size};
    return OK;
}

static enum status
open_far(struct writer **writer, struct error *err)
{
    struct writer_options options = {.place = {.where = PLACE, .exchange = exchange},
                                     .clock = tick};

    return writer_open(at("ledger"), &options, writer, err);
}

static struct writer *
begin_far(void)
{
    struct writer *writer;
    struct error err;

    memset(&remote, 0, sizeof remote);
    make_ledger();
    assert_ok(open_far(&writer, &err));
    enrol(writer);
    return writer;
}

static enum status
try_append(struct writer *writer, unsigned pupil, struct written *written, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct leaf leaf = issue_leaf(pupil);

    return writer_append(writer, &leaf, 1, arena, written, err);
}

static uint64_t
size_there(void)
{
    struct checkpoint there;
    struct error err;

    assert_ok(checkpoint_parse((struct span){remote.text, remote.size}, &there, &err));
    return there.size;
}

static void
copy_ledger(const char *from, const char *to)
{
    char command[2048];

    snprintf(command, sizeof command, "rm -rf '%s' && cp -r '%s' '%s'", to, from, to);
    assert_int_equal(system(command), 0);
}

static void
test_follows(void **state)
{
    (void)state;
    struct written written;
    AUTO(writer) *writer = begin_far();

    append(writer, issue_leaf(1), &written);
    assert_int_equal(size_there(), 3);
    assert_int_equal(remote.swapped, remote.puts);
    expect_clean(writer, 3);
}

/* What became of a PUT whose answer was lost is found out, in this process or the next. */
static void
test_lost_answers(void **state)
{
    (void)state;
    static const struct row {
        const char *about;
        unsigned lose, delay;
        bool restart;
        uint64_t there; /* before it is tried again */
    } rows[] = {
        {"it arrived", 1, 0, false, 3},
        {"it arrived, and the writer was killed", 1, 0, true, 3},
        {"it comes late", 0, 1, false, 2},
        {"it comes late, and the writer was killed", 0, 1, true, 2},
        {"none of three is answered", 3, 0, false, 3},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct written written;
        struct error err;
        struct writer *writer = begin_far();

        remote.lose = rows[i].lose;
        remote.delay = rows[i].delay;
        if (try_append(writer, 1, &written, &err) != UNAVAILABLE)
            row_fail(rows[i].about, "signed without an answer");
        assert_non_null(strstr(err.message, "không trả lời"));
        assert_int_equal(size_there(), rows[i].there);
        remote.lose = 0;
        if (rows[i].restart) {
            writer_free(writer);
            assert_ok(open_far(&writer, &err));
        }
        assert_ok(try_append(writer, 1, &written, &err));
        assert_true(written.already);
        assert_int_equal(written.index, 2);
        assert_ok(try_append(writer, 2, &written, &err));
        assert_int_equal(size_there(), 4);
        expect_clean(writer, 4);
        writer_free(writer);
    }
}

/* A silent place, or one that refuses, stops no reading; nothing is signed until it is back. */
static void
test_silence(void **state)
{
    (void)state;
    static const int codes[] = {0, 401, 503}; /* 0: no answer at all */
    AUTO(buffer) *proof = buffer_new(1024 * 1024);
    struct written written;
    struct error err;
    bool final;

    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        struct writer *writer = begin_far();
        append(writer, issue_leaf(1), &written);
        remote.silent = codes[i] == 0;
        remote.code = codes[i];
        assert_int_equal(try_append(writer, 2, &written, &err), UNAVAILABLE);
        writer_free(writer);
        assert_ok(open_far(&writer, &err));
        assert_ok(writer_prove(writer, 2, proof, &final, &err));
        assert_int_equal(writer_prove(writer, 3, proof, &final, &err), NOT_FOUND);
        assert_int_equal(try_append(writer, 3, &written, &err), UNAVAILABLE);
        remote.silent = false;
        remote.code = 0;
        assert_ok(try_append(writer, 3, &written, &err));
        assert_ok(writer_prove(writer, 3, proof, &final, &err));
        expect_clean(writer, 5);
        writer_free(writer);
    }
}

/* Without a strong ETag nothing can be swapped. */
static void
test_no_condition(void **state)
{
    (void)state;
    struct written written;
    struct error err;
    AUTO(writer) *writer = begin_far();

    remote.weak = true;
    assert_ok(try_append(writer, 1, &written, &err));
    assert_int_equal(try_append(writer, 2, &written, &err), INVALID);
    assert_non_null(strstr(err.message, "ETag"));
}

/* Two copies of one ledger at once: the second to sign another history is refused, also when it
 * read the place before the first had swapped. */
static void
test_two_writers(void **state)
{
    (void)state;
    struct written written;
    struct error err;
    struct writer *writer = begin_far(), *other;
    const struct writer_options far = {.place = {.where = PLACE, .exchange = exchange},
                                       .clock = tick};

    writer_free(writer);
    copy_ledger(at("ledger"), at("copy"));
    assert_ok(open_far(&writer, &err));
    assert_ok(writer_open(at("copy"), &far, &other, &err));
    append(writer, issue_leaf(1), &written);
    assert_int_equal(try_append(other, 2, &written, &err), CONFLICT);
    assert_non_null(strstr(err.message, "lịch sử khác"));
    append(writer, issue_leaf(3), &written);
    assert_int_equal(try_append(other, 4, &written, &err), CONFLICT);
    assert_int_equal(size_there(), 4);
    expect_clean(writer, 4);
    writer_free(writer);
    writer_free(other);
    /* Nor does an old copy open. */
    assert_int_equal(writer_open(at("copy"), &far, &other, &err), CONFLICT);
}

/* One that was restored while the place is silent signs nothing before it has asked. */
static void
test_old_copy_in_silence(void **state)
{
    (void)state;
    struct written written;
    struct error err;
    struct writer *writer = begin_far();

    writer_free(writer);
    copy_ledger(at("ledger"), at("copy"));
    assert_ok(open_far(&writer, &err));
    append(writer, issue_leaf(1), &written);
    writer_free(writer);
    copy_ledger(at("copy"), at("ledger"));
    remote.silent = true;
    assert_ok(open_far(&writer, &err));
    assert_int_equal(try_append(writer, 2, &written, &err), UNAVAILABLE);
    remote.silent = false;
    assert_int_equal(try_append(writer, 2, &written, &err), CONFLICT);
    writer_free(writer);
    assert_int_equal(open_far(&writer, &err), CONFLICT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_follows),     cmocka_unit_test(test_lost_answers),
        cmocka_unit_test(test_silence),     cmocka_unit_test(test_no_condition),
        cmocka_unit_test(test_two_writers), cmocka_unit_test(test_old_copy_in_silence),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
