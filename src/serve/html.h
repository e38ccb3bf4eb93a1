/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML: how a value of C gets into a page.  Templates (tools/template) call these; a text is always
 * escaped, and only what was made as a `struct html` goes in as it is.
 */
#ifndef HOCBA_SERVE_HTML_H
#define HOCBA_SERVE_HTML_H

#include <inttypes.h>
#include <stdint.h>

#include "base/date.h"
#include "base/text.h"

/* HTML that our own code wrote: an SVG, a fragment. */
struct html {
    struct span bytes;
};

static inline void
html_raw(struct buffer *out, const char *bytes, size_t size)
{
    buffer_add(out, bytes, size);
}

/* Escaped for text and for attributes in double quotes; NULL writes nothing. */
void html_text(struct buffer *out, const char *text);
void html_span(struct buffer *out, struct span text);
void html_int(struct buffer *out, int64_t number);
void html_size(struct buffer *out, uint64_t number);
void html_html(struct buffer *out, struct html html);
void html_date(struct buffer *out, struct date date);       /* "31/05/2024"; {0}: nothing */
void html_moment(struct buffer *out, struct moment moment); /* "31/05/2024 08:30" */
/* A path of this server ("/...", not "//"), "#..." or an http(s) address; anything else becomes
 * "#". */
void html_url(struct buffer *out, const char *url);

/* clang-format off */
#define OUT(value)                                                                                 \
    _Generic((value),                                                                              \
        char *: html_text, const char *: html_text, struct span: html_span,                        \
        bool: html_int, char: html_int, short: html_int, int: html_int, long: html_int,            \
        long long: html_int, unsigned short: html_size, unsigned: html_size,                       \
        unsigned long: html_size, unsigned long long: html_size,                                   \
        struct html: html_html, struct date: html_date, struct moment: html_moment)(out, (value))
/* clang-format on */
#define OUT_URL(value) html_url(out, (value))

#endif
