/* SPDX-License-Identifier: Apache-2.0 */
#include "service/backup.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "crypto/random.h"
#include "service/access.h"
#include "service/home_files.h"
#include "service/ledger.h"
#include "service/sealed_file.h"
#include "store/instance.h"
#include "store/pack.h"

/* --- writing ---------------------------------------------------------------------------------- */

static enum status
find_recipient(struct app *app, const struct backup_plan *plan, struct seal_public_key *recipient,
               struct error *err)
{
    const char *text = plan->recipient;

    if (!text)
        TRY(store_get_instance(app->store, INSTANCE_BACKUP_KEY, app->arena, &text, err));
    if (!text)
        return fail(err, USAGE,
                    "Chưa có khóa nhận bản sao lưu: hãy tạo bằng “hocba backup "
                    "--new-key TỆP”, hoặc ghi --to KHÓA.");
    return seal_public_key_parse(span_of(text), recipient, err);
}

/* The private key when it is at hand and fits; NULL (and OK) otherwise. */
static enum status
find_private_key(struct app *app, const struct backup_plan *plan,
                 const struct seal_public_key *recipient, struct secret **key, struct error *err)
{
    AUTO(secret) *text = NULL;
    AUTO(secret) *parsed = NULL;
    const char *file =
        plan->key_file ? plan->key_file : arena_printf(app->arena, "%s/backup.key", app->home);

    *key = NULL;
    if (!plan->key_file && !file_exists(file))
        return OK;
    TRY(secret_read_line(file, &text, err));
    TRY(seal_private_key_parse(text, &parsed, err));
    struct seal_public_key public_key = seal_private_key_public(parsed);
    bool fits = memcmp(public_key.bytes, recipient->bytes, SEAL_KEY_SIZE) == 0;
    if (!fits && plan->key_file)
        return fail(err, INVALID, "Khóa trong “%s” không mở được bản sao lưu mã hóa cho khóa này.",
                    plan->key_file);
    if (fits) {
        *key = parsed;
        parsed = NULL;
    }
    return OK;
}

static const char *
backup_path(struct app *app, const char *place)
{
    struct stat info;
    char now[MOMENT_TEXT_SIZE];
    unsigned char random[2];

    if (stat(place, &info) != 0 || !S_ISDIR(info.st_mode))
        return arena_text(app->arena, place);
    moment_write(moment_in_vietnam(app->options.system_clock()), now);
    random_bytes(random, sizeof random);
    return arena_printf(app->arena, "%s/hocba-%.10s-%.2s%.2s%.2s-%02x%02x.backup", place, now,
                        now + 11, now + 14, now + 17, random[0], random[1]);
}

static enum status
write_file(struct app *app, const char *path, const struct seal_public_key *recipient,
           struct digest *digest, struct backup_done *done, struct error *err)
{
    AUTO(sealed_file) *file = NULL;
    struct dump_counts counts;

    TRY(sealed_file_new(path, recipient, &file, err));
    AUTO(packer) *packer = packer_new(sealed_file_add, file);
    TRY(store_dump(app->store, packer_add, packer, &counts, err));
    TRY(packer_finish(packer, err));
    TRY(home_files_write(app, packer_add, packer, &done->files, err));
    TRY(packer_finish(packer, err));
    TRY(sealed_file_finish(file, digest, &done->file_bytes, err));
    done->rows = counts.rows;
    done->tables = counts.tables;
    done->plain_bytes = counts.bytes;
    return OK;
}

/* Where a backup is read to: nowhere (store and home NULL) only checks it. */
struct read_back {
    struct store *store;
    const char *home;
    struct dump_counts counts;
    int64_t files;
};

/* One that was made before ledgers went into backups ends behind the dump. */
static enum status
read_parts(struct unpacker *unpacker, struct read_back *to, struct error *err)
{
    bool another;

    if (to->store)
        TRY(store_load(to->store, unpacker_read, unpacker, &to->counts, err));
    else
        TRY(dump_check(unpacker_read, unpacker, &to->counts, err));
    TRY(unpacker_next(unpacker, &another, err));
    if (!another)
        return OK;
    TRY(home_files_read(to->home, unpacker_read, unpacker, &to->files, err));
    TRY(unpacker_next(unpacker, &another, err));
    return another ? fail(err, CORRUPT, "Bản sao lưu có phần thừa ở cuối; hãy dùng bản khác.") : OK;
}

