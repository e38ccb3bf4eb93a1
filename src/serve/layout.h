/* SPDX-License-Identifier: Apache-2.0
 *
 * The frame of every page: the menu by what the person does, who is signed in, the language.
 *
 *     layout_begin(out, visit, "Lớp 4A1");  ...  layout_end(out, visit);
 */
#ifndef HOCBA_SERVE_LAYOUT_H
#define HOCBA_SERVE_LAYOUT_H

#include "serve/visit.h"

/* Links that the person's roles have a use for. */
/* Does the menu have this page for the person? */
bool layout_shows(const struct visit *visit, const char *path);
void layout_menu(struct buffer *out, const struct visit *visit);
/* The name and the way out, or the way in. */
void layout_person(struct buffer *out, const struct visit *visit);
/* Is this page, or one below it, being shown? */
bool layout_is_current(const struct visit *visit, const char *path);

#endif
