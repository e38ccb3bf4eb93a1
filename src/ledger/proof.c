/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/proof.h"

#include <inttypes.h>

#include "base/encode.h"

#define PROOF_HEADER "c2sp.org/tlog-proof@v1"

static enum status
refuse(struct error *err, const char *why)
{
    return fail(err, INVALID, "Tệp bằng chứng sổ cái không đúng dạng: %s (tlog-proof).", why);
}

static enum status
read_extra(struct span base64, struct arena *arena, struct span *extra, struct error *err)
{
    size_t size = 0;

    if (base64.size > base64_size(UINT16_MAX))
        return refuse(err, "dòng extra quá dài");
    uint8_t *bytes = arena_alloc(arena, base64.size + 1);
    if (!base64_read(base64, bytes, &size) || size == 0)
        return refuse(err, "dòng extra trống hoặc không phải base64");
    *extra = (struct span){(const char *)bytes, size};
    return OK;
}

enum status
proof_parse(struct span bytes, struct arena *arena, struct proof *proof, struct error *err)
{
    struct proof read = {0};
    struct span rest = bytes, line, value;

    if (bytes.size > PROOF_FILE_MAX || !span_next_line(&rest, &line) ||
        !span_is(line, PROOF_HEADER))
        return refuse(err, "dòng đầu hoặc độ dài");
    if (span_next_value(&rest, "extra", &value))
        TRY(read_extra(value, arena, &read.extra, err));
    if (!span_next_value(&rest, "index", &value) || !ledger_parse_number(value, &read.index))
        return refuse(err, "dòng index");
    for (;;) {
        if (!span_next_line(&rest, &line))
            return refuse(err, "thiếu điểm chốt");
        if (line.size == 0)
            break;
        if (read.path.count == TREE_PROOF_MAX ||
            !digest_parse_base64(line, &read.path.hashes[read.path.count++]))
            return refuse(err, "dòng băm");
    }
    read.checkpoint = rest;
    *proof = read;
    return OK;
}

void
proof_write(const struct proof *proof, struct buffer *out)
{
    buffer_text(out, PROOF_HEADER "\n");
    if (proof->extra.size) {
        buffer_text(out, "extra ");
        base64_add(out, proof->extra.data, proof->extra.size);
        buffer_char(out, '\n');
    }
    buffer_printf(out, "index %" PRIu64 "\n", proof->index);
    for (size_t i = 0; i < proof->path.count; i++) {
        base64_add(out, proof->path.hashes[i].bytes, SHA256_SIZE);
        buffer_char(out, '\n');
    }
    buffer_char(out, '\n');
    buffer_add(out, proof->checkpoint.data, proof->checkpoint.size);
}

enum status
proof_check(const struct proof *proof, struct span entry, const struct policy *policy,
            struct arena *arena, struct policy_answer *answer, struct error *err)
{
    struct policy_answer found;
    struct digest leaf = tree_leaf_hash(entry);

    TRY(policy_check(policy, proof->checkpoint, arena, &found, err));
    TRY(tree_check_inclusion(&leaf, proof->index, found.checkpoint.size, proof->path.hashes,
                             proof->path.count, &found.checkpoint.root, err));
    *answer = found;
    return OK;
}

/* --- marks ------------------------------------------------------------------------------------ */

#define MARK_PREFIX "con-tam.hocba/"
#define MARK_TYPE   "\n\xffhocba-provisional"

enum { MARK_ID_SIZE = 4, MARK_NAME_MAX = 64 };

static const struct {
    const char *key, *name, *word;
} marks[PROOF_MARK_COUNT] = {
    [PROOF_NO_PLACE] = {"no-second-place", MARK_PREFIX "chua-co-noi-giu-thu-hai",
                        "sổ chưa có nơi giữ điểm chốt thứ hai"},
    [PROOF_NO_POLICY] = {"no-policy", MARK_PREFIX "chua-co-chinh-sach-nhan-chung",
                         "sổ chưa đặt chính sách nhân chứng"},
    [PROOF_NO_QUORUM] = {"no-quorum", MARK_PREFIX "chua-du-nhan-chung",
                         "chưa đủ nhân chứng ký nhận"},
};

const char *
proof_mark_key(enum proof_mark mark)
{
    return marks[mark].key;
}

const char *
proof_mark_word(enum proof_mark mark)
{
    return marks[mark].word;
}

/* The key id as for any name and type (c2sp.org/signed-note); the "signature" is the key. */
void
proof_mark_write(enum proof_mark mark, struct buffer *note)
{
    AUTO(buffer) *value = buffer_new(2 * MARK_NAME_MAX);
    AUTO(buffer) *named = buffer_new(2 * MARK_NAME_MAX);

    if (!marks[mark].name)
        return;
    buffer_text(named, marks[mark].name);
    buffer_text(named, MARK_TYPE);
    struct digest id = sha256(buffer_span(named));
    buffer_add(value, id.bytes, MARK_ID_SIZE);
    buffer_text(value, marks[mark].key);
    buffer_printf(note, "— %s ", marks[mark].name);
    base64_add(note, value->data, value->size);
    buffer_char(note, '\n');
}

enum proof_mark
proof_mark_read(struct span checkpoint, struct arena *arena)
{
    struct note *note = arena_make(arena, struct note);
    struct error ignored;

    if (note_parse(checkpoint, arena, note, &ignored) != OK)
        return PROOF_UNMARKED;
    for (size_t i = 0; i < note->count; i++)
        for (int mark = PROOF_UNMARKED + 1; mark < PROOF_MARK_COUNT; mark++)
            if (span_is(note->signatures[i].name, marks[mark].name))
                return (enum proof_mark)mark;
    return PROOF_UNMARKED;
}
