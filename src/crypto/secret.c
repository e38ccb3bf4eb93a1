/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/secret.h"
#include "crypto/library.h"
#include "crypto/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <sodium.h>

struct secret {
    size_t size;
    uint8_t *bytes; /* sodium_malloc: guarded, locked where allowed, wiped by sodium_free */
};

struct secret *
secret_new(size_t size)
{
    sodium_start();
    struct secret *secret = heap_alloc(sizeof *secret);
    library_must("secret too large", size < SIZE_MAX);
    secret->size = size;
    secret->bytes = sodium_malloc(size + 1);
    library_must("out of memory for a secret", secret->bytes);
    sodium_memzero(secret->bytes, size + 1);
    return secret;
}

struct secret *
secret_copy(const void *data, size_t size)
{
    struct secret *secret = secret_new(size);
    if (size > 0)
        memcpy(secret->bytes, data, size);
    return secret;
}

void
secret_free(struct secret *secret)
{
    if (secret == NULL)
        return;
    sodium_free(secret->bytes);
    free(secret);
}

uint8_t *
secret_bytes(struct secret *secret)
{
    return secret->bytes;
}

const char *
secret_text(const struct secret *secret)
{
    return (const char *)secret->bytes;
}

size_t
secret_size(const struct secret *secret)
{
    return secret->size;
}

bool
secret_equal(const struct secret *a, const struct secret *b)
{
    return a->size == b->size && sodium_memcmp(a->bytes, b->bytes, a->size) == 0;
}

struct secret *
secret_take(char *buffer, size_t size)
{
    struct secret *secret = secret_copy(buffer, size);
    sodium_memzero(buffer, size);
    return secret;
}

/* Read until `room` bytes or the end. False when the file cannot be read. */
static bool
read_some(int fd, uint8_t *out, size_t room, size_t *size)
{
    *size = 0;
    while (*size < room) {
        ssize_t got = read(fd, out + *size, room - *size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            return true;
        *size += (size_t)got;
    }
    return true;
}

static size_t
line_size(const uint8_t *bytes, size_t size)
{
    const uint8_t *end = memchr(bytes, '\n', size);
    size_t length = end ? (size_t)(end - bytes) : size;
    return length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
}

enum status
secret_read_line(const char *path, struct secret **secret, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fail(err, errno == ENOENT ? NOT_FOUND : UNAVAILABLE,
             "Không mở được tệp mật khẩu. Hãy kiểm tra đường dẫn và quyền đọc.");
        return fail_detail(err, "open: %s", strerror(errno));
    }
    AUTO(secret) *whole = secret_new(PASSPHRASE_MAX + 3);
    size_t size;
    bool good = read_some(fd, whole->bytes, whole->size, &size);
    close(fd);
    if (!good)
        return fail(err, UNAVAILABLE, "Không đọc được tệp mật khẩu.");
    size_t length = line_size(whole->bytes, size);
    if (length == 0 || length > PASSPHRASE_MAX || memchr(whole->bytes, 0, length))
        return fail(err, INVALID,
                    "Dòng đầu của tệp mật khẩu trống, dài quá %d byte hoặc có ký tự không hợp lệ.",
                    PASSPHRASE_MAX);
    *secret = secret_copy(whole->bytes, length);
    return OK;
}
