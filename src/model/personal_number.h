/* SPDX-License-Identifier: Apache-2.0
 *
 * The personal number (số định danh cá nhân) of 12 digits: 3 of the province or country of birth
 * registration, 1 of century and sex, 2 of the year of birth, 6 random.  It has no check digit, so
 * a wrong one is only ever doubtful, and so may a right one be: parents register a birth where they
 * live, not where the child was born.
 */
#ifndef HOCBA_MODEL_PERSONAL_NUMBER_H
#define HOCBA_MODEL_PERSONAL_NUMBER_H

#include "model/catalog.h"
#include "model/record.h"

struct personal_number {
    const struct province *province; /* NULL: of no province, or a country's code */
    bool abroad;
    enum sex sex;
    int century_digit; /* the fourth: 0..9 */
    int year;          /* of birth */
};

/* False: not 12 digits. */
bool personal_number_parse(const char *text, struct personal_number *number);

/* Bits: what does not fit together. */
enum {
    NUMBER_DOUBT_FORM = 1,      /* not 12 digits; nothing else is looked at */
    NUMBER_DOUBT_PROVINCE = 2,  /* no province has that code */
    NUMBER_DOUBT_ELSEWHERE = 4, /* registered in another province than the place of birth */
    NUMBER_DOUBT_SEX = 8,
    NUMBER_DOUBT_YEAR = 16,
    NUMBER_DOUBTS = 5,
};
/* What is not known (birth {0}, SEX_NONE, place NULL) casts no doubt. */
unsigned personal_number_doubts(const char *text, struct date birth, enum sex sex,
                                const char *birth_place, struct arena *arena);
/* "không đủ 12 chữ số": of the i-th bit, i < NUMBER_DOUBTS. */
const char *personal_number_doubt_word(int i);

#endif
