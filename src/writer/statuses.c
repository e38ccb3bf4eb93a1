/* SPDX-License-Identifier: Apache-2.0
 *
 * The statuses of all records, as a leaf and as a file.
 */
#include <inttypes.h>

#include "base/date.h"
#include "ledger/status_list.h"
#include "writer/writer_internal.h"

enum { LIST_LIVES = 3600, YEAR_BEGINS_IN = 8 };

/* Snapshots and rules are under the ledger's own key. */
static void
write_own_kid(const struct writer *writer, uint8_t kid[LEAF_KID_SIZE])
{
    const struct digest key =
        sha256((struct span){(const char *)writer->public, ED25519_PUBLIC_SIZE});

    leaf_kid_of(&key, kid);
}

enum status
writer_snapshot(struct writer *writer, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *bits = buffer_new(STATUS_LIST_BITS_MAX);
    struct leaf leaf = {0};
    struct written written;

    if (writer->size == 0)
        return OK;
    TRY(writer_read(writer, writer->size - 1, &leaf, err));
    if (leaf.kind == LEAF_SNAPSHOT)
        return OK;
    status_write_bits(writer->replay, 0, writer->size, bits);
    leaf = (struct leaf){
        .kind = LEAF_SNAPSHOT, .size = writer->size, .hash = sha256(buffer_span(bits))};
    write_own_kid(writer, leaf.kid);
    TRY(writer_append(writer, &leaf, 1, arena, &written, err));
    return written.status == OK ? OK : fail(err, CORRUPT, "%s", written.reason);
}

/* Whether another rule was written down behind this one. */
static enum status
is_outdated(struct writer *writer, uint64_t index, bool *outdated, struct error *err)
{
    struct leaf leaf = {0};

    *outdated = false;
    for (uint64_t i = writer->size; !*outdated && i-- > index + 1;) {
        TRY(writer_read(writer, i, &leaf, err));
        *outdated = leaf.kind == LEAF_CONFIG;
    }
    return OK;
}

enum status
writer_write_rule(struct writer *writer, const struct digest *hash, struct arena *arena,
                  struct written *written, struct error *err)
{
    struct leaf leaf = {.kind = LEAF_CONFIG, .hash = *hash};
    bool outdated = false;

    write_own_kid(writer, leaf.kid);
    TRY(writer_append(writer, &leaf, 1, arena, written, err));
    if (written->status != OK)
        return fail(err, CORRUPT, "%s", written->reason);
    if (written->already)
        TRY(is_outdated(writer, written->index, &outdated, err));
    return outdated
               ? fail(err, CONFLICT,
                      "Quy tắc này đã ghi ở mục %" PRIu64 " và sau đó đã có quy tắc khác. Muốn "
                      "dùng lại, hãy thêm một dòng chú thích (# ngày tháng) vào tệp.",
                      written->index)
               : OK;
}

void
writer_list_statuses(struct writer *writer, uint64_t from, uint64_t to, int64_t expires_in,
                     struct buffer *out)
{
    AUTO(buffer) *bits = buffer_new(STATUS_LIST_BITS_MAX);
    int64_t now = writer->options.clock();

    /* The ledger's own time never goes back, so neither does the list's. */
    struct status_list list = {.from = from,
                               .to = to,
                               .as_of = writer->size,
                               .made = now > writer->time ? now : writer->time,
                               .lives = LIST_LIVES};
    list.expires = list.made + expires_in;
    status_write_bits(writer->replay, from, to, bits);
    list.bits = buffer_span(bits);
    status_list_write(&list, writer->origin, writer->key, writer->public, out);
}

/* Times never decrease. */
enum status
writer_find_time(struct writer *writer, int64_t time, uint64_t *index, struct error *err)
{
    uint64_t low = 0, high = writer->size;
    struct leaf leaf = {0};

    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        TRY(writer_read(writer, middle, &leaf, err));
        if (leaf.time < time)
            low = middle + 1;
        else
            high = middle;
    }
    *index = low;
    return OK;
}

static enum status
find_beginning(struct writer *writer, int year, uint64_t *index, struct error *err)
{
    struct date day = {year, YEAR_BEGINS_IN, 1};

    return writer_find_time(writer, moment_of_date(day).seconds, index, err);
}

enum status
writer_find_year(struct writer *writer, int year, uint64_t *from, uint64_t *to, struct error *err)
{
    TRY(find_beginning(writer, year, from, err));
    TRY(find_beginning(writer, year + 1, to, err));
    return *from < *to ? OK : fail(err, NOT_FOUND, "Năm học ấy sổ cái không có mục nào.");
}

int
writer_year_of(int64_t time)
{
    struct date day = moment_to_date(moment_in_vietnam(time));

    return day.month >= YEAR_BEGINS_IN ? day.year : day.year - 1;
}

enum status
writer_find_years(struct writer *writer, int *first, int *last, struct error *err)
{
    struct leaf leaf = {0};

    if (writer->size == 0)
        return fail(err, NOT_FOUND, "Sổ cái chưa có mục nào.");
    TRY(writer_read(writer, 0, &leaf, err));
    *first = writer_year_of(leaf.time);
    *last = writer_year_of(writer->time);
    return OK;
}
