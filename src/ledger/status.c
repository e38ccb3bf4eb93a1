/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/status.h"

#include <assert.h>
#include <stdlib.h>

#include "ledger/tag_index.h"

enum {
    KEYS_MAX = 1 << 20,
    FIRST_ROOM = 1024,
    EXPECTED_MAX = 1 << 24, /* leaves for which room is made at once */
};

/* A leaf as the rules need it later. */
struct entry {
    uint32_t key : 24; /* of a record: index in keys */
    uint32_t status : 2;
    uint32_t is_record : 1;
    uint32_t slot; /* of a record: index in slots */
};

struct key {
    uint8_t kid[LEAF_KID_SIZE];
    bool department, closed; /* closed: retired or compromised */
    bool compromised;
    uint64_t from;  /* ... from this leaf on */
    uint64_t until; /* closed: what it decided before this leaf holds */
};

struct slot {
    uint8_t tag[LEAF_SLOT_SIZE];
    uint64_t last; /* the newest record in it */
};

/* A decision that stands as a document, by its digest and its key. */
struct ruled {
    uint8_t tag[SHA256_SIZE + LEAF_KID_SIZE];
    uint64_t place; /* the first of them */
};

/* Which leaf superseded which: rare, so a list in the order of the changes. */
struct succession {
    uint64_t old, new;
};

struct status_replay {
    struct entry *entries;
    size_t count, room;
    struct key *keys;
    size_t key_count, key_room;
    struct slot *slots;
    size_t slot_count, slot_room;
    struct ruled *rulings;
    size_t ruling_count, ruling_room;
    struct tag_index key_index, slot_index, ruling_index;
    struct succession *successions;
    size_t succession_count, succession_room;
    int64_t time;
};

struct status_replay *
status_replay_new(void)
{
    struct status_replay *replay = heap_alloc(sizeof *replay);

    tag_index_init(&replay->key_index, LEAF_KID_SIZE, sizeof(struct key));
    tag_index_init(&replay->slot_index, LEAF_SLOT_SIZE, sizeof(struct slot));
    tag_index_init(&replay->ruling_index, SHA256_SIZE + LEAF_KID_SIZE, sizeof(struct ruled));
    return replay;
}

void
status_replay_free(struct status_replay *replay)
{
    if (!replay)
        return;
    free(replay->entries);
    free(replay->keys);
    free(replay->slots);
    free(replay->rulings);
    tag_index_clear(&replay->key_index);
    tag_index_clear(&replay->slot_index);
    tag_index_clear(&replay->ruling_index);
    free(replay->successions);
    free(replay);
}

uint64_t
status_replay_size(const struct status_replay *replay)
{
    return replay->count;
}

/* Room for one more item. */
#define GROW(items, count, room)                                                                   \
    do {                                                                                           \
        if ((count) == (room)) {                                                                   \
            (room) = (room) ? 2 * (room) : FIRST_ROOM;                                             \
            (items) = heap_resize((items), (room), sizeof *(items));                               \
        }                                                                                          \
    } while (0)

/* --- keys and slots --------------------------------------------------------------------------- */

static uint32_t
find_key(const struct status_replay *replay, const uint8_t kid[LEAF_KID_SIZE])
{
    return tag_index_find(&replay->key_index, replay->keys, kid);
}

static uint32_t
find_slot(const struct status_replay *replay, const uint8_t tag[LEAF_SLOT_SIZE])
{
    return tag_index_find(&replay->slot_index, replay->slots, tag);
}

/* The slot of a tag, made when it is new; `index` is its newest record. */
static uint32_t
take_slot(struct status_replay *replay, uint32_t found, const uint8_t tag[LEAF_SLOT_SIZE],
          uint64_t index)
{
    uint32_t slot = found;

    if (slot == TAG_NONE) {
        GROW(replay->slots, replay->slot_count, replay->slot_room);
        slot = (uint32_t)replay->slot_count++;
        memcpy(replay->slots[slot].tag, tag, LEAF_SLOT_SIZE);
        tag_index_add(&replay->slot_index, replay->slots, slot);
    }
    replay->slots[slot].last = index;
    return slot;
}

