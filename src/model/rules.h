/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules: TT27 and CV2088 as rows: id, severity, article, Vietnamese sentence, field.
 * What is valid, complete and consistent in a record before it may be signed.
 */
#ifndef HOCBA_MODEL_RULES_H
#define HOCBA_MODEL_RULES_H

#include "base/list.h"
#include "model/curriculum.h"
#include "model/record.h"

enum severity { SEVERITY_WARNING, SEVERITY_ERROR };

struct problem {
    const char *rule; /* the row's stable id: "TT27-9.2.a-ket-qua" */
    enum severity severity;
    const char *article; /* "TT27 Điều 9.2.a" */
    const char *field;   /* the key of a field or "mon.TV.diem" */
    const char *message; /* a whole Vietnamese sentence with the value in it */
};

struct problems {
    LIST(struct problem) list;
};

/* What a draft knows beside the record, for the rules. */
struct draft_facts {
    const char *no_number_reason; /* why the pupil has no personal number */
    const char *no_mother_reason;
    bool exempt_all;                       /* khuyết tật, không đánh giá (Điều 8) */
    const char *const *exempt_fields;      /* keys, NULL-terminated; or NULL */
    int marks[SUBJECTS_MAX][PERIOD_COUNT]; /* per subject of the record; MARK_NONE */
    enum result entered_result; /* what the school's workbook says, to compare; NONE if not */
    bool award_exemplary;       /* "Học sinh Tiêu biểu" decided by people */
    bool reassessment_listed;   /* on the summer list: may not be signed before the decision */
    bool reassessment_decided;  /* it is over ... */
    bool promotion_decided;     /* ... and the principal decided on promotion */
    bool strict_v10;            /* the year writes strict v1.0 */
    bool two_sessions_a_day;
};

void draft_facts_init(struct draft_facts *facts);

/* Điều 9.2.a, the exact predicate; RESULT_NONE when something that must be assessed is missing. */
enum result rules_overall_result(const struct record *record, const struct curriculum *curriculum,
                                 const struct draft_facts *facts);

/* Mục 6 of the template, from grade, completion and promotion: "Hoàn thành chương trình lớp 4; Được
 * lên lớp 5." NULL while they are not known. */
const char *rules_completion_text(const struct record *record, struct arena *arena);

/* Add every problem of one record. Never stops at the first. While the record has no UUID it is a
 * draft: fields that the program, the school's settings or the rules fill in are not asked for. */
void rules_check(const struct record *record, const struct curriculum *curriculum,
                 const struct draft_facts *facts, struct arena *arena, struct problems *problems);

/* Add every problem that a record from elsewhere certainly has, by TT27 and the obligatory fields
 * of CV2088 Phụ lục 1.1, in a school year that begins in `first_year`: the rules above, but of them
 * only those that its own values break, whatever the school knows beside it. A field of which a
 * problem stands there already (rules_add_unreadable) is not called missing. Where TT27 does not
 * hold for the grade yet, only fields and counts are looked at. */
void rules_check_received(const struct record *record, int first_year, struct arena *arena,
                          struct problems *problems);

/* Add the problem of a value that cannot be read at all: of the rule that says what it looks like.
 * `key` as in struct problem, `message` a whole sentence. */
void rules_add_unreadable(const char *key, const char *message, struct arena *arena,
                          struct problems *problems);

/* The gateway's code (docs/gateway.md): STRUCTURE of what CV2088 asks of the form, else RULES. */
const char *problem_code(const struct problem *problem);

bool problems_have_error(const struct problems *problems);

/* All rows, for docs, tests and `hocba check --rules`. */
struct rule {
    const char *id;
    enum severity severity;
    const char *article;
    const char *sentence; /* what the rule asks, without values */
};
extern const struct rule rules_table[];
extern const size_t rules_count;

#endif
