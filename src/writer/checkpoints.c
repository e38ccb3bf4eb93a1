/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing checkpoints, and proofs under them.
 */
#include <inttypes.h>

#include "ledger/proof.h"
#include "writer/writer_internal.h"

enum { SWAPS_MAX = 3 };

/* --- signing ---------------------------------------------------------------------------------- */

enum status
compare_place(struct writer *writer, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct checkpoint there;
    struct digest root;

    if (!writer->place)
        return OK;
    enum status status = place_read(writer->place, arena, &there, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    if (there.size > writer->size)
        return fail(err, CONFLICT,
                    "Sổ cái có %" PRIu64 " mục, nhưng đã từng ký cho %" PRIu64
                    " mục: nó được phục hồi từ một bản cũ. Không ký gì, để không có hai lịch sử; "
                    "hãy lấy phần thiếu từ bản sao đầy đủ: hocba ledger adopt THƯ_MỤC.",
                    writer->size, there.size);
    TRY(stored_root(writer, there.size, &root, err));
    return digest_equal(&root, &there.root)
               ? OK
               : fail(err, CONFLICT,
                      "Nơi giữ điểm chốt thứ hai có một lịch sử khác của sổ cái này. Không ký gì.");
}

/* Another may have swapped in between, or an answer that was lost was to a swap of ours: what
 * stands there is compared again. */
static enum status
advance_place(struct writer *writer, const struct checkpoint *checkpoint, struct error *err)
{
    enum status status = OK;

    for (int i = 0; i < SWAPS_MAX; i++) {
        TRY(compare_place(writer, err));
        status = writer->place ? place_swap(writer->place, checkpoint, err) : OK;
        if (status != CONFLICT)
            return status;
    }
    return status;
}

enum status
may_sign(const struct writer *writer, struct error *err)
{
    return writer->refusal ? fail(err, CONFLICT, "%s", writer->refusal) : OK;
}

bool
is_final(const struct writer *writer, struct span note)
{
    AUTO(arena) *arena = arena_new();
    struct policy_answer answer;
    struct error err;

    return writer->place && writer->options.policy &&
           policy_check(writer->options.policy, note, arena, &answer, &err) == OK &&
           answer.verdict == POLICY_MET;
}

enum status
compare_last(struct writer *writer, uint64_t *size, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct note *note = arena_make(arena, struct note);
    struct database_checkpoint last;
    struct checkpoint checkpoint;
    struct digest root;

    *size = 0;
    enum status status = database_find_checkpoint(writer->database, false, 0, &last, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    last.note.data = arena_copy(arena, last.note.data, last.note.size);
    TRY(note_parse(last.note, arena, note, err));
    TRY(checkpoint_parse(note->text, &checkpoint, err));
    if (checkpoint.size > writer->size)
        return fail(err, CORRUPT, "Sổ cái ít mục hơn điểm chốt đã ký. Không ký thêm gì.");
    TRY(stored_root(writer, checkpoint.size, &root, err));
    *size = checkpoint.size;
    return digest_equal(&root, &checkpoint.root)
               ? OK
               : fail(err, CORRUPT,
                      "Sổ cái không còn khớp với điểm chốt đã ký trước đó. Không ký gì.");
}

void
make_note(const struct writer *writer, const struct checkpoint *checkpoint, struct buffer *note)
{
    AUTO(buffer) *text = buffer_new(CHECKPOINT_TEXT_MAX);

    checkpoint_write(checkpoint, text);
    buffer_add(note, text->data, text->size);
    buffer_char(note, '\n');
    note_sign(buffer_span(text), writer->origin, writer->key, writer->public, note);
}

/* A signature has no time in it: when the power fails before its note is stored, the same leaves
 * get the same note. */
enum status
sign_checkpoint(struct writer *writer, struct error *err)
{
    AUTO(buffer) *note = buffer_new(NOTE_MAX);
    struct checkpoint checkpoint = {.origin = writer->origin, .size = writer->size};
    uint64_t last;

    TRY(may_sign(writer, err));
    TRY(compare_last(writer, &last, err));
    if (last == writer->size)
        return OK;
    TRY(check_stored(writer, last, err));
    TRY(stored_root(writer, writer->size, &checkpoint.root, err));
    TRY(advance_place(writer, &checkpoint, err));
    make_note(writer, &checkpoint, note);
    struct database_checkpoint made = {.size = writer->size,
                                       .note = buffer_span(note),
                                       .final = is_final(writer, buffer_span(note))};
    return database_put_checkpoint(writer->database, &made, err);
}

enum status
writer_checkpoint(struct writer *writer, struct span *note, bool *final, struct error *err)
{
    struct database_checkpoint found;
    enum status status = database_find_checkpoint(writer->database, true, 0, &found, err);

    if (status == NOT_FOUND)
        status = database_find_checkpoint(writer->database, false, 0, &found, err);
    TRY(status);
    *note = found.note;
    *final = found.final;
    return OK;
}

/* When the quorum had seen a checkpoint; 0: nobody knows. */
static int64_t
seen_at(const struct writer *writer, struct span note)
{
    AUTO(arena) *arena = arena_new();
    struct policy_answer answer;
    struct error err;

    return policy_check(writer->options.policy, note, arena, &answer, &err) == OK ? answer.seen_by
                                                                                  : 0;
}

enum status
writer_seen_before(struct writer *writer, int64_t time, uint64_t *size, bool *witnessed,
                   struct error *err)
{
    struct database_checkpoint found;
    enum status status = OK;

    *witnessed = false;
    for (uint64_t most = writer->size; writer->options.policy && most > 0; most = found.size - 1) {
        status = database_find_earlier(writer->database, most, &found, err);
        if (status == NOT_FOUND || (status == OK && !found.final))
            break;
        TRY(status);
        int64_t seen = seen_at(writer, found.note);
        if (!seen || seen >= time)
            continue;
        *witnessed = true;
        *size = found.size;
        return OK;
    }
    return writer_find_time(writer, time, size, err);
}

enum status
writer_checkpoint_before(struct writer *writer, uint64_t index, struct span *note,
                         struct error *err)
{
    struct database_checkpoint found;
    enum status status = database_find_earlier(writer->database, index, &found, err);

    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND,
                    "Điểm chốt đầu tiên của sổ đã có mục ấy: không có điểm chốt nào trước đó.");
    TRY(status);
    *note = found.note;
    return OK;
}

/* --- proofs ----------------------------------------------------------------------------------- */

static enum status
find_covering(struct writer *writer, uint64_t index, struct arena *arena,
              struct database_checkpoint *found, struct error *err)
{
    enum status status = database_find_checkpoint(writer->database, true, index + 1, found, err);

    if (status == NOT_FOUND)
        status = database_find_checkpoint(writer->database, false, index + 1, found, err);
    TRY(status);
    found->note.data = arena_copy(arena, found->note.data, found->note.size);
    return OK;
}

static enum proof_mark
why_provisional(const struct writer *writer)
{
    return !writer->place            ? PROOF_NO_PLACE
           : !writer->options.policy ? PROOF_NO_POLICY
                                     : PROOF_NO_QUORUM;
}

enum status
writer_prove(struct writer *writer, uint64_t index, struct buffer *out, bool *final,
             struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct proof proof = {.index = index};
    struct database_checkpoint covering;
    struct span entry;

    TRY(find_covering(writer, index, arena, &covering, err));
    struct tree_reader reader = stored_tree(writer, covering.size);
    TRY(tree_prove_inclusion(&reader, index, covering.size, &proof.path, err));
    TRY(database_read_leaf(writer->database, index, &entry, err));
    proof.extra = (struct span){arena_copy(arena, entry.data, entry.size), entry.size};
    proof.checkpoint = covering.note;
    proof_write(&proof, out);
    if (!covering.final)
        proof_mark_write(why_provisional(writer), out);
    *final = covering.final;
    return OK;
}
