/* SPDX-License-Identifier: Apache-2.0
 *
 * Streams through zstd, for dumps on their way to a file and back.  Memory is constant.
 */
#ifndef HOCBA_STORE_PACK_H
#define HOCBA_STORE_PACK_H

#include "store/dump.h"

struct packer;
/* What is packed goes to `sink`. */
struct packer *packer_new(dump_sink *sink, void *context);
void packer_free(struct packer *packer); /* NULL is a no-op */
DEFINE_AUTO(packer)
/* A dump_sink: `context` is the packer. */
enum status packer_add(void *context, struct span bytes, struct error *err) MUST_CHECK;
/* The end of the stream; without it what was written is a cut one. What is added afterwards is a
 * second stream behind it. */
MUST_CHECK enum status packer_finish(struct packer *packer, struct error *err);

struct unpacker;
/* Packed bytes come from `source`. */
struct unpacker *unpacker_new(dump_source *source, void *context);
void unpacker_free(struct unpacker *unpacker); /* NULL is a no-op */
DEFINE_AUTO(unpacker)
/* A dump_source: `context` is the unpacker. CORRUPT when the stream is damaged or cut. It ends with
 * its stream, whatever comes behind. */
enum status unpacker_read(void *context, void *to, size_t room, size_t *size,
                          struct error *err) MUST_CHECK;
/* Where a stream ended: whether another one is behind it, which is read next. False: the source is
 * at its end. */
MUST_CHECK enum status unpacker_next(struct unpacker *unpacker, bool *another, struct error *err);

#endif