void
status_replay_expect(struct status_replay *replay, uint64_t leaves)
{
    tag_index_expect(&replay->slot_index, leaves < EXPECTED_MAX ? leaves : EXPECTED_MAX);
}

void
status_replay_hint(const struct status_replay *replay, const struct leaf *leaf)
{
    if (leaf_is_record(leaf))
        tag_index_hint(&replay->slot_index, leaf->slot);
}

/* --- decisions -------------------------------------------------------------------------------- */

static uint32_t
find_ruling(const struct status_replay *replay, const struct leaf *leaf,
            uint8_t tag[SHA256_SIZE + LEAF_KID_SIZE])
{
    memcpy(tag, leaf->hash.bytes, SHA256_SIZE);
    memcpy(tag + SHA256_SIZE, leaf->kid, LEAF_KID_SIZE);
    return tag_index_find(&replay->ruling_index, replay->rulings, tag);
}

static enum status
keep_ruling(struct status_replay *replay, const struct leaf *leaf)
{
    struct ruled ruled = {.place = replay->count};

    if (leaf->document != DOCUMENT_DECISION || find_ruling(replay, leaf, ruled.tag) != TAG_NONE)
        return OK;
    GROW(replay->rulings, replay->ruling_count, replay->ruling_room);
    replay->rulings[replay->ruling_count] = ruled;
    tag_index_add(&replay->ruling_index, replay->rulings, (uint32_t)replay->ruling_count++);
    return OK;
}

/* R4: what was decided before the key was closed still comes, by the place of its decision. */
static bool
was_decided(const struct status_replay *replay, const struct key *key, const struct leaf *leaf)
{
    uint8_t tag[SHA256_SIZE + LEAF_KID_SIZE];
    uint32_t found = find_ruling(replay, leaf, tag);

    return found != TAG_NONE && replay->rulings[found].place < key->until;
}

/* --- rules ------------------------------------------------------------------------------------ */

bool
status_may_change(enum record_status from, enum record_status to)
{
    static const bool allowed[4][4] = {
        [RECORD_VALID] = {[RECORD_SUSPENDED] = true, [RECORD_REVOKED] = true},
        [RECORD_SUSPENDED] =
            {[RECORD_VALID] = true, [RECORD_SUPERSEDED] = true, [RECORD_REVOKED] = true},
    };
    return allowed[from][to];
}

static enum status
breaks(struct error *err, const char *rule)
{
    return fail(err, INVALID, "Mục của sổ cái trái quy tắc %s (docs/ledger.md).", rule);
}

static struct entry *
record_at(const struct status_replay *replay, uint64_t index)
{
    if (index >= replay->count || !replay->entries[index].is_record)
        return NULL;
    return &replay->entries[index];
}

/* The record of a slot that counts. */
static bool
is_live(const struct status_replay *replay, uint32_t slot, uint64_t *index)
{
    if (slot == TAG_NONE)
        return false;
    *index = replay->slots[slot].last;
    enum record_status status = replay->entries[*index].status;
    return status == RECORD_VALID || status == RECORD_SUSPENDED;
}

static enum status
add_record(struct status_replay *replay, const struct leaf *leaf, struct entry *entry,
           struct error *err)
{
    uint32_t key = find_key(replay, leaf->kid), slot = find_slot(replay, leaf->slot);
    uint64_t live;

    if (key == TAG_NONE || replay->keys[key].closed)
        return breaks(err, "R2: khóa của trường chưa đăng ký hoặc đã thôi dùng");
    if (is_live(replay, slot, &live) && replay->entries[live].status != RECORD_SUSPENDED)
        return breaks(err, "R3: học sinh đã có một học bạ có hiệu lực của năm đó");
    *entry = (struct entry){.key = key, .status = RECORD_VALID, .is_record = 1};
    entry->slot = take_slot(replay, slot, leaf->slot, replay->count);
    return OK;
}

