/* SPDX-License-Identifier: Apache-2.0
 *
 * The record package (".hocba"): one ZIP file with a record and what proves it, each member also a
 * file that stands alone.  Members in this order, and no other:
 *
 *     mimetype            PACKAGE_TYPE, stored
 *     record.xml
 *     record.tlog-proof
 *     status.cwt          where there is one
 *     decision.xml        where there is one: the signed decision about the record's status
 */
#ifndef HOCBA_VERIFY_PACKAGE_H
#define HOCBA_VERIFY_PACKAGE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#define PACKAGE_TYPE "application/vnd.hocba.record+zip"

enum { PACKAGE_MAX = 8 * 1024 * 1024 };

struct record_package {
    struct span record, proof;
    struct span status_list, decision; /* data NULL: none */
};

/* Whether the bytes are meant as a package: a ZIP file. No record begins like that. */
bool package_is(struct span file);
/* INVALID with what is wrong; members are the arena's. */
MUST_CHECK enum status package_read(struct span file, struct arena *arena,
                                    struct record_package *package, struct error *err);
/* Append the package; the same parts give the same bytes. */
void package_write(const struct record_package *package, struct buffer *out);

#endif
