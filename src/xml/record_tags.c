/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/record_tags.h"

#include <string.h>

enum { CODE_MAX = 50, NAME_MAX = 200, COMMENT_MAX = 4000, SUBJECT_CODE_SIZE = 16 };

#define SUBJECT(member) offsetof(struct subject_result, member)
#define PAST(member)    offsetof(struct past_year, member)

const struct part subject_parts[] = {
    {"MA_MON_HOC", "ma", PART_TEXT, false, CODE_MAX, SUBJECT(code)},
    {"TEN_MON_HOC", "ten", PART_TEXT, false, NAME_MAX, SUBJECT(name)},
    {"MUC_DAT_DUOC", "muc", PART_LEVEL, false, CODE_MAX, SUBJECT(level)},
    {"DIEM_KIEM_TRA_DINH_KY", "diem", PART_MARK, false, CODE_MAX, SUBJECT(mark)},
    {"NHAN_XET", "nhan_xet", PART_TEXT, true, COMMENT_MAX, SUBJECT(comment)},
};
const size_t subject_part_count = COUNT_OF(subject_parts);

const struct part past_year_parts[] = {
    {"NAM_HOC", NULL, PART_TEXT, false, CODE_MAX, PAST(year_name)},
    {"TEN_LOP", NULL, PART_TEXT, false, CODE_MAX, PAST(class_name)},
    {"TEN_TRUONG", NULL, PART_TEXT, false, NAME_MAX, PAST(school_name)},
    {"NGAY_TRANG_THAI_CHUYEN_DEN", NULL, PART_MOMENT, false, CODE_MAX, PAST(since)},
};
const size_t past_year_part_count = COUNT_OF(past_year_parts);

const char *
record_tag_of_key(const char *key)
{
    const struct field *field = field_by_key(key);
    const char *dot = strrchr(key, '.');

    for (size_t i = 0; dot && i < subject_part_count; i++)
        if (text_equal(subject_parts[i].key, dot + 1))
            return subject_parts[i].tag;
    return field ? field->tag : TAG_HISTORY;
}

static bool
is_code_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

bool
subject_code_is_valid(const char *code)
{
    size_t size = 0;

    while (code && code[size] && size <= SUBJECT_CODE_SIZE) {
        if (!is_code_character(code[size++]))
            return false;
    }
    return size > 0 && size <= SUBJECT_CODE_SIZE;
}
