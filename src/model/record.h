/* SPDX-License-Identifier: Apache-2.0
 *
 * The record: one pupil, one school year (đơn vị học bạ), with every field of Phụ lục 1.1 of
 * CV2088 and the levels of TT27.  A plain value: texts are NFC UTF-8, borrowed from the arena
 * that the record was made in; NULL, NONE, -1 or {0} mean "no value" (no tag in the XML).
 *
 * Each field stands once in record_fields[] (record.c): key, XML tag, Vietnamese label, kind,
 * ceiling, place.  XML, `set`, history, import and display walk that table.
 */
#ifndef HOCBA_MODEL_RECORD_H
#define HOCBA_MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

/* Of a subject or educational activity (TT27 Điều 7.1.a). */
enum level { LEVEL_NONE, LEVEL_T, LEVEL_H, LEVEL_C };

/* Of a quality or competence (TT27 Điều 7.2.a). */
enum rating { RATING_NONE, RATING_T, RATING_D, RATING_C };

/* Of the year (TT27 Điều 9.2.a). */
enum result { RESULT_NONE, RESULT_EXCELLENT, RESULT_GOOD, RESULT_COMPLETED, RESULT_NOT_COMPLETED };

enum sex { SEX_NONE, SEX_MALE = 1, SEX_FEMALE = 2 };

/* A yes/no answer that may not have been given. */
enum answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES };

/* The four moments of periodic assessment (TT27 Điều 7). */
enum period { PERIOD_MID_1, PERIOD_END_1, PERIOD_MID_2, PERIOD_END_2, PERIOD_COUNT };

/* 5 qualities, 3 general and 7 specific competences (TT27 Điều 5), in the template's order. */
enum trait {
    QUALITY_PATRIOTISM,       /* yêu nước */
    QUALITY_KINDNESS,         /* nhân ái */
    QUALITY_DILIGENCE,        /* chăm chỉ */
    QUALITY_HONESTY,          /* trung thực */
    QUALITY_RESPONSIBILITY,   /* trách nhiệm */
    COMPETENCE_AUTONOMY,      /* tự chủ và tự học */
    COMPETENCE_COMMUNICATION, /* giao tiếp và hợp tác */
    COMPETENCE_PROBLEMS,      /* giải quyết vấn đề và sáng tạo */
    COMPETENCE_LANGUAGE,      /* ngôn ngữ */
    COMPETENCE_CALCULATION,   /* tính toán */
    COMPETENCE_SCIENCE,       /* khoa học */
    COMPETENCE_TECHNOLOGY,    /* công nghệ */
    COMPETENCE_INFORMATICS,   /* tin học */
    COMPETENCE_AESTHETICS,    /* thẩm mĩ */
    COMPETENCE_PHYSICAL,      /* thể chất */
    TRAIT_COUNT,
    QUALITY_COUNT = COMPETENCE_AUTONOMY,
    GENERAL_COMPETENCES_END = COMPETENCE_LANGUAGE,
};

enum {
    SUBJECTS_MAX = 20,            /* of one record */
    PAST_YEARS_MAX = 12,          /* of one record's study history */
    COMMENT_GRAPHEMES_MAX = 1000, /* a longer comment is an error before signing */
    MARK_NONE = -1,
    COUNT_NONE = -1,
};

/* One row of Bảng điểm. */
struct subject_result {
    const char *code; /* TV, T, NN1, ... (data/subjects.tsv) */
    const char *name; /* as printed */
    enum level level;
    int mark; /* the last end-of-year KTĐK mark, 0..10, or MARK_NONE */
    const char *comment;
};

/* One year of QUA_TRINH_HOC_TAP. */
struct past_year {
    const char *year_name; /* "2022-2023" */
    const char *class_name, *school_name;
    struct moment since; /* NGAY_TRANG_THAI_CHUYEN_DEN */
};

struct record {
    /* THONG_TIN_CHUNG, in the order of Phụ lục 1.1 */
    const char *version;   /* "1.0-hb1"; "1.0" in strict v1.0 */
    const char *circular;  /* "27/2020/TT-BGDĐT" */
    const char *uuid;      /* v4, lower case */
    const char *year_name; /* TEN_NAM_HOC, "2023-2024" */
    const char *department_code, *department_name;
    const char *school_code, *school_name;
    const char *district, *commune, *province; /* district: none from 1/7/2025 */
    const char *education_level;               /* MA_CAP_HOC: "1" */
    const char *register_number;
    const char *name;
    const char *personal_number; /* 12 digits; none with a reason */
    const char *pupil_code;
    enum sex sex;
    struct date birth_date;
    const char *weight_kg, *height_cm;    /* decimal text, as measured */
    int absent_excused, absent_unexcused; /* half-days (buổi), or COUNT_NONE */
    const char *birth_place, *home_town, *address;
    const char *ethnicity, *nationality;
    const char *father, *mother, *guardian;
    const char *principal_name, *principal_number;
    const char *issue_place;
    struct moment created;    /* NGAY_TAO_HOC_BA */
    struct moment issue_date; /* NGAY_KY_PHAT_HANH_HOC_BA, midnight */
    const char *principal_title;
    const char *class_teacher_name, *class_teacher_number;
    int grade; /* 1..5; 0 = none */
    const char *class_name;
    const char *year_code;     /* NAM_HOC */
    const char *replaces_uuid; /* MA_UUID_THAY_THE, ours */

    /* QUA_TRINH_HOC_TAP, oldest first */
    struct past_year past[PAST_YEARS_MAX];
    size_t past_count;

