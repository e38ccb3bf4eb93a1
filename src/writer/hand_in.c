/* SPDX-License-Identifier: Apache-2.0 */
#include "writer/hand_in.h"

#include "base/encode.h"
#include "base/file.h"
#include "crypto/hmac.h"
#include "crypto/random.h"
#include "writer/writer_internal.h"

/* --- slots ------------------------------------------------------------------------------------ */

/* "2023-2024": it names a file, and there are not more of them than years. */
static bool
is_year(const char *text)
{
    char first[5] = {0};
    int from, to;

    if (strlen(text) != 9 || text[4] != '-')
        return false;
    memcpy(first, text, 4);
    return text_is_digits(first, 4) && text_is_digits(text + 5, 4) &&
           text_to_int(first, SLOT_YEAR_MIN, SLOT_YEAR_MAX, &from) &&
           text_to_int(text + 5, SLOT_YEAR_MIN, SLOT_YEAR_MAX + 1, &to) && to == from + 1;
}

static enum status
make_key(const char *folder, const char *path, struct secret *key, struct error *err)
{
    AUTO(secret) *text = secret_new(2 * HMAC_KEY_SIZE);

    random_bytes(secret_bytes(key), HMAC_KEY_SIZE);
    hex_write(secret_bytes(key), HMAC_KEY_SIZE, (char *)secret_bytes(text));
    TRY(folder_make(folder, 0700, err));
    return file_write(path, (struct span){secret_text(text), secret_size(text)}, 0600, err);
}

/* The key of the last school year asked for: mostly all of a batch are of one. */
struct slot_key {
    const char *year; /* NULL: none is held */
    struct secret *key;
};

static void
slot_key_free(struct slot_key *held)
{
    secret_free(held->key);
}

/* NOT_FOUND: no record of that year was ever entered. */
static enum status
find_key(const struct writer *writer, const char *year, struct arena *arena, struct slot_key *held,
         struct error *err)
{
    const char *path = arena_printf(arena, "%s/slots/%s", writer->folder, year);
    AUTO(secret) *line = NULL;

    if (held->year && text_equal(held->year, year))
        return OK;
    held->year = NULL;
    if (!held->key)
        held->key = secret_new(HMAC_KEY_SIZE);
    if (!file_exists(path))
        return fail(err, NOT_FOUND, "Sổ cái chưa có học bạ nào của năm học %s.", year);
    TRY(secret_read_line(path, &line, err));
    if (!hex_read((struct span){secret_text(line), secret_size(line)}, secret_bytes(held->key),
                  HMAC_KEY_SIZE))
        return fail(err, CORRUPT, "Khóa năm %s của sổ cái bị hỏng.", year);
    held->year = year;
    return OK;
}

/* It is made when the first record of its year is entered. */
static enum status
find_or_make_key(const struct writer *writer, const char *year, struct arena *arena,
                 struct slot_key *held, struct error *err)
{
    const char *folder = arena_printf(arena, "%s/slots", writer->folder);
    enum status status = find_key(writer, year, arena, held, err);

    if (status != NOT_FOUND)
        return status;
    TRY(make_key(folder, arena_printf(arena, "%s/%s", folder, year), held->key, err));
    held->year = year;
    return OK;
}

static enum status
check_slot(const char *year, const char *slot_of, struct error *err)
{
    return year && is_year(year) && !text_is_blank(slot_of)
               ? OK
               : fail(err, INVALID, "Học bạ nộp vào sổ cái thiếu năm học hoặc học sinh.");
}

static void
write_slot(const struct secret *key, const char *slot_of, uint8_t slot[LEAF_SLOT_SIZE])
{
    struct digest tag = hmac_sha256(key, span_of(slot_of));

    memcpy(slot, tag.bytes, LEAF_SLOT_SIZE);
}

static enum status
ask_slot(struct writer *writer, const struct slot_question *question, struct slot_key *held,
         struct arena *arena, struct slot_answer *answer, struct error *err)
{
    uint8_t slot[LEAF_SLOT_SIZE];
    enum record_status standing;
    struct leaf leaf;

    *answer = (struct slot_answer){0};
    TRY(check_slot(question->year, question->slot_of, err));
    TRY(find_key(writer, question->year, arena, held, err));
    write_slot(held->key, question->slot_of, slot);
    if (!status_live_in_slot(writer->replay, slot, &answer->index))
        return OK;
    TRY(status_of(writer->replay, answer->index, &standing, NULL, err));
    TRY(writer_read(writer, answer->index, &leaf, err));
    answer->taken = standing == RECORD_VALID; /* a suspended one waits for the next */
    answer->hash = leaf.hash;
    return OK;
}

enum status
writer_ask_slots(struct writer *writer, const struct slot_question *questions, size_t count,
                 struct arena *arena, struct slot_answer *answers, struct error *err)
{
    struct slot_key held = {0};
    enum status status = OK;

