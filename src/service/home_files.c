/* SPDX-License-Identifier: Apache-2.0
 *
 * Out of a home into a backup.
 */
#include "service/home_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "ledger/policy.h"
#include "service/home_files_form.h"
#include "service/instance.h"
#include "service/ledger.h"
#include "writer/writer.h"

enum { PIECE = 64 * 1024 };

struct sending {
    struct app *app;
    dump_sink *sink;
    void *context;
    struct sha256_stream *hash;
    char *piece; /* wiped: keys pass through it */
    int64_t count;
};

static enum status
put(struct sending *to, const void *bytes, size_t size, struct error *err)
{
    if (size == 0)
        return OK;
    sha256_stream_add(to->hash, bytes, size);
    return to->sink(to->context, (struct span){bytes, size}, err);
}

static enum status
put_number(struct sending *to, uint64_t number, int size, struct error *err)
{
    uint8_t bytes[8];

    for (int i = 0; i < size; i++)
        bytes[i] = (uint8_t)(number >> 8 * i);
    return put(to, bytes, (size_t)size, err);
}

static enum status
put_head(struct sending *to, const char *name, uint64_t size, struct error *err)
{
    const char sign = HOME_FILES_FILE;

    to->count++;
    TRY(put(to, &sign, 1, err));
    TRY(put_number(to, strlen(name), 4, err));
    TRY(put(to, name, strlen(name), err));
    return put_number(to, size, 8, err);
}

static enum status
put_text(struct sending *to, const char *name, struct span text, struct error *err)
{
    TRY(put_head(to, name, text.size, err));
    return put(to, text.data, text.size, err);
}

/* --- one file --------------------------------------------------------------------------------- */

static enum status
fail_reading(const char *name, struct error *err)
{
    return fail(err, UNAVAILABLE,
                "Không đọc được “%s” trong thư mục hệ thống. Bản sao lưu chưa xong; hãy xem quyền "
                "đọc tệp ấy.",
                name);
}

static enum status
put_open(struct sending *to, const char *name, int fd, struct error *err)
{
    struct stat info;

    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return fail_reading(name, err);
    uint64_t left = (uint64_t)info.st_size;
    TRY(put_head(to, name, left, err));
    while (left > 0) {
        ssize_t got = read(fd, to->piece, left < PIECE ? left : PIECE);
        if (got <= 0)
            return fail_reading(name, err);
        TRY(put(to, to->piece, (size_t)got, err));
        left -= (uint64_t)got;
    }
    return OK;
}

