/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree of units in the course of time: which kinds there are and what may stand below what;
 * another name or manager from a day on; mergers and splits.  The day may be past, not to come:
 * what is written holds at once.  Issued records keep what they say; classes and pupils stay in the
 * school that keeps them until somebody moves them.
 */
#ifndef HOCBA_SERVICE_UNIT_TREE_H
#define HOCBA_SERVICE_UNIT_TREE_H

#include "service/school.h"

enum { UNITS_MERGED_MAX = 400 }; /* into or out of one, at a time */

/* "trường", "sở", "xã" ...; NULL: there is no such kind. */
const char *unit_kind_word(const char *kind);
/* May a unit of that kind be managed by one of the other? */
bool unit_may_stand_below(const char *kind, const char *parent_kind);
/* USAGE: no such kind, a code of another form, or no such district or commune. */
MUST_CHECK enum status unit_check_code(const struct unit *unit, struct error *err);

/* unit->id is set. parent_code: of who manages it; may be NULL. Without days a district's office
 * ends on 30/6/2025 and a commune begins on 1/7/2025. */
MUST_CHECK enum status unit_add(struct app *app, struct unit *unit, const char *parent_code,
                                struct error *err);

/* The unit of that code (NULL: all) and everything below it on that day, {0}: today.  By kind, then
 * code. */
MUST_CHECK enum status unit_tree(struct app *app, const char *code, struct date day,
                                 struct units *units, struct error *err);

/* What stands in `unit` (found before, then changed) is so from that day on; an earlier name and
 * code stay known.  Else as unit_correct(). */
MUST_CHECK enum status unit_change(struct app *app, const struct unit *unit, struct date since,
                                   struct error *err);
/* From that day on the unit is managed by another. */
MUST_CHECK enum status unit_move(struct app *app, const char *code, const char *parent_code,
                                 struct date since, struct error *err);

/* One becomes several, or several become one; all exist already.  The old ones end the day before,
 * unless they are among the new.  In a merger the units below the old ones go below the new one; in
 * a split they stay, to be moved one by one. */
struct unit_reform {
    const char *const *from, *const *into; /* codes */
    size_t from_count, into_count;
    struct date since;
    const char *decision; /* its number; NULL: not known */
};
struct unit_reformed {
    size_t ended, moved;
    struct units left; /* below an old unit that ended, still to be moved */
};
MUST_CHECK enum status unit_reform(struct app *app, const struct unit_reform *reform,
                                   struct unit_reformed *done, struct error *err);

/* What the unit was from when on, and what it came from or became. */
MUST_CHECK enum status unit_past(struct app *app, const struct unit *unit,
                                 struct unit_states *states, struct unit_successions *successions,
                                 struct error *err);

#endif
