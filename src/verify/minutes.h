/* SPDX-License-Identifier: Apache-2.0
 *
 * The minutes of an inspection, believed only after their signatures verified: that of the head of
 * the inspection, and that of the school's principal over it (docs/format.md section 5.4).  Whether
 * they are these people is asked where certificates are known (the store).
 */
#ifndef HOCBA_VERIFY_MINUTES_H
#define HOCBA_VERIFY_MINUTES_H

#include "verify/pair.h"
#include "xml/minutes_xml.h"

struct minutes_file {
    struct minutes_data data;
    struct pair_signer head, principal;
    bool both; /* `principal` is there */
};

/* Read signed minutes and verify digests and values. UNTRUSTED: they are not right; INVALID: they
 * are none. Lives in the arena. */
MUST_CHECK enum status minutes_read(struct span file, struct arena *arena,
                                    struct minutes_file *minutes, struct error *err);

#endif
