/* SPDX-License-Identifier: Apache-2.0
 *
 * One cell to one value.  What is not understood gives a sentence and no value; what could be
 * repaired gives a proposal.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "base/unicode.h"
#include "sheet/map.h"

enum {
    PERSONAL_NUMBER_DIGITS = 12,
    BIRTH_FIRST = 1990,
    BIRTH_LAST = 2099, /* years of a pupil's birth that are believed */
    SHOWN_MAX = 60,    /* bytes of a value in a sentence */
};

/* A value as shown in a sentence: short. */
static const char *
shown(struct mapping *mapping, const char *text)
{
    char *copy = text_squeeze(mapping->arena, text);
    size_t size = strlen(copy);

    if (size <= SHOWN_MAX)
        return copy;
    for (size = SHOWN_MAX; size > 0 && ((unsigned char)copy[size] & 0xC0) == 0x80;)
        size--;
    copy[size] = '\0';
    return arena_printf(mapping->arena, "%s…", copy);
}

/* A dash that says "none". */
static bool
is_dash(const char *text)
{
    return text_equal(text, "-") || text_equal(text, "–") || text_equal(text, "—") ||
           text_equal(text, "/") || text_equal(text, "--");
}

/* The squeezed text of a cell, or NULL when it says nothing or is an error (which is said). */
static const char *
plain(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    if (cell->kind == CELL_EMPTY || cell->spread == SPREAD_RIGHT)
        return NULL;
    if (cell->kind == CELL_ERROR && text_equal(cell->text, "=")) {
        map_problem(mapping, IMPORT_ERROR, place,
                    "Ô “%s” là công thức nhưng tệp không lưu kết quả của nó. Hãy mở tệp bằng Excel "
                    "hoặc LibreOffice, lưu lại rồi nhập lại.",
                    place->label);
        return NULL;
    }
    if (cell->kind == CELL_ERROR) {
        map_problem(mapping, IMPORT_ERROR, place,
                    "Ô “%s” chứa lỗi công thức %s nên không có giá trị. Hãy sửa công thức hoặc gõ "
                    "thẳng giá trị.",
                    place->label, cell->text);
        return NULL;
    }
    const char *text = text_squeeze(mapping->arena, cell->text);
    /* the apostrophe that our own export puts before what looks like a formula */
    if (text[0] == '\'' && text[1] && strchr("=+-@", text[1]))
        text++;
    return *text ? text : NULL;
}

const char *
value_text(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    if (cell->kind == CELL_DATE) {
        char text[DATE_TEXT_SIZE];
        return arena_text(mapping->arena, date_write_vietnamese(cell->date, text));
    }
    return plain(mapping, cell, place);
}

/* "2014-12-10 00:00:00" -> the day. */
static bool
parse_day(const char *text, struct date *date)
{
    struct span span = span_of(text);

    if (date_parse_vietnamese(span, date) || date_parse_iso(span, date))
        return true;
    const char *time = strpbrk(text, " T");
    if (time && strspn(time + 1, "0:.") == strlen(time + 1) && strlen(time) > 4) {
        span.size = (size_t)(time - text);
        return date_parse_vietnamese(span, date) || date_parse_iso(span, date);
    }
    return false;
}

static bool
date_of_cell(const struct mapping *mapping, const struct cell *cell, const char *text,
             struct date *date)
{
    bool five = strlen(text) == 5 && strspn(text, "0123456789") == 5;

    if (cell->kind == CELL_DATE)
        *date = cell->date;
    else if (cell->kind == CELL_NUMBER || five) {
        if (!date_from_serial(strtod(text, NULL), mapping->workbook->system_1904, date))
            return false;
    } else if (!parse_day(text, date))
        return false;
    return date->year >= BIRTH_FIRST && date->year <= BIRTH_LAST;
}

const char *
value_date(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    char iso[DATE_TEXT_SIZE];
    struct date date;

    if (text == NULL)
        return NULL;
    if (!date_of_cell(mapping, cell, text, &date)) {
        map_problem(mapping, IMPORT_ERROR, place,
                    "“%s” ở cột “%s” không phải là ngày. Hãy ghi ngày/tháng/năm đủ bốn chữ số, ví "
                    "dụ 05/09/2015.",
                    shown(mapping, text), place->label);
        return NULL;
    }
    return arena_text(mapping->arena, date_write_iso(date, iso));
}

/* Digits of a text without blanks and dots; NULL when it holds anything else. */
static const char *
digits_of(struct mapping *mapping, const char *text)
{
    char *digits = arena_alloc(mapping->arena, strlen(text) + 1), *out = digits;

    for (; *text; text++)
        if (isdigit((unsigned char)*text))
            *out++ = *text;
        else if (*text != ' ' && *text != '.' && *text != '\'')
            return NULL;
    return digits;
}

