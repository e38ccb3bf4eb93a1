/* SPDX-License-Identifier: Apache-2.0
 *
 * Deterministic CBOR (RFC 8949 4.2.1), as much as leaves, status lists and QR codes need: unsigned
 * and negative integers, byte and text strings, arrays, maps, tags, null.  Reading accepts only the
 * shortest form of every head, so a value has one spelling.
 */
#ifndef HOCBA_LEDGER_CBOR_H
#define HOCBA_LEDGER_CBOR_H

#include <stdint.h>

#include "base/text.h"

enum cbor_kind {
    CBOR_UNSIGNED = 0,
    CBOR_NEGATIVE = 1, /* -1 - n */
    CBOR_BYTES = 2,
    CBOR_TEXT = 3,
    CBOR_ARRAY = 4,
    CBOR_MAP = 5,
    CBOR_TAG = 6,
};

/* Append a head: a number, a string's size, an array's or map's count, a tag. */
void cbor_write_head(struct buffer *out, enum cbor_kind kind, uint64_t number);
void cbor_write_bytes(struct buffer *out, const void *data, size_t size);
void cbor_write_text(struct buffer *out, const char *text);
void cbor_write_null(struct buffer *out);

/* A reader cuts values off the front of its span; the first failure stays. */
struct cbor {
    struct span rest;
    bool failed;
};
struct cbor cbor_from(struct span bytes);
/* The number of a head of this kind; 0 and failed when something else stands there. */
uint64_t cbor_read_head(struct cbor *cbor, enum cbor_kind kind);
/* A string of this kind, borrowed. */
struct span cbor_read_string(struct cbor *cbor, enum cbor_kind kind);
/* A byte string of exactly `size` bytes, copied. */
void cbor_read_bytes(struct cbor *cbor, void *out, size_t size);
/* True, and cut off, when null stands there. */
bool cbor_read_null(struct cbor *cbor);
/* Nothing failed and nothing is left. */
bool cbor_is_done(const struct cbor *cbor);

#endif
