/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "base/arena.h"
#include "crypto/seal_box.h"

#include <stdlib.h>
#include <unistd.h>

struct box {
    struct seal_public_key recipient;
    struct secret *key;
    int fd;
};

static int
set_up(void **state)
{
    static struct box box;
    struct error err;
    char path[] = "/tmp/hocba-box-XXXXXX";
    box.fd = mkstemp(path);
    assert_true(box.fd >= 0);
    unlink(path);
    assert_ok(seal_key_make(&box.recipient, &box.key, &err));
    *state = &box;
    return 0;
}

static int
tear_down(void **state)
{
    struct box *box = *state;
    close(box->fd);
    secret_free(box->key);
    return 0;
}

static char
content_at(size_t place)
{
    return (char)(place * 31 + (place >> 8));
}

/* Seal `size` bytes in pieces of `piece`. Returns the file's size. */
static off_t
seal(const struct box *box, size_t size, size_t piece)
{
    struct error err;
    AUTO(seal_writer) *writer = NULL;
    assert_int_equal(ftruncate(box->fd, 0), 0);
    lseek(box->fd, 0, SEEK_SET);
    assert_ok(seal_writer_open(box->fd, &box->recipient, &writer, &err));
    char *bytes = heap_alloc(piece);
    for (size_t at = 0; at < size; at += piece) {
        size_t part = size - at < piece ? size - at : piece;
        for (size_t i = 0; i < part; i++)
            bytes[i] = content_at(at + i);
        assert_ok(seal_write(writer, bytes, part, &err));
    }
    free(bytes);
    assert_ok(seal_finish(writer, &err));
    assert_int_equal(seal_finish(writer, &err), CONFLICT);
    return lseek(box->fd, 0, SEEK_CUR);
}

/* Open; OK only when the authenticated end was reached. *size: bytes given out until then. */
static enum status
open_all(const struct box *box, const struct secret *key, size_t *size, struct error *err)
{
    char bytes[5000];
    size_t part;
    AUTO(seal_reader) *reader = NULL;
    *size = 0;
    lseek(box->fd, 0, SEEK_SET);
    TRY(seal_reader_open(box->fd, key, &reader, err));
    do {
        TRY(seal_read(reader, bytes, sizeof bytes, &part, err));
        for (size_t i = 0; i < part; i++)
            if (bytes[i] != content_at(*size + i))
                return fail(err, INVALID, "other content at %zu", *size + i);
        *size += part;
    } while (part > 0);
    return seal_read(reader, bytes, sizeof bytes, &part, err);
}

static void
test_sizes(void **state)
{
    const struct box *box = *state;
    static const struct {
        const char *about;
        size_t size, piece;
    } rows[] = {
        {"empty", 0, 1},
        {"one byte", 1, 1},
        {"a chunk less one", SEAL_CHUNK - 1, 4096},
        {"a chunk", SEAL_CHUNK, SEAL_CHUNK},
        {"a chunk and one", SEAL_CHUNK + 1, 777},
        {"three chunks at once", 3 * SEAL_CHUNK, 3 * SEAL_CHUNK},
        {"odd", 5 * SEAL_CHUNK + 12345, 100000},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {.message = ""};
        size_t size;
        seal(box, rows[i].size, rows[i].piece);
        if (open_all(box, box->key, &size, &err) != OK || size != rows[i].size)
            row_fail(rows[i].about, "%zu bytes back: %s", size, err.message);
    }
}

static void
test_truncated(void **state)
{
    const struct box *box = *state;
    const size_t whole = 2 * SEAL_CHUNK + 100;
    off_t full = seal(box, whole, 65536);
    for (off_t cut = full - 1; cut >= 0; cut -= cut > full - 200 || cut < 200 ? 1 : 1013) {
        struct error err = {.message = ""};
        size_t size;
        assert_int_equal(ftruncate(box->fd, cut), 0);
        enum status status = open_all(box, box->key, &size, &err);
        if (status != CORRUPT && status != INVALID)
            fail_msg("cut at %lld of %lld: status %d", (long long)cut, (long long)full, status);
        assert_true(size <= whole);
    }
}

