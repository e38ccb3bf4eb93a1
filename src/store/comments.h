/* SPDX-License-Identifier: Apache-2.0
 *
 * Comments that a school has written: its bank, out of what stands in its drafts.
 */
#ifndef HOCBA_STORE_COMMENTS_H
#define HOCBA_STORE_COMMENTS_H

#include "store/store.h"

struct used_comment {
    const char *text;
    int64_t uses;
    const char *pupil; /* the name of one for whom it was written */
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

#endif
