/* SPDX-License-Identifier: Apache-2.0
 *
 * A frame begins with the runs of records that were taken out, one in a line: the place of the
 * first one, how many, how many bytes of the rest stand before them.  An empty line ends them, then
 * comes the rest.
 */
#include "store/packets.h"

#include <inttypes.h>

#include "crypto/hash.h"
#include "store/ask.h"
#include "store/document.h"

enum { RUNS_BYTES_MAX = 1024 * 1024, NUMBER_DIGITS_MAX = 10 };

struct run {
    size_t place, count, offset;
};

/* A record of the message that is kept as received. */
struct kept {
    size_t place;
    bool own; /* as received with this message; else with an earlier one */
    const char *sha256, *dictionary;
    size_t size;
    struct span bytes; /* compressed */
};
struct kept_list {
    LIST(struct kept) list; /* by place */
};

static void
read_kept(struct row *row, void *into)
{
    struct kept *kept = into;
    kept->place = (size_t)row_int(row);
    kept->own = row_int(row);
    kept->sha256 = row_text(row);
    kept->size = (size_t)row_int(row);
    kept->dictionary = row_text(row);
    kept->bytes = row_bytes(row);
}

static enum status
list_kept(struct store *store, int64_t message, struct arena *arena, struct kept_list *kept,
          struct error *err)
{
    return ask_list(ASK(store, SQL_list_packet_records, v_int(message)), read_kept, arena,
                    kept->list, err);
}

/* --- taking apart ----------------------------------------------------------------------------- */

struct frame {
    struct buffer *runs, *rest;
    struct run run; /* not written yet; count 0: none */
};

static void
end_run(struct frame *frame)
{
    if (frame->run.count)
        buffer_printf(frame->runs, "%zu %zu %zu\n", frame->run.place, frame->run.count,
                      frame->run.offset);
    frame->run.count = 0;
}

static void
take_out(struct frame *frame, size_t place)
{
    struct run *run = &frame->run;

    if (run->count && (run->place + run->count != place || run->offset != frame->rest->size))
        end_run(frame);
    if (!run->count)
        *run = (struct run){place, 0, frame->rest->size};
    run->count++;
}

/* The one at `place`, or NULL; places are asked for in their order. */
static const struct kept *
next_kept(const struct kept_list *kept, size_t *next, size_t place)
{
    while (*next < kept->list.count && kept->list.items[*next].place < place)
        ++*next;
    return *next < kept->list.count && kept->list.items[*next].place == place
               ? &kept->list.items[*next]
               : NULL;
}

/* Of its own records that is known; should it be wrong, the packet does not come back. */
static bool
is_the_same(const struct kept *kept, struct span record)
{
    char hex[SHA256_HEX_SIZE];

    if (kept->own)
        return true;
    struct digest digest = sha256(record);
    return text_equal(digest_hex(&digest, hex), kept->sha256);
}

static void
take_apart(const struct packet_text *packet, const struct kept_list *kept, struct frame *frame)
{
    const char *at = packet->text.data;
    size_t next = 0;

    for (size_t i = 0; i < packet->count; i++) {
        struct span record = packet->places[i];
        const struct kept *same = next_kept(kept, &next, i);
        buffer_add(frame->rest, at, (size_t)(record.data - at));
        if (same && is_the_same(same, record))
            take_out(frame, i);
        else
            buffer_add(frame->rest, record.data, record.size);
        at = record.data + record.size;
    }
    buffer_add(frame->rest, at, (size_t)(packet->text.data + packet->text.size - at));
    end_run(frame);
    buffer_char(frame->runs, '\n');
    buffer_add(frame->runs, frame->rest->data, frame->rest->size);
}

/* --- putting together ------------------------------------------------------------------------- */

static enum status
damaged(int64_t message, struct error *err)
{
    return fail(err, CORRUPT,
                "Gói %" PRId64 " trong kho không còn ghép lại được đúng như lúc nhận. Hãy phục hồi "
                "từ bản sao lưu.",
                message);
}

static bool
read_number(struct span *line, size_t *number)
{
    struct span word = span_next_word(line);

    *number = 0;
    for (size_t i = 0; i < word.size; i++) {
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
        *number = *number * 10 + (size_t)(word.data[i] - '0');
    }
    return word.size > 0 && word.size <= NUMBER_DIGITS_MAX;
}

struct composing {
    struct store *store;
    int64_t message;
    const struct kept_list *kept;
    size_t next; /* of them */
    struct span rest;
    size_t written; /* of the rest */
    struct buffer *out;
};

/* Without a look at its own digest: all that is composed is compared as a whole. */
static enum status
put_record(struct composing *work, size_t place, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const struct kept *kept = next_kept(work->kept, &work->next, place);
    struct span bytes;

    if (!kept || kept->size > STORE_DOCUMENT_MAX)
        return damaged(work->message, err);
    TRY(document_unpack(work->store, kept->dictionary, kept->bytes, kept->size, arena, &bytes,
                        err));
    buffer_add(work->out, bytes.data, bytes.size);
    return OK;
}

