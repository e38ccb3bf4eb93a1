/* SPDX-License-Identifier: Apache-2.0
 *
 * Making, opening and appending.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "writer/writer_internal.h"

enum { LOCK_TRIES = 600, LOCK_PAUSE_MS = 50, KEY_FILE_MAX = 256, ORIGIN_FILE_MAX = 2048 };

static const char *
path_in(const struct writer *writer, const char *name)
{
    return arena_printf(writer->arena, "%s/%s", writer->folder, name);
}

/* --- making ----------------------------------------------------------------------------------- */

static enum status
write_key(const char *path, struct secret *seed, struct error *err)
{
    AUTO(secret) *text = secret_new(2 * ED25519_SEED_SIZE + 1);

    hex_write(secret_bytes(seed), ED25519_SEED_SIZE, (char *)secret_bytes(text));
    secret_bytes(text)[2 * (size_t)ED25519_SEED_SIZE] = '\n';
    return file_write(path, (struct span){(const char *)secret_bytes(text), secret_size(text)},
                      0600, err);
}

/* The key first: a folder with a database and no key could not go on. */
static enum status
make_files(const char *folder, struct span origin, struct arena *arena, struct error *err)
{
    AUTO(buffer) *text = buffer_new(ORIGIN_FILE_MAX);
    AUTO(secret) *seed = NULL;
    AUTO(database) *database = NULL;
    uint8_t public[ED25519_PUBLIC_SIZE];
    AUTO(secret) *key = ed25519_key_new(public, &seed);
    struct note_key vkey = note_key_of(origin, NOTE_ED25519, public);

    (void)key;
    buffer_printf(text, "%.*s\n", (int)origin.size, origin.data);
    note_key_write(&vkey, text);
    buffer_char(text, '\n');
    TRY(write_key(arena_printf(arena, "%s/key", folder), seed, err));
    TRY(file_write(arena_printf(arena, "%s/origin", folder), buffer_span(text), 0644, err));
    return database_open(arena_printf(arena, "%s/ledger.db", folder), true, &database, err);
}

enum status
writer_create(const char *folder, struct span origin, struct error *err)
{
    AUTO(arena) *arena = arena_new();

    if (!note_name_is_valid(origin) || origin.size > CHECKPOINT_ORIGIN_MAX)
        return fail(err, INVALID,
                    "Tên sổ cái không hợp lệ: không có dấu cách, dấu cộng, tối đa %d byte.",
                    CHECKPOINT_ORIGIN_MAX);
    if (!folder_is_empty(folder))
        return fail(err, CONFLICT, "Thư mục %s không trống; chưa tạo sổ cái.", folder);
    TRY(folder_make(folder, 0700, err));
    return make_files(folder, origin, arena, err);
}

/* --- opening ---------------------------------------------------------------------------------- */

static enum status
read_origin(struct writer *writer, struct error *err)
{
    struct span text;

    TRY(file_read(writer->arena, path_in(writer, "origin"), ORIGIN_FILE_MAX, &text, err));
    const char *newline = memchr(text.data, '\n', text.size);
    if (!newline)
        return fail(err, CORRUPT, "Tệp origin của sổ cái bị hỏng.");
    writer->origin = (struct span){text.data, (size_t)(newline - text.data)};
    writer->vkey = (struct span){newline + 1, text.size - writer->origin.size - 1};
    if (writer->vkey.size && writer->vkey.data[writer->vkey.size - 1] == '\n')
        writer->vkey.size--;
    return OK;
}

/* The key must be the one that the ledger is known by. */
static enum status
read_key(struct writer *writer, struct error *err)
{
    AUTO(secret) *line = NULL;
    AUTO(secret) *seed = secret_new(ED25519_SEED_SIZE);
    AUTO(buffer) *again = buffer_new(ORIGIN_FILE_MAX);

    TRY(secret_read_line(path_in(writer, "key"), &line, err));
    if (secret_size(line) != 2 * (size_t)ED25519_SEED_SIZE ||
        !hex_read((struct span){secret_text(line), secret_size(line)}, secret_bytes(seed),
                  ED25519_SEED_SIZE))
        return fail(err, CORRUPT, "Tệp khóa của sổ cái bị hỏng.");
    writer->key = ed25519_key_of_seed(secret_bytes(seed), writer->public);
    struct note_key vkey = note_key_of(writer->origin, NOTE_ED25519, writer->public);
    note_key_write(&vkey, again);
    return span_equal(buffer_span(again), writer->vkey)
               ? OK
               : fail(err, CORRUPT, "Khóa trong thư mục sổ cái không phải khóa của sổ này.");
}

