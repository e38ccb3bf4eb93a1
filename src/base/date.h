/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates (a calendar day) and moments (an instant with the offset in which it was said).
 * CV2088 II.1.3: date-times are written YYYY-MM-DDThh:mm:ssTZD.
 */
#ifndef HOCBA_BASE_DATE_H
#define HOCBA_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum { VIETNAM_OFFSET_MINUTES = 7 * 60, MOMENT_TEXT_SIZE = 48, DATE_TEXT_SIZE = 24 };

/* A calendar day; {0} means "none". Years 1900..2199. */
struct date {
    int16_t year;
    int8_t month, day;
};

/* Seconds since 1970-01-01T00:00:00Z, and the offset from UTC in which it is shown. */
struct moment {
    int64_t seconds;
    int16_t offset_minutes;
};

bool date_is_valid(struct date date);
static inline bool
date_is_none(struct date date)
{
    return date.year == 0;
}
/* <0, 0, >0 as a is before, the same as or after b. */
int date_compare(struct date a, struct date b);
/* Days since 1970-01-01. */
int64_t date_to_days(struct date date);
struct date date_from_days(int64_t days);
/* A day number of a spreadsheet (1900 system: 1 = 1900-01-01 with the phantom leap day, as Excel
 * counts; 1904 system: 0 = 1904-01-01). False outside 1900..2199. */
bool date_from_serial(double serial, bool system_1904, struct date *date);

/* "2014-12-10" and nothing else. */
bool date_parse_iso(struct span text, struct date *date);
/* "10/12/2014", "1/2/2014", "10-12-2014", "10.12.2014": day first, a four-digit year. */
bool date_parse_vietnamese(struct span text, struct date *date);
/* "2014-12-10"; `out` has DATE_TEXT_SIZE bytes. */
const char *date_write_iso(struct date date, char *out);
/* "10/12/2014". */
const char *date_write_vietnamese(struct date date, char *out);

/* Midnight in Vietnam on that day. */
struct moment moment_of_date(struct date date);
/* The calendar day of a moment in its own offset. */
struct date moment_to_date(struct moment moment);
/* Seconds since midnight of that day, in its own offset. */
int moment_of_day(struct moment moment);
/* "2024-05-31T10:20:30+07:00" or "...Z"; strict. */
bool moment_parse(struct span text, struct moment *moment);
/* The same form; `out` has MOMENT_TEXT_SIZE bytes; returns out. */
const char *moment_write(struct moment moment, char *out);
/* The moment as shown in Vietnam. */
struct moment moment_in_vietnam(int64_t seconds);

#endif