/* A number that lost zeros at its front: propose them, take them only when the caller agreed. */
static const char *
lost_zeros(struct mapping *mapping, const struct place *place, const char *text,
           const char *repaired, int digits)
{
    bool accepted = mapping->options->accept_repairs;
    struct import_problem *problem = map_problem(
        mapping, accepted ? IMPORT_NOTICE : IMPORT_WARNING, place,
        accepted ? "“%s” ở cột “%s” thiếu số 0 ở đầu (phải có %d chữ số); đã sửa theo đề nghị."
                 : "“%s” ở cột “%s” có vẻ đã mất số 0 ở đầu (phải có %d chữ số); giá trị này chưa "
                   "được nhập. Hãy đối chiếu với giấy tờ rồi sửa theo đề nghị.",
        text, place->label, digits);

    problem->proposal = repaired;
    return accepted ? repaired : NULL;
}

const char *
value_personal_number(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    const char *digits = text ? digits_of(mapping, text) : NULL;
    size_t size = digits ? strlen(digits) : 0;

    if (text == NULL || is_dash(text))
        return NULL;
    if (size == PERSONAL_NUMBER_DIGITS)
        return digits;
    if (size == PERSONAL_NUMBER_DIGITS - 1 ||
        (size == PERSONAL_NUMBER_DIGITS - 2 && *digits != '0'))
        return lost_zeros(mapping, place, text,
                          arena_printf(mapping->arena, "%s%s", size == 10 ? "00" : "0", digits),
                          PERSONAL_NUMBER_DIGITS);
    map_problem(mapping, IMPORT_ERROR, place,
                "“%s” ở cột “%s” không phải là số định danh cá nhân: phải có đúng 12 chữ số. Hãy "
                "đối chiếu với giấy tờ và ghi ô này ở dạng chữ (Text).",
                shown(mapping, text), place->label);
    return NULL;
}

const char *
value_code(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    enum { CODE_DIGITS = 10 }; /* begins with the province's two */
    const char *text = plain(mapping, cell, place);

    if (text == NULL || is_dash(text))
        return NULL;
    if (cell->kind == CELL_NUMBER && strlen(text) == CODE_DIGITS - 1 && *text <= '9' && *text > '0')
        return lost_zeros(mapping, place, text, arena_printf(mapping->arena, "0%s", text),
                          CODE_DIGITS);
    if (strpbrk(text, "eE") && strpbrk(text, "+.")) {
        map_problem(mapping, IMPORT_ERROR, place,
                    "Mã “%s” ở cột “%s” đã bị bảng tính đổi thành dạng rút gọn, không biết được mã "
                    "thật. Hãy ghi lại ô này ở dạng chữ (Text).",
                    shown(mapping, text), place->label);
        return NULL;
    }
    return text;
}

const char *
value_mark(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    char *end = NULL;

    if (text == NULL || is_dash(text))
        return NULL;
    char *point = arena_text(mapping->arena, text);
    if (strchr(point, ','))
        *strchr(point, ',') = '.';
    bool plainly = strspn(point, "0123456789.") == strlen(point) && isdigit((unsigned char)*point);
    double mark = plainly ? strtod(point, &end) : -1;
    if (cell->kind != CELL_DATE && plainly && *end == '\0' && mark >= 0 && mark <= 10) {
        if (mark == floor(mark))
            return arena_printf(mapping->arena, "%.0f", mark);
        map_problem(mapping, IMPORT_ERROR, place,
                    "Điểm “%s” ở cột “%s” có phần thập phân; bài kiểm tra định kỳ chấm theo thang "
                    "điểm 10, không cho điểm thập phân (TT27 Điều 7.1.d). Hãy ghi số nguyên từ 0 "
                    "đến 10.",
                    text, place->label);
        return NULL;
    }
    map_problem(mapping, IMPORT_ERROR, place,
                "“%s” ở cột “%s” không phải là điểm; điểm kiểm tra định kỳ là số nguyên từ 0 đến "
                "10 (TT27 Điều 7.1.d).%s",
                shown(mapping, text), place->label,
                cell->kind == CELL_DATE ? " Có vẻ bảng tính đã đổi ô này thành ngày." : "");
    return NULL;
}

const char *
value_level(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    enum level level;

    if (text == NULL || is_dash(text))
        return NULL;
    if (level_parse(text, &level))
        return level_symbol(level);
    map_problem(mapping, IMPORT_ERROR, place,
                "“%s” ở cột “%s” không phải là mức đạt được của môn học; hãy ghi T, H hoặc C (Hoàn "
                "thành tốt, Hoàn thành, Chưa hoàn thành; TT27 Điều 7.1.a).",
                shown(mapping, text), place->label);
    return NULL;
}

const char *
value_rating(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    enum rating rating;

    if (text == NULL || is_dash(text))
        return NULL;
    if (rating_parse(text, &rating))
        return rating_symbol(rating);
    map_problem(mapping, IMPORT_ERROR, place,
                "“%s” ở cột “%s” không phải là mức của phẩm chất, năng lực; hãy ghi T, Đ hoặc C "
                "(Tốt, Đạt, Cần cố gắng; TT27 Điều 7.2.a).",
                shown(mapping, text), place->label);
    return NULL;
}

