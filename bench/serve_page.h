/* SPDX-License-Identifier: Apache-2.0
 *
 * A signed-in class page, given again and made anew each time, over nginx serving the same bytes as
 * a file, both with their access log, asked by the same connections.  Prints its rows; aborts on
 * any error.
 */
#ifndef HOCBA_BENCH_SERVE_PAGE_H
#define HOCBA_BENCH_SERVE_PAGE_H

#include "bench/client.h"

void bench_page(const struct bench_server *server, const char *class_id, const char *token,
                const char *folder);

#endif
