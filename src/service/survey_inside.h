/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the files of questionnaires' verbs.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_SURVEY_INSIDE_H
#define HOCBA_SERVICE_SURVEY_INSIDE_H

#include "service/survey.h"

/* The questionnaire of that code, without asking who wants it. NOT_FOUND. */
MUST_CHECK enum status survey_load(struct app *app, const char *code, struct survey *survey,
                                   struct error *err);
/* The questions of a row, and how it stands today. */
MUST_CHECK enum status survey_of_row(struct app *app, const struct survey_row *row,
                                     struct survey *survey, struct error *err);
enum survey_state survey_state_of(const struct app *app, const struct survey_row *row);
/* Whom it asks: today, or on its last day once that is over. taker NULL: all; school (id): of
 * families only these, NULL: all. */
MUST_CHECK enum status survey_list_asked(struct app *app, const struct survey_row *row,
                                         const char *taker, const char *school,
                                         struct survey_groups *groups, struct error *err);
/* Sums over the groups; answers of who is asked no more count on both sides. */
void survey_count(const struct survey_row *row, const struct survey_groups *groups,
                  int64_t *expected, int64_t *answered);

#endif
