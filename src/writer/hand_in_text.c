/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries on their way to the keeper of a ledger, and its answer.
 */
#include <inttypes.h>

#include "base/encode.h"
#include "base/utf8.h"
#include "ledger/checkpoint.h"
#include "writer/hand_in.h"

#define HANDED_FIRST  "hocba-append/1"
#define WRITTEN_FIRST "hocba-written/1"
#define SLOTS_FIRST   "hocba-slots/1"
#define HOLDERS_FIRST "hocba-holders/1"

enum { LEAF_BASE64_MAX = (LEAF_MAX + 2) / 3 * 4 };

static enum status
malformed(struct error *err)
{
    return fail(err, INVALID, "Mục nộp vào sổ cái không đúng dạng (docs/ledger.md).");
}

/* --- entries ---------------------------------------------------------------------------------- */

void
handed_write(const struct handed *items, size_t count, struct buffer *out)
{
    buffer_text(out, HANDED_FIRST "\n");
    for (size_t i = 0; i < count; i++) {
        AUTO(buffer) *bytes = buffer_new(LEAF_MAX);
        bool record = leaf_is_record(&items[i].leaf);
        leaf_write(&items[i].leaf, bytes);
        buffer_text(out, record ? "record " : items[i].follows ? "follows " : "entry ");
        base64_add(out, bytes->data, bytes->size);
        if (record)
            buffer_printf(out, " %s %s", items[i].year, items[i].slot_of);
        buffer_char(out, '\n');
    }
}

/* Words for a person: nothing that a terminal would obey. */
static bool
is_plain(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7f)
            return false;
    return utf8_is_valid(text);
}

/* The ledger's own parts are empty: its time, the slot. */
static bool
read_leaf(struct span word, struct leaf *leaf)
{
    static const uint8_t no_slot[LEAF_SLOT_SIZE];
    uint8_t bytes[LEAF_BASE64_MAX];
    struct error ignored;
    size_t size;

    if (word.size > LEAF_BASE64_MAX || !base64_read(word, bytes, &size))
        return false;
    return leaf_parse((struct span){(const char *)bytes, size}, leaf, &ignored) == OK &&
           leaf->time == 0 && memcmp(leaf->slot, no_slot, sizeof no_slot) == 0;
}

static bool
read_item(struct span line, struct arena *arena, struct handed *item)
{
    struct span kind = span_next_word(&line), leaf = span_next_word(&line);
    bool record = span_is(kind, "record");

    *item = (struct handed){.follows = span_is(kind, "follows")};
    if (!read_leaf(leaf, &item->leaf) || record != leaf_is_record(&item->leaf))
        return false;
    if (!record)
        return line.size == 0 &&
               (item->follows ? item->leaf.kind == LEAF_STATUS : span_is(kind, "entry"));
    struct span year = span_next_word(&line);
    item->year = arena_copy(arena, year.data, year.size);
    item->slot_of = arena_copy(arena, line.data, line.size);
    return line.size > 0 && line.size <= SLOT_TEXT_MAX && is_plain(line);
}

enum status
handed_read(struct span body, struct arena *arena, struct handed *items, size_t *count,
            struct error *err)
{
    struct span line;

    *count = 0;
    if (!span_next_line(&body, &line) || !span_is(line, HANDED_FIRST))
        return malformed(err);
    while (span_next_line(&body, &line))
        if (*count == HANDED_MAX || !read_item(line, arena, &items[(*count)++]))
            return malformed(err);
    return body.size == 0 ? OK : malformed(err);
}

/* --- the answer ------------------------------------------------------------------------------- */

void
written_write(const struct written_all *all, const struct written *written, size_t count,
              struct buffer *out)
{
    buffer_printf(out, WRITTEN_FIRST "\n%" PRIu64 " %s %zu %s\n", all->size,
                  all->final ? "final" : "provisional", all->silent,
                  all->reason ? all->reason : "");
    for (size_t i = 0; i < count; i++)
        if (written[i].status == OK)
            buffer_printf(out, "%s %" PRIu64 " %" PRId64 "\n",
                          written[i].already ? "already" : "written", written[i].index,
                          written[i].time);
        else
            buffer_printf(out, "refused %s\n", written[i].reason);
}

