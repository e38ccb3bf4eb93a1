/* SPDX-License-Identifier: Apache-2.0
 *
 * Loading a shared library that a token's provider gives: dlopen() or LoadLibraryW(), nothing else.
 */
#ifndef HOCBA_SIGNERS_LIBRARY_H
#define HOCBA_SIGNERS_LIBRARY_H

#include "base/error.h"

/* NOT_FOUND: no such file, or one that does not load on this machine. `path` is UTF-8. */
MUST_CHECK enum status library_load(const char *path, void **library, struct error *err);
/* NULL when the library has no such symbol. */
void *library_symbol(void *library, const char *name);
void library_unload(void *library); /* NULL is a no-op */

#endif
