/* SPDX-License-Identifier: Apache-2.0
 *
 * The part of a home that is no row of the store and that a backup holds: account.key, the
 * passwords under which units report upwards, and the ledger (its file as of one moment, its key,
 * the slots' keys, its timestamps), with the address of its second place and its policy.  Not in
 * it: keys of people and seals (DIR/keys), the private half of the backups' own key, settings.
 * Inside backup; nobody else includes this.
 *
 * A stream of its own behind the dump, all numbers little-endian: "HOCBAFIL", u32 form; per file
 * 'f', u32 size and name, u64 size and bytes; 'e', and the SHA-256 of everything before it.
 */
#ifndef HOCBA_SERVICE_HOME_FILES_H
#define HOCBA_SERVICE_HOME_FILES_H

#include "service/app.h"
#include "store/dump.h"

enum { HOME_FILES_MAX = 200 * 1000, HOME_FILE_MAX = 16 * 1024 * 1024 };

/* After the dump, so that what the dump says was entered stands in the ledger that comes with it.
 * UNAVAILABLE: a file cannot be read. */
MUST_CHECK enum status home_files_write(struct app *app, dump_sink *sink, void *context,
                                        int64_t *count, struct error *err);
/* Into the new home, where there is a ledger marked as one out of a backup (writer/writer.h);
 * `home` NULL: only check form and hash. CORRUPT: damaged, or not of this form. */
MUST_CHECK enum status home_files_read(const char *home, dump_source *source, void *context,
                                       int64_t *count, struct error *err);

#endif
