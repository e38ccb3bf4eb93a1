/* SPDX-License-Identifier: Apache-2.0
 *
 * The writer of a ledger: the one process at a time that appends to it and signs its checkpoints,
 * with a file and a key of its own and nothing of the store, so that it can be moved to another
 * host (docs/ledger.md).  A folder:
 *
 *     ledger.db    leaves, tiles, checkpoints (SQLite)
 *     key          the seed of the signing key, mode 0600
 *     origin       the ledger's name and public key, a line each
 *     restored     it came out of a backup, and nobody knows yet whether it is the newest
 *
 * A batch is one transaction.  A checkpoint is signed only after that transaction was committed,
 * the root was computed anew from what is stored, and the second place was compared and swapped.
 */
#ifndef HOCBA_WRITER_WRITER_H
#define HOCBA_WRITER_WRITER_H

#include "ledger/policy.h"
#include "ledger/status.h"
#include "ledger/tile.h"
#include "writer/place.h"

enum { WRITER_BATCH_MAX = 4096 };

struct writer;

/* Make a ledger in the new or empty folder `folder`. INVALID: not a name for one; CONFLICT: the
 * folder is not empty. */
MUST_CHECK enum status writer_create(const char *folder, struct span origin, struct error *err);

/* How cosignatures are asked for: POST each body to its witness, all at once, and take the answers
 * (c2sp.org/tlog-witness).  `code` is HTTP's, `answer` the arena's; `status` is OK when there is
 * one, else `why` says why not. */
struct witness_question {
    const struct policy_peer *witness;
    struct span body;
    enum status status;
    int code;
    struct span answer;
    struct error why;
};
typedef void writer_ask(void *context, struct witness_question *questions, size_t count,
                        struct arena *arena);
struct writer_options {
    struct place_plan place;     /* the second place; nowhere: every proof is provisional */
    const struct policy *policy; /* whose cosignatures make a checkpoint final; borrowed; NULL: none
                                    are asked for and every proof is provisional */
    int64_t (*clock)(void);      /* seconds since 1970 */
    writer_ask *ask; /* at the start each witness is asked what it saw last; NULL: not */
    void *context;   /* of `ask` */
};
/* A second place by address that does not answer stops no reading: what is not signed yet stays
 * unsigned, and appending says UNAVAILABLE until it answers again.
 *
 * NOT_FOUND: no ledger there; CONFLICT: another process has it, or the second place or a witness
 * has a checkpoint that this ledger does not lead up to: it was restored from an old copy, and
 * signing would fork it; CORRUPT: what is stored does not give its own root. */
MUST_CHECK enum status writer_open(const char *folder, const struct writer_options *options,
                                   struct writer **writer, struct error *err);
void writer_free(struct writer *writer); /* NULL is a no-op */
DEFINE_AUTO(writer)

/* --- backups ---------------------------------------------------------------------------------- */

/* The ledger's file as it is at one moment, while a writer may be at work, into a new file. */
MUST_CHECK enum status writer_copy_file(const char *folder, const char *to, struct error *err);
/* Mark the ledger in this folder as one that came out of a backup: its writer signs only after the
 * second place, or writer_adopt(), has shown that nothing which was signed is missing. */
MUST_CHECK enum status writer_mark_restored(const char *folder, struct error *err);

/* What a ledger that came out of a backup is brought forward with. */
struct adoption {
    struct span note; /* the newest checkpoint of a full copy; no data: there is no copy */
    /* The copy's entries, asked for in their order; borrowed until the next call. */
    enum status (*read)(void *context, uint64_t index, struct span *entry, struct error *err);
    void *context;
    bool alone; /* its keeper's word that nobody outside ever saw this ledger */
};
struct adopted {
    uint64_t before, after; /* leaves */
    bool final;             /* the newest checkpoint has its quorum */
};
/* Take from the copy what is missing, find that nothing which was signed is missing any more, and
 * let this ledger sign again.  The second place must hold a checkpoint that this ledger leads up
 * to, or every witness with an address must answer (options->ask) and have seen no more; `alone`
 * stands for both only where there is neither a second place nor a policy, and no checkpoint ever
 * had its quorum.  UNTRUSTED: the copy's checkpoint is not this ledger's; CORRUPT: its entries do
 * not give its root; CONFLICT: something that was signed would be missing, or nobody can tell.
 * Unless OK, nothing is signed and the ledger goes on refusing. */
MUST_CHECK enum status writer_adopt(const char *folder, const struct writer_options *options,
                                    const struct adoption *adoption, struct adopted *adopted,
                                    struct error *err);

/* The ledger's name, and its key as others take it ("vkey"); the writer's own. */
struct span writer_origin(const struct writer *writer);
struct span writer_key(const struct writer *writer);
uint64_t writer_size(const struct writer *writer);

/* What became of an entry that was handed in. */
struct written {
    enum status status; /* OK; INVALID: it breaks a rule of ledger/status.h */
    uint64_t index;     /* where it stands, or stood already */
    int64_t time;       /* what the ledger wrote down */
    bool already;       /* it had been entered before */
    const char *reason; /* of INVALID; the arena's */
};

