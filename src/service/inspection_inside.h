/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the files of an inspection's verbs.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_INSPECTION_INSIDE_H
#define HOCBA_SERVICE_INSPECTION_INSIDE_H

#include "service/inspection.h"
#include "xml/minutes_xml.h"

/* USAGE: no text, or one that is too long; `what` names it in the sentence. */
MUST_CHECK enum status inspection_check_text(const char *what, const char *text, struct error *err);
/* The round, for who inspects. CONFLICT: it is not in that state. */
MUST_CHECK enum status inspection_find_for(struct app *app, const char *code,
                                           enum inspection_state state, struct inspection *round,
                                           struct error *err);
/* The scope with what its weights follow from, now (`pace` may be NULL); with `drafts` also how
 * many break a rule, which reads every class. */
MUST_CHECK enum status inspection_load_facts(struct app *app, const struct inspection *round,
                                             bool drafts, const struct inspection_pace *pace,
                                             struct inspection_schools *scope, struct error *err);
/* The drawn school of that code; its id. */
MUST_CHECK enum status inspection_find_drawn(struct app *app, const struct inspection *round,
                                             const char *code, const char **id, struct error *err);
/* CONFLICT: both sides signed the school's minutes, so nothing is added there. */
MUST_CHECK enum status inspection_check_unsigned(struct app *app, const struct inspection *round,
                                                 const char *school, struct error *err);
/* Conditions, records and findings of the school (its id) as they are. CONFLICT: an item has no
 * answer. */
MUST_CHECK enum status minutes_add_facts(struct app *app, const struct inspection_view *view,
                                         const char *school, struct minutes_data *data,
                                         struct error *err);
/* CONFLICT: a drawn school has neither signed minutes nor a reason why not. */
MUST_CHECK enum status minutes_check_all(struct app *app, const struct inspection_view *view,
                                         struct error *err);

#endif
