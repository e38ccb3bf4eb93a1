/* SPDX-License-Identifier: Apache-2.0
 *
 * Out of a backup into a home.  Whoever knows the public key can make a backup: names, sizes and
 * numbers are held to what we write.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/hash.h"
#include "service/home_files.h"
#include "service/home_files_form.h"
#include "service/instance.h"
#include "writer/writer.h"

enum { PIECE = 64 * 1024, PATH_PARTS_MAX = 4 };
static const uint64_t DATABASE_MAX = 64ull << 30;

/* Of the folders that a backup may bring; 0: none. */
static size_t
folder_size(struct span name)
{
    static const char *const folders[] = {HOME_FILES_LEDGER, HOME_FILES_REPORT};

    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        size_t size = strlen(folders[i]);
        if (name.size > size + 1 && memcmp(name.data, folders[i], size) == 0 &&
            name.data[size] == '/')
            return size + 1;
    }
    return 0;
}

bool
home_file_is_ours(struct span name)
{
    size_t parts = 1, folder = folder_size(name);
    char before = '/';

    if (span_is(name, HOME_FILES_ACCOUNT))
        return true;
    if (name.size > HOME_FILE_NAME_MAX || folder == 0)
        return false;
    for (size_t i = folder; i < name.size; before = name.data[i++]) {
        unsigned char c = (unsigned char)name.data[i];
        parts += c == '/';
        if (before == '/' ? !isalnum(c) : !isalnum(c) && !strchr("./_-", c))
            return false;
        if (c == '\0')
            return false;
    }
    return before != '/' && parts <= PATH_PARTS_MAX;
}

struct taking {
    const char *home; /* NULL: only checked */
    struct arena *arena;
    dump_source *source;
    void *context;
    struct sha256_stream *hash;
    char *piece; /* wiped */
    int64_t count;
    bool marked, has_policy;
    const char *place, *url; /* NULL: none */
};

static enum status
damaged(const char *what, struct error *err)
{
    fail(err, CORRUPT, "Bản sao lưu bị hỏng hoặc bị cắt cụt ở phần sổ cái; hãy dùng bản khác.");
    return fail_detail(err, "home files: %s", what);
}

static enum status
take_raw(const struct taking *from, void *to, size_t size, struct error *err)
{
    char *out = to;

    while (size > 0) {
        size_t got;
        TRY(from->source(from->context, out, size, &got, err));
        if (got == 0)
            return damaged("end", err);
        out += got;
        size -= got;
    }
    return OK;
}

static enum status
take(struct taking *from, void *to, size_t size, struct error *err)
{
    TRY(take_raw(from, to, size, err));
    sha256_stream_add(from->hash, to, size);
    return OK;
}

static enum status
take_number(struct taking *from, int size, uint64_t *number, struct error *err)
{
    uint8_t bytes[8];

    TRY(take(from, bytes, (size_t)size, err));
    *number = 0;
    for (int i = size; i-- > 0;)
        *number = *number << 8 | bytes[i];
    return OK;
}

/* --- one file --------------------------------------------------------------------------------- */

static enum status
fail_writing(const char *name, struct error *err)
{
    fail(err, UNAVAILABLE, "Không ghi được “%s” vào thư mục mới (đĩa đầy hoặc không có quyền).",
         name);
    return fail_detail(err, "errno: %s", strerror(errno));
}

/* The mark first: a restore that is cut off leaves no ledger that would sign. */
static enum status
make_file(struct taking *from, const char *name, int *fd, struct error *err)
{
    const char *path = arena_printf(from->arena, "%s/%s", from->home, name);
    const char *slash = strrchr(path, '/');
    const char *ledger = arena_printf(from->arena, "%s/ledger", from->home);

    TRY(folder_make(arena_copy(from->arena, path, (size_t)(slash - path)), 0700, err));
    if (!from->marked && text_starts(name, "ledger/")) {
        TRY(writer_mark_restored(ledger, err));
        from->marked = true;
    }
    *fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return *fd >= 0 ? OK : fail_writing(name, err);
}

