/* SPDX-License-Identifier: Apache-2.0 */
#include "model/personal_number.h"

enum { NUMBER_DIGITS = 12 };

bool
personal_number_parse(const char *text, struct personal_number *number)
{
    if (!text || !text_is_digits(text, NUMBER_DIGITS))
        return false;
    const char code[3] = {text[1], text[2], '\0'};
    int digit = text[3] - '0';

    *number = (struct personal_number){
        .province = text[0] == '0' ? province_by_code(code) : NULL,
        .abroad = text[0] != '0',
        .sex = digit % 2 ? SEX_FEMALE : SEX_MALE,
        .century_digit = digit,
        .year = (19 + digit / 2) * 100 + (text[4] - '0') * 10 + (text[5] - '0'),
    };
    return true;
}

unsigned
personal_number_doubts(const char *text, struct date birth, enum sex sex, const char *birth_place,
                       struct arena *arena)
{
    struct personal_number number;
    unsigned doubts = 0;

    if (!personal_number_parse(text, &number))
        return NUMBER_DOUBT_FORM;
    const struct province *born = birth_place ? province_in_address(birth_place, arena) : NULL;
    if (!number.abroad && !number.province)
        doubts |= NUMBER_DOUBT_PROVINCE;
    if (number.province && born && !text_equal(born->code_2025, number.province->code_2025))
        doubts |= NUMBER_DOUBT_ELSEWHERE;
    if (sex != SEX_NONE && sex != number.sex)
        doubts |= NUMBER_DOUBT_SEX;
    if (!date_is_none(birth) && birth.year != number.year)
        doubts |= NUMBER_DOUBT_YEAR;
    return doubts;
}

const char *
personal_number_doubt_word(int i)
{
    static const char *const words[NUMBER_DOUBTS] = {
        "không đủ 12 chữ số",      "mã tỉnh không có thật",  "tỉnh đăng ký khác nơi sinh",
        "giới tính không khớp số", "năm sinh không khớp số",
    };

    return words[i];
}
