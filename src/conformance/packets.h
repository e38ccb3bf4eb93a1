/* SPDX-License-Identifier: Apache-2.0
 *
 * Packets that the supplier kit sends: right ones, and each wrong in one thing.
 */
#ifndef HOCBA_CONFORMANCE_PACKETS_H
#define HOCBA_CONFORMANCE_PACKETS_H

#include "base/date.h"
#include "base/list.h"
#include "sign/xades_write.h"
#include "signers/signer.h"

/* With what a packet is signed. */
struct packet_seal {
    struct signer_session *session; /* of the unit's seal ... */
    bool (*wait)(void *context, unsigned ms);
    const struct private_key *key; /* ... or, where it is NULL, of a key in hand */
    struct xades_identity *identity;
};

struct records {
    LIST(struct span) list; /* <HOC_BA>...</HOC_BA> */
};

/* A list without signature. */
struct span packet_list(const struct records *records, struct arena *arena);
MUST_CHECK enum status packet_signed(const struct records *records, const struct packet_seal *seal,
                                     struct moment time, struct arena *arena, struct span *packet,
                                     struct error *err);
/* As `content`; the text must be UTF-8 within CONTENT_MAX. */
MUST_CHECK enum status packet_content(struct span text, struct arena *arena, const char **content,
                                      struct error *err);
/* The same content with another length declared. */
const char *content_declare(const char *content, uint32_t length, struct arena *arena);
/* The text with the first `old` in it replaced; NULL: it does not hold that. */
const char *text_bend(struct span text, const char *old, const char *by, struct arena *arena);
/* The text with what stands in its first <tag> replaced; NULL: it has none. */
const char *text_bend_element(struct span text, const char *tag, const char *by,
                              struct arena *arena);
/* A certificate of nobody's, with its key, which the caller frees. */
MUST_CHECK enum status stranger_make(int64_t now, struct private_key **key,
                                     struct xades_identity **identity, struct error *err);

#endif