/* One process at a time; a short wait, since commands are short. */
static enum status
take_lock(struct writer *writer, struct error *err)
{
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_MS * 1000L * 1000L};

    writer->lock = open(path_in(writer, "lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (writer->lock < 0)
        return fail(err, errno == ENOENT ? NOT_FOUND : UNAVAILABLE,
                    "Không mở được thư mục sổ cái %s.", writer->folder);
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(writer->lock, LOCK_EX | LOCK_NB) == 0)
            return OK;
        nanosleep(&pause, NULL);
    }
    return fail(err, CONFLICT,
                "Một tiến trình khác đang ghi sổ cái. Chưa ghi gì; hãy thử lại sau.");
}

/* --- what is kept in memory ------------------------------------------------------------------- */

static enum status
load_level(struct writer *writer, int number, struct error *err)
{
    struct level *level = &writer->levels[number];
    uint64_t hashes = writer->size >> (number * TILE_HEIGHT);
    struct span bytes;

    *level = (struct level){.width = (unsigned)(hashes % TILE_WIDTH), .index = hashes / TILE_WIDTH};
    if (level->width == 0)
        return OK;
    TRY(database_read_tile(writer->database, number, level->index, &bytes, err));
    if (bytes.size != level->width * SHA256_SIZE)
        return fail(err, CORRUPT, "Một mảnh của sổ cái không đúng độ dài. Không ký thêm gì.");
    memcpy(level->hashes, bytes.data, bytes.size);
    return OK;
}

static enum status
load_statuses(struct writer *writer, struct error *err)
{
    status_replay_free(writer->replay);
    writer->replay = status_replay_new();
    writer->time = 0;
    for (uint64_t i = 0; i < writer->size; i++) {
        struct leaf leaf;
        TRY(writer_read(writer, i, &leaf, err));
        TRY(status_replay_add(writer->replay, &leaf, err));
        writer->time = leaf.time;
    }
    return OK;
}

/* Everything anew from what is stored. */
static enum status
load(struct writer *writer, struct error *err)
{
    TRY(database_count_leaves(writer->database, &writer->size, err));
    for (int i = 0; i < TILE_LEVELS; i++)
        TRY(load_level(writer, i, err));
    return load_statuses(writer, err);
}

static enum status
open_all(struct writer *writer, struct error *err)
{
    TRY(take_lock(writer, err));
    TRY(read_origin(writer, err));
    TRY(read_key(writer, err));
    TRY(database_open(path_in(writer, "ledger.db"), false, &writer->database, err));
    if (writer->options.place.where)
        TRY(place_open(&writer->options.place, writer->origin, &writer->place, err));
    return load(writer, err);
}

enum status
open_unchecked(const char *folder, const struct writer_options *options, struct writer **writer,
               struct error *err)
{
    AUTO(writer) *opened = heap_alloc(sizeof *opened);

    opened->arena = arena_new();
    opened->folder = arena_text(opened->arena, folder);
    opened->options = *options;
    opened->lock = -1;
    TRY(open_all(opened, err));
    *writer = opened;
    opened = NULL;
    return OK;
}

/* Whoever reads is not stopped by a place that does not answer; nothing is signed without it. */
static enum status
compare_place_unless_silent(struct writer *writer, bool *silent, struct error *err)
{
    enum status status = compare_place(writer, err);

    *silent = status == UNAVAILABLE && place_is_silent(writer->place);
    return *silent ? OK : status;
}

enum status
writer_open(const char *folder, const struct writer_options *options, struct writer **writer,
            struct error *err)
{
    AUTO(writer) *opened = NULL;
    struct cosigning asked;
    bool silent;

    TRY(open_unchecked(folder, options, &opened, err));
    TRY(compare_place_unless_silent(opened, &silent, err));
    TRY(compare_witnesses(opened, &asked, err));
    TRY(check_restored(opened, err));
    /* A batch was committed and the power failed before it was signed. */
    if (!silent)
        TRY(sign_checkpoint(opened, err));
    *writer = opened;
    opened = NULL;
    return OK;
}

void
writer_free(struct writer *writer)
{
    if (!writer)
        return;
    status_replay_free(writer->replay);
    tile_source_clear(&writer->source);
    place_free(writer->place);
    database_free(writer->database);
    secret_free(writer->key);
    if (writer->lock >= 0)
        close(writer->lock);
    arena_free(writer->arena);
    free(writer);
}

/* --- appending -------------------------------------------------------------------------------- */

static enum status
store_level(struct writer *writer, int number, struct error *err)
{
    struct level *level = &writer->levels[number];
    struct span bytes = {(const char *)level->hashes, level->width * SHA256_SIZE};

    level->dirty = false;
    return database_put_tile(writer->database, number, level->index, bytes, err);
}

enum status
store_levels(struct writer *writer, struct error *err)
{
    for (int i = 0; i < TILE_LEVELS; i++)
        if (writer->levels[i].dirty && writer->levels[i].width)
            TRY(store_level(writer, i, err));
    return OK;
}