    /* TONG_KET */
    enum result result;
    enum answer promoted;
    const char *completion_text;
    enum answer completed_class, completed_primary;
    const char *award, *award_sudden;
    const char *class_teacher_comment;
    struct subject_result subjects[SUBJECTS_MAX];
    size_t subject_count;
    enum rating ratings[TRAIT_COUNT];
    const char *comment_qualities, *comment_general, *comment_specific;
};

/* A record with every field at "no value". */
void record_init(struct record *record);

/* --- the table of fields ------------------------------------------------------------------- */

enum field_kind {
    FIELD_TEXT,   /* const char * */
    FIELD_DATE,   /* struct date */
    FIELD_MOMENT, /* struct moment */
    FIELD_SEX,
    FIELD_ANSWER,
    FIELD_RESULT,
    FIELD_RATING,  /* enum rating */
    FIELD_COUNT,   /* int, COUNT_NONE = no value */
    FIELD_GRADE,   /* int, 0 = no value */
    FIELD_DECIMAL, /* const char *, at most 4 decimals with a dot */
};

/* Whose the value is, hence where it is kept and who may set it. */
enum field_owner {
    OWNER_SYSTEM, /* made by the program when the record is created */
    OWNER_SCHOOL, /* from the unit, the year's settings, the assignments */
    OWNER_PUPIL,  /* the pupil's profile (registrar), kept from year to year */
    OWNER_YEAR,   /* this year's results (teachers) */
};

/* The container of Phụ lục 1.1 in which the tag stands. */
enum field_group { GROUP_GENERAL, GROUP_SUMMARY, GROUP_TRAITS };

/* Mandatory in v1.0; what record-xml.md allows to be absent. */
enum field_presence {
    FIELD_OPTIONAL,
    FIELD_REQUIRED,
    FIELD_EXCUSABLE /* X, but may have no value */
};

struct field {
    const char *key;   /* ours, for `hocba set` and the store: "ho_va_ten" */
    const char *tag;   /* CV2088's spelling: "HO_VA_TEN" */
    const char *label; /* Vietnamese, for people: "Họ và tên" */
    enum field_group group;
    enum field_owner owner;
    enum field_kind kind;
    enum field_presence presence;
    unsigned graphemes_max; /* ceiling of a text */
    size_t offset;          /* in struct record */
};

/* In the order of Phụ lục 1.1 within each group. */
extern const struct field record_fields[];
extern const size_t record_field_count;

const struct field *field_by_key(const char *key); /* NULL when unknown */
/* Finds the spellings that CV2088 surely meant as well as its own; NULL when unknown. */
const struct field *field_by_tag(enum field_group group, struct span tag);
const struct field *field_of_trait(enum trait trait);

/* The value as text, NULL when none: ratings as symbols, sex and answers as digits, a result in
 * words, a moment as in the XML, a FIELD_DATE as "2014-12-10" (which the XML writes at midnight
 * +07:00). record_set() of it gives the same value. */
const char *record_get(const struct record *record, const struct field *field, struct arena *arena);
/* Set from text: accepts symbols and words, ISO and d/m/yyyy dates; NULL or "" removes.
 * INVALID with the field's label and what is accepted; the record is then unchanged. */
MUST_CHECK enum status record_set(struct record *record, const struct field *field,
                                  const char *text, struct arena *arena, struct error *err);
/* The same from a text that text_clean() leaves as it is, and that lives as long as the record.
 * False: not understood, the record is unchanged. */
bool record_take(struct record *record, const struct field *field, const char *text,
                 struct arena *arena);

/* A text as records keep it: valid UTF-8, NFC, no control characters but line feeds, no blanks at
 * the ends, at most `graphemes_max`. INVALID with `label` in the message. */
MUST_CHECK enum status text_clean(const char *text, const char *label, unsigned graphemes_max,
                                  struct arena *arena, const char **clean, struct error *err);
/* Of valid UTF-8: has characters below U+0020 but line feed, U+007F..009F, U+FFFE, U+FFFF. */
bool text_has_control(const char *text);

/* A draft's value of a subject is addressed "mon.<code>.muc|diem|nhan_xet", of a mark of another
 * period "mon.<code>.diem.gk1|hk1|gk2". */
enum subject_part { SUBJECT_LEVEL, SUBJECT_MARK, SUBJECT_COMMENT };
struct subject_result *record_subject(struct record *record, const char *code); /* NULL if none */
const struct subject_result *record_subject_const(const struct record *record, const char *code);

/* --- words and symbols --------------------------------------------------------------------- */

const char *level_symbol(enum level level);    /* "T" "H" "C", NULL for NONE */
const char *level_word(enum level level);      /* "Hoàn thành tốt" ... */
const char *rating_symbol(enum rating rating); /* "T" "Đ" "C" */
const char *rating_word(enum rating rating);   /* "Tốt" "Đạt" "Cần cố gắng" */
const char *result_word(enum result result);   /* "Hoàn thành xuất sắc" ... */
const char *sex_word(enum sex sex);            /* "Nam" "Nữ" */
const char *trait_name(enum trait trait);      /* "Yêu nước" ... as printed */
const char *period_name(enum period period);   /* "Giữa học kỳ I" ... */
const char *period_code(enum period period);   /* "gk1" "hk1" "gk2" "cn" */
bool period_parse(const char *code, enum period *period);

/* From a symbol or a word in any case, NFC or NFD, with or without outer blanks. */
bool level_parse(const char *text, enum level *level);
bool rating_parse(const char *text, enum rating *rating);
bool result_parse(const char *text, enum result *result);
bool sex_parse(const char *text, enum sex *sex);
bool answer_parse(const char *text, enum answer *answer); /* 1/0, có/không, X */

#endif
