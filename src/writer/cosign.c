/* SPDX-License-Identifier: Apache-2.0
 *
 * Cosignatures (c2sp.org/tlog-witness): what witnesses are asked, and what their answers are worth.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/encode.h"
#include "writer/writer_internal.h"

enum {
    HTTP_OK = 200,
    HTTP_CONFLICT = 409,      /* the body is the size that the witness has */
    HTTP_UNPROCESSABLE = 422, /* what it has is no beginning of what it is shown */
    BODY_MAX = NOTE_MAX + 16 * 1024,
    ASKS_MAX = 3, /* of one witness: its size may have been another one */
};

/* A witness that is asked: until it cosigns, refuses, or its turns are over. */
struct asked {
    size_t index; /* in the policy */
    struct buffer *body;
    bool over;
};

/* One round: the newest checkpoint, and the witnesses that have not cosigned it. */
struct round {
    struct writer *writer;
    writer_ask *ask;
    void *context;
    struct arena *arena;
    struct cosigning *result;
    struct database_checkpoint checkpoint; /* its note grows */
    struct span text;                      /* of the note */
    bool again;                            /* ask also who has cosigned it */
    bool heard;                            /* one has said what time it is ... */
    int64_t skew;                          /* ... as in struct writer */
    struct asked *asked;
    size_t asked_count;
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

static bool
has_cosigned(const struct round *round, const struct policy_peer *witness)
{
    AUTO(arena) *arena = arena_new();
    struct note *note = arena_make(arena, struct note);
    struct error err;

    return note_parse(round->checkpoint.note, arena, note, &err) == OK &&
           note_verify(note, &witness->key, NULL, NULL, &err) == OK;
}

static void
hear_time(struct round *round, int64_t time)
{
    int64_t skew = round->writer->options.clock() - time;

    if (!round->heard || llabs(skew) < llabs(round->skew))
        round->skew = skew;
    round->heard = true;
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
    hear_time(round, time);
    if (has_cosigned(round, witness))
        return OK;
    struct span *kept = &round->checkpoint.note;
    buffer_add(grown, kept->data, kept->size);
    buffer_add(grown, line->line.data, line->line.size);
    *kept = (struct span){arena_copy(round->arena, grown->data, grown->size), grown->size};
    return OK;
}

/* Nothing is signed from here on, whatever else the writer is asked. */
static enum status
stop_signing(const struct round *round, struct error *err)
{
    round->writer->refusal = arena_text(round->writer->arena, err->message);
    return CONFLICT;
}

static enum status
take_size(const struct round *round, struct span answer, uint64_t *old, struct error *err)
{
    uint64_t size = round->writer->size;

    if (answer.size && answer.data[answer.size - 1] == '\n')
        answer.size--;
    if (!ledger_parse_number(answer, old))
        return fail(err, UNAVAILABLE, "Nhân chứng trả lời không đúng dạng (tlog-witness).");
    if (*old > size) {
        fail(err, CONFLICT,
             "Nhân chứng đã thấy %" PRIu64 " mục của sổ cái này, nhiều hơn %" PRIu64
             " mục đang có: sổ được phục hồi từ một bản cũ. Không ký thêm gì; hãy lấy phần thiếu "
             "từ bản sao đầy đủ: hocba ledger adopt THƯ_MỤC.",
             *old, size);
        return stop_signing(round, err);
    }
    return *old <= round->checkpoint.size
               ? OK
               : fail(err, UNAVAILABLE, "Nhân chứng đã ký một điểm chốt mới hơn.");
}

/* Our proof leads to our tree; who finds it wrong has seen another one. */
static enum status
take_refusal(const struct round *round, int code, struct error *err)
{
    if (code != HTTP_UNPROCESSABLE)
        return fail(err, UNAVAILABLE, "Nhân chứng không ký nhận (mã %d).", code);
    fail(err, CONFLICT,
         "Nhân chứng đã ký một lịch sử khác của sổ cái này. Không ký thêm gì; hãy đối chiếu với "
         "bản sao đầy đủ.");
    return stop_signing(round, err);
}

static void
note_silence(const struct round *round, struct asked *asked, const struct error *why)
{
    asked->over = true;
    round->result->silent++;
    if (!round->result->reason)
        round->result->reason = arena_text(round->arena, why->message);
}

/* What one answered. OK: it is over, or asked again with the size that it has. */
static enum status
take_answer(struct round *round, struct asked *asked, const struct witness_question *question,
            struct error *err)
{
    uint64_t *old = &round->writer->witnessed[asked->index];

