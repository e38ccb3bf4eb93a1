/* SPDX-License-Identifier: Apache-2.0 */
#include "model/record.h"

#include <stdlib.h>

#include "base/unicode.h"

enum {
    HALF_DAYS_MAX = 400, /* absences of one year: 35 weeks of 10 half-days, and some */
    DECIMAL_DIGITS = 4,  /* before and after the dot (CV2088 II.1.3) */
    VALUE_BYTES_MAX = 256 * 1024,
};

void
record_init(struct record *record)
{
    memset(record, 0, sizeof *record);
    record->absent_excused = record->absent_unexcused = COUNT_NONE;
    for (size_t i = 0; i < SUBJECTS_MAX; i++)
        record->subjects[i].mark = MARK_NONE;
}

/* The place of a field's value, for reading and writing. */
#define PLACE(type, record, field) ((type *)(void *)((char *)(record) + (field)->offset))
#define PLACE_CONST(type, record, field)                                                           \
    ((__typeof__(type) const *)(const void *)((const char *)(record) + (field)->offset))

static const char *
moment_text(struct moment moment, struct arena *arena)
{
    char text[MOMENT_TEXT_SIZE];

    if (moment.seconds == 0 && moment.offset_minutes == 0)
        return NULL;
    return arena_text(arena, moment_write(moment, text));
}

static const char *
date_text(struct date date, struct arena *arena)
{
    char text[DATE_TEXT_SIZE];

    return date_is_none(date) ? NULL : arena_text(arena, date_write_iso(date, text));
}

static const char *
number_text(int number, int none, struct arena *arena)
{
    return number == none ? NULL : arena_printf(arena, "%d", number);
}

const char *
record_get(const struct record *record, const struct field *field, struct arena *arena)
{
    static const char *const answers[] = {NULL, "0", "1"};
    static const char *const sexes[] = {NULL, "1", "2"};

    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_DECIMAL: return *PLACE_CONST(const char *, record, field);
    case FIELD_DATE: return date_text(*PLACE_CONST(struct date, record, field), arena);
    case FIELD_MOMENT: return moment_text(*PLACE_CONST(struct moment, record, field), arena);
    case FIELD_SEX: return sexes[*PLACE_CONST(enum sex, record, field)];
    case FIELD_ANSWER: return answers[*PLACE_CONST(enum answer, record, field)];
    case FIELD_RESULT: return result_word(*PLACE_CONST(enum result, record, field));
    case FIELD_RATING: return rating_symbol(*PLACE_CONST(enum rating, record, field));
    case FIELD_COUNT: return number_text(*PLACE_CONST(int, record, field), COUNT_NONE, arena);
    case FIELD_GRADE: return number_text(*PLACE_CONST(int, record, field), 0, arena);
    }
    return NULL;
}

static void
field_clear(struct record *record, const struct field *field)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_DECIMAL: *PLACE(const char *, record, field) = NULL; break;
    case FIELD_DATE: *PLACE(struct date, record, field) = (struct date){0}; break;
    case FIELD_MOMENT: *PLACE(struct moment, record, field) = (struct moment){0}; break;
    case FIELD_SEX: *PLACE(enum sex, record, field) = SEX_NONE; break;
    case FIELD_ANSWER: *PLACE(enum answer, record, field) = ANSWER_NONE; break;
    case FIELD_RESULT: *PLACE(enum result, record, field) = RESULT_NONE; break;
    case FIELD_RATING: *PLACE(enum rating, record, field) = RATING_NONE; break;
    case FIELD_COUNT: *PLACE(int, record, field) = COUNT_NONE; break;
    case FIELD_GRADE: *PLACE(int, record, field) = 0; break;
    }
}

/* "28.5": digits, and at most four after a dot. */
static bool
is_decimal(const char *text)
{
    size_t whole = strspn(text, "0123456789");

    if (whole == 0 || whole > DECIMAL_DIGITS)
        return false;
    if (text[whole] == '\0')
        return true;
    const char *rest = text + whole + 1;
    size_t part = strspn(rest, "0123456789");
    return text[whole] == '.' && part > 0 && part <= DECIMAL_DIGITS && rest[part] == '\0';
}

static bool
set_decimal(const char **place, const char *text, struct arena *arena)
{
    char *copy = arena_text(arena, text);
    char *comma = strchr(copy, ',');

    if (comma)
        *comma = '.';
    if (!is_decimal(copy))
        return false;
    *place = copy;
    return true;
}

/* A day in either order of writing, or the moment of CV2088 at its midnight in Vietnam. */
static bool
read_date(const char *text, struct date *date)
{
    struct moment moment;
    struct date day;

    if (date_parse_iso(span_of(text), date) || date_parse_vietnamese(span_of(text), date))
        return true;
    if (!moment_parse(span_of(text), &moment))
        return false;
    day = moment_to_date(moment_in_vietnam(moment.seconds));
    if (moment_of_date(day).seconds != moment.seconds)
        return false;
    *date = day;
    return true;
}

static bool
read_moment(const char *text, struct moment *moment)
{
    struct date date;

    if (moment_parse(span_of(text), moment))
        return true;
    if (!read_date(text, &date))
        return false;
    *moment = moment_of_date(date);
    return true;
}

