/* SPDX-License-Identifier: Apache-2.0
 *
 * What signer.c and signer_batch.c share.
 */
#ifndef HOCBA_SIGNERS_SIGNER_INTERNAL_H
#define HOCBA_SIGNERS_SIGNER_INTERNAL_H

#include "signers/signer.h"

struct signer_session {
    const struct signer_driver *driver;
    void *state;
    struct arena *arena;
    bool listed;
    struct signer_certificates certificates;
    struct certificate_chain *chains[SIGNER_CERTIFICATES_MAX]; /* owned */
    size_t chain_count;
};

#endif
