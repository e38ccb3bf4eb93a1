/* SPDX-License-Identifier: Apache-2.0
 *
 * The school's bank of comments, curated: whoever enters a comment may propose its sentence; heads
 * of grade and leaders accept it, mend it or hide it, and hide what is in use.  Accepted sentences
 * stand first in the bank (service/comments.h), hidden ones do not stand in it.  Nothing is
 * deleted: the newest ruling on a sentence counts, and it can be ruled over again.
 */
#ifndef HOCBA_SERVICE_COMMENT_RULINGS_H
#define HOCBA_SERVICE_COMMENT_RULINGS_H

#include "service/app.h"
#include "store/comments.h"
#include "store/units.h"

enum {
    COMMENT_SENTENCE_MAX = 300,  /* graphemes of one in the bank */
    COMMENT_PROPOSALS_MAX = 100, /* of a key that wait for a ruling */
};

/* --- what there can be sentences for ---------------------------------------------------------- */

/* A subject's comment in a period, or a text of the record's: "mon.TV.nhan_xet.gk1",
 * "nhan_xet_gvcn". */
bool comment_key_check(const char *key);
/* "Tiếng Việt · Giữa học kỳ I": in the arena. */
const char *comment_key_word(struct arena *arena, const char *key);
/* Those texts, one after the other; NULL behind the last. */
const char *comment_field_at(size_t place);

/* --- proposing -------------------------------------------------------------------------------- */

/* What was written for a pupil, for all: every name of the pupil's in it becomes its place.
 * `level` as beside the comment, "" for none.  Proposed already: OK.  DENIED: who may not enter
 * that comment.  INVALID: a classmate's name stands in it, or it is too long.  CONFLICT: the school
 * has it, or hides it, or too many wait. */
MUST_CHECK enum status comment_propose(struct app *app, const char *enrolment, const char *key,
                                       const char *level, const char *text, const char **kept,
                                       struct error *err);

/* --- ruling: MAY_CURATE_COMMENTS of the actor's school ---------------------------------------- */

struct comment_sentence {
    const struct comment_ruling *rulings; /* [0] counts, then its history */
    size_t count;
};
struct comment_sentences {
    LIST(struct comment_sentence) list;
};
/* Of the actor's school, by key, level and text; key NULL: all. */
MUST_CHECK enum status comment_sentences_list(struct app *app, const char *key, struct unit *school,
                                              struct comment_sentences *sentences,
                                              struct error *err);
/* What the school's teachers wrote in its newest year and nobody has ruled on. */
MUST_CHECK enum status comment_unruled_list(struct app *app, const char *key, const char *level,
                                            struct used_comments *comments, struct error *err);

struct comment_order {
    const char *key, *level; /* level NULL or "": any */
    const char *text;        /* ruled on; NULL or "": a new sentence, see mended */
    const char *ruling;      /* COMMENT_ACCEPTED or COMMENT_HIDDEN */
    const char *mended;      /* accepted in its place, and it is hidden; NULL or "": as it is */
};
/* Ruled so already: OK, nothing is added. */
MUST_CHECK enum status comment_rule(struct app *app, const struct comment_order *order,
                                    struct error *err);

/* How many wait for the actor's ruling; 0 for who may not rule. */
MUST_CHECK enum status comment_proposals_count(struct app *app, int64_t *count, struct error *err);

/* --- for service/comments.c ------------------------------------------------------------------- */

/* The ruling that counts for a text at a level ("" or NULL: any): that of the level before that for
 * all levels; a proposal is none.  `rulings` as the store lists them for one key.  NULL: none. */
const struct comment_ruling *comment_ruling_of(const struct comment_rulings *rulings,
                                               const char *level, const char *text);
/* Is it the newest of its sentence? */
bool comment_ruling_counts(const struct comment_rulings *rulings, size_t at);

#endif
