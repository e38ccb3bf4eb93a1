/* SPDX-License-Identifier: Apache-2.0
 *
 * What a unit sees of its reporting upwards (service/report_queue.h): where it goes, how many
 * records wait, are sent, accepted or refused, each of them with its reasons and what to do, and
 * why something does not get through.
 */
#ifndef HOCBA_SERVICE_REPORT_VIEW_H
#define HOCBA_SERVICE_REPORT_VIEW_H

#include "base/json.h"
#include "service/report_queue.h"
#include "store/units.h"

enum { REPORT_PAGE = 200 };

struct report_filter {
    const char *unit;   /* code of who reports; NULL: the actor's own */
    const char *year;   /* NULL: every year */
    const char *school; /* code of whose records; NULL: everybody's */
    int word;           /* enum report_word; -1: any */
    const char
        *after; /* the page begins behind this row (report_view.next); NULL: the first page */
};

struct report_view {
    struct unit unit;
    bool has_peer;
    struct report_peer peer;
    struct report_trouble trouble;
    int64_t counts[REPORT_WORDS];
    struct report_rows rows; /* a page of them, by school, year, class and pupil */
    bool more;
    const char *next; /* the last of them, "SCHOOL/YEAR/UUID", where there are more */
};

/* DENIED: not who reports there. */
MUST_CHECK enum status report_view_load(struct app *app, const struct report_filter *filter,
                                        struct report_view *view, struct error *err);
/* What the filter finds, all of it, as CSV or XLSX. */
MUST_CHECK enum status report_view_file(struct app *app, const struct report_filter *filter,
                                        bool workbook, struct span *bytes, struct error *err);
/* Append {"unit", "peer", "counts", "trouble", "records", "more", "next"}. */
void report_view_write(const struct report_view *view, struct json *json);
/* Key of a word ("refused"); -1: none of them. */
int report_word_parse(const char *key);
/* What to do about a record that is refused under this code. */
const char *report_advice(const char *error, bool english);

#endif
