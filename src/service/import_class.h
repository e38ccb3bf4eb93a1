/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside import: a class as it is in the store and as the rows before have left it.  Nobody else
 * includes this.
 */
#ifndef HOCBA_SERVICE_IMPORT_CLASS_H
#define HOCBA_SERVICE_IMPORT_CLASS_H

#include "service/import.h"
#include "service/school.h"
#include "service/year.h"

struct known_value {
    const char *key, *value;
    bool of_pupil;
};

struct import_reason {
    const char *key;  /* of the column's values */
    const char *kind; /* DECISION_... */
    const char *label;
};

struct known_pupil {
    struct pupil pupil;
    const char *enrolment; /* id */
    int grade;
    const char *name_key;
    LIST(struct known_value) values;
    const char *record_state; /* key; NULL: no record yet */
    const char *record;       /* uuid */
};

struct known_class {
    const char *year, *name;
    struct school_class class; /* class.id NULL: refused, for `refusal` */
    const char *refusal;
    bool refusal_told;
    struct year_rules rules;
    LIST(struct known_pupil) pupils;
};

/* One file's run inside its transaction. */
struct import_run {
    struct app *app;
    const struct import_order *order;
    struct import_report *report;
    int grade; /* of the row at hand: see import_row_grade() */
    LIST(struct known_class *) classes;
};

/* The class of a row; when it does not exist and `create` it is made, if the year is open and the
 * grade evident. Never NULL; see refusal. */
MUST_CHECK enum status known_class_get(struct import_run *run, const char *year, const char *name,
                                       bool create, struct known_class **class, struct error *err);
const char *known_value_get(const struct known_pupil *pupil, const char *key);
/* A column whose texts are decisions about a pupil: why something is missing. NULL: none such. */
const struct import_reason *import_reason_find(const char *key);
void known_value_put(struct import_run *run, struct known_pupil *pupil, const char *key,
                     const char *value, bool of_pupil);

/* Who a row is about. *pupil NULL with *reason: refused; NULL without: a new pupil. */
MUST_CHECK enum status match_row(struct import_run *run, struct known_class *class,
                                 const struct import_row *row, bool profile,
                                 struct known_pupil **pupil, const char **reason,
                                 struct error *err);
/* A pupil of another class or year, or a new one, comes into this class. */
MUST_CHECK enum status known_pupil_enrol(struct import_run *run, struct known_class *class,
                                         const struct pupil *pupil, const struct stamp *stamp,
                                         struct known_pupil **known, struct error *err);
void import_note(struct import_run *run, const struct import_row *row,
                 enum import_severity severity, const char *key, const char *message);

/* One row; counts and problems go into the report. */
MUST_CHECK enum status import_row_apply(struct import_run *run, const struct import_row *row,
                                        struct error *err);

#endif