static enum status
put_run(struct composing *work, struct span line, struct error *err)
{
    struct run run;

    if (!read_number(&line, &run.place) || !read_number(&line, &run.count) ||
        !read_number(&line, &run.offset) || run.offset < work->written ||
        run.offset > work->rest.size)
        return damaged(work->message, err);
    buffer_add(work->out, work->rest.data + work->written, run.offset - work->written);
    work->written = run.offset;
    for (size_t i = 0; i < run.count; i++)
        TRY(put_record(work, run.place + i, err));
    return OK;
}

/* `frame` as it was before compression; at most `out`'s ceiling is written. */
static enum status
compose(struct store *store, int64_t message, const struct kept_list *kept, struct span frame,
        struct buffer *out, struct error *err)
{
    struct composing work = {
        .store = store, .message = message, .kept = kept, .rest = frame, .out = out};
    struct span runs = frame, line;

    do {
        if (!span_next_line(&work.rest, &line))
            return damaged(message, err);
    } while (line.size);
    while (span_next_line(&runs, &line) && line.size)
        TRY(put_run(&work, line, err));
    buffer_add(out, work.rest.data + work.written, work.rest.size - work.written);
    return out->overflow ? damaged(message, err) : OK;
}

/* --- keeping ---------------------------------------------------------------------------------- */

static enum status
keep_frame(struct store *store, const struct packet_text *packet, struct span frame,
           struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *dictionary;
    struct span packed;
    struct digest digest = sha256(packet->text);
    char hex[SHA256_HEX_SIZE];
    bool hit;

    TRY(document_pack_apart(store, packet->unit, frame, arena, &dictionary, &packed, err));
    TRY(ask_hit(ASK(store, SQL_add_gateway_packet, v_int(packet->message),
                    v_text(digest_hex(&digest, hex)), v_int((int64_t)packet->text.size),
                    v_text(dictionary), v_int((int64_t)frame.size), v_bytes(packed)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Thông điệp này đang được xử lý ở nơi khác.");
}

/* From what was just read back, as anybody will compose it. */
static enum status
comes_back(struct store *store, const struct packet_text *packet, const struct kept_list *kept,
           struct span frame, bool *same, struct error *err)
{
    AUTO(buffer) *composed = buffer_new(packet->text.size);

    enum status status = compose(store, packet->message, kept, frame, composed, err);
    *same = status == OK && span_equal(buffer_span(composed), packet->text);
    return status == CORRUPT ? OK : status;
}

enum status
store_pack_message(struct store *store, const struct packet_text *packet, bool *packed,
                   struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *runs = buffer_new(packet->text.size + RUNS_BYTES_MAX);
    AUTO(buffer) *rest = buffer_new(packet->text.size);
    struct frame frame = {.runs = runs, .rest = rest};
    struct kept_list kept = {0};

    *packed = false;
    TRY(list_kept(store, packet->message, arena, &kept, err));
    take_apart(packet, &kept, &frame);
    if (runs->overflow || rest->overflow)
        return OK;
    TRY(comes_back(store, packet, &kept, buffer_span(runs), packed, err));
    if (!*packed)
        return OK;
    TRY(keep_frame(store, packet, buffer_span(runs), err));
    return ask(ASK(store, SQL_drop_gateway_content, v_int(packet->message)), err);
}

/* --- giving back ------------------------------------------------------------------------------ */

struct packet_row {
    const char *sha256, *dictionary;
    size_t size, frame_size;
    struct span frame;
};

static void
read_packet(struct row *row, void *into)
{
    struct packet_row *packet = into;
    packet->sha256 = row_text(row);
    packet->size = (size_t)row_int(row);
    packet->dictionary = row_text(row);
    packet->frame_size = (size_t)row_int(row);
    packet->frame = row_bytes(row);
}

enum status
store_find_packet(struct store *store, int64_t message, struct arena *arena, struct span *text,
                  struct error *err)
{
    struct packet_row row = {0};
    struct kept_list kept = {0};
    char hex[SHA256_HEX_SIZE];
    struct span frame;
    bool found;

    TRY(ask_one(ASK(store, SQL_find_gateway_packet, v_int(message)), read_packet, arena, &row,
                &found, err));
    if (!found)
        return fail(err, NOT_FOUND, "Gói này được giữ nguyên như đã gửi.");
    if (row.size > STORE_DOCUMENT_MAX || row.frame_size > row.size + RUNS_BYTES_MAX)
        return damaged(message, err);
    TRY(document_unpack(store, row.dictionary, row.frame, row.frame_size, arena, &frame, err));
    AUTO(buffer) *composed = buffer_new(row.size);
    TRY(list_kept(store, message, arena, &kept, err));
    TRY(compose(store, message, &kept, frame, composed, err));
    struct digest digest = sha256(buffer_span(composed));
    if (composed->size != row.size || !text_equal(digest_hex(&digest, hex), row.sha256))
        return damaged(message, err);
    *text = (struct span){arena_copy(arena, composed->data, composed->size), composed->size};
    return OK;
}
