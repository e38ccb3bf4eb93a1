/* SPDX-License-Identifier: Apache-2.0
 *
 * Compression of a school's documents with its dictionaries (issued.c), for whoever keeps such
 * documents.  Internal to the store.
 */
#ifndef HOCBA_STORE_DOCUMENT_H
#define HOCBA_STORE_DOCUMENT_H

#include "store/store.h"

struct row;
/* The columns of list_unentered. */
void store_read_unentered(struct row *row, void *into);
/* The columns of status_change_columns. */
void store_read_status_change(struct row *row, void *into);

/* Within a transaction: a dictionary may be learned. *dictionary is the id, or NULL. */
MUST_CHECK enum status document_pack(struct store *store, const char *unit, struct span document,
                                     struct moment now, struct arena *arena,
                                     const char **dictionary, struct span *packed,
                                     struct error *err);
/* With the newest dictionary, as it is. */
MUST_CHECK enum status document_pack_apart(struct store *store, const char *unit,
                                           struct span document, struct arena *arena,
                                           const char **dictionary, struct span *packed,
                                           struct error *err);
MUST_CHECK enum status document_unpack(struct store *store, const char *dictionary,
                                       struct span packed, size_t size, struct arena *arena,
                                       struct span *document, struct error *err);

#endif
