/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing checkpoints, proofs under them, and cosignatures.
 */
#include <inttypes.h>

#include "base/encode.h"
#include "ledger/proof.h"
#include "writer/writer_internal.h"

enum {
    HTTP_OK = 200,
    HTTP_CONFLICT = 409, /* tlog-witness: the body is the size that the witness has */
    BODY_MAX = NOTE_MAX + 16 * 1024,
    ASKS_MAX = 3, /* of one witness: its size may have been another one */
};

/* --- the stored tree -------------------------------------------------------------------------- */

static enum status
read_tile(void *context, const struct tile *tile, struct span *bytes, struct error *err)
{
    struct writer *writer = context;

    TRY(database_read_tile(writer->database, tile->level, tile->index, bytes, err));
    if (bytes->size < tile->width * SHA256_SIZE)
        return fail(err, CORRUPT, "Một mảnh của sổ cái bị cụt. Không ký thêm gì.");
    bytes->size = tile->width * SHA256_SIZE; /* tiles grow at their end alone */
    return OK;
}

struct tree_reader
stored_tree(struct writer *writer, uint64_t size)
{
    tile_source_clear(&writer->source);
    writer->source = (struct tile_source){.read = read_tile, .context = writer, .size = size};
    return tile_reader(&writer->source);
}

enum status
stored_root(struct writer *writer, uint64_t size, struct digest *root, struct error *err)
{
    struct tree_reader reader = stored_tree(writer, size);

    return tree_read_root(&reader, size, root, err);
}

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
                    "hãy lấy phần thiếu từ bản sao đầy đủ.",
                    writer->size, there.size);
    TRY(stored_root(writer, there.size, &root, err));
    return digest_equal(&root, &there.root)
               ? OK
               : fail(err, CONFLICT,
                      "Nơi giữ điểm chốt thứ hai có một lịch sử khác của sổ cái này. Không ký gì.");
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

/* The tree in memory and the stored one must agree before anything is signed. */
static enum status
check_root(struct writer *writer, struct digest *root, struct error *err)
{
    struct tree_reader reader = stored_tree(writer, writer->size);
    struct tree_edge edge;

    TRY(tree_read_edge(&reader, writer->size, &edge, err));
    *root = tree_root(&edge);
    const struct level *lowest = &writer->levels[0];
    if (lowest->width == 0)
        return OK;
    struct digest stored;
    TRY(reader.read(reader.context, 0, writer->size - 1, &stored, err));
    return digest_equal(&stored, &lowest->hashes[lowest->width - 1])
               ? OK
               : fail(err, CORRUPT, "Cây của sổ cái đọc lại không khớp. Không ký gì.");
}

