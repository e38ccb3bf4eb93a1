/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sealed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* The box writes into a pipe that is emptied after each piece: so its bytes are hashed on their
 * way to the file.  A piece is at most PIECE, which seals to less than two chunks and always fits
 * the pipe. */
enum { PIECE = SEAL_CHUNK, PIPE_ROOM = 1 << 20, READ_ROOM = 64 * 1024 };

struct sealed_file {
    char *path, *part; /* `part` is its name until it is whole; NULL afterwards */
    int fd, pipe_in, pipe_out;
    struct seal_writer *writer;
    struct sha256_stream *hash;
    int64_t size;
};

static enum status
fail_writing(const char *path, struct error *err)
{
    fail(err, UNAVAILABLE,
         "Không ghi được “%s” (đĩa đầy, hỏng hoặc không có quyền ghi). Bản sao lưu chưa xong.",
         path);
    return fail_detail(err, "errno: %s", strerror(errno));
}

static enum status
open_parts(struct sealed_file *file, const struct seal_public_key *recipient, struct error *err)
{
    int ends[2];

    file->fd = open(file->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file->fd < 0)
        return fail_writing(file->part, err);
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return fail_writing("ống dẫn", err);
    file->pipe_out = ends[0];
    file->pipe_in = ends[1];
    if (fcntl(file->pipe_in, F_SETPIPE_SZ, PIPE_ROOM) < 0)
        return fail_writing("ống dẫn", err);
    file->hash = sha256_stream_new();
    return seal_writer_open(file->pipe_in, recipient, &file->writer, err);
}

enum status
sealed_file_new(const char *path, const struct seal_public_key *recipient,
                struct sealed_file **file, struct error *err)
{
    AUTO(sealed_file) *made = heap_alloc(sizeof *made);

    *made = (struct sealed_file){.fd = -1, .pipe_in = -1, .pipe_out = -1};
    if (file_exists(path))
        return fail(err, CONFLICT, "Đã có tệp “%s”; bản cũ được giữ nguyên, hãy chọn tên khác.",
                    path);
    made->path = strdup(path);
    if (asprintf(&made->part, "%s.dang-ghi", path) < 0)
        abort();
    TRY(open_parts(made, recipient, err));
    *file = made;
    made = NULL;
    return OK;
}

static void
close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void
sealed_file_free(struct sealed_file *file)
{
    if (!file)
        return;
    seal_writer_free(file->writer);
    sha256_stream_free(file->hash);
    close_fd(&file->fd);
    close_fd(&file->pipe_in);
    close_fd(&file->pipe_out);
    if (file->part)
        unlink(file->part);
    free(file->part);
    free(file->path);
    free(file);
}

static enum status
write_out(struct sealed_file *file, const char *bytes, size_t size, struct error *err)
{
    sha256_stream_add(file->hash, bytes, size);
    file->size += (int64_t)size;
    while (size > 0) {
        ssize_t put = write(file->fd, bytes, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return fail_writing(file->path, err);
        bytes += put;
        size -= (size_t)put;
    }
    return OK;
}

static enum status
drain(struct sealed_file *file, struct error *err)
{
    char bytes[READ_ROOM];

    for (;;) {
        ssize_t got = read(file->pipe_out, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return OK;
        if (got <= 0)
            return fail_writing(file->path, err);
        TRY(write_out(file, bytes, (size_t)got, err));
    }
}

enum status
sealed_file_add(void *context, struct span bytes, struct error *err)
{
    struct sealed_file *file = context;

    for (size_t at = 0; at < bytes.size; at += PIECE) {
        size_t left = bytes.size - at;
        TRY(seal_write(file->writer, bytes.data + at, left < PIECE ? left : PIECE, err));
        TRY(drain(file, err));
    }
    return OK;
}

enum status
sealed_file_finish(struct sealed_file *file, struct digest *digest, int64_t *size,
                   struct error *err)
{
    TRY(seal_finish(file->writer, err));
    TRY(drain(file, err));
    if (fsync(file->fd) != 0 || rename(file->part, file->path) != 0)
        return fail_writing(file->path, err);
    /* So that reading back asks the disk. */
    (void)posix_fadvise(file->fd, 0, 0, POSIX_FADV_DONTNEED);
    free(file->part);
    file->part = NULL;
    *digest = sha256_stream_finish(file->hash);
    *size = file->size;
    return OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum status
open_file(const char *path, int *fd, struct error *err)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    if (*fd >= 0)
        return OK;
    if (errno == ENOENT)
        return fail(err, NOT_FOUND, "Không có tệp “%s”.", path);
    fail(err, UNAVAILABLE, "Không đọc được “%s”.", path);
    return fail_detail(err, "open: %s", strerror(errno));
}

enum status
file_digest(const char *path, struct digest *digest, struct error *err)
{
    AUTO(sha256_stream) *hash = sha256_stream_new();
    char bytes[READ_ROOM];
    ssize_t got;
    int fd;

    TRY(open_file(path, &fd, err));
    while ((got = read(fd, bytes, sizeof bytes)) > 0)
        sha256_stream_add(hash, bytes, (size_t)got);
    close(fd);
    if (got < 0)
        return fail(err, UNAVAILABLE, "Không đọc lại được “%s” sau khi ghi.", path);
    *digest = sha256_stream_finish(hash);
    return OK;
}

enum status
sealed_source_open(const char *path, const struct secret *key, struct sealed_source *source,
                   struct error *err)
{
    source->reader = NULL;
    TRY(open_file(path, &source->fd, err));
    enum status status = seal_reader_open(source->fd, key, &source->reader, err);
    if (status != OK)
        close(source->fd);
    return status;
}

void
sealed_source_close(struct sealed_source *source)
{
    seal_reader_free(source->reader);
    close(source->fd);
}

enum status
sealed_source_read(void *context, void *to, size_t room, size_t *size, struct error *err)
{
    struct sealed_source *source = context;

    return seal_read(source->reader, to, room, size, err);
}