static enum status
put_file(struct sending *to, const char *name, struct error *err)
{
    int fd = open(arena_printf(to->app->arena, "%s/%s", to->app->home, name), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return fail_reading(name, err);
    enum status status = put_open(to, name, fd, err);
    close(fd);
    return status;
}

/* The ledger's file of one moment: a copy that has no name any more while it is read. */
static enum status
put_database(struct sending *to, struct error *err)
{
    struct app *app = to->app;
    uint8_t random[4];

    random_bytes(random, sizeof random);
    const char *copy = arena_printf(app->arena, "%s/ledger/.sao-luu-%02x%02x%02x%02x", app->home,
                                    random[0], random[1], random[2], random[3]);
    TRY(writer_copy_file(arena_printf(app->arena, "%s/ledger", app->home), copy, err));
    int fd = open(copy, O_RDONLY | O_CLOEXEC);
    unlink(copy);
    if (fd < 0)
        return fail_reading(HOME_FILES_DATABASE, err);
    enum status status = put_open(to, HOME_FILES_DATABASE, fd, err);
    close(fd);
    return status;
}

/* --- the ledger's folder ---------------------------------------------------------------------- */

/* What is written otherwise, or belongs to the process that has the ledger open. */
static bool
is_apart(const char *name)
{
    static const char *const apart[] = {HOME_FILES_DATABASE,
                                        HOME_FILES_DATABASE "-wal",
                                        HOME_FILES_DATABASE "-shm",
                                        HOME_FILES_PLACE,
                                        HOME_FILES_URL,
                                        HOME_FILES_POLICY,
                                        "ledger/lock",
                                        "ledger/restored"};

    for (size_t i = 0; i < COUNT_OF(apart); i++)
        if (text_equal(name, apart[i]))
            return true;
    return !home_file_is_ours(span_of(name));
}

static enum status put_folder(struct sending *to, const char *name, struct error *err);

static enum status
put_entry(struct sending *to, const char *name, struct error *err)
{
    struct stat info;

    if (is_apart(name))
        return OK;
    if (stat(arena_printf(to->app->arena, "%s/%s", to->app->home, name), &info) != 0)
        return OK; /* it went meanwhile */
    if (S_ISDIR(info.st_mode))
        return put_folder(to, name, err);
    if (to->count >= HOME_FILES_MAX || info.st_size > HOME_FILE_MAX)
        return fail(err, UNAVAILABLE, "Tệp “%s” quá lớn hoặc có quá nhiều tệp. Chưa sao lưu xong.",
                    name);
    return S_ISREG(info.st_mode) ? put_file(to, name, err) : OK;
}

static enum status
put_folder(struct sending *to, const char *name, struct error *err)
{
    struct arena *arena = to->app->arena;
    struct dirent **entries;
    enum status status = OK;

    int count =
        scandir(arena_printf(arena, "%s/%s", to->app->home, name), &entries, NULL, alphasort);
    if (count < 0)
        return fail_reading(name, err);
    for (int i = 0; i < count; i++) {
        if (status == OK && entries[i]->d_name[0] != '.')
            status = put_entry(to, arena_printf(arena, "%s/%s", name, entries[i]->d_name), err);
        free(entries[i]);
    }
    free(entries);
    return status;
}

/* Where the second place, or the service, is and whose cosignatures count, so that the restored
 * home asks them. */
static enum status
put_settings(struct sending *to, struct error *err)
{
    struct home_settings settings;
    struct error ignored;
    struct span policy;

    TRY(home_settings_read(to->app->home, to->app->arena, &settings, err));
    if (settings.ledger_place) {
        char *whole = realpath(settings.ledger_place, NULL);
        enum status status =
            put_text(to, HOME_FILES_PLACE, span_of(whole ? whole : settings.ledger_place), err);
        free(whole);
        TRY(status);
    }
    if (settings.ledger_url)
        TRY(put_text(to, HOME_FILES_URL, span_of(settings.ledger_url), err));
    /* One that is gone is the doctor's to tell. */
    if (!settings.ledger_policy ||
        file_read(to->app->arena, settings.ledger_policy, POLICY_FILE_MAX, &policy, &ignored) != OK)
        return OK;
    return put_text(to, HOME_FILES_POLICY, policy, err);
}

/* --- the whole -------------------------------------------------------------------------------- */

static enum status
put_all(struct sending *to, struct error *err)
{
    const char end = HOME_FILES_END;

    TRY(put(to, HOME_FILES_MAGIC, sizeof HOME_FILES_MAGIC - 1, err));
    TRY(put_number(to, HOME_FILES_FORM, 4, err));
    if (file_exists(arena_printf(to->app->arena, "%s/" HOME_FILES_ACCOUNT, to->app->home)))
        TRY(put_file(to, HOME_FILES_ACCOUNT, err));
    if (file_exists(arena_printf(to->app->arena, "%s/" HOME_FILES_REPORT, to->app->home)))
        TRY(put_folder(to, HOME_FILES_REPORT, err));
    if (ledger_exists(to->app)) {
        TRY(put_folder(to, HOME_FILES_LEDGER, err));
        TRY(put_settings(to, err));
        /* One that a service keeps elsewhere is that keeper's to back up. */
        if (file_exists(arena_printf(to->app->arena, "%s/" HOME_FILES_DATABASE, to->app->home)))
            TRY(put_database(to, err));
    }
    TRY(put(to, &end, 1, err));
    struct digest digest = sha256_stream_finish(to->hash);
    return to->sink(to->context, (struct span){(const char *)digest.bytes, SHA256_SIZE}, err);
}

enum status
home_files_write(struct app *app, dump_sink *sink, void *context, int64_t *count, struct error *err)
{
    AUTO(sha256_stream) *hash = sha256_stream_new();
    struct sending to = {.app = app, .sink = sink, .context = context, .hash = hash};

    to.piece = heap_alloc(PIECE);
    enum status status = put_all(&to, err);
    heap_wipe(to.piece, PIECE);
    free(to.piece);
    *count = to.count;
    return status;
}
