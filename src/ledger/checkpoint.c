/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/checkpoint.h"

#include <inttypes.h>

#include "base/encode.h"

bool
ledger_parse_number(struct span text, uint64_t *number)
{
    uint64_t value = 0;

    if (text.size == 0 || text.size > 19 || (text.size > 1 && text.data[0] == '0'))
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(text.data[i] - '0');
    }
    if (value > INT64_MAX)
        return false;
    *number = value;
    return true;
}

/* No line of a checkpoint is empty. */
static bool
next_line(struct span *rest, struct span *line)
{
    return span_next_line(rest, line) && line->size > 0;
}

enum status
checkpoint_parse(struct span text, struct checkpoint *checkpoint, struct error *err)
{
    struct checkpoint read;
    struct span rest = text, size, root, line;

    if (text.size > CHECKPOINT_TEXT_MAX || !next_line(&rest, &read.origin) ||
        !next_line(&rest, &size) || !next_line(&rest, &root) ||
        read.origin.size > CHECKPOINT_ORIGIN_MAX || !ledger_parse_number(size, &read.size) ||
        !digest_parse_base64(root, &read.root))
        return fail(err, INVALID, "Điểm chốt của sổ cái không đúng dạng (tlog-checkpoint).");
    read.extension = rest;
    while (rest.size) {
        if (!next_line(&rest, &line))
            return fail(err, INVALID, "Điểm chốt của sổ cái có dòng trống (tlog-checkpoint).");
    }
    *checkpoint = read;
    return OK;
}

void
checkpoint_write(const struct checkpoint *checkpoint, struct buffer *out)
{
    buffer_add(out, checkpoint->origin.data, checkpoint->origin.size);
    buffer_printf(out, "\n%" PRIu64 "\n", checkpoint->size);
    base64_add(out, checkpoint->root.bytes, SHA256_SIZE);
    buffer_char(out, '\n');
}