/* Cut exactly between two chunks: every chunk that is left is authentic. */
static void
test_cut_between_chunks(void **state)
{
    const struct box *box = *state;
    struct error err;
    size_t size;
    off_t full = seal(box, 2 * SEAL_CHUNK, 65536);
    assert_int_equal(ftruncate(box->fd, full - (SEAL_CHUNK + 17)), 0);
    assert_int_equal(open_all(box, box->key, &size, &err), CORRUPT);
    assert_int_equal(size, SEAL_CHUNK);
}

static void
test_flipped_and_longer(void **state)
{
    const struct box *box = *state;
    struct error err;
    size_t size;
    off_t full = seal(box, SEAL_CHUNK + 50, 65536);
    for (off_t at = 0; at < full; at += at < 200 || at > full - 100 ? 1 : 997) {
        char byte;
        assert_int_equal(pread(box->fd, &byte, 1, at), 1);
        byte ^= 1;
        assert_int_equal(pwrite(box->fd, &byte, 1, at), 1);
        enum status status = open_all(box, box->key, &size, &err);
        if (status != CORRUPT && status != INVALID && status != DENIED)
            fail_msg("flipped at %lld: status %d", (long long)at, status);
        byte ^= 1;
        assert_int_equal(pwrite(box->fd, &byte, 1, at), 1);
    }
    assert_ok(open_all(box, box->key, &size, &err));
    assert_int_equal(pwrite(box->fd, "", 1, full), 1);
    assert_int_equal(open_all(box, box->key, &size, &err), CORRUPT);
}

static void
test_other_key(void **state)
{
    const struct box *box = *state;
    struct error err;
    struct seal_public_key other;
    AUTO(secret) *key = NULL;
    size_t size;
    assert_ok(seal_key_make(&other, &key, &err));
    seal(box, 100, 100);
    assert_int_equal(open_all(box, key, &size, &err), DENIED);
    assert_int_equal(size, 0);
}

static void
test_key_texts(void **state)
{
    const struct box *box = *state;
    struct error err;
    char text[SEAL_KEY_TEXT_SIZE], padded[SEAL_KEY_TEXT_SIZE + 8];
    struct seal_public_key again;
    seal_public_key_write(&box->recipient, text);
    assert_int_equal(strncmp(text, "hocba-backup-pub:", 17), 0);
    snprintf(padded, sizeof padded, " %s\r\n", text);
    assert_ok(seal_public_key_parse(span_of(padded), &again, &err));
    assert_memory_equal(&again, &box->recipient, sizeof again);
    for (size_t i = 0; text[i]; i++) { /* any one character mistyped */
        char kept = text[i];
        text[i] = kept == 'A' ? 'B' : 'A';
        assert_int_equal(seal_public_key_parse(span_of(text), &again, &err), INVALID);
        text[i] = kept;
    }
    assert_int_equal(seal_public_key_parse(SPAN(""), &again, &err), INVALID);

    AUTO(secret) *written = seal_private_key_write(box->key);
    AUTO(secret) *read = NULL;
    assert_ok(seal_private_key_parse(written, &read, &err));
    assert_true(secret_equal(read, box->key));
    struct seal_public_key half = seal_private_key_public(read);
    assert_memory_equal(&half, &box->recipient, sizeof half);
    AUTO(secret) *confused = secret_copy(text, strlen(text)); /* the public one by mistake */
    AUTO(secret) *none = NULL;
    assert_int_equal(seal_private_key_parse(confused, &none, &err), INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_cut_between_chunks),
        cmocka_unit_test(test_flipped_and_longer),
        cmocka_unit_test(test_other_key),
        cmocka_unit_test(test_key_texts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