    if (question->status != OK) {
        *err = question->why;
        return question->status;
    }
    if (question->code == HTTP_CONFLICT)
        return take_size(round, question->answer, old, err);
    if (question->code != HTTP_OK)
        return take_refusal(round, question->code, err);
    TRY(take_cosignature(round, question->witness, question->answer, err));
    *old = round->checkpoint.size;
    asked->over = true;
    round->result->cosigned++;
    return OK;
}

/* The questions of those that are not over; `which` says whose each is. */
static size_t
write_questions(struct round *round, struct witness_question *questions, struct asked **which)
{
    size_t count = 0;

    for (size_t i = 0; i < round->asked_count; i++) {
        struct asked *asked = &round->asked[i];
        struct error why;
        if (asked->over)
            continue;
        buffer_free(asked->body);
        asked->body = buffer_new(BODY_MAX);
        if (write_request(round, round->writer->witnessed[asked->index], asked->body, &why) != OK) {
            note_silence(round, asked, &why);
            continue;
        }
        questions[count] = (struct witness_question){
            .witness = policy_witness(round->writer->options.policy, asked->index),
            .body = buffer_span(asked->body)};
        which[count++] = asked;
    }
    return count;
}

/* Every witness that is not over is asked once, all at the same time. Only another history is an
 * error. */
static enum status
take_turn(struct round *round, struct error *err)
{
    struct witness_question *questions =
        arena_make_array(round->arena, round->asked_count + 1, struct witness_question);
    struct asked **which = arena_make_array(round->arena, round->asked_count + 1, struct asked *);
    size_t count = write_questions(round, questions, which);
    struct error why;

    if (count)
        round->ask(round->context, questions, count, round->arena);
    for (size_t i = 0; i < count; i++) {
        if (take_answer(round, which[i], &questions[i], &why) == OK)
            continue;
        if (round->writer->refusal) {
            *err = why;
            return why.status;
        }
        note_silence(round, which[i], &why);
    }
    return OK;
}

static enum status
ask_all(struct round *round, struct error *err)
{
    struct error why;

    for (int i = 0; i < ASKS_MAX; i++)
        TRY(take_turn(round, err));
    fail(&why, UNAVAILABLE, "Nhân chứng luôn trả lời một số mục khác.");
    for (size_t i = 0; i < round->asked_count; i++)
        if (!round->asked[i].over)
            note_silence(round, &round->asked[i], &why);
    return OK;
}

static void
choose_asked(struct round *round)
{
    const struct policy *policy = round->writer->options.policy;
    size_t count = policy_witness_count(policy);

    round->asked = arena_make_array(round->arena, count + 1, struct asked);
    for (size_t i = 0; i < count; i++) {
        const struct policy_peer *witness = policy_witness(policy, i);
        if (!round->again && has_cosigned(round, witness))
            round->result->cosigned++;
        else if (witness->url.data)
            round->asked[round->asked_count++] = (struct asked){.index = i};
    }
    round->result->asked = round->asked_count;
}

/* The newest checkpoint, or before there is any, that of the empty tree. */
static enum status
load_newest(struct round *round, struct error *err)
{
    struct database_checkpoint *newest = &round->checkpoint;
    struct checkpoint empty = {.origin = round->writer->origin, .root = tree_empty_root()};
    struct note *note = arena_make(round->arena, struct note);
    AUTO(buffer) *made = buffer_new(NOTE_MAX);

    enum status status = database_find_checkpoint(round->writer->database, false, 0, newest, err);
    if (status == NOT_FOUND) {
        make_note(round->writer, &empty, made);
        *newest = (struct database_checkpoint){.note = buffer_span(made)};
        status = OK;
    }
    TRY(status);
    newest->note.data = arena_copy(round->arena, newest->note.data, newest->note.size);
    TRY(note_parse(newest->note, round->arena, note, err));
    round->text = note->text;
    return OK;
}

static enum status
run_round(struct round *round, struct error *err)
{
    struct writer *writer = round->writer;
    struct database_checkpoint *newest = &round->checkpoint;

    *round->result = (struct cosigning){0};
    if (!writer->options.policy)
        return OK;
    TRY(may_sign(writer, err));
    TRY(load_newest(round, err));
    if (newest->size == 0 && !round->again)
        return OK;
    choose_asked(round);
    enum status status = ask_all(round, err);
    for (size_t i = 0; i < round->asked_count; i++)
        buffer_free(round->asked[i].body);
    TRY(status);
    if (round->heard) {
        writer->heard = true;
        writer->skew = round->skew;
    }
    if (newest->size == 0)
        return OK;
    newest->final = is_final(writer, newest->note);
    round->result->final = newest->final;
    return database_put_checkpoint(writer->database, newest, err);
}

enum status
writer_cosign(struct writer *writer, writer_ask *ask, void *context, struct arena *arena,
              struct cosigning *result, struct error *err)
{
    struct round round = {
        .writer = writer, .ask = ask, .context = context, .arena = arena, .result = result};

    return run_round(&round, err);
}

/* Also those that have cosigned the newest checkpoint: they may have seen later ones, which a
 * ledger that was restored from an old copy has lost. */
enum status
compare_witnesses(struct writer *writer, struct cosigning *result, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct round round = {.writer = writer,
                          .ask = writer->options.ask,
                          .context = writer->options.context,
                          .arena = arena,
                          .result = result,
                          .again = true};

    *result = (struct cosigning){0};
    if (writer->options.ask)
        TRY(run_round(&round, err));
    result->reason = NULL; /* the round's arena's */
    return OK;
}

/* Times never decrease: where the newest leaf's is ahead of the clock, the next gets that one. */
static bool
is_clock_wrong(const struct writer *writer)
{
    int64_t now = writer->options.clock(), due = now > writer->time ? now : writer->time;

    return writer->heard && llabs(due - (now - writer->skew)) > LEAF_CLOCK_LEEWAY;
}

enum status
check_clock(struct writer *writer, struct error *err)
{
    struct cosigning asked;

    if (!is_clock_wrong(writer))
        return OK;
    TRY(compare_witnesses(writer, &asked, err)); /* it may have been set right since */
    if (!is_clock_wrong(writer))
        return OK;
    return fail(err, UNAVAILABLE,
                "Đồng hồ của máy này, hoặc thời điểm của mục mới nhất trong sổ cái, lệch với nhân "
                "chứng quá %d phút. Chưa ghi gì vào sổ cái; hãy chỉnh đồng hồ rồi ghi lại.",
                LEAF_CLOCK_LEEWAY / 60);
}
