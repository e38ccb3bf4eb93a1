/* SPDX-License-Identifier: Apache-2.0
 *
 * The public files of a ledger (c2sp.org/tlog-tiles), wherever they are: a folder, or an http(s)
 * address.
 */
#ifndef HOCBA_SERVICE_PUBLIC_FILES_H
#define HOCBA_SERVICE_PUBLIC_FILES_H

#include "base/text.h"

struct public_files;

struct public_files *public_files_open(const char *place);
void public_files_free(struct public_files *files); /* NULL is a no-op */
DEFINE_AUTO(public_files)

/* One of them ("checkpoint", "tile/0/000"), borrowed until the next call. NOT_FOUND: there is none;
 * UNAVAILABLE: the server does not answer. */
MUST_CHECK enum status public_files_read(struct public_files *files, const char *path, size_t most,
                                         struct span *bytes, struct error *err);

#endif