    if (writer->stale)
        return fail(err, UNAVAILABLE, "Sổ cái đang không đọc lại được; hãy thử lại sau.");
    for (size_t i = 0; i < count && (status == OK || status == NOT_FOUND); i++)
        status = ask_slot(writer, &questions[i], &held, arena, &answers[i], err);
    slot_key_free(&held);
    return status == NOT_FOUND ? OK : status;
}

/* The record of this digest; other entries may have the same. */
static enum status
find_record(struct writer *writer, const struct digest *hash, struct leaf *leaf, uint64_t *index,
            struct error *err)
{
    for (uint64_t from = 0;; from = *index + 1) {
        TRY(database_find_hash(writer->database, hash, from, index, err));
        TRY(writer_read(writer, *index, leaf, err));
        if (leaf_is_record(leaf))
            return OK;
    }
}

/* --- taking in -------------------------------------------------------------------------------- */

struct taking {
    struct writer *writer;
    struct arena *arena;
    struct leaf *leaves; /* all but keys that are enrolled */
    size_t count;
    uint64_t place; /* where the record handed in last stands, or will */
    struct slot_key slot_key;
};

static enum status
enrol(const struct taking *work, const struct handed *item, struct written *written,
      struct error *err)
{
    struct leaf leaf = item->leaf;

    *written = (struct written){.already = true};
    if (writer_knows_key(work->writer, leaf.kid))
        return OK;
    return writer_append(work->writer, &leaf, 1, work->arena, written, err);
}

/* Where a record comes to stand is known before only for the first of a batch. */
static enum status
add_status(struct taking *work, const struct handed *item, struct leaf *leaf, struct error *err)
{
    if (!item->follows)
        return OK;
    if (work->count != 1 || !leaf_is_record(&work->leaves[0]))
        return fail(err, INVALID, "Thay đổi tình trạng phải nộp ngay sau bản thay thế.");
    leaf->has_replacement = true;
    leaf->replacement = work->place;
    return OK;
}

/* A record that stands there, or before it in this batch, keeps that leaf: whichever pupil it is
 * handed in for now, and also when the year's slot key is not the one that made it (a ledger
 * restored from an old backup may have lost that one). NOT_FOUND: it is new. */
static enum status
find_leaf(struct taking *work, struct leaf *leaf, struct error *err)
{
    struct leaf found;

    for (size_t i = 0; i < work->count; i++)
        if (leaf_is_record(&work->leaves[i]) && digest_equal(&work->leaves[i].hash, &leaf->hash)) {
            *leaf = work->leaves[i];
            return OK;
        }
    TRY(find_record(work->writer, &leaf->hash, &found, &work->place, err));
    *leaf = found;
    return OK;
}

static enum status
add_record(struct taking *work, const struct handed *item, struct leaf *leaf, struct error *err)
{
    enum status status = find_leaf(work, leaf, err);

    if (status != NOT_FOUND)
        return status;
    work->place = writer_size(work->writer) + work->count;
    TRY(check_slot(item->year, item->slot_of, err));
    TRY(find_or_make_key(work->writer, item->year, work->arena, &work->slot_key, err));
    write_slot(work->slot_key.key, item->slot_of, leaf->slot);
    return OK;
}

static enum status
add_leaf(struct taking *work, const struct handed *item, struct error *err)
{
    struct leaf *leaf = &work->leaves[work->count];

    *leaf = item->leaf;
    switch (leaf->kind) {
    case LEAF_ISSUE:
    case LEAF_ENTERED: TRY(add_record(work, item, leaf, err)); break;
    case LEAF_STATUS: TRY(add_status(work, item, leaf, err)); break;
    case LEAF_KEY: /* one that is closed */
    case LEAF_DOCUMENT: break;
    default: return fail(err, INVALID, "Sổ cái không nhận loại mục này từ bên ngoài.");
    }
    work->count++;
    return OK;
}

static enum status
add_leaves(struct taking *work, const struct handed *items, size_t count, struct error *err)
{
    enum status status = OK;

    for (size_t i = 0; i < count && status == OK; i++)
        if (!leaf_enrols(&items[i].leaf))
            status = add_leaf(work, &items[i], err);
    slot_key_free(&work->slot_key);
    return status;
}

enum status
writer_take_in(struct writer *writer, const struct handed *items, size_t count, struct arena *arena,
               struct written *written, struct error *err)
{
    struct taking work = {.writer = writer, .arena = arena};
    struct written *rest = arena_make_array(arena, count + 1, struct written);
    size_t at = 0;

    work.leaves = arena_make_array(arena, count + 1, struct leaf);
    for (size_t i = 0; i < count; i++)
        if (leaf_enrols(&items[i].leaf))
            TRY(enrol(&work, &items[i], &written[i], err));
    TRY(add_leaves(&work, items, count, err));
    if (work.count)
        TRY(writer_append(writer, work.leaves, work.count, arena, rest, err));
    for (size_t i = 0; i < count; i++)
        if (!leaf_enrols(&items[i].leaf))
            written[i] = rest[at++];
    return OK;
}
