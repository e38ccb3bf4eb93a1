/* SPDX-License-Identifier: Apache-2.0
 *
 * School years and their settings: ONE table of settings (year_settings[]), from which `hocba
 * year set`, its help and `show` follow.
 *
 * The issue date (NGAY_KY_PHAT_HANH_HOC_BA) stands inside the signed data, so it is fixed here
 * before the first signature.  A frozen year (chốt) takes no entries any more.
 */
#ifndef HOCBA_SERVICE_YEAR_H
#define HOCBA_SERVICE_YEAR_H

#include "model/verdict.h"
#include "service/app.h"
#include "store/years.h"

enum year_setting_kind {
    SETTING_ROLES,
    SETTING_DATE,
    SETTING_DAYS,
    SETTING_COUNT,
    SETTING_FLAG,
    SETTING_TEXT
};

/* Words that the school does not want in comments, between commas. */
#define YEAR_BANNED_WORDS "tu_khong_dung"

struct year_setting_row {
    const char *key; /* "ngay_phat_hanh": for `year set` and the store */
    enum year_setting_kind kind;
    const char *fallback; /* as text; "" = none */
    const char *label;    /* Vietnamese */
    const char *help;
};
extern const struct year_setting_row year_settings_table[];
extern const size_t year_settings_count;

/* The settings of one year, read. */
struct year_rules {
    const char *unit, *name; /* the school's id, "2023-2024" */
    int first_year;
    bool frozen;
    bool signs[SIGNER_ROLE_COUNT]; /* CBQL and school always; GVBM, GVCN as the year asks */
    struct date issue_date;        /* {0}: not fixed yet */
    int tolerance_days;            /* how far the last signature may be from issue_date */
    struct date entry_deadline, freeze_deadline, supplement_deadline; /* {0}: none */
    int samples; /* records of a class that each signer must open, chosen at random */
    bool strict_v10;
};

/* unit_id: the school. CONFLICT: the year is there already; INVALID: not a school year's name. */
MUST_CHECK enum status year_open(struct app *app, const char *unit_id, const char *name,
                                 struct error *err);
MUST_CHECK enum status year_set(struct app *app, const char *unit_id, const char *name,
                                const char *key, const char *value, struct error *err);
/* Chốt: nothing is entered, set or made any more. */
MUST_CHECK enum status year_freeze(struct app *app, const char *unit_id, const char *name,
                                   struct error *err);
/* The year with its settings; NOT_FOUND with the command that opens it. */
MUST_CHECK enum status year_rules_load(struct app *app, const char *unit_id, const char *name,
                                       struct year_rules *rules, struct error *err);
/* The same from what was loaded: of all `settings` those of this year; pure. */
MUST_CHECK enum status year_rules_read(const struct school_year *year,
                                       const struct year_settings *settings,
                                       struct year_rules *rules, struct error *err);
MUST_CHECK enum status years_list(struct app *app, const char *unit_id, struct school_years *years,
                                  struct error *err);
/* As text: what was set, else the fallback. */
MUST_CHECK enum status year_setting_get(struct app *app, const char *unit_id, const char *name,
                                        const struct year_setting_row *row, const char **value,
                                        struct error *err);
/* CONFLICT when the year is frozen. */
MUST_CHECK enum status year_check_open(const struct year_rules *rules, struct error *err);

#endif