/* R6: a later record in the target's slot that counts. */
static bool
is_replacement(const struct status_replay *replay, const struct leaf *leaf)
{
    const struct entry *new = record_at(replay, leaf->replacement);

    return new && leaf->replacement > leaf->target &&new->status == RECORD_VALID &&new->slot ==
                      replay->entries[leaf->target].slot;
}

/* R3: what was given up comes back only while nothing newer took its place. */
static bool
may_come_back(const struct status_replay *replay, const struct leaf *leaf)
{
    return replay->slots[replay->entries[leaf->target].slot].last == leaf->target;
}

static enum status
change_status(struct status_replay *replay, const struct leaf *leaf, struct error *err)
{
    struct entry *target = record_at(replay, leaf->target);
    uint32_t key = find_key(replay, leaf->kid);

    if (!target)
        return breaks(err, "R4: mục được nhắm tới không phải học bạ");
    if (key == TAG_NONE || (key != target->key && !replay->keys[key].department) ||
        (replay->keys[key].closed && !was_decided(replay, &replay->keys[key], leaf)))
        return breaks(err, "R4: khóa không có quyền với học bạ này");
    if (!status_may_change(target->status, leaf->status))
        return breaks(err, "R5: không được chuyển sang tình trạng này");
    if (leaf->status == RECORD_VALID && !may_come_back(replay, leaf))
        return breaks(err, "R3: đã có học bạ mới hơn thay chỗ");
    if (leaf->has_replacement != (leaf->status == RECORD_SUPERSEDED) ||
        (leaf->has_replacement && !is_replacement(replay, leaf)))
        return breaks(err, "R6: học bạ thay thế");
    target->status = leaf->status;
    if (leaf->has_replacement) {
        GROW(replay->successions, replay->succession_count, replay->succession_room);
        replay->successions[replay->succession_count++] =
            (struct succession){leaf->target, leaf->replacement};
    }
    return OK;
}

static enum status
enrol_key(struct status_replay *replay, const struct leaf *leaf, struct error *err)
{
    if (find_key(replay, leaf->kid) != TAG_NONE)
        return breaks(err, "R2: khóa này đã được đăng ký");
    if (replay->key_count == KEYS_MAX)
        return breaks(err, "R2: quá nhiều khóa");
    GROW(replay->keys, replay->key_count, replay->key_room);
    struct key *key = &replay->keys[replay->key_count];
    *key = (struct key){.department = leaf->action == KEY_ENROL_DEPARTMENT};
    memcpy(key->kid, leaf->kid, LEAF_KID_SIZE);
    tag_index_add(&replay->key_index, replay->keys, (uint32_t)replay->key_count++);
    return OK;
}

static enum status
close_key(struct key *key, uint64_t until)
{
    key->until = key->closed && key->until < until ? key->until : until;
    key->closed = true;
    return OK;
}

/* R7: what was superseded stays what it is; it was final before. */
static void
revoke_from(struct status_replay *replay, uint32_t key, uint64_t from)
{
    for (uint64_t i = from; i < replay->count; i++) {
        struct entry *entry = record_at(replay, i);
        if (entry && entry->key == key && entry->status != RECORD_SUPERSEDED)
            entry->status = RECORD_REVOKED;
    }
}

static enum status
change_key(struct status_replay *replay, const struct leaf *leaf, struct error *err)
{
    uint32_t found = find_key(replay, leaf->kid);

    if (leaf_enrols(leaf))
        return enrol_key(replay, leaf, err);
    if (found == TAG_NONE)
        return breaks(err, "R2: khóa chưa được đăng ký");
    struct key *key = &replay->keys[found];
    if (leaf->action == KEY_RETIRE)
        return key->closed ? breaks(err, "R2: khóa đã thôi dùng") : close_key(key, replay->count);
    if (leaf->from > replay->count || (key->compromised && leaf->from >= key->from))
        return breaks(err, "R7: khóa bị lộ từ mục nào");
    key->compromised = true;
    key->from = leaf->from;
    revoke_from(replay, found, leaf->from);
    return close_key(key, leaf->from);
}

