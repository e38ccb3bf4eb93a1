/* SPDX-License-Identifier: Apache-2.0
 *
 * libcurl's memory: its buffers hold whole requests and answers, with passwords and tokens in them,
 * so it is given allocators that wipe whatever is freed.
 */
#ifndef HOCBA_NET_WIPING_H
#define HOCBA_NET_WIPING_H

#include <stddef.h>

void *wiping_malloc(size_t size);
void wiping_free(void *memory);
void *wiping_realloc(void *memory, size_t size);
char *wiping_strdup(const char *text);
void *wiping_calloc(size_t count, size_t size);

#endif
