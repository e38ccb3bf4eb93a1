/* SPDX-License-Identifier: Apache-2.0
 *
 * Curriculum: what is taught and tested, by grade and school year, from data files
 * (data/subjects.tsv, data/curriculum.tsv); a record always opens with the rules of its own year.
 */
#ifndef HOCBA_MODEL_CURRICULUM_H
#define HOCBA_MODEL_CURRICULUM_H

#include "model/record.h"

struct subject {
    const char *code;       /* TV T NN1 LSDL KH TH CN DD TNXH GDTC AN MT HDTN TDT */
    const char *name;       /* as the template prints it */
    const char *short_name; /* "Tiếng Việt" */
    int row;                /* 0..13 of the template */
};

enum { TEMPLATE_ROWS = 14 };

struct curriculum {
    int grade;
    int first_year;       /* 2023 for 2023-2024 */
    const char *circular; /* the rules that hold: "27/2020/TT-BGDĐT" */
    struct curriculum_row {
        const struct subject *subject;
        bool elective;
        bool tested[PERIOD_COUNT]; /* a KTĐK mark exists in that period */
    } rows[SUBJECTS_MAX];
    size_t row_count;
    bool optional_traits[TRAIT_COUNT]; /* may be blank in this grade (công nghệ, tin học in 1-2) */
};

/* The 14 rows of the template in its order. */
const struct subject *curriculum_subject(const char *code); /* NULL when unknown */
const struct subject *curriculum_subject_at(size_t row);    /* row < TEMPLATE_ROWS */

/* "2023-2024" -> 2023; two consecutive years only. */
bool school_year_parse(const char *name, int *first_year);

/* The curriculum of a grade in a school year. INVALID with the reason when TT27 does not yet hold
 * there (grade g in a year that begins before 2019+g, still under TT22/2016). */
MUST_CHECK enum status curriculum_find(int grade, int first_year,
                                       const struct curriculum **curriculum, struct error *err);
const struct curriculum_row *curriculum_row_find(const struct curriculum *curriculum,
                                                 const char *code);

#endif
