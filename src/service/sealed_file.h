/* SPDX-License-Identifier: Apache-2.0
 *
 * A sealed box in a file, with the SHA-256 of what went to the disk; and a box read back.
 * Inside backup; nobody else includes this.
 */
#ifndef HOCBA_SERVICE_SEALED_FILE_H
#define HOCBA_SERVICE_SEALED_FILE_H

#include "crypto/hash.h"
#include "crypto/seal_box.h"

struct sealed_file;
/* A new file of mode 0600; CONFLICT when it exists. It stands under another name until it is
 * finished. */
MUST_CHECK enum status sealed_file_new(const char *path, const struct seal_public_key *recipient,
                                       struct sealed_file **file, struct error *err);
/* Removes what was not finished. NULL is a no-op. */
void sealed_file_free(struct sealed_file *file);
DEFINE_AUTO(sealed_file)
/* A dump_sink. */
enum status sealed_file_add(void *context, struct span bytes, struct error *err) MUST_CHECK;
/* Ends the box, syncs, gives the file its name; *digest is of the bytes as written. */
MUST_CHECK enum status sealed_file_finish(struct sealed_file *file, struct digest *digest,
                                          int64_t *size, struct error *err);
/* The digest of a file as the disk gives it back. */
MUST_CHECK enum status file_digest(const char *path, struct digest *digest, struct error *err);

struct sealed_source {
    int fd;
    struct seal_reader *reader;
};
MUST_CHECK enum status sealed_source_open(const char *path, const struct secret *key,
                                          struct sealed_source *source, struct error *err);
void sealed_source_close(struct sealed_source *source);
/* A dump_source. */
enum status sealed_source_read(void *context, void *to, size_t room, size_t *size,
                               struct error *err) MUST_CHECK;

#endif
