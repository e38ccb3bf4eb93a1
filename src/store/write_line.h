/* SPDX-License-Identifier: Apache-2.0
 *
 * Those of this process who write into one SQLite file stand in line: whoever came first goes
 * first, and is woken when the turn is theirs.  SQLite itself knows one writer at a time and lets
 * the others ask again and again, which whoever is unlucky loses to everybody who comes later.
 * Writers of other processes do not stand here; SQLite's own lock is what keeps them apart.
 */
#ifndef HOCBA_STORE_WRITE_LINE_H
#define HOCBA_STORE_WRITE_LINE_H

#include <stdbool.h>
#include <stddef.h>

struct write_line;

/* The line of the file at `place`, which must be there: one for each file, however its name is
 * written; NULL when it cannot be found. For each there is one write_line_close(). Threads may. */
struct write_line *write_line_open(const char *place);
void write_line_close(struct write_line *line);

/* Wait for the turn, `patience_ms` at most; false when it did not come. */
bool write_line_enter(struct write_line *line, int patience_ms);
/* Whoever entered gives the turn to the next in line. */
void write_line_leave(struct write_line *line);

/* How many wait just now. */
size_t write_line_length(struct write_line *line);

#endif
