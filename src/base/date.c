/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <math.h>
#include <stdio.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2199, SECONDS_A_DAY = 86400 };

static int
days_in_month(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

bool
date_is_valid(struct date date)
{
    return date.year >= YEAR_MIN && date.year <= YEAR_MAX && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

int
date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}

/* The proleptic Gregorian calendar counted in eras of 400 years that begin in March. */
int64_t
date_to_days(struct date date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date
date_from_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;

    return (struct date){
        .year = (int16_t)(year + era * 400 + (month <= 2)),
        .month = (int8_t)month,
        .day = (int8_t)(of_year - (153 * shifted + 2) / 5 + 1),
    };
}

bool
date_from_serial(double serial, bool system_1904, struct date *date)
{
    if (!(serial >= 0 && serial < 200000))
        return false;
    int64_t days = (int64_t)floor(serial);
    if (system_1904) {
        days += date_to_days((struct date){1904, 1, 1});
    } else {
        if (days < 1 || days == 60) /* 60 is 29/02/1900, a day that never was */
            return false;
        days += date_to_days((struct date){1899, 12, 31}) - (days > 60);
    }
    struct date found = date_from_days(days);
    if (!date_is_valid(found))
        return false;
    *date = found;
    return true;
}

/* Read 1..max digits at *p; returns how many were read. */
static int
read_digits(const char **p, const char *end, int max, int *value)
{
    int count = 0;

    *value = 0;
    while (*p < end && count < max && **p >= '0' && **p <= '9') {
        *value = *value * 10 + (*(*p)++ - '0');
        count++;
    }
    return count;
}

static bool
read_exactly(const char **p, const char *end, int digits, int *value)
{
    return read_digits(p, end, digits, value) == digits;
}

static bool
read_char(const char **p, const char *end, char c)
{
    return *p < end && *(*p)++ == c;
}

static bool
accept(int year, int month, int day, struct date *date)
{
    if (month > 12 || day > 31)
        return false;
    struct date found = {(int16_t)year, (int8_t)month, (int8_t)day};
    if (!date_is_valid(found))
        return false;
    *date = found;
    return true;
}

bool
date_parse_iso(struct span text, struct date *date)
{
    const char *p = text.data, *end = text.data + text.size;
    int year, month, day;

    return read_exactly(&p, end, 4, &year) && read_char(&p, end, '-') &&
           read_exactly(&p, end, 2, &month) && read_char(&p, end, '-') &&
           read_exactly(&p, end, 2, &day) && p == end && accept(year, month, day, date);
}

bool
date_parse_vietnamese(struct span text, struct date *date)
{
    const char *p = text.data, *end = text.data + text.size;
    int year, month, day;

    if (read_digits(&p, end, 2, &day) == 0 || p == end)
        return false;
    char mark = *p++;
    if (mark != '/' && mark != '-' && mark != '.')
        return false;
    return read_digits(&p, end, 2, &month) > 0 && read_char(&p, end, mark) &&
           read_exactly(&p, end, 4, &year) && p == end && accept(year, month, day, date);
}

const char *
date_write_iso(struct date date, char *out)
{
    snprintf(out, DATE_TEXT_SIZE, "%04d-%02d-%02d", date.year, date.month, date.day);
    return out;
}

const char *
date_write_vietnamese(struct date date, char *out)
{
    snprintf(out, DATE_TEXT_SIZE, "%02d/%02d/%04d", date.day, date.month, date.year);
    return out;
}

struct moment
moment_of_date(struct date date)
{
    return moment_in_vietnam(date_to_days(date) * SECONDS_A_DAY - VIETNAM_OFFSET_MINUTES * 60);
}

static int64_t
floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct date
moment_to_date(struct moment moment)
{
    return date_from_days(floor_divide(moment.seconds + moment.offset_minutes * 60, SECONDS_A_DAY));
}

int
moment_of_day(struct moment moment)
{
    int64_t local = moment.seconds + moment.offset_minutes * 60;

    return (int)(local - floor_divide(local, SECONDS_A_DAY) * SECONDS_A_DAY);
}

static bool
read_zone(const char **p, const char *end, int *offset_minutes)
{
    int hours, minutes;

    if (*p == end)
        return false;
    char sign = *(*p)++;
    *offset_minutes = 0;
    if (sign == 'Z')
        return true;
    if ((sign != '+' && sign != '-') || !read_exactly(p, end, 2, &hours) ||
        !read_char(p, end, ':') || !read_exactly(p, end, 2, &minutes) || hours > 14 || minutes > 59)
        return false;
    *offset_minutes = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    return true;
}

bool
moment_parse(struct span text, struct moment *moment)
{
    const char *p = text.data, *end = text.data + text.size;
    struct date date;
    int hour, minute, second, offset;

    if (text.size < 20 || !date_parse_iso((struct span){p, 10}, &date))
        return false;
    p += 10;
    if (!read_char(&p, end, 'T') || !read_exactly(&p, end, 2, &hour) || !read_char(&p, end, ':') ||
        !read_exactly(&p, end, 2, &minute) || !read_char(&p, end, ':') ||
        !read_exactly(&p, end, 2, &second) || hour > 23 || minute > 59 || second > 59 ||
        !read_zone(&p, end, &offset) || p != end)
        return false;
    moment->seconds =
        date_to_days(date) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second - offset * 60;
    moment->offset_minutes = (int16_t)offset;
    return true;
}

const char *
moment_write(struct moment moment, char *out)
{
    struct date date = moment_to_date(moment);
    int of_day = moment_of_day(moment);
    int offset = moment.offset_minutes < 0 ? -moment.offset_minutes : moment.offset_minutes;

    snprintf(out, MOMENT_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", date.year,
             date.month, date.day, of_day / 3600, of_day / 60 % 60, of_day % 60,
             moment.offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
    return out;
}

struct moment
moment_in_vietnam(int64_t seconds)
{
    return (struct moment){seconds, VIETNAM_OFFSET_MINUTES};
}