/* A hash of the lowest level; a tile that is full is stored and is one hash of the next level. */
static enum status
add_hash(struct writer *writer, struct digest hash, struct error *err)
{
    for (int number = 0; number < TILE_LEVELS; number++) {
        struct level *level = &writer->levels[number];
        level->hashes[level->width++] = hash;
        level->dirty = true;
        if (level->width < TILE_WIDTH)
            return OK;
        TRY(store_level(writer, number, err));
        tile_fold(level->hashes);
        hash = level->hashes[0];
        level->width = 0;
        level->index++;
    }
    return OK;
}

/* The same leaf whenever it is handed in: all of it but its time. */
static struct digest
identify(const struct leaf *leaf)
{
    AUTO(buffer) *bytes = buffer_new(LEAF_MAX);
    struct leaf timeless = *leaf;

    timeless.time = 0;
    leaf_write(&timeless, bytes);
    return sha256(buffer_span(bytes));
}

static enum status
was_written(struct writer *writer, const struct digest *rid, struct written *written,
            struct error *err)
{
    struct leaf leaf;

    TRY(database_find_leaf(writer->database, rid, &written->index, err));
    TRY(writer_read(writer, written->index, &leaf, err));
    written->time = leaf.time;
    written->already = true;
    return OK;
}

static enum status
add_entry(struct writer *writer, const struct digest *rid, struct span entry, struct error *err)
{
    TRY(database_add_leaf(writer->database, writer->size, rid, entry, err));
    TRY(add_hash(writer, tree_leaf_hash(entry), err));
    writer->size++;
    return OK;
}

enum status
append_copied(struct writer *writer, struct span entry, struct error *err)
{
    struct leaf leaf;

    TRY(leaf_parse(entry, &leaf, err));
    struct digest rid = identify(&leaf);
    TRY(status_replay_offer(writer->replay, &leaf, err));
    writer->time = leaf.time;
    return add_entry(writer, &rid, entry, err);
}

static enum status
append_one(struct writer *writer, struct leaf *leaf, struct arena *arena, struct written *written,
           struct error *err)
{
    AUTO(buffer) *entry = buffer_new(LEAF_MAX);
    struct digest rid = identify(leaf);
    struct error why;

    *written = (struct written){0};
    enum status status = was_written(writer, &rid, written, err);
    if (status != NOT_FOUND)
        return status;
    if (status_replay_offer(writer->replay, leaf, &why) != OK) {
        written->status = INVALID;
        written->reason = arena_text(arena, why.message);
        return OK;
    }
    leaf_write(leaf, entry);
    TRY(add_entry(writer, &rid, buffer_span(entry), err));
    written->index = writer->size - 1;
    written->time = leaf->time;
    return OK;
}

static enum status
append_all(struct writer *writer, struct leaf *leaves, size_t count, struct arena *arena,
           struct written *written, struct error *err)
{
    int64_t now = writer->options.clock();

    if (now > writer->time)
        writer->time = now;
    TRY(database_begin(writer->database, err));
    for (size_t i = 0; i < count; i++) {
        leaves[i].time = writer->time;
        TRY(append_one(writer, &leaves[i], arena, &written[i], err));
    }
    TRY(store_levels(writer, err));
    return database_commit(writer->database, err);
}

/* What is in memory is as it was stored, or is read anew by the next call. */
static void
undo(struct writer *writer)
{
    struct error ignored;

    database_rollback(writer->database);
    tile_source_clear(&writer->source);
    writer->stale = load(writer, &ignored) != OK;
}

enum status
writer_append(struct writer *writer, struct leaf *leaves, size_t count, struct arena *arena,
              struct written *written, struct error *err)
{
    if (count > WRITER_BATCH_MAX)
        return fail(err, USAGE, "Mỗi lần ghi nhiều nhất %d mục.", WRITER_BATCH_MAX);
    TRY(check_clock(writer, err));
    TRY(may_sign(writer, err));
    if (writer->stale)
        TRY(load(writer, err));
    writer->stale = false;
    enum status status = append_all(writer, leaves, count, arena, written, err);
    if (status != OK) {
        undo(writer);
        return status;
    }
    return sign_checkpoint(writer, err);
}

/* --- reading ---------------------------------------------------------------------------------- */

struct span
writer_origin(const struct writer *writer)
{
    return writer->origin;
}

struct span
writer_key(const struct writer *writer)
{
    return writer->vkey;
}

uint64_t
writer_size(const struct writer *writer)
{
    return writer->size;
}

enum status
writer_read(struct writer *writer, uint64_t index, struct leaf *leaf, struct error *err)
{
    struct span entry;

    TRY(database_read_leaf(writer->database, index, &entry, err));
    return leaf_parse(entry, leaf, err);
}

enum status
writer_find(struct writer *writer, const struct digest *hash, uint64_t *index, struct error *err)
{
    return database_find_hash(writer->database, hash, 0, index, err);
}

bool
writer_knows_key(const struct writer *writer, const uint8_t kid[LEAF_KID_SIZE])
{
    return status_knows_key(writer->replay, kid);
}
