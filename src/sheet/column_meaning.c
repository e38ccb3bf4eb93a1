/* SPDX-License-Identifier: Apache-2.0
 *
 * All that a column may be taken for, for whoever says it instead of the column's label; and how
 * that is written.
 */
#include <ctype.h>

#include "model/curriculum.h"
#include "sheet/column_meaning.h"

#define OF_PUPIL   "Học sinh"
#define OF_RESULT  "Kết quả của môn ghi ở trang hoặc ở hàng"
#define OF_TRAITS  "Phẩm chất, năng lực"
#define OF_YEAR    "Kết quả cả năm"
#define OF_PROFILE "Hồ sơ"
#define OF_NOTHING "Khác"

/* A meaning that is no field of the record, and the kind of column that has it. */
struct plain_meaning {
    const char *key, *label, *group;
    enum alias_kind kind;
    enum subject_part part; /* of PART */
};

static const struct plain_meaning plain[] = {
    {"ho_va_ten", "Họ và tên", OF_PUPIL, ALIAS_NAME, 0},
    {"ho_dem", "Họ và tên đệm", OF_PUPIL, ALIAS_FAMILY, 0},
    {"ten", "Tên", OF_PUPIL, ALIAS_GIVEN, 0},
    {"ngay_sinh", "Ngày sinh", OF_PUPIL, ALIAS_BIRTH, 0},
    {"ma_hoc_sinh", "Mã học sinh", OF_PUPIL, ALIAS_CODE, 0},
    {"so_cccd", "Số định danh cá nhân", OF_PUPIL, ALIAS_NUMBER, 0},
    {"lop", "Lớp", OF_PUPIL, ALIAS_CLASS, 0},
    {"khoi", "Khối", OF_PUPIL, ALIAS_EXTRA, 0},
    {"nam_hoc", "Năm học", OF_PUPIL, ALIAS_YEAR, 0},
    {"thoi_diem", "Thời điểm đánh giá", OF_RESULT, ALIAS_PERIOD, 0},
    {"mon", "Tên môn học", OF_RESULT, ALIAS_SUBJECT_NAME, 0},
    {"mon.muc", "Mức đạt được", OF_RESULT, ALIAS_PART, SUBJECT_LEVEL},
    {"mon.diem", "Điểm kiểm tra định kỳ", OF_RESULT, ALIAS_PART, SUBJECT_MARK},
    {"mon.nhan_xet", "Nhận xét", OF_RESULT, ALIAS_PART, SUBJECT_COMMENT},
    {"ket_qua_xep_loai", "Đánh giá kết quả giáo dục", OF_YEAR, ALIAS_RESULT, 0},
    {"duoc_len_lop", "Được lên lớp (đánh dấu X)", OF_YEAR, ALIAS_PROMOTED, 0},
    {"chua_len_lop", "Chưa được lên lớp (đánh dấu X)", OF_YEAR, ALIAS_NOT_PROMOTED, 0},
    {"trang_thai", "Trạng thái của học sinh", OF_PROFILE, ALIAS_EXTRA, 0},
    {"ly_do_chua_co_so_dinh_danh", "Lý do chưa có số định danh", OF_PROFILE, ALIAS_EXTRA, 0},
    {"ly_do_khong_co_ten_me", "Lý do không có tên mẹ", OF_PROFILE, ALIAS_EXTRA, 0},
    {"ghi_chu", "Ghi chú", OF_PROFILE, ALIAS_EXTRA, 0},
    {MEANING_NOTHING, "Không nhập cột này", OF_NOTHING, ALIAS_IGNORE, 0},
};

static const struct {
    const char *word, *label;
} parts[] = {
    [SUBJECT_LEVEL] = {"muc", "mức đạt được"},
    [SUBJECT_MARK] = {"diem", "điểm"},
    [SUBJECT_COMMENT] = {"nhan_xet", "nhận xét"},
};

/* As what kind of column a field of the record is read; NONE: no workbook has it. */
static enum alias_kind
kind_of_field(const struct aliases *aliases, const char *key)
{
    for (size_t i = 0; i < aliases->list.count; i++) {
        const struct alias *alias = &aliases->list.items[i];
        if ((alias->kind == ALIAS_FIELD || alias->kind == ALIAS_TRAIT ||
             alias->kind == ALIAS_AWARD) &&
            text_equal(alias->key, key))
            return alias->kind;
    }
    return ALIAS_NONE;
}

static const char *
group_of_field(const struct field *field, enum alias_kind kind)
{
    if (kind == ALIAS_TRAIT || text_starts(field->key, "nhan_xet_"))
        return OF_TRAITS;
    return field->owner == OWNER_YEAR ? OF_YEAR : OF_PROFILE;
}

static void
add_meaning(struct arena *arena, struct column_meanings *meanings, const char *key,
            const char *label, const char *group)
{
    *list_add(arena, meanings->list) = (struct column_meaning){key, label, group};
}

static void
add_group(struct arena *arena, const struct aliases *aliases, struct column_meanings *meanings,
          const char *group)
{
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        if (text_equal(plain[i].group, group))
            add_meaning(arena, meanings, plain[i].key, plain[i].label, group);
    for (size_t i = 0; i < record_field_count; i++) {
        const struct field *field = &record_fields[i];
        enum alias_kind kind = kind_of_field(aliases, field->key);
        if (kind != ALIAS_NONE && text_equal(group_of_field(field, kind), group))
            add_meaning(arena, meanings, field->key, field->label, group);
    }
}

