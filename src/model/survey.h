/* SPDX-License-Identifier: Apache-2.0
 *
 * Questionnaires (phiếu khảo sát) as text, pure: one line per thing, its parts between bars, the
 * first part says what it is (in Vietnamese or by its English key); a star after it: an answer is
 * required.
 *
 *     tiêu đề | Ý kiến của giáo viên
 *     dành cho | giáo viên
 *     lời đầu | Phiếu ẩn danh, mất khoảng năm phút.
 *     thang* | Phần mềm có dễ dùng không | rất khó | rất dễ
 *     chọn một | Nhập điểm bằng gì | máy tính | điện thoại
 *     chọn nhiều | Mất công nhất ở đâu | nhập điểm | viết nhận xét | ký số
 *     số | Mỗi lớp mất mấy giờ | 0 | 200
 *     chữ | Đề xuất
 *
 * A scale has five steps, with a word for each or for its two ends.  Blank lines and lines that
 * begin with # say nothing.
 */
#ifndef HOCBA_MODEL_SURVEY_H
#define HOCBA_MODEL_SURVEY_H

#include "base/list.h"
#include "base/text.h"

enum {
    SURVEY_QUESTIONS_MAX = 20,
    SURVEY_OPTIONS_MAX = 12,
    SURVEY_STEPS = 5,
    SURVEY_TITLE_MAX = 200, /* graphemes, also of an option and a word */
    SURVEY_QUESTION_MAX = 400,
    SURVEY_INTRO_MAX = 1000,
    SURVEY_ANSWER_MAX = 1000, /* of a free text */
    SURVEY_NUMBER_MAX = 1000000,
    SURVEY_BYTES_MAX = 16 * 1024, /* of the whole text */
};

enum survey_audience { SURVEY_TEACHERS, SURVEY_PRINCIPALS, SURVEY_PARENTS, SURVEY_AUDIENCE_COUNT };

enum survey_kind {
    SURVEY_SCALE,
    SURVEY_CHOICE,  /* one of them */
    SURVEY_CHOICES, /* any of them */
    SURVEY_NUMBER,
    SURVEY_TEXT,
    SURVEY_KIND_COUNT
};

const char *survey_audience_key(enum survey_audience audience);  /* "teachers" */
const char *survey_audience_word(enum survey_audience audience); /* "giáo viên" */
/* A key or a word. */
bool survey_audience_parse(const char *text, enum survey_audience *audience);
const char *survey_kind_key(enum survey_kind kind);  /* "scale" */
const char *survey_kind_word(enum survey_kind kind); /* "thang" */
bool survey_kind_parse(const char *text, enum survey_kind *kind);

struct survey_question {
    enum survey_kind kind;
    bool required;
    const char *text;
    const char
        *words[SURVEY_OPTIONS_MAX]; /* of the options or the steps; "" where a step has none */
    int word_count;
    int least, most; /* of a number */
};

struct survey_form {
    enum survey_audience audience;
    const char *title, *intro; /* intro "": none */
    LIST(struct survey_question) questions;
};

/* USAGE with the line's number and what is wrong there; the form lives in the arena. */
MUST_CHECK enum status survey_form_parse(const char *text, struct arena *arena,
                                         struct survey_form *form, struct error *err);

/* Ready ones, one for each audience (data/survey-*.txt): NUL-terminated text in that form. */
struct span survey_form_ready(enum survey_audience audience);

#endif
