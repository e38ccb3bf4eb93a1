/* SPDX-License-Identifier: Apache-2.0
 *
 * A batch: what a page or hocba asks to have signed, under an id of its own, and how far it is.
 * The same id with the same content is the same batch, however often it is sent; the content is
 * known by one SHA-256, whose first eight digits are shown to the person as the list's code.
 *
 * Request (JSON):  {"id": "...", "certificate": "hex SHA-256", "role":
 * "gvbm|gvcn|cbql|school|paper", "school": "...", "class": "4A1", "year": "2023-2024", "items":
 * [{"label": "what the person reads", "digest": "base64, 32 bytes"},
 * ...]}
 */
#ifndef HOCBA_AGENT_BATCH_H
#define HOCBA_AGENT_BATCH_H

#include <stdint.h>

#include "agent/sha256.h"
#include "base/text.h"
#include "signers/pkcs11_token.h"

enum {
    BATCH_ITEMS_MAX = 2000,
    BATCH_ID_MAX = 64,
    BATCH_RESULTS_MAX = 200, /* values in one answer; the next are asked for with ?from= */
};

enum batch_state {
    BATCH_ASKING, /* the person has not answered yet */
    BATCH_SIGNING,
    BATCH_DONE,
    BATCH_REFUSED,   /* the person said no */
    BATCH_CANCELLED, /* the page said stop */
    BATCH_FAILED,    /* the token, the PIN; `problem` says it */
};

struct batch_item {
    const char *label;
    uint8_t digest[AGENT_DIGEST_SIZE];
    uint8_t value[TOKEN_VALUE_MAX];
    size_t value_size;
};

struct batch {
    struct arena *arena; /* the batch's texts and items */
    const char *id, *origin, *certificate, *role, *school, *class, *year;
    uint8_t content[AGENT_DIGEST_SIZE];
    struct batch_item *items;
    size_t count;
    /* How far it is; under the signing's lock. The first `signed_count` items have their values. */
    enum batch_state state;
    size_t signed_count;
    bool cancel;         /* asked for; the thread that signs looks at it between two signatures */
    const char *trouble; /* of a failure: a word for programs */
    char problem[512];   /* and the sentence */
};

/* A new batch of `origin`. INVALID: what the request breaks. */
MUST_CHECK enum status batch_parse(struct span json, struct span origin, struct batch **batch,
                                   struct error *err);
void batch_free(struct batch *batch); /* NULL is a no-op */
DEFINE_AUTO(batch)

/* No thread works on it (any more). */
bool batch_is_at_rest(const struct batch *batch);
/* Its state and the values from item `from` on, as JSON. */
void batch_write(const struct batch *batch, size_t from, struct buffer *out);

#endif
