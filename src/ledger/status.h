/* SPDX-License-Identifier: Apache-2.0
 *
 * The status of every record as a pure function of the ledger: leaves are replayed in their order
 * under the rules below, and whoever replays them gets the same answer.  A leaf that breaks a rule
 * changes nothing and is a finding.
 *
 * R1  times never decrease
 * R2  a record's key was enrolled before, is not retired and not compromised; a key is retired once
 * R3  one record that counts (valid or suspended) per slot; the next one comes while the former is
 *     suspended, and the former is then superseded by it
 * R4  a status leaf's target is an earlier record, and its key is the record's own or a
 *     department's; after that key was closed, its decision stood under it as a document before (of
 *     a compromised key before the leaf from which on it is)
 * R5  valid -> suspended; suspended -> valid, superseded; valid, suspended -> revoked; revoked and
 *     superseded are final
 * R6  superseded, and nothing else, names its replacement: a later record of the same slot
 * R7  a compromised key's records from a leaf on, that stands already, are revoked; said again, it
 *     is from an earlier leaf
 * R8  a snapshot is over a size that the ledger had then
 */
#ifndef HOCBA_LEDGER_STATUS_H
#define HOCBA_LEDGER_STATUS_H

#include "ledger/leaf.h"

struct status_replay;

struct status_replay *status_replay_new(void);
void status_replay_free(struct status_replay *replay); /* NULL is a no-op */
DEFINE_AUTO(status_replay)

/* So many leaves will come: room for them is made at once, within reason. */
void status_replay_expect(struct status_replay *replay, uint64_t leaves);
/* This leaf will be added soon: what the rules ask about it may come nearer. Changes nothing. */
void status_replay_hint(const struct status_replay *replay, const struct leaf *leaf);
/* The next leaf, index status_replay_size(). INVALID with the rule that it breaks; it then counts
 * as a leaf and has no effect. */
MUST_CHECK enum status status_replay_add(struct status_replay *replay, const struct leaf *leaf,
                                         struct error *err);
/* The same for who is about to write it: INVALID leaves everything as it was. */
MUST_CHECK enum status status_replay_offer(struct status_replay *replay, const struct leaf *leaf,
                                           struct error *err);
/* Whether a key leaf has enrolled this key. */
bool status_knows_key(const struct status_replay *replay, const uint8_t kid[LEAF_KID_SIZE]);
uint64_t status_replay_size(const struct status_replay *replay);

/* NOT_FOUND: no record stands at this index. `superseded_by` (may be NULL) gets the replacement's
 * index where the status is superseded. */
MUST_CHECK enum status status_of(const struct status_replay *replay, uint64_t index,
                                 enum record_status *status, uint64_t *superseded_by,
                                 struct error *err);
/* The record that counts in a slot; false when there is none. */
bool status_live_in_slot(const struct status_replay *replay, const uint8_t slot[LEAF_SLOT_SIZE],
                         uint64_t *index);

/* Whether a change is allowed: R5 as a table. */
bool status_may_change(enum record_status from, enum record_status to);
const char *record_status_key(enum record_status status); /* "valid" ... */
bool record_status_parse(const char *key, enum record_status *status);
const char *record_status_word(enum record_status status); /* Vietnamese */

/* The list over leaves [from, to): 2 bits each, the first leaf in the lowest bits of the first byte
 * (draft-ietf-oauth-status-list); leaves that are no records have 0. Appends
 * ceil((to - from) / 4) bytes. */
void status_write_bits(const struct status_replay *replay, uint64_t from, uint64_t to,
                       struct buffer *out);

#endif
