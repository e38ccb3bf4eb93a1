/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>

#include "base/unicode.h"
#include "model/record.h"

static const char *const level_symbols[] = {NULL, "T", "H", "C"};
static const char *const level_words[] = {NULL, "Hoàn thành tốt", "Hoàn thành", "Chưa hoàn thành"};
static const char *const rating_symbols[] = {NULL, "T", "Đ", "C"};
static const char *const rating_words[] = {NULL, "Tốt", "Đạt", "Cần cố gắng"};
static const char *const result_words[] = {NULL, "Hoàn thành xuất sắc", "Hoàn thành tốt",
                                           "Hoàn thành", "Chưa hoàn thành"};
static const char *const sex_words[] = {NULL, "Nam", "Nữ"};
static const char *const trait_names[] = {
    "Yêu nước",
    "Nhân ái",
    "Chăm chỉ",
    "Trung thực",
    "Trách nhiệm",
    "Tự chủ và tự học",
    "Giao tiếp và hợp tác",
    "Giải quyết vấn đề và sáng tạo",
    "Ngôn ngữ",
    "Tính toán",
    "Khoa học",
    "Công nghệ",
    "Tin học",
    "Thẩm mĩ",
    "Thể chất",
};
static const char *const period_names[] = {"Giữa học kỳ I", "Cuối học kỳ I", "Giữa học kỳ II",
                                           "Cuối năm học"};
static const char *const period_codes[] = {"gk1", "hk1", "gk2", "cn"};

const char *
level_symbol(enum level level)
{
    return level_symbols[level];
}

const char *
level_word(enum level level)
{
    return level_words[level];
}

const char *
rating_symbol(enum rating rating)
{
    return rating_symbols[rating];
}

const char *
rating_word(enum rating rating)
{
    return rating_words[rating];
}

const char *
result_word(enum result result)
{
    return result_words[result];
}

const char *
sex_word(enum sex sex)
{
    return sex_words[sex];
}

const char *
trait_name(enum trait trait)
{
    return trait < TRAIT_COUNT ? trait_names[trait] : NULL;
}

const char *
period_name(enum period period)
{
    return period < PERIOD_COUNT ? period_names[period] : NULL;
}

const char *
period_code(enum period period)
{
    return period < PERIOD_COUNT ? period_codes[period] : NULL;
}

bool
period_parse(const char *code, enum period *period)
{
    for (int i = 0; i < PERIOD_COUNT; i++)
        if (text_equal(code, period_codes[i])) {
            *period = (enum period)i;
            return true;
        }
    return false;
}

/* A spelling that is accepted, in any case and with the tones placed either way. */
struct word {
    const char *spelling;
    int value;
};

static const struct word level_table[] = {
    {"t", LEVEL_T}, {"hoàn thành tốt", LEVEL_T},  {"htt", LEVEL_T},
    {"h", LEVEL_H}, {"hoàn thành", LEVEL_H},      {"ht", LEVEL_H},
    {"c", LEVEL_C}, {"chưa hoàn thành", LEVEL_C}, {"cht", LEVEL_C},
};
/* ð is the Icelandic letter that looks like đ in capitals and comes with old fonts. */
static const struct word rating_table[] = {
    {"t", RATING_T}, {"tốt", RATING_T},         {"đ", RATING_D},
    {"ð", RATING_D}, {"đạt", RATING_D},         {"ðạt", RATING_D},
    {"c", RATING_C}, {"cần cố gắng", RATING_C}, {"ccg", RATING_C},
};
static const struct word result_table[] = {
    {"hoàn thành xuất sắc", RESULT_EXCELLENT}, {"htxs", RESULT_EXCELLENT},
    {"hoàn thành tốt", RESULT_GOOD},           {"htt", RESULT_GOOD},
    {"hoàn thành", RESULT_COMPLETED},          {"ht", RESULT_COMPLETED},
    {"chưa hoàn thành", RESULT_NOT_COMPLETED}, {"cht", RESULT_NOT_COMPLETED},
};
static const struct word sex_table[] = {
    {"1", SEX_MALE}, {"nam", SEX_MALE}, {"2", SEX_FEMALE}, {"nữ", SEX_FEMALE}};
static const struct word answer_table[] = {{"1", ANSWER_YES},
                                           {"có", ANSWER_YES},
                                           {"x", ANSWER_YES},
                                           {"0", ANSWER_NO},
                                           {"không", ANSWER_NO}};

enum { WORD_MAX = 200 }; /* bytes; no accepted spelling is longer, blanks included */

/* Find `text` in `words` and return its value, or 0. */
static int
word_value(const char *text, const struct word *words, size_t count)
{
    AUTO(arena) *arena = NULL;

    if (text == NULL || strlen(text) > WORD_MAX || !utf8_is_valid(span_of(text)))
        return 0;
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(text, words[i].spelling) == 0)
            return words[i].value; /* most cells hold a symbol */
    arena = arena_new();
    const char *key = unicode_name_key(arena, text);
    for (size_t i = 0; i < count; i++)
        if (text_equal(key, unicode_name_key(arena, words[i].spelling)))
            return words[i].value;
    return 0;
}

bool
level_parse(const char *text, enum level *level)
{
    int value = word_value(text, level_table, COUNT_OF(level_table));

    if (value)
        *level = (enum level)value;
    return value != 0;
}

bool
rating_parse(const char *text, enum rating *rating)
{
    int value = word_value(text, rating_table, COUNT_OF(rating_table));

    if (value)
        *rating = (enum rating)value;
    return value != 0;
}

bool
result_parse(const char *text, enum result *result)
{
    int value = word_value(text, result_table, COUNT_OF(result_table));

    if (value)
        *result = (enum result)value;
    return value != 0;
}

bool
sex_parse(const char *text, enum sex *sex)
{
    int value = word_value(text, sex_table, COUNT_OF(sex_table));

    if (value)
        *sex = (enum sex)value;
    return value != 0;
}

bool
answer_parse(const char *text, enum answer *answer)
{
    int value = word_value(text, answer_table, COUNT_OF(answer_table));

    if (value)
        *answer = (enum answer)value;
    return value != 0;
}