static bool
read_all(struct span line, struct arena *arena, struct written_all *all)
{
    struct span size = span_next_word(&line), final = span_next_word(&line),
                silent = span_next_word(&line);
    uint64_t number;

    *all = (struct written_all){.final = span_is(final, "final")};
    if (!ledger_parse_number(size, &all->size) || !ledger_parse_number(silent, &number) ||
        (!all->final && !span_is(final, "provisional")))
        return false;
    all->silent = (size_t)number;
    if (line.size)
        all->reason = arena_copy(arena, line.data, line.size);
    return is_plain(line);
}

static bool
read_written(struct span line, struct arena *arena, struct written *written)
{
    struct span kind = span_next_word(&line);
    uint64_t time;

    *written = (struct written){.already = span_is(kind, "already")};
    if (span_is(kind, "refused")) {
        written->status = INVALID;
        written->reason = arena_copy(arena, line.data, line.size);
        return is_plain(line);
    }
    struct span index = span_next_word(&line);
    bool good = (written->already || span_is(kind, "written")) &&
                ledger_parse_number(index, &written->index) && ledger_parse_number(line, &time) &&
                written->index <= INT64_MAX && time <= INT64_MAX;
    written->time = good ? (int64_t)time : 0;
    return good;
}

enum status
written_read(struct span body, struct arena *arena, struct written_all *all,
             struct written *written, size_t count, struct error *err)
{
    struct span line;

    if (!span_next_line(&body, &line) || !span_is(line, WRITTEN_FIRST) ||
        !span_next_line(&body, &line) || !read_all(line, arena, all))
        return malformed(err);
    for (size_t i = 0; i < count; i++)
        if (!span_next_line(&body, &line) || !read_written(line, arena, &written[i]))
            return malformed(err);
    return body.size == 0 ? OK : malformed(err);
}

/* --- slots ------------------------------------------------------------------------------------ */

void
slots_write(const struct slot_question *questions, size_t count, struct buffer *out)
{
    buffer_text(out, SLOTS_FIRST "\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s %s\n", questions[i].year, questions[i].slot_of);
}

static bool
read_question(struct span line, struct arena *arena, struct slot_question *question)
{
    struct span year = span_next_word(&line);

    question->year = arena_copy(arena, year.data, year.size);
    question->slot_of = arena_copy(arena, line.data, line.size);
    return line.size > 0 && line.size <= SLOT_TEXT_MAX && is_plain(year) && is_plain(line);
}

enum status
slots_read(struct span body, struct arena *arena, struct slot_question *questions, size_t *count,
           struct error *err)
{
    struct span line;

    *count = 0;
    if (!span_next_line(&body, &line) || !span_is(line, SLOTS_FIRST))
        return malformed(err);
    while (span_next_line(&body, &line))
        if (*count == HANDED_MAX || !read_question(line, arena, &questions[(*count)++]))
            return malformed(err);
    return body.size == 0 ? OK : malformed(err);
}

void
slots_write_answers(const struct slot_answer *answers, size_t count, struct buffer *out)
{
    char hex[SHA256_HEX_SIZE];

    buffer_text(out, HOLDERS_FIRST "\n");
    for (size_t i = 0; i < count; i++)
        if (answers[i].taken)
            buffer_printf(out, "taken %" PRIu64 " %s\n", answers[i].index,
                          digest_hex(&answers[i].hash, hex));
        else
            buffer_text(out, "free\n");
}

static bool
read_answer(struct span line, struct slot_answer *answer)
{
    *answer = (struct slot_answer){0};
    if (span_is(line, "free"))
        return true;
    struct span kind = span_next_word(&line), index = span_next_word(&line);
    answer->taken = true;
    return span_is(kind, "taken") && ledger_parse_number(index, &answer->index) &&
           answer->index <= INT64_MAX && digest_parse_hex(line, &answer->hash);
}

enum status
slots_read_answers(struct span body, struct slot_answer *answers, size_t count, struct error *err)
{
    struct span line;

    if (!span_next_line(&body, &line) || !span_is(line, HOLDERS_FIRST))
        return malformed(err);
    for (size_t i = 0; i < count; i++)
        if (!span_next_line(&body, &line) || !read_answer(line, &answers[i]))
            return malformed(err);
    return body.size == 0 ? OK : malformed(err);
}