static enum status
read_backup(struct read_back *to, const char *file, const struct secret *key, struct error *err)
{
    struct sealed_source source;

    TRY(sealed_source_open(file, key, &source, err));
    struct unpacker *unpacker = unpacker_new(sealed_source_read, &source);
    enum status status = read_parts(unpacker, to, err);
    unpacker_free(unpacker);
    sealed_source_close(&source);
    return status;
}

static enum status
check_written(const char *path, const struct secret *key, const struct digest *written,
              struct backup_done *done, struct error *err)
{
    struct read_back again = {0};
    struct digest digest;

    TRY(file_digest(path, &digest, err));
    if (!digest_equal(written, &digest))
        return fail(err, CORRUPT,
                    "Bản sao lưu vừa ghi đọc lại khác với dữ liệu đã ghi; hãy ghi vào "
                    "đĩa khác.");
    if (!key)
        return OK;
    TRY(read_backup(&again, path, key, err));
    if (again.counts.rows != done->rows || again.counts.tables != done->tables ||
        again.files != done->files)
        return fail(err, CORRUPT,
                    "Bản sao lưu vừa ghi đọc lại không đủ dữ liệu; hãy ghi lại vào chỗ "
                    "khác.");
    done->opened = true;
    return OK;
}

enum status
backup_write(struct app *app, const struct backup_plan *plan, struct backup_done *done,
             struct error *err)
{
    AUTO(secret) *key = NULL;
    struct seal_public_key recipient;
    struct digest written;
    char now[MOMENT_TEXT_SIZE];

    memset(done, 0, sizeof *done);
    TRY(access_check(app, MAY_BACK_UP, NULL, err));
    TRY(find_recipient(app, plan, &recipient, err));
    TRY(find_private_key(app, plan, &recipient, &key, err));
    done->file = backup_path(app, plan->place);
    TRY(write_file(app, done->file, &recipient, &written, done, err));
    TRY(check_written(done->file, key, &written, done, err));
    moment_write(moment_in_vietnam(app->options.system_clock()), now);
    return store_set_instance(app->store, INSTANCE_LAST_BACKUP, now, err);
}

/* --- restoring -------------------------------------------------------------------------------- */

static enum status
restore_store(const struct app_options *options, const struct instance_plan *plan, const char *file,
              const char *key_file, struct restore_done *done, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = NULL;
    AUTO(secret) *text = NULL;
    AUTO(secret) *key = NULL;
    struct read_back to = {0};

    /* The whole file first: a wrong key or a damaged file must leave no half-made home behind. */
    TRY(secret_read_line(key_file, &text, err));
    TRY(seal_private_key_parse(text, &key, err));
    TRY(read_backup(&to, file, key, err));
    TRY(home_make(options, plan, arena, &store, err));
    to = (struct read_back){.store = store, .home = options->home};
    TRY(read_backup(&to, file, key, err));
    done->rows = to.counts.rows;
    done->tables = to.counts.tables;
    return OK;
}

/* Whether the ledger that came along may sign on. */
static void
try_ledger(struct app *app, struct restore_done *done)
{
    struct ledger_facts facts;
    struct error why;

    done->has_ledger = ledger_exists(app);
    if (done->has_ledger && ledger_facts(app, &facts, &why) != OK)
        done->ledger_waits = arena_text(app->arena, why.message);
}

enum status
backup_restore(const struct app_options *options, const struct instance_plan *plan,
               const char *file, const char *key_file, struct span anchors_pem, struct app **app,
               struct restore_done *done, struct error *err)
{
    struct app_options as_operator = *options;
    struct app *opened;

    memset(done, 0, sizeof *done);
    as_operator.by = NULL;
    TRY(restore_store(options, plan, file, key_file, done, err));
    TRY(app_open(&as_operator, &opened, err));
    enum status status = issued_verify(opened, anchors_pem, done, err);
    if (status != OK) {
        app_close(opened);
        return status;
    }
    try_ledger(opened, done);
    *app = opened;
    return OK;
}
