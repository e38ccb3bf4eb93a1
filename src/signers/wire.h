/* SPDX-License-Identifier: Apache-2.0
 *
 * What hocba and hocba-signer say to each other over a Unix socket: one question, one answer, each
 * a frame of four bytes of size (big-endian) and that many bytes, the first of them the kind.
 *
 *     HELLO   version                        HELLO   version
 *     LIST                                   KEYS    count, each: limits, place, certificates
 *     START   id, certificate, digests       TAKEN
 *     POLL    id, from                       RESULTS phase, count, each: item, status, value
 *     CANCEL  id                             TAKEN
 *                                            FAILED  status, message, detail
 *
 * POLL asks for the results that came from the `from`-th on, in the order in which they came, and
 * is answered when there is one, or after WIRE_PATIENCE_MS with none.  Labels stay at home: a
 * process that holds keys need not know about pupils.
 */
#ifndef HOCBA_SIGNERS_WIRE_H
#define HOCBA_SIGNERS_WIRE_H

#include <stdint.h>

#include "base/text.h"

enum {
    WIRE_VERSION = 1,
    WIRE_MESSAGE_MAX = 1024 * 1024,
    WIRE_RESULTS_MAX = 256, /* in one answer */
    WIRE_PATIENCE_MS = 500,
    WIRE_PLACE_MAX = 256,
};

enum wire_kind {
    WIRE_HELLO = 1,
    WIRE_LIST,
    WIRE_START,
    WIRE_POLL,
    WIRE_CANCEL,
    WIRE_KEYS = 65,
    WIRE_TAKEN,
    WIRE_RESULTS,
    WIRE_FAILED,
};

/* ---- writing ---- */

void wire_begin(struct buffer *message, enum wire_kind kind);
void wire_add_number(struct buffer *message, uint32_t number);
void wire_add_bytes(struct buffer *message, struct span bytes); /* with their size before them */
void wire_add_error(struct buffer *message, const struct error *err);

/* ---- reading: after the last field, wire_at_end() says whether all of it was well-formed ---- */

struct wire_reader {
    struct span rest;
    bool bad;
};
/* The kind; 0 for an empty message. */
enum wire_kind wire_open(struct wire_reader *reader, struct span message);
uint32_t wire_number(struct wire_reader *reader);
/* At most `ceiling` bytes; borrowed from the message. */
struct span wire_bytes(struct wire_reader *reader, size_t ceiling);
void wire_error(struct wire_reader *reader, struct error *err);
bool wire_at_end(const struct wire_reader *reader);

/* ---- frames ---- */

/* UNAVAILABLE: the other side is gone, or takes nothing for some seconds. */
MUST_CHECK enum status wire_send(int fd, const struct buffer *message, struct error *err);
/* Into `message`, which is emptied first; its ceiling must be WIRE_MESSAGE_MAX.  UNAVAILABLE: as
 * above, silent for `patience_ms` (negative: for ever); NOT_FOUND: the other side closed between
 * two frames; INVALID: a frame of no size or above WIRE_MESSAGE_MAX. */
MUST_CHECK enum status wire_receive(int fd, int patience_ms, struct buffer *message,
                                    struct error *err);

#endif
