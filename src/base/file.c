/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status
fail_errno(struct error *err, enum status status, const char *what, const char *path)
{
    int cause = errno;

    fail(err, status, "%s: %s", what, path);
    return fail_detail(err, "%s: %s", path, strerror(cause));
}

/* read(2) until `size` bytes or the end. */
static ssize_t
read_whole(int fd, char *data, size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t n = read(fd, data + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

static enum status
read_open(struct arena *arena, int fd, const char *path, size_t ceiling, struct span *bytes,
          struct error *err)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return fail_errno(err, UNAVAILABLE, "Không đọc được tệp", path);
    if (!S_ISREG(st.st_mode))
        return fail(err, USAGE, "Đây là thư mục hay thiết bị, không phải là tệp: %s", path);
    if ((uint64_t)st.st_size > ceiling)
        return fail(err, INVALID, "Tệp lớn hơn giới hạn %zu byte, không đọc: %s", ceiling, path);
    char *data = arena_room(arena, (size_t)st.st_size + 1);
    ssize_t size = read_whole(fd, data, (size_t)st.st_size);
    if (size < 0)
        return fail_errno(err, UNAVAILABLE, "Không đọc được tệp", path);
    data[size] = '\0';
    *bytes = (struct span){data, (size_t)size};
    return OK;
}

enum status
file_read(struct arena *arena, const char *path, size_t ceiling, struct span *bytes,
          struct error *err)
{
    /* Not to wait for a pipe's writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd < 0)
        return fail_errno(err, errno == ENOENT || errno == ENOTDIR ? NOT_FOUND : UNAVAILABLE,
                          "Không mở được tệp", path);
    enum status status = read_open(arena, fd, path, ceiling, bytes, err);
    close(fd);
    return status;
}

static bool
write_whole(int fd, struct span bytes)
{
    while (bytes.size > 0) {
        ssize_t n = write(fd, bytes.data, bytes.size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes.data += n;
        bytes.size -= (size_t)n;
    }
    return true;
}

/* Make the rename itself survive a power failure. */
static void
sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    size_t n = (size_t)(path_name(path) - path);

    snprintf(folder, sizeof folder, "%.*s", (int)n, path);
    int fd = open(n ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

enum status
file_write(const char *path, struct span bytes, mode_t mode, struct error *err)
{
    char beside[PATH_MAX];

    if (snprintf(beside, sizeof beside, "%s.XXXXXX", path) >= (int)sizeof beside)
        return fail(err, INVALID, "Đường dẫn quá dài: %s", path);
    int fd = mkostemp(beside, O_CLOEXEC);
    if (fd < 0)
        return fail_errno(err, UNAVAILABLE, "Không tạo được tệp", path);
    bool written = fchmod(fd, mode) == 0 && write_whole(fd, bytes) && fsync(fd) == 0;
    int cause = errno;
    if (close(fd) != 0 && written) {
        written = false;
        cause = errno;
    }
    if (!written || rename(beside, path) != 0) {
        errno = written ? errno : cause;
        fail_errno(err, UNAVAILABLE, "Không ghi được tệp (tệp cũ, nếu có, còn nguyên)", path);
        unlink(beside);
        return err->status;
    }
    sync_folder_of(path);
    return OK;
}

enum status
folder_make(const char *path, mode_t mode, struct error *err)
{
    char partial[PATH_MAX];
    struct stat st;

    if (snprintf(partial, sizeof partial, "%s", path) >= (int)sizeof partial)
        return fail(err, INVALID, "Đường dẫn quá dài: %s", path);
    for (char *p = partial + 1;; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        char rest = *p;
        *p = '\0';
        if (mkdir(partial, mode) != 0 &&
            (errno != EEXIST || stat(partial, &st) != 0 || !S_ISDIR(st.st_mode)))
            return fail_errno(err, UNAVAILABLE, "Không tạo được thư mục", partial);
        *p = rest;
        if (rest == '\0')
            return OK;
    }
}

bool
file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

enum status
file_check_private(const char *path, struct error *err)
{
    struct stat info;

    if (stat(path, &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)))
        return fail(err, INVALID, "Người khác đọc được tệp “%s”; hãy đặt: chmod 600.", path);
    return OK;
}

bool
folder_is_empty(const char *path)
{
    DIR *dir = opendir(path);
    bool empty = true;

    if (dir == NULL)
        return errno == ENOENT;
    for (struct dirent *entry; empty && (entry = readdir(dir)) != NULL;)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(dir);
    return empty;
}

const char *
path_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}
