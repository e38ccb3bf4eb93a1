/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "witness/witness_internal.h"

struct submission {
    uint64_t old;
    struct tree_proof proof;
    struct note note;
    struct checkpoint checkpoint;
};

/* --- reading ---------------------------------------------------------------------------------- */

static bool
read_old(struct span line, uint64_t *old)
{
    return line.size > 4 && memcmp(line.data, "old ", 4) == 0 &&
           ledger_parse_number((struct span){line.data + 4, line.size - 4}, old);
}

/* "old <size>", hashes, an empty line, a signed checkpoint. */
static bool
read_submission(struct span rest, struct arena *arena, struct submission *in)
{
    struct error unused;
    struct span line;

    in->proof.count = 0;
    if (!span_next_line(&rest, &line) || !read_old(line, &in->old))
        return false;
    for (;;) {
        if (!span_next_line(&rest, &line))
            return false;
        if (line.size == 0)
            break;
        if (in->proof.count == WITNESS_PROOF_MAX ||
            !digest_parse_base64(line, &in->proof.hashes[in->proof.count++]))
            return false;
    }
    return note_parse(rest, arena, &in->note, &unused) == OK &&
           checkpoint_parse(in->note.text, &in->checkpoint, &unused) == OK;
}

/* --- judging ---------------------------------------------------------------------------------- */

/* A log's origin is its key's name; it may have several keys.  `lines` gets what verified. */
static enum witness_verdict
check_signatures(const struct policy *logs, const struct submission *in, struct buffer *lines)
{
    bool known = false;

    for (size_t i = 0; i < policy_log_count(logs); i++) {
        const struct note_key *key = &policy_log(logs, i)->key;
        const struct note_signature *line;
        struct error unused;
        if (!span_equal(key->name, in->checkpoint.origin))
            continue;
        known = true;
        enum status status = note_verify(&in->note, key, NULL, &line, &unused);
        if (status == OK)
            buffer_add(lines, line->line.data, line->line.size);
        else if (status != NOT_FOUND)
            return WITNESS_UNSIGNED;
    }
    if (!known)
        return WITNESS_UNKNOWN;
    return lines->size ? WITNESS_COSIGNED : WITNESS_UNSIGNED;
}

static enum witness_verdict
check_continues(const struct submission *in, const struct digest *old_root)
{
    const struct digest empty = tree_empty_root();
    struct error unused;

    if (in->checkpoint.size == 0 && !digest_equal(&in->checkpoint.root, &empty))
        return WITNESS_UNPROVEN;
    if (in->old == 0)
        return in->proof.count ? WITNESS_UNPROVEN : WITNESS_COSIGNED;
    return tree_check_consistency(in->old, old_root, in->checkpoint.size, &in->checkpoint.root,
                                  in->proof.hashes, in->proof.count, &unused) == OK
               ? WITNESS_COSIGNED
               : WITNESS_UNPROVEN;
}

static struct span
copy_text(struct arena *arena, const struct buffer *text)
{
    struct span span = buffer_span(text);

    return (struct span){arena_copy(arena, span.data, span.size), span.size};
}

/* Kept first, and answered only then: a cosignature that got out without being remembered would let
 * the log fork behind it. */
static enum witness_verdict
cosign(struct witness *witness, const struct submission *in, struct span lines, int64_t now,
       struct arena *arena, struct span *body)
{
    AUTO(buffer) *own = buffer_new(WITNESS_NOTE_MAX);
    AUTO(buffer) *note = buffer_new(WITNESS_NOTE_MAX + CHECKPOINT_TEXT_MAX);
    struct error unused;

    if (now <= 0)
        return WITNESS_FAILED;
    note_cosign(in->note.text, now, witness->name, witness->key, witness->public, own);
    buffer_add(note, in->note.text.data, in->note.text.size);
    buffer_char(note, '\n');
    buffer_add(note, lines.data, lines.size);
    buffer_add(note, own->data, own->size);
    if (note->overflow || keep_note(witness, buffer_span(note), &unused) != OK)
        return WITNESS_FAILED;
    *body = copy_text(arena, own);
    return WITNESS_COSIGNED;
}

static enum witness_verdict
judge(struct witness *witness, const struct submission *in, struct span lines, int64_t now,
      struct arena *arena, struct span *body)
{
    const struct seen *seen = find_seen(witness, in->checkpoint.origin);
    const uint64_t size = seen ? seen->checkpoint.size : 0;

    if (in->old != size) {
        const char *text = arena_printf(arena, "%" PRIu64 "\n", size);
        *body = span_of(text);
        return WITNESS_CONFLICT;
    }
    enum witness_verdict verdict = check_continues(in, seen ? &seen->checkpoint.root : NULL);
    return verdict == WITNESS_COSIGNED ? cosign(witness, in, lines, now, arena, body) : verdict;
}

enum witness_verdict
witness_submit(struct witness *witness, const struct policy *logs, struct span submission,
               int64_t now, struct arena *arena, struct span *body)
{
    AUTO(buffer) *lines = buffer_new(WITNESS_NOTE_MAX);
    struct submission *in = arena_make(arena, struct submission);

    *body = SPAN("");
    if (submission.size > WITNESS_BODY_MAX || !read_submission(submission, arena, in))
        return WITNESS_MALFORMED;
    enum witness_verdict verdict = check_signatures(logs, in, lines);
    if (verdict != WITNESS_COSIGNED)
        return verdict;
    if (in->old > in->checkpoint.size)
        return WITNESS_MALFORMED;
    pthread_mutex_lock(&witness->mutex);
    verdict = judge(witness, in, buffer_span(lines), now, arena, body);
    pthread_mutex_unlock(&witness->mutex);
    return verdict;
}