/* What was signed last must be a beginning of what is signed next. */
static enum status
compare_last(struct writer *writer, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct note *note = arena_make(arena, struct note);
    struct database_checkpoint last;
    struct checkpoint checkpoint;
    struct digest root;

    enum status status = database_find_checkpoint(writer->database, false, 0, &last, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    last.note.data = arena_copy(arena, last.note.data, last.note.size);
    TRY(note_parse(last.note, arena, note, err));
    TRY(checkpoint_parse(note->text, &checkpoint, err));
    TRY(stored_root(writer, checkpoint.size, &root, err));
    return digest_equal(&root, &checkpoint.root)
               ? OK
               : fail(err, CORRUPT,
                      "Sổ cái không còn khớp với điểm chốt đã ký trước đó. Không ký gì.");
}

enum status
sign_checkpoint(struct writer *writer, struct error *err)
{
    AUTO(buffer) *text = buffer_new(CHECKPOINT_TEXT_MAX), *note = buffer_new(NOTE_MAX);
    struct checkpoint checkpoint = {.origin = writer->origin, .size = writer->size};

    TRY(check_root(writer, &checkpoint.root, err));
    TRY(compare_last(writer, err));
    TRY(compare_place(writer, err));
    if (writer->place)
        TRY(place_write(writer->place, &checkpoint, err));
    checkpoint_write(&checkpoint, text);
    buffer_add(note, text->data, text->size);
    buffer_char(note, '\n');
    note_sign(buffer_span(text), writer->origin, writer->key, writer->public, note);
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
    *final = covering.final;
    return OK;
}

/* --- cosignatures ----------------------------------------------------------------------------- */

/* One round: the newest checkpoint, and the witnesses that have not cosigned it. */
struct round {
    struct writer *writer;
    writer_ask *ask;
    void *context;
    struct arena *arena;
    struct cosigning *result;
    struct database_checkpoint checkpoint; /* its note grows */
    struct span text;                      /* of the note */
};

/* tlog-witness, add-checkpoint: "old N", the proof from there, an empty line, the note. */
static enum status
write_request(struct round *round, uint64_t old, struct buffer *body, struct error *err)
{
    struct tree_reader reader = stored_tree(round->writer, round->checkpoint.size);
    struct tree_proof proof;

    TRY(tree_prove_consistency(&reader, old, round->checkpoint.size, &proof, err));
    buffer_printf(body, "old %" PRIu64 "\n", old);
    for (size_t i = 0; i < proof.count; i++) {
        base64_add(body, proof.hashes[i].bytes, SHA256_SIZE);
        buffer_char(body, '\n');
    }
    buffer_char(body, '\n');
    buffer_add(body, round->checkpoint.note.data, round->checkpoint.note.size);
    return OK;
}

/* What it answered is worth its signature, no more. */
static enum status
take_cosignature(struct round *round, const struct policy_peer *witness, struct span lines,
                 struct error *err)
{
    AUTO(buffer) *grown = buffer_new(NOTE_MAX);
    struct note *note = arena_make(round->arena, struct note);
    const struct note_signature *line;
    int64_t time;

    TRY(note_parse_lines(round->text, lines, round->arena, note, err));
    TRY(note_verify(note, &witness->key, &time, &line, err));
    struct span *kept = &round->checkpoint.note;
    buffer_add(grown, kept->data, kept->size);
    buffer_add(grown, line->line.data, line->line.size);
    *kept = (struct span){arena_copy(round->arena, grown->data, grown->size), grown->size};
    return OK;
}

static enum status
take_size(const struct round *round, struct span answer, uint64_t *old, struct error *err)
{
    if (answer.size && answer.data[answer.size - 1] == '\n')
        answer.size--;
    if (!ledger_parse_number(answer, old))
        return fail(err, UNAVAILABLE, "Nhân chứng trả lời không đúng dạng (tlog-witness).");
    if (*old > round->writer->size)
        return fail(err, CONFLICT,
                    "Nhân chứng đã thấy %" PRIu64 " mục của sổ cái này, nhiều hơn %" PRIu64
                    " mục đang có: sổ được phục hồi từ một bản cũ. Không ký thêm gì.",
                    *old, round->writer->size);
    return OK;
}

static enum status
ask_one(struct round *round, const struct policy_peer *witness, uint64_t *old, struct error *err)
{
    for (int i = 0; i < ASKS_MAX; i++) {
        AUTO(buffer) *body = buffer_new(BODY_MAX);
        struct span answer;
        int code;
        TRY(write_request(round, *old, body, err));
        TRY(round->ask(round->context, witness, buffer_span(body), round->arena, &code, &answer,
                       err));
        if (code == HTTP_OK)
            return take_cosignature(round, witness, answer, err);
        if (code != HTTP_CONFLICT)
            return fail(err, UNAVAILABLE, "Nhân chứng không ký nhận (mã %d).", code);
        TRY(take_size(round, answer, old, err));
        if (*old > round->checkpoint.size)
            return fail(err, UNAVAILABLE, "Nhân chứng đã ký một điểm chốt mới hơn.");
    }
    return fail(err, UNAVAILABLE, "Nhân chứng luôn trả lời một số mục khác.");
}

static bool
has_cosigned(const struct round *round, const struct policy_peer *witness)
{
    AUTO(arena) *arena = arena_new();
    struct note *note = arena_make(arena, struct note);
    struct error err;

    return note_parse(round->checkpoint.note, arena, note, &err) == OK &&
           note_verify(note, &witness->key, NULL, NULL, &err) == OK;
}

static enum status
ask_all(struct round *round, struct error *err)
{
    const struct policy *policy = round->writer->options.policy;

    for (size_t i = 0; i < policy_witness_count(policy); i++) {
        const struct policy_peer *witness = policy_witness(policy, i);
        uint64_t *old = &round->writer->witnessed[i];
        struct error why;
        if (has_cosigned(round, witness)) {
            round->result->cosigned++;
            continue;
        }
        if (!witness->url.data)
            continue;
        round->result->asked++;
        enum status status = ask_one(round, witness, old, &why);
        if (status == CONFLICT) {
            *err = why;
            return status;
        }
        if (status == OK) {
            *old = round->checkpoint.size;
            round->result->cosigned++;
            continue;
        }
        round->result->silent++;
        if (!round->result->reason)
            round->result->reason = arena_text(round->arena, why.message);
    }
    return OK;
}

enum status
writer_cosign(struct writer *writer, writer_ask *ask, void *context, struct arena *arena,
              struct cosigning *result, struct error *err)
{
    struct round round = {
        .writer = writer, .ask = ask, .context = context, .arena = arena, .result = result};
    struct database_checkpoint *newest = &round.checkpoint;

    *result = (struct cosigning){0};
    if (!writer->options.policy)
        return OK;
    enum status status = database_find_checkpoint(writer->database, false, 0, newest, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    newest->note.data = arena_copy(arena, newest->note.data, newest->note.size);
    struct note *note = arena_make(arena, struct note);
    TRY(note_parse(newest->note, arena, note, err));
    round.text = note->text;
    TRY(ask_all(&round, err));
    newest->final = is_final(writer, newest->note);
    result->final = newest->final;
    return database_put_checkpoint(writer->database, newest, err);
}
