/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "witness/witness_internal.h"

#define FIRST_LINE "hocba witness 1"

enum {
    SEED_TEXT_SIZE = 2 * ED25519_SEED_SIZE,
    FILE_MAX = WITNESS_LOGS_MAX * (WITNESS_NOTE_MAX + 16) + 1024,
};

static const char *
path_in(const struct witness *witness, const char *name)
{
    return arena_printf(witness->arena, "%s/%s", witness->folder, name);
}

static enum status
damaged(struct error *err)
{
    return fail(err, CORRUPT,
                "Tệp của nhân chứng bị hỏng; nhân chứng không ký nữa. Đừng lấy bản sao lưu cũ "
                "thay vào: hãy tạo nhân chứng mới và báo khóa mới cho sổ cái.");
}

/* --- writing ---------------------------------------------------------------------------------- */

static enum status
write_file(const struct witness *witness, struct error *err)
{
    AUTO(buffer) *text = buffer_new_wiped(FILE_MAX);
    AUTO(secret) *seed = secret_new(SEED_TEXT_SIZE + 1);

    hex_write(secret_bytes(witness->seed), ED25519_SEED_SIZE, (char *)secret_bytes(seed));
    buffer_printf(text, FIRST_LINE "\n%.*s\n", (int)witness->name.size, witness->name.data);
    buffer_add(text, secret_bytes(seed), SEED_TEXT_SIZE);
    buffer_char(text, '\n');
    for (size_t i = 0; i < witness->count; i++) {
        struct span note = buffer_span(witness->seen[i].note);
        buffer_printf(text, "%zu\n", note.size);
        buffer_add(text, note.data, note.size);
    }
    if (text->overflow)
        return fail(err, CONFLICT, "Nhân chứng giữ quá nhiều sổ cái.");
    return file_write(path_in(witness, "witness"), buffer_span(text), 0600, err);
}

