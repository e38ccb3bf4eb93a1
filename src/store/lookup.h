/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking pupils up as one types, over all schools and years: names with and without marks and with
 * the tone in either place, birth dates in any usual form, class, personal number, code, year.
 *
 * Each pupil has a row of words (store/lookup_words.h) under a full-text index of the database's
 * own (FTS5; GIN over tsvector).  Triggers mark the row stale when the pupil or an enrolment
 * changes, and whatever is stale is written anew before that transaction ends: in no committed
 * state does the index say something else than the pupils.  Who may see what is the caller's.
 */
#ifndef HOCBA_STORE_LOOKUP_H
#define HOCBA_STORE_LOOKUP_H

#include "store/lookup_words.h"

enum { LOOKUP_HITS_MAX = 50, LOOKUP_PLACES_MAX = 2000 };

struct lookup_hit {
    struct pupil pupil;
    const char *class_name, *year, *class_id; /* the newest; NULL: in no class yet */
    int grade, years;                         /* how many */
};

struct lookup_hits {
    LIST(struct lookup_hit) list;
};

struct lookup {
    const struct lookup_terms *terms;
    /* Only in these units and classes (ids); `everywhere`: in all. */
    bool everywhere;
    const char *const *units, *const *classes;
    size_t unit_count, class_count;
    bool whole;    /* words of names are whole words, not beginnings */
    bool unmarked; /* marks that were typed do not count */
    int limit;     /* at most LOOKUP_HITS_MAX */
};

/* In no order that means anything; no terms, no places: none. */
MUST_CHECK enum status store_look_up(struct store *store, const struct lookup *lookup,
                                     struct arena *arena, struct lookup_hits *hits,
                                     struct error *err);
/* Write anew what is stale; inside a transaction. The store calls it where it is due. */
MUST_CHECK enum status lookup_refresh(struct store *store, struct error *err);
MUST_CHECK enum status lookup_is_stale(struct store *store, bool *stale, struct error *err);

#endif
