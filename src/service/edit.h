/* SPDX-License-Identifier: Apache-2.0
 *
 * Editing a draft by hand, people's decisions, and what is shown of a pupil's year.
 */
#ifndef HOCBA_SERVICE_EDIT_H
#define HOCBA_SERVICE_EDIT_H

#include "service/draft.h"
#include "store/decisions.h"
#include "store/drafts.h"
#include "store/record_notes.h"
#include "store/records.h"

enum { EDITS_MAX = 200 };

struct edit {
    const char *key, *value; /* as typed; "" or NULL removes */
    const char *source;      /* how it came, for the history; NULL: "set". The first one's counts */
    const char *from, *to;   /* set by draft_edit(): as kept */
    bool changed;
};

/* All edits of one pupil's year, or none.  Keys: see draft.h; a mark that changes is a new attempt
 * and the earlier ones are kept.  CONFLICT when the record is being signed or was issued. */
MUST_CHECK enum status draft_edit(struct app *app, const struct enrolled *enrolled,
                                  struct edit *edits, size_t count, struct error *err);

/* May the actor write that value? DENIED with a sentence. */
MUST_CHECK enum status draft_edit_allowed(struct app *app, const struct enrolled *enrolled,
                                          const char *key, struct error *err);

/* How it would be kept: edit->to. INVALID with a sentence. */
MUST_CHECK enum status draft_edit_clean(struct app *app, struct edit *edit, struct error *err);

/* A decision about a pupil's year (`enrolled`) or a class (`class_id`); USAGE when the text is
 * not of its kind. */
MUST_CHECK enum status decision_add(struct app *app, const char *kind, const char *text,
                                    const struct enrolled *enrolled,
                                    const struct school_class *class, const char *reference,
                                    struct error *err);

/* What happened to a pupil's year, oldest first: the pupil's and the enrolment's changes. */
MUST_CHECK enum status draft_history(struct app *app, const struct enrolled *enrolled,
                                     struct changes *changes, struct error *err);
MUST_CHECK enum status draft_marks(struct app *app, const struct enrolled *enrolled,
                                   struct mark_attempts *marks, struct error *err);

/* A record with its events and signatures; by UUID. */
struct record_view {
    struct record_row row;
    struct record_events events;
    struct record_signatures signatures;
    struct record_notes notes;
    struct record_events signed_before; /* the signatures on the record that this one replaces */
};
MUST_CHECK enum status record_view_load(struct app *app, const char *uuid, struct record_view *view,
                                        struct error *err);
/* The current record of an enrolment; view->row.uuid is NULL when it has none. */
MUST_CHECK enum status record_view_of(struct app *app, const struct enrolled *enrolled,
                                      struct record_view *view, struct error *err);
MUST_CHECK enum status records_list(struct app *app, const struct record_filter *filter,
                                    struct record_rows *rows, struct error *err);

#endif
