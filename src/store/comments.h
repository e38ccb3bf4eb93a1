/* SPDX-License-Identifier: Apache-2.0
 *
 * Comments that a school has written: its bank, out of what stands in its drafts; and what it rules
 * about sentences for it.  A sentence is a text for one key and level ("" any).
 */
#ifndef HOCBA_STORE_COMMENTS_H
#define HOCBA_STORE_COMMENTS_H

#include "store/store.h"

struct used_comment {
    const char *text;
    int64_t uses;
    const char *pupil; /* the name of one for whom it was written */
    bool school;       /* not of the store's list: accepted into the school's bank */
};

struct used_comments {
    LIST(struct used_comment) list;
};

struct comment_filter {
    const char *unit, *year;
    const char *key;               /* "mon.TV.nhan_xet" */
    const char *level_key, *level; /* only where that value is so; level NULL: any */
};

/* At most 200, those used most first. */
MUST_CHECK enum status store_list_used_comments(struct store *store,
                                                const struct comment_filter *filter,
                                                struct arena *arena, struct used_comments *comments,
                                                struct error *err);

/* --- rulings ---------------------------------------------------------------------------------- */

enum { COMMENT_RULINGS_MAX = 5000 }; /* in one list */

#define COMMENT_PROPOSED "proposed"
#define COMMENT_ACCEPTED "accepted"
#define COMMENT_HIDDEN   "hidden"

struct comment_ruling {
    int64_t number;
    const char *key, *level, *text;
    const char *ruling;
    const char *other; /* mended: what an accepted one was, what stands for a hidden one; or NULL */
    struct moment made;
    const char *by; /* a name; read only */
};
struct comment_rulings {
    LIST(struct comment_ruling) list;
};

MUST_CHECK enum status store_add_comment_ruling(struct store *store, const char *unit,
                                                const struct comment_ruling *ruling,
                                                const struct stamp *stamp, struct error *err);
/* By key, level and text, the newest of each first; key NULL: any. */
MUST_CHECK enum status store_list_comment_rulings(struct store *store, const char *unit,
                                                  const char *key, struct arena *arena,
                                                  struct comment_rulings *rulings,
                                                  struct error *err);
/* How many sentences wait for a ruling; key NULL: any. */
MUST_CHECK enum status store_count_proposed_comments(struct store *store, const char *unit,
                                                     const char *key, int64_t *count,
                                                     struct error *err);

#endif