static void
add_subjects(struct arena *arena, struct column_meanings *meanings)
{
    for (size_t row = 0; row < TEMPLATE_ROWS; row++) {
        const struct subject *subject = curriculum_subject_at(row);
        for (size_t i = 0; i < COUNT_OF(parts); i++)
            add_meaning(arena, meanings,
                        arena_printf(arena, "mon.%s.%s", subject->code, parts[i].word),
                        arena_printf(arena, "%s: %s", subject->short_name, parts[i].label),
                        "Môn học và hoạt động giáo dục");
    }
}

void
column_meanings(struct arena *arena, struct column_meanings *meanings)
{
    const struct aliases *aliases = aliases_load(arena);

    *meanings = (struct column_meanings){0};
    add_group(arena, aliases, meanings, OF_NOTHING);
    add_group(arena, aliases, meanings, OF_PUPIL);
    add_group(arena, aliases, meanings, OF_RESULT);
    add_subjects(arena, meanings);
    add_group(arena, aliases, meanings, OF_TRAITS);
    add_group(arena, aliases, meanings, OF_YEAR);
    add_group(arena, aliases, meanings, OF_PROFILE);
}

const struct column_meaning *
column_meaning_find(const struct column_meanings *meanings, const char *key)
{
    for (size_t i = 0; i < meanings->list.count; i++)
        if (text_equal(meanings->list.items[i].key, key))
            return &meanings->list.items[i];
    return NULL;
}

/* --- of a column ------------------------------------------------------------------------------ */

static const struct plain_meaning *
plain_of_column(const struct column *column)
{
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        if (plain[i].kind == column->kind &&
            (column->kind != ALIAS_PART || plain[i].part == column->part) &&
            (column->kind != ALIAS_EXTRA || text_equal(plain[i].key, column->key)))
            return &plain[i];
    return NULL;
}

const char *
column_key(const struct column *column, struct arena *arena)
{
    const struct plain_meaning *found = plain_of_column(column);

    if (column->kind == ALIAS_PART && column->subject)
        return arena_printf(arena, "mon.%s.%s", column->subject, parts[column->part].word);
    if (found)
        return found->key;
    return column->kind == ALIAS_FIELD || column->kind == ALIAS_TRAIT || column->kind == ALIAS_AWARD
               ? column->key
               : "";
}

/* "mon.T.diem" */
static bool
take_subject(struct column *column, const char *key, struct arena *arena)
{
    const size_t head = strlen("mon.");
    const char *dot = strrchr(key, '.');

    if (!text_starts(key, "mon.") || dot < key + head)
        return false;
    const struct subject *subject =
        curriculum_subject(arena_copy(arena, key + head, (size_t)(dot - key) - head));
    for (size_t i = 0; subject && i < COUNT_OF(parts); i++) {
        if (!text_equal(dot + 1, parts[i].word))
            continue;
        column->kind = ALIAS_PART;
        column->subject = subject->code;
        column->part = (enum subject_part)i;
        return true;
    }
    return false;
}

void
column_take_meaning(struct column *column, const char *key, const struct aliases *aliases,
                    struct arena *arena)
{
    *column = (struct column){.label = column->label,
                              .has_period = column->has_period,
                              .period = column->period,
                              .chosen = key};
    if (take_subject(column, key, arena))
        return;
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        if (text_equal(plain[i].key, key)) {
            column->kind = plain[i].kind;
            column->part = plain[i].part;
            column->key = plain[i].kind == ALIAS_NOT_PROMOTED ? "duoc_len_lop" : plain[i].key;
            return;
        }
    column->kind = kind_of_field(aliases, key);
    column->key = key;
}

/* --- as it is written ------------------------------------------------------------------------- */

/* The number of a column by its letters; 0: no letters. */
static size_t
column_number(const char *letters)
{
    size_t number = 0;

    for (const char *p = letters; *p; p++) {
        if (!isalpha((unsigned char)*p) || number > WORKBOOK_COLUMNS_MAX)
            return 0;
        number = number * 26 + (size_t)(toupper((unsigned char)*p) - 'A') + 1;
    }
    return number;
}

bool
column_choice_place(const char *text, struct arena *arena, struct column_choice *choice)
{
    const char *mark = strrchr(text, '!');
    int number = 0;

    *choice = (struct column_choice){.column = column_number(mark ? mark + 1 : text)};
    if (mark) {
        choice->sheet_name = arena_copy(arena, text, (size_t)(mark - text));
        if (text_to_int(choice->sheet_name, 1, WORKBOOK_SHEETS_MAX, &number))
            choice->sheet = (size_t)number;
    }
    return choice->column > 0 && choice->column <= WORKBOOK_COLUMNS_MAX;
}

static enum status
read_choice(const char *text, struct arena *arena, struct column_choice *choice, struct error *err)
{
    const char *equals = strrchr(text, '=');
    const char *place =
        equals ? text_squeeze(arena, arena_copy(arena, text, (size_t)(equals - text))) : "";

    if (!equals || !column_choice_place(place, arena, choice))
        return fail(err, USAGE,
                    "Không hiểu “%s”; hãy ghi cột và nghĩa của nó, ví dụ D=mon.T.diem, hoặc "
                    "“Toán!D=mon.T.diem” cho riêng một trang.",
                    text);
    choice->meaning = text_squeeze(arena, equals + 1);
    return OK;
}

enum status
column_choices_read(const char *text, struct arena *arena, struct column_choices *choices,
                    struct error *err)
{
    char *rest = arena_text(arena, text ? text : "");

    *choices = (struct column_choices){0};
    for (char *word; (word = strsep(&rest, ";")) != NULL;) {
        if (text_is_blank(word))
            continue;
        TRY(read_choice(text_squeeze(arena, word), arena, list_add(arena, choices->list), err));
    }
    return OK;
}
