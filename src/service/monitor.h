/* SPDX-License-Identifier: Apache-2.0
 *
 * Monitoring: how far the records of a unit and everything below it have come, against the calendar
 * and against a week ago.  Everything is summed from the figures of classes (service/figures.h); in
 * a year with a pilot only its classes count.  No rate passes 100 %: whatever is counted is counted
 * of enrolled pupils.
 */
#ifndef HOCBA_SERVICE_MONITOR_H
#define HOCBA_SERVICE_MONITOR_H

#include "base/json.h"
#include "service/figures.h"
#include "service/obstacle.h"
#include "service/pilot.h"
#include "store/intake_figures.h"
#include "store/obstacles.h"

enum { MONITOR_WEEK = 7, MONITOR_WEEKS = 5, MONITOR_GRADES = 5 };

struct figure_word {
    const char *key; /* "issued": of JSON and addresses */
    const char *word, *english, *short_word;
};
extern const struct figure_word figure_words[FIGURE_COUNT];
bool figure_parse(const char *key, enum figure *figure);

struct lateness {
    int64_t days; /* since the first milestone that is not met; 0: in time */
    enum milestone at;
    int64_t classes, pupils; /* that are missing there */
};

/* Of what suppliers handed in, and of what was reported; with a pilot only whose class takes part,
 * or who is in none here and in a grade or school that does. */
struct monitor_intake {
    int64_t accepted, rejected; /* pupils */
    int64_t taken_back;         /* accepted, then withdrawn or stopped */
    int64_t packets;  /* refused as a whole and not made good since; of the whole school */
    int64_t reported; /* pupils whose record the one above has accepted */
};

/* A school, or a class of one. */
struct monitor_row {
    const char *id, *code, *name; /* code NULL: a class */
    struct figure_sum sum, week_ago;
    struct lateness late;
    struct monitor_intake intake, intake_ago; /* of classes not told */
};

struct monitor_point {
    struct date day;
    int64_t counts[FIGURE_KEPT];
};

struct forecast {
    struct date day;
    bool past;        /* the day is over: nothing to forecast */
    int64_t expected; /* issued here on that day, at the pace of the last week, or held */
    int64_t enrolled;
};

struct monitor {
    struct unit unit;
    const char *year;
    struct date day;
    struct moment asked_at, made_at; /* made_at.seconds < 0: no figures yet */
    bool has_pilot;
    struct pilot pilot;
    struct calendar calendar;
    struct monitor_row total;                     /* of the unit, as each row of what is below it */
    struct figure_sum grades[MONITOR_GRADES + 1]; /* by grade; [0] is not used */
    struct monitor_point points[MONITOR_WEEKS];   /* a week apart, the last is `day` */
    struct forecast forecasts[2];                 /* to the freeze and the second freeze */
    struct intake_figures errors;                 /* by error, over the rows: unit NULL */
    int64_t late_rows;
    struct obstacle_count obstacles; /* reported in the school year, in these units */
    LIST(struct monitor_row) rows;   /* schools by code; of a school its classes */
};

/* The unit meant: `code` when given, else the actor's own, else the only department, else the only
 * school. */
MUST_CHECK enum status monitor_unit(struct app *app, const char *code, struct unit *unit,
                                    struct error *err);
/* year NULL: the newest with figures. DENIED unless the actor may see the unit's figures. */
MUST_CHECK enum status monitor_load(struct app *app, const struct unit *unit, const char *year,
                                    struct monitor *monitor, struct error *err);
/* The calendar of the department above a unit, and that department's id where the year has a pilot
 * (NULL: none). Asks for no right. */
MUST_CHECK enum status monitor_frame(struct app *app, const struct unit *unit, const char *year,
                                     struct calendar *calendar, const char **pilot,
                                     struct error *err);
/* As it stood at the end of that day, but for obstacles and packets that were refused as a whole.
 */
MUST_CHECK enum status monitor_load_on(struct app *app, const struct unit *unit, const char *year,
                                       struct date day, struct monitor *monitor, struct error *err);
/* Pupils with a record: issued here, or made elsewhere and received. */
int64_t monitor_have(const int64_t counts[FIGURE_KEPT]);
/* The obstacles that the monitor counts in that state (OBSTACLE_STATE_COUNT: in any), as far as the
 * actor may see them. */
MUST_CHECK enum status monitor_list_obstacles(struct app *app, struct monitor *monitor,
                                              enum obstacle_state state,
                                              struct obstacles *obstacles, struct error *err);
/* Latest first, or by name. */
void monitor_sort(struct monitor *monitor, bool by_lateness);
/* Only rows where somebody is missing in that figure. */
void monitor_keep_behind(struct monitor *monitor, enum figure figure);

/* The pupils of a class with what holds of each today. DENIED unless the actor may see the class.
 */
struct monitor_class {
    struct school_class class;
    struct date day;
    struct figure_pupils pupils;
    struct pupil_state *states; /* as many */
};
/* Is the pupil of the class among those that the list shows? `missing`: only who lacks that step;
 * FIGURE_COUNT: everybody who was there on that day. */
bool monitor_class_shows(const struct monitor_class *loaded, size_t pupil, enum figure missing);
MUST_CHECK enum status monitor_class_load(struct app *app, const char *class_id,
                                          struct monitor_class *loaded, struct error *err);

/* The pupils behind a number of what suppliers handed in, of the schools that the monitor counts.
 * key: "accepted", "taken-back", "rejected"; of the last `error` (may be NULL): only who was
 * refused for it. NOT_FOUND: no such key; DENIED unless the actor may see the unit's gateway. */
struct monitor_handed_row {
    const char *school_code, *school;
    struct handed_in it;
};
struct monitor_handed {
    const char *key, *word, *english, *error;
    LIST(struct monitor_handed_row) rows;
};
MUST_CHECK enum status monitor_handed_load(struct app *app, struct monitor *monitor,
                                           const char *key, const char *error,
                                           struct monitor_handed *handed, struct error *err);
MUST_CHECK enum status monitor_handed_file(struct app *app, const struct monitor *monitor,
                                           const struct monitor_handed *handed, bool workbook,
                                           struct span *bytes, struct error *err);
void monitor_handed_json(struct json *json, const struct monitor *monitor,
                         const struct monitor_handed *handed);
const char *monitor_handed_word(const struct handed_in *pupil); /* how it stands, Vietnamese */

/* As a workbook or as CSV, with the time of the query; and as JSON. */
MUST_CHECK enum status monitor_file(struct app *app, const struct monitor *monitor, bool workbook,
                                    struct span *bytes, struct error *err);
void monitor_json(struct json *json, const struct monitor *monitor);

#endif