enum status
witness_create(const char *folder, struct span name, struct error *err)
{
    AUTO(witness) *made = heap_alloc(sizeof *made);

    *made = (struct witness){.arena = arena_new(), .name = name, .lock = -1};
    made->folder = arena_text(made->arena, folder);
    pthread_mutex_init(&made->mutex, NULL);
    if (!note_name_is_valid(name))
        return fail(err, INVALID,
                    "Tên nhân chứng không hợp lệ: không có dấu cách, dấu cộng, tối đa %d byte, "
                    "như nhan-chung.example.vn/w1.",
                    NOTE_NAME_MAX);
    if (!folder_is_empty(folder))
        return fail(err, CONFLICT, "Thư mục %s không trống; chưa tạo nhân chứng.", folder);
    TRY(folder_make(folder, 0700, err));
    made->key = ed25519_key_new(made->public, &made->seed);
    return write_file(made, err);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* A note that we kept carries our own cosignature, which also says that no bit of it flipped. */
static enum status
read_seen(struct witness *witness, struct span note, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct note_key key = note_key_of(witness->name, NOTE_COSIGNATURE, witness->public);
    struct seen *seen = &witness->seen[witness->count];
    struct note read;

    *seen = (struct seen){.note = buffer_new(WITNESS_NOTE_MAX)};
    witness->count++;
    buffer_add(seen->note, note.data, note.size);
    if (seen->note->overflow || note_parse(buffer_span(seen->note), arena, &read, err) != OK ||
        note_verify(&read, &key, NULL, NULL, err) != OK ||
        checkpoint_parse(read.text, &seen->checkpoint, err) != OK)
        return damaged(err);
    return OK;
}

static enum status
read_all_seen(struct witness *witness, struct span rest, struct error *err)
{
    struct span line;
    uint64_t size;

    while (rest.size) {
        if (!span_next_line(&rest, &line) || !ledger_parse_number(line, &size) ||
            size > rest.size || witness->count == WITNESS_LOGS_MAX)
            return damaged(err);
        TRY(read_seen(witness, (struct span){rest.data, (size_t)size}, err));
        rest = (struct span){rest.data + size, rest.size - (size_t)size};
    }
    return OK;
}

static void
forget(struct witness *witness)
{
    for (size_t i = 0; i < witness->count; i++)
        buffer_free(witness->seen[i].note);
    witness->count = 0;
    secret_free(witness->key);
    secret_free(witness->seed);
    witness->key = witness->seed = NULL;
}

static enum status
read_file(struct witness *witness, struct error *err)
{
    AUTO(arena) *arena = arena_new_wiped();
    struct span rest, first, name, seed;

    forget(witness);
    TRY(file_read(arena, path_in(witness, "witness"), FILE_MAX, &rest, err));
    if (!span_next_line(&rest, &first) || !span_is(first, FIRST_LINE) ||
        !span_next_line(&rest, &name) || !note_name_is_valid(name) ||
        !span_next_line(&rest, &seed) || seed.size != SEED_TEXT_SIZE)
        return damaged(err);
    witness->name = (struct span){arena_copy(witness->arena, name.data, name.size), name.size};
    witness->seed = secret_new(ED25519_SEED_SIZE);
    if (!hex_read(seed, secret_bytes(witness->seed), ED25519_SEED_SIZE))
        return damaged(err);
    witness->key = ed25519_key_of_seed(secret_bytes(witness->seed), witness->public);
    return read_all_seen(witness, rest, err);
}

enum status
witness_open(const char *folder, struct witness **witness, struct error *err)
{
    AUTO(witness) *opened = heap_alloc(sizeof *opened);

    *opened = (struct witness){.arena = arena_new(), .lock = -1};
    opened->folder = arena_text(opened->arena, folder);
    pthread_mutex_init(&opened->mutex, NULL);
    TRY(read_file(opened, err));
    *witness = opened;
    opened = NULL;
    return OK;
}

void
witness_free(struct witness *witness)
{
    if (!witness)
        return;
    forget(witness);
    if (witness->lock >= 0)
        close(witness->lock);
    pthread_mutex_destroy(&witness->mutex);
    arena_free(witness->arena);
    free(witness);
}

enum status
witness_lock(struct witness *witness, struct error *err)
{
    witness->lock = open(path_in(witness, "lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (witness->lock < 0)
        return fail(err, UNAVAILABLE, "Không khóa được thư mục của nhân chứng: %s.",
                    strerror(errno));
    if (flock(witness->lock, LOCK_EX | LOCK_NB) != 0)
        return fail(err, CONFLICT, "Một tiến trình khác đang chạy nhân chứng này.");
    return read_file(witness, err);
}

/* --- what it holds ---------------------------------------------------------------------------- */

void
witness_write_key(const struct witness *witness, struct buffer *out)
{
    struct note_key key = note_key_of(witness->name, NOTE_COSIGNATURE, witness->public);

    note_key_write(&key, out);
}

size_t
witness_count(const struct witness *witness)
{
    return witness->count;
}

struct span
witness_note(const struct witness *witness, size_t index)
{
    return buffer_span(witness->seen[index].note);
}

const struct seen *
find_seen(const struct witness *witness, struct span origin)
{
    for (size_t i = 0; i < witness->count; i++) {
        if (span_equal(witness->seen[i].checkpoint.origin, origin))
            return &witness->seen[i];
    }
    return NULL;
}

enum status
witness_find(struct witness *witness, const struct digest *origin_hash, struct arena *arena,
             struct span *note, struct error *err)
{
    bool found = false;

    pthread_mutex_lock(&witness->mutex);
    for (size_t i = 0; i < witness->count && !found; i++) {
        struct digest hash = sha256(witness->seen[i].checkpoint.origin);
        struct span kept = witness_note(witness, i);
        found = digest_equal(&hash, origin_hash);
        if (found)
            *note = (struct span){arena_copy(arena, kept.data, kept.size), kept.size};
    }
    pthread_mutex_unlock(&witness->mutex);
    return found ? OK : fail(err, NOT_FOUND, "Nhân chứng chưa ký sổ cái này.");
}

/* The place of a log's note: the one that it has, or a new one at the end; NULL: all are taken. */
static struct seen *
place_of(struct witness *witness, struct span origin)
{
    for (size_t i = 0; i < witness->count; i++) {
        if (span_equal(witness->seen[i].checkpoint.origin, origin))
            return &witness->seen[i];
    }
    return witness->count < WITNESS_LOGS_MAX ? &witness->seen[witness->count] : NULL;
}

static enum status
read_note(struct span note, struct seen *seen, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct note read;

    buffer_add(seen->note, note.data, note.size);
    if (seen->note->overflow)
        return fail(err, INVALID, "Điểm chốt quá dài; nhân chứng không ký.");
    TRY(note_parse(buffer_span(seen->note), arena, &read, err));
    return checkpoint_parse(read.text, &seen->checkpoint, err);
}

/* In memory as in the file.  When the write fails its outcome is unknown: the file may hold the new
 * note, which is ahead of what we signed and so safe; memory keeps the old one. */
static enum status
put_note(struct witness *witness, const struct seen *next, struct buffer **unused,
         struct error *err)
{
    struct seen *place = place_of(witness, next->checkpoint.origin);

    if (!place)
        return fail(err, CONFLICT, "Nhân chứng giữ quá nhiều sổ cái.");
    bool is_new = place == &witness->seen[witness->count];
    struct seen before = *place;
    *place = *next;
    witness->count += is_new;
    enum status status = write_file(witness, err);
    if (status == OK) {
        *unused = is_new ? NULL : before.note;
        return OK;
    }
    *place = before;
    witness->count -= is_new;
    return status;
}

enum status
keep_note(struct witness *witness, struct span note, struct error *err)
{
    struct seen next = {.note = buffer_new(WITNESS_NOTE_MAX)};
    AUTO(buffer) *unused = next.note;

    TRY(read_note(note, &next, err));
    return put_note(witness, &next, &unused, err);
}
