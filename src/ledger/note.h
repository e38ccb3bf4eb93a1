/* SPDX-License-Identifier: Apache-2.0
 *
 * Signed notes (c2sp.org/signed-note v1.0.0): a text, an empty line, and lines "— name base64(key
 * id, signature)".  Ed25519 (type 0x01) for logs and timestamped Ed25519 cosignatures (type 0x04,
 * c2sp.org/tlog-cosignature) for witnesses; signatures of other types or unknown keys are kept and
 * ignored, so that others (ML-DSA-44) can stand beside them.
 */
#ifndef HOCBA_LEDGER_NOTE_H
#define HOCBA_LEDGER_NOTE_H

#include <stdint.h>

#include "crypto/ed25519.h"
#include "crypto/hash.h"

enum {
    NOTE_MAX = 256 * 1024,
    NOTE_SIGNATURES_MAX = 64,
    NOTE_SIGNATURE_BYTES_MAX = 8 * 1024, /* one value, decoded; ML-DSA-44 has 2,432 */
    NOTE_NAME_MAX = 255,                 /* bytes of a key's name */
};

enum note_key_type { NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04 };

/* A verifier key ("vkey"). */
struct note_key {
    struct span name;
    uint32_t id;
    uint8_t type; /* as given; only NOTE_ED25519 and NOTE_COSIGNATURE can verify */
    uint8_t public[ED25519_PUBLIC_SIZE];
    struct span material; /* the public key as given, for other types */
};

/* "name+hex id+base64(type, key)". INVALID: not so, an id that is not the key's, or a weak Ed25519
 * key. A key of another type is read and will never verify. Borrows `text`; the rest is the
 * arena's. */
MUST_CHECK enum status note_key_parse(struct span text, struct arena *arena, struct note_key *key,
                                      struct error *err);
/* The key of a name, for a type of ours; `name` is borrowed. */
struct note_key note_key_of(struct span name, enum note_key_type type,
                            const uint8_t public[ED25519_PUBLIC_SIZE]);
void note_key_write(const struct note_key *key, struct buffer *out);
/* Not empty, no Unicode space, no '+', no control character, at most NOTE_NAME_MAX bytes. */
bool note_name_is_valid(struct span name);

struct note_signature {
    struct span name;
    uint32_t id;
    struct span value; /* after the key id */
    struct span line;  /* the whole line with its newline */
};

struct note {
    struct span text; /* with its last newline */
    struct note_signature signatures[NOTE_SIGNATURES_MAX];
    size_t count;
};

/* Strict. Borrows `bytes`, decoded values are the arena's. */
MUST_CHECK enum status note_parse(struct span bytes, struct arena *arena, struct note *note,
                                  struct error *err);
/* Signature lines alone (the answer of a witness), for a text that is known. */
MUST_CHECK enum status note_parse_lines(struct span text, struct span lines, struct arena *arena,
                                        struct note *note, struct error *err);

/* NOT_FOUND: no signature of this name and id. UNTRUSTED: there is one and it is wrong: the whole
 * note is to be refused.  OK: verified; `time` (may be NULL) gets a cosignature's POSIX seconds, or
 * 0. `line` (may be NULL) gets the signature that verified. */
MUST_CHECK enum status note_verify(const struct note *note, const struct note_key *key,
                                   int64_t *time, const struct note_signature **line,
                                   struct error *err);

/* Append the signature line over `text`, which ends in a newline. */
void note_sign(struct span text, struct span name, const struct secret *key,
               const uint8_t public[ED25519_PUBLIC_SIZE], struct buffer *out);
/* Append a cosignature line that says `time` (c2sp.org/tlog-cosignature, cosignature/v1). */
void note_cosign(struct span text, int64_t time, struct span name, const struct secret *key,
                 const uint8_t public[ED25519_PUBLIC_SIZE], struct buffer *out);

#endif
