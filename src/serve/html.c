/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/html.h"

void
html_span(struct buffer *out, struct span text)
{
    size_t from = 0;

    for (size_t i = 0; i < text.size; i++) {
        const char *instead;
        switch (text.data[i]) {
        case '&': instead = "&amp;"; break;
        case '<': instead = "&lt;"; break;
        case '>': instead = "&gt;"; break;
        case '"': instead = "&quot;"; break;
        case '\'': instead = "&#39;"; break;
        default: continue;
        }
        buffer_add(out, text.data + from, i - from);
        buffer_text(out, instead);
        from = i + 1;
    }
    buffer_add(out, text.data + from, text.size - from);
}

void
html_text(struct buffer *out, const char *text)
{
    if (text)
        html_span(out, span_of(text));
}

void
html_int(struct buffer *out, int64_t number)
{
    buffer_printf(out, "%" PRId64, number);
}

void
html_size(struct buffer *out, uint64_t number)
{
    buffer_printf(out, "%" PRIu64, number);
}

void
html_html(struct buffer *out, struct html html)
{
    buffer_add(out, html.bytes.data, html.bytes.size);
}

void
html_date(struct buffer *out, struct date date)
{
    if (date.year != 0)
        buffer_printf(out, "%02d/%02d/%04d", date.day, date.month, date.year);
}

void
html_moment(struct buffer *out, struct moment moment)
{
    if (moment.seconds == 0)
        return;
    struct moment here = moment_in_vietnam(moment.seconds);
    struct date date = moment_to_date(here);
    int64_t minute = (here.seconds + VIETNAM_OFFSET_MINUTES * 60) / 60;

    html_date(out, date);
    buffer_printf(out, " %02d:%02d", (int)(minute / 60 % 24), (int)(minute % 60));
}

void
html_url(struct buffer *out, const char *url)
{
    bool ours = url && ((url[0] == '/' && url[1] != '/' && url[1] != '\\') || url[0] == '#');
    bool web = url && (text_starts(url, "https://") || text_starts(url, "http://"));

    html_text(out, ours || web ? url : "#");
}
