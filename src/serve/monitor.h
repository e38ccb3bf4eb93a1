/* SPDX-License-Identifier: Apache-2.0
 *
 * How far the records of a unit have come: the table, the charts, the lists behind every number,
 * files to take away.  In the address: don-vi (the unit's code), nam-hoc, xep=tre (latest first),
 * thieu=KEY (only where somebody is missing in that figure).
 */
#ifndef HOCBA_SERVE_MONITOR_H
#define HOCBA_SERVE_MONITOR_H

#include "serve/visit.h"
#include "service/monitor.h"

visit_run monitor_page;       /* GET /giam-sat */
visit_run monitor_class_page; /* GET /giam-sat/lop/{} */
visit_run monitor_file_take;  /* GET /giam-sat/tep/{} */
visit_run monitor_api;        /* GET /api/v1/monitor */

/* Who is behind a number of what suppliers handed in: accepted, taken-back, rejected; ?loi= only
 * for that error. */
visit_run monitor_handed_page;        /* GET /giam-sat/tiep-nhan/{} */
visit_run monitor_handed_take;        /* GET /giam-sat/tiep-nhan/{}/tep/{}: csv, xlsx */
visit_run monitor_handed_api;         /* GET /api/v1/monitor/handed-in/{} */
enum { MONITOR_HANDED_SHOWN = 1000 }; /* on the page; files have all */
/* code NULL: the monitor's unit; error NULL: any. */
const char *monitor_handed_path(const struct visit *visit, const struct monitor *monitor,
                                const char *code, const char *key, const char *error);
const char *monitor_handed_file_path(const struct visit *visit, const struct monitor *monitor,
                                     const struct monitor_handed *handed, const char *kind);

/* For the template. */
struct monitor_view {
    struct monitor monitor;
    const char *code; /* the unit, as the address names it; NULL: the person's own */
    bool by_lateness, filtered;
    enum figure missing; /* when filtered */
};

enum { MONITOR_BAR = 1000, MONITOR_CHART_WIDTH = 640, MONITOR_CHART_HEIGHT = 220 };

/* The columns that the table shows. */
extern const enum figure monitor_columns[];
extern const size_t monitor_column_count;

/* An address of this page with another sort or filter; key NULL: no filter. */
const char *monitor_path(const struct visit *visit, const struct monitor_view *view, bool late,
                         const char *key);
/* Of a row: the school's classes, or the class's pupils; who is missing in `figure`. */
const char *monitor_row_path(const struct visit *visit, const struct monitor_view *view,
                             const struct monitor_row *row, enum figure figure);
/* Whether the table has columns of what suppliers handed in: above schools, once there is some. */
bool monitor_has_intake(const struct monitor_view *view);
/* The same of what was reported upwards. */
bool monitor_has_reported(const struct monitor_view *view);
const char *monitor_reported_path(const struct visit *visit, const struct monitor_view *view,
                                  const char *code);
/* Of an error of the exchange. */
const char *monitor_error_word(const struct visit *visit, const char *error);
const char *monitor_obstacles_path(const struct visit *visit, const struct monitor *monitor,
                                   enum obstacle_state state);
const char *monitor_gateway_path(const struct visit *visit, const char *code);
const char *monitor_export_path(const struct visit *visit, const struct monitor_view *view,
                                const char *kind);
/* "92 %"; rounded down, so that 100 % is all of them. */
const char *monitor_rate(const struct visit *visit, int64_t part, int64_t whole);
/* As many of `width` as part is of whole. */
int monitor_width(int64_t part, int64_t whole, int width);
/* "+12", "-3", "0". */
const char *monitor_gain(const struct visit *visit, int64_t now, int64_t before);
const char *monitor_late_words(const struct visit *visit, const struct lateness *late);
const char *monitor_figure_word(const struct visit *visit, enum figure figure);
const char *monitor_column_word(const struct visit *visit, enum figure figure);
const char *monitor_milestone_word(const struct visit *visit, enum milestone milestone);
/* "còn 12 ngày", "hôm nay", "đã qua 3 ngày". */
const char *monitor_days_words(const struct visit *visit, const struct monitor *monitor,
                               enum milestone milestone);
/* The line of what was issued, week by week, and where the pace leads; drawn as an SVG. */
struct html monitor_line(const struct visit *visit, const struct monitor *monitor);

#endif
