/* SPDX-License-Identifier: Apache-2.0
 *
 * Those of this process who write into one SQLite file.
 *
 * They stand in line: SQLite knows one writer at a time and lets the others ask again and again;
 * here whoever has waited longest is woken when the turn is free.  Writers of other processes do
 * not stand here; SQLite's own lock is what keeps them apart.
 *
 * And they share the disk: nobody waits for it while holding the turn.  What was written is on the
 * disk before anybody is told that it is kept, but one call brings everything there that was
 * written until it began (group commit), so that ten who save at once wait for it once.
 */
#ifndef HOCBA_STORE_WRITE_LINE_H
#define HOCBA_STORE_WRITE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct write_line;

/* The line of the file at `place`, which must be there: one for each file, however its name is
 * written; NULL when it cannot be found. For each there is one write_line_close(). Threads may. */
struct write_line *write_line_open(const char *place);
void write_line_close(struct write_line *line);

/* Wait for the turn, `patience_ms` at most; false when it did not come. */
bool write_line_enter(struct write_line *line, int patience_ms);
void write_line_leave(struct write_line *line);

/* Whoever has the turn has written: the number to be synced. */
uint64_t write_line_written(struct write_line *line);
/* Returns when what has this number is on the disk; `sync` is called for it unless another one's
 * call brings it there. False, from then on always, once `sync` failed: what the system did not
 * write it may have forgotten, and would call a second attempt a success. */
bool write_line_sync(struct write_line *line, uint64_t number, bool (*sync)(void *context),
                     void *context);
bool write_line_is_broken(struct write_line *line);

/* How many wait just now. */
size_t write_line_length(struct write_line *line);

#endif
