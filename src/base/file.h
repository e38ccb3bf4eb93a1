/* SPDX-License-Identifier: Apache-2.0
 *
 * Files: whole reads with a ceiling, and writes that leave either the old file or the new one,
 * whole, when the power fails.
 */
#ifndef HOCBA_BASE_FILE_H
#define HOCBA_BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/text.h"

/* Read a whole file of at most `ceiling` bytes into the arena (a NUL follows the bytes).
 * NOT_FOUND: no such file; INVALID: larger than the ceiling or not a regular file. */
MUST_CHECK enum status file_read(struct arena *arena, const char *path, size_t ceiling,
                                 struct span *bytes, struct error *err);
/* Write beside, fsync, rename over, fsync the folder. */
MUST_CHECK enum status file_write(const char *path, struct span bytes, mode_t mode,
                                  struct error *err);
/* Make a folder and its parents; an existing folder is fine. */
MUST_CHECK enum status folder_make(const char *path, mode_t mode, struct error *err);
bool file_exists(const char *path);
/* INVALID: others than its owner may do something with it. What is not there is private. */
MUST_CHECK enum status file_check_private(const char *path, struct error *err);
bool folder_is_empty(const char *path); /* also true when it does not exist */
/* The part after the last '/'. */
const char *path_name(const char *path);

#endif
