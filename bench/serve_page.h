/* SPDX-License-Identifier: Apache-2.0
 *
 * A signed-in class page of the server at `port`, over nginx serving the same bytes as a file, both
 * with their access log, asked by the same connections.  Prints its row; aborts on any error.
 */
#ifndef HOCBA_BENCH_SERVE_PAGE_H
#define HOCBA_BENCH_SERVE_PAGE_H

void bench_page(int port, const char *class_id, const char *token, const char *folder);

#endif