static enum status
apply(struct status_replay *replay, const struct leaf *leaf, struct entry *entry, struct error *err)
{
    if (leaf->time < replay->time)
        return breaks(err, "R1: thời gian đi lùi");
    replay->time = leaf->time;
    switch (leaf->kind) {
    case LEAF_ISSUE:
    case LEAF_ENTERED: return add_record(replay, leaf, entry, err);
    case LEAF_STATUS: return change_status(replay, leaf, err);
    case LEAF_KEY: return change_key(replay, leaf, err);
    case LEAF_SNAPSHOT:
        return leaf->size <= replay->count ? OK : breaks(err, "R8: bảng tình trạng");
    case LEAF_DOCUMENT: return keep_ruling(replay, leaf);
    case LEAF_CONFIG: return OK;
    }
    return OK;
}

static void
keep_entry(struct status_replay *replay, const struct entry *entry)
{
    GROW(replay->entries, replay->count, replay->room);
    replay->entries[replay->count] = *entry;
    replay->count++;
}

enum status
status_replay_add(struct status_replay *replay, const struct leaf *leaf, struct error *err)
{
    struct entry entry = {0};
    enum status status = apply(replay, leaf, &entry, err);

    keep_entry(replay, &entry);
    return status;
}

enum status
status_replay_offer(struct status_replay *replay, const struct leaf *leaf, struct error *err)
{
    struct entry entry = {0};
    int64_t time = replay->time;
    enum status status = apply(replay, leaf, &entry, err);

    if (status == OK)
        keep_entry(replay, &entry);
    else
        replay->time = time; /* the rules look before they change anything else */
    return status;
}

bool
status_knows_key(const struct status_replay *replay, const uint8_t kid[LEAF_KID_SIZE])
{
    return find_key(replay, kid) != TAG_NONE;
}

/* --- answers ---------------------------------------------------------------------------------- */

enum status
status_of(const struct status_replay *replay, uint64_t index, enum record_status *status,
          uint64_t *superseded_by, struct error *err)
{
    const struct entry *entry = record_at(replay, index);

    if (!entry)
        return fail(err, NOT_FOUND, "Sổ cái không có học bạ nào ở mục %llu.",
                    (unsigned long long)index);
    *status = entry->status;
    for (size_t i = 0; superseded_by && i < replay->succession_count; i++)
        if (replay->successions[i].old == index)
            *superseded_by = replay->successions[i].new;
    return OK;
}

bool
status_live_in_slot(const struct status_replay *replay, const uint8_t slot[LEAF_SLOT_SIZE],
                    uint64_t *index)
{
    return is_live(replay, find_slot(replay, slot), index);
}

static const struct {
    const char *key, *word;
} statuses[] = {
    [RECORD_VALID] = {"valid", "có hiệu lực"},
    [RECORD_REVOKED] = {"revoked", "đã thu hồi"},
    [RECORD_SUSPENDED] = {"suspended", "tạm ngừng, chờ bản thay thế"},
    [RECORD_SUPERSEDED] = {"superseded", "đã được thay thế"},
};

const char *
record_status_key(enum record_status status)
{
    return statuses[status].key;
}

bool
record_status_parse(const char *key, enum record_status *status)
{
    for (int i = RECORD_VALID; i <= RECORD_SUPERSEDED; i++)
        if (text_equal(record_status_key((enum record_status)i), key)) {
            *status = (enum record_status)i;
            return true;
        }
    return false;
}

const char *
record_status_word(enum record_status status)
{
    return statuses[status].word;
}

void
status_write_bits(const struct status_replay *replay, uint64_t from, uint64_t to,
                  struct buffer *out)
{
    assert(from <= to && to <= replay->count);
    for (uint64_t i = from; i < to; i += 4) {
        unsigned byte = 0;
        for (uint64_t j = i; j < to && j < i + 4; j++)
            byte |= (unsigned)replay->entries[j].status << 2 * (j - i);
        buffer_char(out, (char)byte);
    }
}