/* Append leaves, at most WRITER_BATCH_MAX, and sign the checkpoint over them.  When anything goes
 * wrong, all that break no rule stand there or none does, and the next call signs what is left; a
 * leaf that breaks a rule is never written.  Times are the writer's to set.  A leaf that was handed
 * in before (the same but for its time) keeps its place: whoever is not sure hands it in again. */
MUST_CHECK enum status writer_append(struct writer *writer, struct leaf *leaves, size_t count,
                                     struct arena *arena, struct written *written,
                                     struct error *err);
/* The leaf of this index; the first leaf with this H. NOT_FOUND. */
MUST_CHECK enum status writer_read(struct writer *writer, uint64_t index, struct leaf *leaf,
                                   struct error *err);
MUST_CHECK enum status writer_find(struct writer *writer, const struct digest *hash,
                                   uint64_t *index, struct error *err);
/* Whether a key was enrolled (and perhaps closed since). */
bool writer_knows_key(const struct writer *writer, const uint8_t kid[LEAF_KID_SIZE]);

/* The newest checkpoint as a signed note: a final one where there is one, else a provisional one.
 * NOT_FOUND: nothing is written yet. Borrowed until the next call. */
MUST_CHECK enum status writer_checkpoint(struct writer *writer, struct span *note, bool *final,
                                         struct error *err);
/* The newest checkpoint that does not hold the leaf of this index, a final one where there is one:
 * it bounds from below when the leaf was seen (docs/decisions/0010-lower-bound.md). NOT_FOUND: the
 * first checkpoint holds it already. Borrowed until the next call. */
MUST_CHECK enum status writer_checkpoint_before(struct writer *writer, uint64_t index,
                                                struct span *note, struct error *err);
/* Append a .tlog-proof of a leaf, its entry as `extra`. `final` says whether the policy's quorum
 * has cosigned it; one that is not says so itself (ledger/proof.h). */
MUST_CHECK enum status writer_prove(struct writer *writer, uint64_t index, struct buffer *out,
                                    bool *final, struct error *err);

/* Ask every witness of the policy that has an address for the newest checkpoint, and keep what
 * verifies. Silent witnesses are counted, not errors.  CONFLICT: a witness has seen another history
 * of this ledger, or more of it than there is; this writer then signs nothing more. */
struct cosigning {
    size_t asked, cosigned, silent;
    bool final;
    const char *reason; /* of the first that did not; the arena's, or NULL */
};
MUST_CHECK enum status writer_cosign(struct writer *writer, writer_ask *ask, void *context,
                                     struct arena *arena, struct cosigning *result,
                                     struct error *err);

/* Append what counts from now on, by the digest of its text. `written->already`: it is the newest
 * that was written down.  CONFLICT: it was once, and another one since. */
MUST_CHECK enum status writer_write_rule(struct writer *writer, const struct digest *hash,
                                         struct arena *arena, struct written *written,
                                         struct error *err);
/* How many leaves the quorum had seen before this time, for certain: those of the newest final
 * checkpoint that its witnesses had cosigned by then.  `witnessed` false: there is none, and it is
 * what the ledger's own clock says. */
MUST_CHECK enum status writer_seen_before(struct writer *writer, int64_t time, uint64_t *size,
                                          bool *witnessed, struct error *err);

/* Append a snapshot: the digest of the statuses of all leaves before it, so that a list which lies
 * convicts its maker. Nothing when the newest leaf is one. */
MUST_CHECK enum status writer_snapshot(struct writer *writer, struct error *err);
/* Append the signed status list of leaves [from, to), as of all that is written, and now
 * (ledger/status_list.h). */
void writer_list_statuses(struct writer *writer, uint64_t from, uint64_t to, int64_t expires_in,
                          struct buffer *out);
/* The school year (from 1 August, in Vietnam) of a time, by the year it begins in. */
int writer_year_of(int64_t time);
/* Those of the first leaf and the last. NOT_FOUND: there is no leaf. */
MUST_CHECK enum status writer_find_years(struct writer *writer, int *first, int *last,
                                         struct error *err);
/* The leaves [from, to) that were written in one. NOT_FOUND: none was. */
MUST_CHECK enum status writer_find_year(struct writer *writer, int year, uint64_t *from,
                                        uint64_t *to, struct error *err);
/* The first leaf that was written at this time or later; all that are written: none was. */
MUST_CHECK enum status writer_find_time(struct writer *writer, int64_t time, uint64_t *index,
                                        struct error *err);

/* Write the public files (checkpoint, tile/...) into a folder that a web server may serve: what is
 * there and full stays. */
MUST_CHECK enum status writer_export(struct writer *writer, const char *folder, struct error *err);
/* Append one of them, a tile or a bundle of entries: at most WRITER_TILE_MAX bytes. NOT_FOUND:
 * there is none of this width yet. */
enum { WRITER_TILE_MAX = TILE_WIDTH * (2 + LEAF_MAX) };
MUST_CHECK enum status writer_read_tile(struct writer *writer, const struct tile *tile,
                                        struct buffer *out, struct error *err);

#endif