static enum status
put_piece(int fd, const char *name, const char *bytes, size_t size, struct error *err)
{
    while (size > 0) {
        ssize_t put = write(fd, bytes, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return fail_writing(name, err);
        bytes += put;
        size -= (size_t)put;
    }
    return OK;
}

/* `fd` -1: nowhere. */
static enum status
take_bytes(struct taking *from, const char *name, int fd, uint64_t size, struct error *err)
{
    while (size > 0) {
        size_t part = size < PIECE ? (size_t)size : PIECE;
        TRY(take(from, from->piece, part, err));
        if (fd >= 0)
            TRY(put_piece(fd, name, from->piece, part, err));
        size -= part;
    }
    return fd < 0 || fsync(fd) == 0 ? OK : fail_writing(name, err);
}

/* An address, on one line. */
static enum status
take_address(struct taking *from, uint64_t size, const char **address, struct error *err)
{
    if (size == 0 || size >= PIECE)
        return damaged("address", err);
    TRY(take(from, from->piece, size, err));
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)from->piece[i] < ' ')
            return damaged("address", err);
    *address = arena_copy(from->arena, from->piece, size);
    return OK;
}

static enum status
take_file(struct taking *from, struct error *err)
{
    uint64_t name_size, size;
    int fd = -1;

    TRY(take_number(from, 4, &name_size, err));
    if (name_size > HOME_FILE_NAME_MAX)
        return damaged("name", err);
    char *name = arena_alloc(from->arena, name_size + 1);
    TRY(take(from, name, name_size, err));
    name[name_size] = '\0';
    TRY(take_number(from, 8, &size, err));
    if (!home_file_is_ours((struct span){name, name_size}) || ++from->count > HOME_FILES_MAX)
        return damaged("name", err);
    if (size > (text_equal(name, HOME_FILES_DATABASE) ? DATABASE_MAX : HOME_FILE_MAX))
        return damaged("size", err);
    if (text_equal(name, HOME_FILES_PLACE))
        return take_address(from, size, &from->place, err);
    if (text_equal(name, HOME_FILES_URL))
        return take_address(from, size, &from->url, err);
    from->has_policy |= text_equal(name, HOME_FILES_POLICY);
    if (from->home)
        TRY(make_file(from, name, &fd, err));
    enum status status = take_bytes(from, name, fd, size, err);
    if (fd >= 0)
        close(fd);
    return status;
}

/* --- the whole -------------------------------------------------------------------------------- */

static enum status
write_settings(const struct taking *from, struct error *err)
{
    AUTO(buffer) *text = buffer_new(SETTINGS_FILE_MAX);
    const char *path = arena_printf(from->arena, "%s/settings", from->home);
    struct span before;

    if (!from->place && !from->url && !from->has_policy)
        return OK;
    TRY(file_read(from->arena, path, SETTINGS_FILE_MAX / 2, &before, err));
    buffer_add(text, before.data, before.size);
    if (from->place)
        buffer_printf(text, "ledger.place=%s\n", from->place);
    if (from->url)
        buffer_printf(text, "ledger.url=%s\n", from->url);
    if (from->has_policy)
        buffer_text(text, "ledger.policy=" HOME_FILES_POLICY "\n");
    return file_write(path, buffer_span(text), 0600, err);
}

static enum status
take_all(struct taking *from, struct error *err)
{
    char magic[sizeof HOME_FILES_MAGIC - 1], sign;
    struct digest got;
    uint64_t form;
    size_t more;

    TRY(take(from, magic, sizeof magic, err));
    TRY(take_number(from, 4, &form, err));
    if (memcmp(magic, HOME_FILES_MAGIC, sizeof magic) != 0)
        return damaged("magic", err);
    if (form != HOME_FILES_FORM)
        return fail(err, UNAVAILABLE,
                    "Bản sao lưu này do bản hocba mới hơn tạo ra; hãy dùng bản hocba mới.");
    TRY(take(from, &sign, 1, err));
    while (sign == HOME_FILES_FILE) {
        TRY(take_file(from, err));
        TRY(take(from, &sign, 1, err));
    }
    if (sign != HOME_FILES_END)
        return damaged("sign", err);
    struct digest want = sha256_stream_finish(from->hash);
    TRY(take_raw(from, got.bytes, SHA256_SIZE, err));
    if (!digest_equal(&want, &got))
        return damaged("hash", err);
    TRY(from->source(from->context, &sign, 1, &more, err));
    if (more)
        return damaged("bytes after the end", err);
    return from->home ? write_settings(from, err) : OK;
}

enum status
home_files_read(const char *home, dump_source *source, void *context, int64_t *count,
                struct error *err)
{
    AUTO(sha256_stream) *hash = sha256_stream_new();
    AUTO(arena) *arena = arena_new();
    struct taking from = {
        .home = home, .arena = arena, .source = source, .context = context, .hash = hash};

    from.piece = heap_alloc(PIECE);
    enum status status = take_all(&from, err);
    heap_wipe(from.piece, PIECE);
    free(from.piece);
    *count = from.count;
    return status;
}
