/* SPDX-License-Identifier: Apache-2.0
 *
 * Sealed box: bytes of any length encrypted to one recipient's public key, for backups.
 *
 * Format: "hocba-box-1\n", then a libsodium sealed box (X25519, XSalsa20-Poly1305) that holds a
 * random key, the 24-byte header of a secretstream (XChaCha20-Poly1305), then its chunks of
 * SEAL_CHUNK bytes of content and 17 bytes more.  Only the last may be shorter or empty; it alone
 * carries the tag FINAL, so a cut or lengthened file is detected.
 * Memory is constant: one chunk.  What seal_read() returns is authenticated up to that place; only
 * its end (`size` 0) says that the whole is there.
 */
#ifndef HOCBA_CRYPTO_SEAL_BOX_H
#define HOCBA_CRYPTO_SEAL_BOX_H

#include "crypto/secret.h"

enum {
    SEAL_KEY_SIZE = 32,
    SEAL_CHUNK = 64 * 1024,
    SEAL_KEY_TEXT_SIZE = 96, /* room for either text form of a key */
};

struct seal_public_key {
    uint8_t bytes[SEAL_KEY_SIZE];
};

/* A new pair; the private half is a secret. */
MUST_CHECK enum status seal_key_make(struct seal_public_key *public_key,
                                     struct secret **private_key, struct error *err);
/* "hocba-backup-pub:<base64>", with a check sum inside; `out` has SEAL_KEY_TEXT_SIZE bytes. */
const char *seal_public_key_write(const struct seal_public_key *key, char *out);
MUST_CHECK enum status seal_public_key_parse(struct span text, struct seal_public_key *key,
                                             struct error *err);
/* "hocba-backup-key:<base64>" as a secret text, and back. Blanks around are ignored. */
struct secret *seal_private_key_write(const struct secret *key);
MUST_CHECK enum status seal_private_key_parse(const struct secret *text, struct secret **key,
                                              struct error *err);
/* The public half of a private key. */
struct seal_public_key seal_private_key_public(const struct secret *key);

/* Writing to a file descriptor, which stays the caller's. */
struct seal_writer;
MUST_CHECK enum status seal_writer_open(int fd, const struct seal_public_key *recipient,
                                        struct seal_writer **writer, struct error *err);
MUST_CHECK enum status seal_write(struct seal_writer *writer, const void *data, size_t size,
                                  struct error *err);
/* The last chunk. Without it the file is a truncated one. */
MUST_CHECK enum status seal_finish(struct seal_writer *writer, struct error *err);
void seal_writer_free(struct seal_writer *writer); /* NULL is a no-op */
DEFINE_AUTO(seal_writer)

/* Reading from a file descriptor, which stays the caller's. DENIED: sealed to another key;
 * INVALID: not such a file. */
struct seal_reader;
MUST_CHECK enum status seal_reader_open(int fd, const struct secret *private_key,
                                        struct seal_reader **reader, struct error *err);
/* Up to `room` bytes; *size 0 means the authenticated end. CORRUPT: changed or cut. */
MUST_CHECK enum status seal_read(struct seal_reader *reader, void *out, size_t room, size_t *size,
                                 struct error *err);
void seal_reader_free(struct seal_reader *reader); /* NULL is a no-op */
DEFINE_AUTO(seal_reader)

#endif
