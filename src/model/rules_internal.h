/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the rules: how the rules_*.c files report. Nobody else includes this.
 */
#ifndef HOCBA_MODEL_RULES_INTERNAL_H
#define HOCBA_MODEL_RULES_INTERNAL_H

#include "model/rules.h"

enum rule_id {
    /* rules_text.c: the form of texts, mandatory fields */
    RULE_UTF8,
    RULE_NFC,
    RULE_CONTROL,
    RULE_MANDATORY,
    RULE_MOTHER,
    RULE_DISTRICT,
    RULE_COMMENT_LONG,
    RULE_V10_ABSENT,
    RULE_UUID,
    RULE_REPLACES,
    RULE_CIRCULAR,
    RULE_YEAR_NAME,
    RULE_ROLL_OUT,
    RULE_HISTORY,
    RULE_ISSUE_DATE,
    RULE_CREATED_LATE,
    /* rules_identity.c: who the pupil is */
    RULE_NUMBER_MISSING,
    RULE_NUMBER_WAITING,
    RULE_NUMBER_DIGITS,
    RULE_NUMBER_PROVINCE,
    RULE_NUMBER_SEX,
    RULE_NUMBER_YEAR,
    RULE_NAME,
    RULE_ETHNICITY,
    RULE_BIRTH_DATE,
    RULE_AGE,
    RULE_BODY_MISSING,
    RULE_BODY,
    RULE_ATTENDANCE,
    /* rules_subjects.c: levels, marks, comments, ratings */
    RULE_SUBJECT_UNKNOWN,
    RULE_SUBJECT_TWICE,
    RULE_SUBJECT_NOT_TAUGHT,
    RULE_LEVEL_MISSING,
    RULE_MARK_MISSING,
    RULE_MARK_NO_TEST,
    RULE_MARK_RANGE,
    RULE_LEVEL_MARK,
    RULE_COMMENT_MISSING,
    RULE_RATING_MISSING,
    /* rules_result.c: the year's result, promotion, awards */
    RULE_RESULT,
    RULE_RESULT_EXEMPT,
    RULE_COMPLETED,
    RULE_PROMOTED,
    RULE_PROMOTION_DECISION,
    RULE_REASSESS_LIST,
    RULE_REASSESS_WAIT,
    RULE_PRIMARY,
    RULE_COMPLETION_TEXT,
    RULE_AWARD_EXCELLENT,
    RULE_AWARD_EXCELLENT_MISSING,
    RULE_AWARD_EXEMPLARY,
    RULE_COUNT
};

/* One run of rules_check(). */
struct rule_run {
    const struct record *record;
    const struct curriculum *curriculum;
    const struct draft_facts *facts;
    struct arena *arena;
    struct problems *problems;
    bool made; /* the record has its UUID: the program's and the school's fields are due as well */
    bool received; /* from elsewhere: only what any record tells by itself */
};

/* Add a problem of that rule at `field`. */
void rule_fire(struct rule_run *run, enum rule_id rule, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The beginning of a value, to stand in a message; safe when the value is no UTF-8. */
const char *rule_excerpt(struct rule_run *run, const char *text);

/* Is the field or "mon.<code>.<part>" exempt (TT27 Điều 8)? */
bool rule_exempt(const struct draft_facts *facts, const char *key);
bool rule_exempt_subject(const struct draft_facts *facts, const char *code, const char *part);

void rules_check_text(struct rule_run *run);
void rules_check_mandatory(struct rule_run *run);
void rules_check_attendance(struct rule_run *run);
void rules_check_identity(struct rule_run *run);
void rules_check_subjects(struct rule_run *run);
void rules_check_result(struct rule_run *run);

#endif
