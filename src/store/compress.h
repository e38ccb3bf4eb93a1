/* SPDX-License-Identifier: Apache-2.0
 *
 * Compression of issued documents: zstd level 6 with a dictionary of the school's own documents.
 * A compressor keeps the dictionaries it met ready, by id.  Internal to the store.
 */
#ifndef HOCBA_STORE_COMPRESS_H
#define HOCBA_STORE_COMPRESS_H

#include "base/text.h"

enum {
    DICTIONARY_BYTES_MAX = 112 * 1024,
    COMPRESS_LEVEL = 6, /* higher ones cost much and gain nothing here (docs/decisions) */
};

struct compressor;
struct compressor *compressor_new(void);
void compressor_free(struct compressor *compressor); /* NULL is a no-op */
DEFINE_AUTO(compressor)

/* A dictionary made ready; it lives until the compressor drops it for newer ones, so it is looked
 * up anew for each document. */
struct ready_dictionary;
const struct ready_dictionary *compressor_find(struct compressor *compressor, const char *id);
/* `bytes` (at most DICTIONARY_BYTES_MAX) are copied. */
const struct ready_dictionary *compressor_add(struct compressor *compressor, const char *id,
                                              struct span bytes);
struct span dictionary_bytes(const struct ready_dictionary *dictionary);
/* How large the first documents come out that are packed with it here; 0: none were. */
size_t dictionary_usual(const struct ready_dictionary *dictionary);
/* Whether this is the first time: what it made of documents before then is worth a question. */
bool dictionary_ask_once(struct compressor *compressor, const struct ready_dictionary *dictionary);
void dictionary_note(struct compressor *compressor, const struct ready_dictionary *dictionary,
                     size_t packed);

/* `dictionary` NULL: none. The result lives in the arena. */
MUST_CHECK enum status compress_bytes(struct compressor *compressor,
                                      const struct ready_dictionary *dictionary, struct span plain,
                                      struct arena *arena, struct span *packed, struct error *err);
/* With a NUL behind. CORRUPT unless it gives exactly `size` bytes; the caller bounds `size`. */
MUST_CHECK enum status expand_bytes(struct compressor *compressor,
                                    const struct ready_dictionary *dictionary, struct span packed,
                                    size_t size, struct arena *arena, struct span *plain,
                                    struct error *err);

#endif