/* What a person may type, to say after "hãy nhập". */
static const char *
accepted_form(enum field_kind kind)
{
    switch (kind) {
    case FIELD_TEXT: return "chữ";
    case FIELD_DATE: return "ngày dạng 31/12/2015 hoặc 2015-12-31";
    case FIELD_MOMENT: return "thời điểm dạng 2024-05-31T00:00:00+07:00 hoặc ngày 31/5/2024";
    case FIELD_SEX: return "Nam hoặc Nữ (1 hoặc 2)";
    case FIELD_ANSWER: return "1 (có) hoặc 0 (không)";
    case FIELD_RESULT:
        return "Hoàn thành xuất sắc, Hoàn thành tốt, Hoàn thành hoặc Chưa hoàn thành";
    case FIELD_RATING: return "T (Tốt), Đ (Đạt) hoặc C (Cần cố gắng)";
    case FIELD_COUNT: return "số nguyên từ 0 đến 400";
    case FIELD_GRADE: return "số từ 1 đến 5";
    case FIELD_DECIMAL: return "số có tối đa 4 chữ số thập phân, ví dụ 28.5";
    }
    return "giá trị hợp lệ";
}

bool
record_take(struct record *record, const struct field *field, const char *text, struct arena *arena)
{
    switch (field->kind) {
    case FIELD_TEXT: *PLACE(const char *, record, field) = text; return true;
    case FIELD_DECIMAL: return set_decimal(PLACE(const char *, record, field), text, arena);
    case FIELD_DATE: return read_date(text, PLACE(struct date, record, field));
    case FIELD_MOMENT: return read_moment(text, PLACE(struct moment, record, field));
    case FIELD_SEX: return sex_parse(text, PLACE(enum sex, record, field));
    case FIELD_ANSWER: return answer_parse(text, PLACE(enum answer, record, field));
    case FIELD_RESULT: return result_parse(text, PLACE(enum result, record, field));
    case FIELD_RATING: return rating_parse(text, PLACE(enum rating, record, field));
    case FIELD_COUNT: return text_to_int(text, 0, HALF_DAYS_MAX, PLACE(int, record, field));
    case FIELD_GRADE: return text_to_int(text, 1, 5, PLACE(int, record, field));
    }
    return false;
}

/* The bytes that a part of a text begins with in UTF-8: U+0001..001F but line feed, U+007F..009F,
 * and the characters that XML 1.0 does not allow. */
static bool
is_control(uint32_t c)
{
    return (c < 0x20 && c != '\n') || (c >= 0x7F && c <= 0x9F) || c == 0xFFFE || c == 0xFFFF;
}

bool
text_has_control(const char *text)
{
    const char *end = text + strlen(text);

    while (text < end)
        if (is_control(utf8_next(&text, end)))
            return true;
    return false;
}

/* In place: CR LF and CR become LF, tabs become spaces. */
static void
plain_lines(char *text)
{
    char *out = text;

    for (const char *in = text; *in; in++) {
        if (*in == '\r' && in[1] == '\n')
            continue;
        *out++ = *in == '\r' ? '\n' : *in == '\t' ? ' ' : *in;
    }
    *out = '\0';
}

/* In place: without blanks and line feeds at both ends. */
static char *
trim(char *text)
{
    text += strspn(text, " \n");
    size_t size = strlen(text);
    while (size > 0 && strchr(" \n", text[size - 1]))
        size--;
    text[size] = '\0';
    return text;
}

enum status
text_clean(const char *text, const char *label, unsigned graphemes_max, struct arena *arena,
           const char **clean, struct error *err)
{
    if (strlen(text) > VALUE_BYTES_MAX)
        return fail(err, INVALID, "%s quá dài; hãy rút ngắn.", label);
    if (!utf8_is_valid(span_of(text)))
        return fail(err, INVALID,
                    "%s: chữ không phải Unicode (UTF-8); hãy chuyển mã trước khi nhập.", label);
    char *copy = unicode_nfc(arena, text);
    plain_lines(copy);
    if (text_has_control(copy))
        return fail(err, INVALID, "%s có ký tự điều khiển không in được; hãy nhập lại.", label);
    copy = trim(copy);
    size_t graphemes = unicode_graphemes(span_of(copy));
    if (graphemes > graphemes_max)
        return fail(err, INVALID, "%s dài %zu ký tự, tối đa %u; hãy rút ngắn.", label, graphemes,
                    graphemes_max);
    *clean = copy;
    return OK;
}

enum status
record_set(struct record *record, const struct field *field, const char *text, struct arena *arena,
           struct error *err)
{
    const char *clean;

    if (text_is_blank(text)) {
        field_clear(record, field);
        return OK;
    }
    TRY(text_clean(text, field->label, field->graphemes_max, arena, &clean, err));
    if (!record_take(record, field, clean, arena))
        return fail(err, INVALID, "%s: không hiểu giá trị “%s”; hãy nhập %s.", field->label,
                    utf8_excerpt(arena, clean), accepted_form(field->kind));
    return OK;
}

const struct subject_result *
record_subject_const(const struct record *record, const char *code)
{
    for (size_t i = 0; i < record->subject_count; i++)
        if (text_equal(record->subjects[i].code, code))
            return &record->subjects[i];
    return NULL;
}

struct subject_result *
record_subject(struct record *record, const char *code)
{
    for (size_t i = 0; i < record->subject_count; i++)
        if (text_equal(record->subjects[i].code, code))
            return &record->subjects[i];
    return NULL;
}
