/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/seal_box.h"
#include "crypto/library.h"
#include "crypto/random.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <sodium.h>

#define MAGIC "hocba-box-1\n"

enum {
    MAGIC_SIZE = sizeof MAGIC - 1,
    STREAM_KEY_SIZE = crypto_secretstream_xchacha20poly1305_KEYBYTES,
    STREAM_HEADER_SIZE = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    STREAM_TAG_SIZE = crypto_secretstream_xchacha20poly1305_ABYTES,
    SEALED_KEY_SIZE = STREAM_KEY_SIZE + crypto_box_SEALBYTES,
    HEAD_SIZE = MAGIC_SIZE + SEALED_KEY_SIZE + STREAM_HEADER_SIZE,
    CHUNK_MAX = SEAL_CHUNK + STREAM_TAG_SIZE,
};

_Static_assert((int)SEAL_KEY_SIZE == (int)crypto_box_PUBLICKEYBYTES, "X25519 public keys");
_Static_assert((int)SEAL_KEY_SIZE == (int)crypto_box_SECRETKEYBYTES, "X25519 private keys");

/* --- files ------------------------------------------------------------------------------------ */

static enum status
write_all(int fd, const void *data, size_t size, struct error *err)
{
    const char *at = data;
    while (size > 0) {
        ssize_t put = write(fd, at, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            fail(err, UNAVAILABLE, "Không ghi được tệp mã hóa (đĩa đầy hoặc hỏng?).");
            return fail_detail(err, "write: %s", strerror(errno));
        }
        at += put;
        size -= (size_t)put;
    }
    return OK;
}

/* Fill `out` as far as the file goes. */
static enum status
read_up_to(int fd, void *out, size_t room, size_t *size, struct error *err)
{
    size_t have = 0;
    while (have < room) {
        ssize_t got = read(fd, (char *)out + have, room - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            fail(err, UNAVAILABLE, "Không đọc được tệp mã hóa.");
            return fail_detail(err, "read: %s", strerror(errno));
        }
        if (got == 0)
            break;
        have += (size_t)got;
    }
    *size = have;
    return OK;
}

/* --- writing ---------------------------------------------------------------------------------- */

struct seal_writer {
    int fd;
    bool finished;
    size_t used; /* bytes that wait in `chunk` */
    crypto_secretstream_xchacha20poly1305_state stream;
    struct secret *chunk; /* SEAL_CHUNK bytes of content */
    uint8_t sealed[CHUNK_MAX];
};

enum status
seal_writer_open(int fd, const struct seal_public_key *recipient, struct seal_writer **writer,
                 struct error *err)
{
    sodium_start();
    uint8_t head[HEAD_SIZE];
    AUTO(seal_writer) *made = heap_alloc(sizeof *made);
    AUTO(secret) *key = secret_new(STREAM_KEY_SIZE);
    made->fd = fd;
    made->chunk = secret_new(SEAL_CHUNK);
    random_bytes(secret_bytes(key), STREAM_KEY_SIZE);
    memcpy(head, MAGIC, MAGIC_SIZE);
    if (crypto_box_seal(head + MAGIC_SIZE, secret_bytes(key), STREAM_KEY_SIZE, recipient->bytes) !=
        0)
        return fail(err, INVALID, "Khóa công khai nhận bản sao lưu không hợp lệ.");
    library_must("libsodium failed",
                 crypto_secretstream_xchacha20poly1305_init_push(
                     &made->stream, head + MAGIC_SIZE + SEALED_KEY_SIZE, secret_bytes(key)) == 0);
    TRY(write_all(fd, head, sizeof head, err));
    *writer = made;
    made = NULL;
    return OK;
}

static enum status
push_chunk(struct seal_writer *writer, uint8_t tag, struct error *err)
{
    unsigned long long size;
    library_must("libsodium failed",
                 crypto_secretstream_xchacha20poly1305_push(&writer->stream, writer->sealed, &size,
                                                            secret_bytes(writer->chunk),
                                                            writer->used, NULL, 0, tag) == 0);
    writer->used = 0;
    return write_all(writer->fd, writer->sealed, (size_t)size, err);
}

enum status
seal_write(struct seal_writer *writer, const void *data, size_t size, struct error *err)
{
    const uint8_t *at = data;
    while (size > 0) {
        if (writer->used ==
            SEAL_CHUNK) /* a full chunk waits until it is known not to be the last */
            TRY(push_chunk(writer, 0, err));
        size_t room = SEAL_CHUNK - writer->used, part = size < room ? size : room;
        memcpy(secret_bytes(writer->chunk) + writer->used, at, part);
        writer->used += part;
        at += part;
        size -= part;
    }
    return OK;
}

