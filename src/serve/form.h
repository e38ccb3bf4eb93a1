/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a form that a page sent: days, fields that come several times, lists that were pasted.
 */
#ifndef HOCBA_SERVE_FORM_H
#define HOCBA_SERVE_FORM_H

#include "base/date.h"
#include "serve/visit.h"

/* A day in either order of writing; blank or NULL: {0}.  USAGE repeats what stands there. */
MUST_CHECK enum status form_parse_day(const char *text, struct date *day, struct error *err);
/* The same of a field. */
MUST_CHECK enum status form_read_day(const struct visit *visit, const char *name, struct date *day,
                                     struct error *err);
/* Codes or names, one after the other however they were parted: how many, at most `most`. */
size_t form_read_words(const struct visit *visit, const char *name, const char **words,
                       size_t most);
/* The values of a field that comes several times, without empty ones: how many, at most `most`. */
size_t form_read_values(const struct visit *visit, const char *name, const char **values,
                        size_t most);
/* Append a line for each reason (`ly_do`) that is not blank: what it is about, which is the last
 * field `of` before it, a tab, the reason.  USAGE: one is longer than a line. */
MUST_CHECK enum status form_read_reasons(const struct visit *visit, const char *of,
                                         struct buffer *out, struct error *err);
/* Whether the form has that value in a field that may come several times: what was ticked or
 * chosen stays so when the form comes back with a mistake. */
bool form_holds(const struct visit *visit, const char *name, const char *value);

#endif