const char *
value_result(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    enum result result;

    if (text == NULL || is_dash(text))
        return NULL;
    if (result_parse(text, &result))
        return result_word(result);
    map_problem(mapping, IMPORT_ERROR, place,
                "“%s” ở cột “%s” không phải là một trong bốn mức đánh giá kết quả giáo dục (Hoàn "
                "thành xuất sắc, Hoàn thành tốt, Hoàn thành, Chưa hoàn thành; TT27 Điều 9.2.a).",
                shown(mapping, text), place->label);
    return NULL;
}

bool
cell_is_cross(const struct cell *cell)
{
    static const char *const crosses[] = {"x", "X", "×", "✓", "✔", "v", "V", "1", "☑", "☒", "+"};

    if (cell->spread == SPREAD_RIGHT)
        return false;
    for (size_t i = 0; i < COUNT_OF(crosses); i++) {
        const char *text = cell->text + strspn(cell->text, " ");
        size_t size = strlen(crosses[i]);
        if (strncmp(text, crosses[i], size) == 0 && text[size + strspn(text + size, " ")] == '\0')
            return true;
    }
    return false;
}

const char *
value_cross(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    enum answer answer;

    if (text == NULL || is_dash(text))
        return NULL;
    if (cell_is_cross(cell))
        return "1";
    if (answer_parse(text, &answer))
        return answer == ANSWER_YES ? "1" : "0";
    map_problem(mapping, IMPORT_ERROR, place,
                "“%s” ở cột “%s” không hiểu được; hãy đánh dấu X hoặc để trống.",
                shown(mapping, text), place->label);
    return NULL;
}

static const char *
value_count(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    enum { HALF_DAYS_MAX = 400 }; /* of a school year */
    const char *text = plain(mapping, cell, place);
    int count;

    if (text == NULL || is_dash(text))
        return NULL;
    if (text_to_int(text, 0, HALF_DAYS_MAX, &count))
        return arena_printf(mapping->arena, "%d", count);
    map_problem(mapping, IMPORT_ERROR, place,
                "“%s” ở cột “%s” không phải là số buổi nghỉ: phải là số nguyên từ 0 đến %d.",
                shown(mapping, text), place->label, HALF_DAYS_MAX);
    return NULL;
}

static const char *
value_decimal(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    char *end = NULL;

    if (text == NULL || is_dash(text))
        return NULL;
    char *point = arena_text(mapping->arena, text);
    if (strchr(point, ','))
        *strchr(point, ',') = '.';
    bool plainly = strspn(point, "0123456789.") == strlen(point) && isdigit((unsigned char)*point);
    double number = plainly ? strtod(point, &end) : 0;
    if (!plainly || *end || number <= 0 || number > 1000) {
        map_problem(mapping, IMPORT_ERROR, place,
                    "“%s” ở cột “%s” không phải là số đo. Hãy ghi một số, ví dụ 28,5.",
                    shown(mapping, text), place->label);
        return NULL;
    }
    char *out = arena_printf(mapping->arena, "%.4f", number);
    for (size_t n = strlen(out); out[n - 1] == '0' || out[n - 1] == '.';) {
        bool was_point = out[n - 1] == '.';
        out[--n] = '\0';
        if (was_point)
            break;
    }
    return out;
}

static const char *
value_sex(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const char *text = plain(mapping, cell, place);
    enum sex sex;

    if (text == NULL)
        return NULL;
    /* A column called "Nữ" marks the girls and leaves the boys empty. */
    if (cell_is_cross(cell) && text_equal(alias_normal(mapping->arena, place->label), "nu"))
        return "2";
    if (sex_parse(text, &sex))
        return sex == SEX_MALE ? "1" : "2";
    map_problem(mapping, IMPORT_ERROR, place, "“%s” ở cột “%s” không phải là Nam hoặc Nữ.",
                shown(mapping, text), place->label);
    return NULL;
}

const char *
value_field(struct mapping *mapping, const struct cell *cell, const struct place *place)
{
    const struct field *field = field_by_key(place->key);

    if (field == NULL)
        return value_text(mapping, cell, place);
    switch (field->kind) {
    case FIELD_DATE: return value_date(mapping, cell, place);
    case FIELD_SEX: return value_sex(mapping, cell, place);
    case FIELD_ANSWER: return value_cross(mapping, cell, place);
    case FIELD_RESULT: return value_result(mapping, cell, place);
    case FIELD_RATING: return value_rating(mapping, cell, place);
    case FIELD_COUNT: return value_count(mapping, cell, place);
    case FIELD_DECIMAL: return value_decimal(mapping, cell, place);
    default: return value_text(mapping, cell, place);
    }
}
