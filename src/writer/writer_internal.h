/* SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of the writer share; inside writer/ only.
 */
#ifndef HOCBA_WRITER_WRITER_INTERNAL_H
#define HOCBA_WRITER_WRITER_INTERNAL_H

#include "ledger/tile.h"
#include "writer/database.h"
#include "writer/place.h"
#include "writer/writer.h"

/* The tile of a level that is being filled. */
struct level {
    struct digest hashes[TILE_WIDTH];
    unsigned width;
    uint64_t index;
    bool dirty; /* not yet stored as it is */
};

struct writer {
    struct arena *arena; /* of the name and the keys */
    const char *folder;
    struct writer_options options;
    struct span origin, vkey;
    struct secret *key;
    uint8_t public[ED25519_PUBLIC_SIZE];
    int lock;
    struct database *database;
    struct place *place; /* NULL: none */
    struct status_replay *replay;
    struct level levels[TILE_LEVELS];
    uint64_t size;
    int64_t time;                             /* of the newest leaf */
    uint64_t witnessed[POLICY_WITNESSES_MAX]; /* leaves that each witness last cosigned */
    bool heard;                               /* a witness has said what time it is ... */
    int64_t skew; /* ... and our clock was ahead of the nearest by so many seconds */
    struct tile_source source;
    bool stale;          /* what is in memory is not what is stored: to be read anew */
    const char *refusal; /* why nothing is signed any more; NULL: nothing is known against it */
};

/* Everything read, nothing compared with anybody outside: nothing may be signed yet. */
MUST_CHECK enum status open_unchecked(const char *folder, const struct writer_options *options,
                                      struct writer **writer, struct error *err);
/* An entry out of a full copy, as it stands there; inside a transaction, store_levels() at its end.
 * INVALID: it is no leaf, or breaks a rule. */
MUST_CHECK enum status append_copied(struct writer *writer, struct span entry, struct error *err);
/* The tiles that are not full. */
MUST_CHECK enum status store_levels(struct writer *writer, struct error *err);

/* A reader of the stored tree at a size that it has had. */
struct tree_reader stored_tree(struct writer *writer, uint64_t size);
/* The root of the first `size` leaves, out of what is stored. */
MUST_CHECK enum status stored_root(struct writer *writer, uint64_t size, struct digest *root,
                                   struct error *err);
/* CORRUPT unless the stored entries from this index on give the stored tiles, at every level: a
 * flipped bit is found before it is signed, when it can still be mended. */
MUST_CHECK enum status check_stored(struct writer *writer, uint64_t from, struct error *err);

/* Sign the checkpoint over all that is written, unless it is signed, after all that must come
 * before. */
MUST_CHECK enum status sign_checkpoint(struct writer *writer, struct error *err);
/* Append the signed note of a checkpoint. */
void make_note(const struct writer *writer, const struct checkpoint *checkpoint,
               struct buffer *note);
/* CONFLICT: a witness knows of another history. */
MUST_CHECK enum status may_sign(const struct writer *writer, struct error *err);
/* The same, asked now: every witness is shown the newest checkpoint (writer_options.ask). `result`
 * is nought when none is asked. */
MUST_CHECK enum status compare_witnesses(struct writer *writer, struct cosigning *result,
                                         struct error *err);
/* UNAVAILABLE: our clock is not that of any witness who answers (writer_options.ask): what is
 * written under it could be refused for ever. */
MUST_CHECK enum status check_clock(struct writer *writer, struct error *err);
/* CONFLICT: the second place holds what this ledger does not lead up to. */
MUST_CHECK enum status compare_place(struct writer *writer, struct error *err);
/* What was signed last, over `size` leaves (0: nothing), must be a beginning of what is signed
 * next. */
MUST_CHECK enum status compare_last(struct writer *writer, uint64_t *size, struct error *err);
/* After compare_place(): a ledger that came out of a backup goes on by itself only where the second
 * place shows that it has all that was signed. CONFLICT: nobody knows. */
MUST_CHECK enum status check_restored(struct writer *writer, struct error *err);
/* Whether a note makes proofs final: the policy's quorum, and a second place. */
bool is_final(const struct writer *writer, struct span note);

#endif