enum status
seal_finish(struct seal_writer *writer, struct error *err)
{
    if (writer->finished)
        return fail(err, CONFLICT, "Tệp mã hóa đã được kết thúc.");
    writer->finished = true;
    return push_chunk(writer, crypto_secretstream_xchacha20poly1305_TAG_FINAL, err);
}

void
seal_writer_free(struct seal_writer *writer)
{
    if (writer == NULL)
        return;
    secret_free(writer->chunk);
    sodium_memzero(&writer->stream, sizeof writer->stream);
    free(writer);
}

/* --- reading ---------------------------------------------------------------------------------- */

struct seal_reader {
    int fd;
    bool at_end, broken;
    size_t used, size; /* of the opened chunk: given out, there */
    crypto_secretstream_xchacha20poly1305_state stream;
    struct secret *chunk;
    uint8_t sealed[CHUNK_MAX + 1]; /* one more, to see bytes after the last chunk */
};

static enum status
open_head(struct seal_reader *reader, const uint8_t *head, const struct secret *private_key,
          struct error *err)
{
    struct seal_public_key own = seal_private_key_public(private_key);
    AUTO(secret) *key = secret_new(STREAM_KEY_SIZE);
    const uint8_t *secret_half = (const uint8_t *)secret_text(private_key);
    if (crypto_box_seal_open(secret_bytes(key), head + MAGIC_SIZE, SEALED_KEY_SIZE, own.bytes,
                             secret_half) != 0)
        return fail(
            err, DENIED,
            "Khóa này không mở được bản sao lưu: bản được mã hóa cho khóa khác hoặc phần đầu "
            "tệp bị hỏng.");
    if (crypto_secretstream_xchacha20poly1305_init_pull(
            &reader->stream, head + MAGIC_SIZE + SEALED_KEY_SIZE, secret_bytes(key)) != 0)
        return fail(err, CORRUPT, "Phần đầu của bản sao lưu bị hỏng.");
    return OK;
}

enum status
seal_reader_open(int fd, const struct secret *private_key, struct seal_reader **reader,
                 struct error *err)
{
    sodium_start();
    uint8_t head[HEAD_SIZE];
    size_t size = 0;
    if (secret_size(private_key) != SEAL_KEY_SIZE)
        return fail(err, INVALID, "Khóa giải mã bản sao lưu không hợp lệ.");
    TRY(read_up_to(fd, head, sizeof head, &size, err));
    if (size != sizeof head || memcmp(head, MAGIC, MAGIC_SIZE) != 0)
        return fail(err, INVALID, "Tệp không phải bản sao lưu mã hóa của chương trình này.");
    AUTO(seal_reader) *made = heap_alloc(sizeof *made);
    made->fd = fd;
    made->chunk = secret_new(SEAL_CHUNK);
    TRY(open_head(made, head, private_key, err));
    *reader = made;
    made = NULL;
    return OK;
}

static enum status
damaged(struct seal_reader *reader, struct error *err)
{
    reader->broken = true;
    return fail(
        err, CORRUPT,
        "Bản sao lưu bị cắt ngắn hoặc bị thay đổi; không dùng được phần nội dung này. Hãy dùng "
        "bản sao khác.");
}

/* Open the next chunk. Only the last may be short, and nothing may follow it. */
static enum status
pull_chunk(struct seal_reader *reader, struct error *err)
{
    size_t size = 0;
    unsigned long long opened;
    unsigned char tag;
    TRY(read_up_to(reader->fd, reader->sealed, CHUNK_MAX, &size, err));
    if (size < STREAM_TAG_SIZE || crypto_secretstream_xchacha20poly1305_pull(
                                      &reader->stream, secret_bytes(reader->chunk), &opened, &tag,
                                      reader->sealed, size, NULL, 0) != 0)
        return damaged(reader, err);
    reader->used = 0;
    reader->size = (size_t)opened;
    if (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL)
        return size == CHUNK_MAX ? OK : damaged(reader, err);
    reader->at_end = true;
    TRY(read_up_to(reader->fd, reader->sealed, 1, &size, err));
    return size == 0 ? OK : damaged(reader, err);
}

enum status
seal_read(struct seal_reader *reader, void *out, size_t room, size_t *size, struct error *err)
{
    if (reader->broken)
        return damaged(reader, err);
    if (reader->used == reader->size && !reader->at_end)
        TRY(pull_chunk(reader, err));
    size_t there = reader->size - reader->used, part = there < room ? there : room;
    if (part > 0)
        memcpy(out, secret_bytes(reader->chunk) + reader->used, part);
    reader->used += part;
    *size = part;
    return OK;
}

void
seal_reader_free(struct seal_reader *reader)
{
    if (reader == NULL)
        return;
    secret_free(reader->chunk);
    sodium_memzero(&reader->stream, sizeof reader->stream);
    free(reader);
}
