/* SPDX-License-Identifier: Apache-2.0
 *
 * Comments: the school's bank (the sentences that it accepted, then what its teachers wrote this
 * year, by subject and level, with how often) and what there is to say about one before it is
 * signed.  Who accepts and hides: service/comment_rulings.h.
 */
#ifndef HOCBA_SERVICE_COMMENTS_H
#define HOCBA_SERVICE_COMMENTS_H

#include "model/comment_check.h"
#include "service/app.h"
#include "store/comments.h"

#define COMMENT_NAME_PLACE "{ten}" /* stands for the pupil's given name */

/* key: of a comment; level: "T" ..., NULL or "": any. A name that stood in a text is its place.
 * First what the school accepted, then what is used and not hidden, used most first.
 * DENIED: who may not enter that subject in that class. */
MUST_CHECK enum status comment_bank(struct app *app, const char *class_id, const char *key,
                                    const char *level, struct used_comments *comments,
                                    struct error *err);

/* What a school's teachers wrote in a year, whoever asks and whatever was ruled; same texts are
 * one. */
MUST_CHECK enum status comment_used_list(struct app *app, const char *unit, const char *year,
                                         const char *key, const char *level,
                                         struct used_comments *comments, struct error *err);
/* The text with that name as a place, the whole or what it ends with: "Thu Hà", "Hà". */
const char *comment_without_name(struct arena *arena, const char *text, const char *name);

struct comment_remarks {
    bool has_fit;            /* that key has a cell on paper of its own */
    double used;             /* of the printed cell at the smallest size; 1.0 is full */
    bool continues;          /* it goes on on another page */
    LIST(const char *) list; /* Vietnamese sentences: to look at, nothing is forbidden */
};

/* How the text stands in its printed cell, by the layout that prints it; then the hints of
 * model/comment_check.h. DENIED as above. */
MUST_CHECK enum status comment_check(struct app *app, const char *enrolment, const char *key,
                                     const char *text, struct comment_remarks *remarks,
                                     struct error *err);

#endif
