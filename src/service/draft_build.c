/* SPDX-License-Identifier: Apache-2.0
 *
 * Values into a draft: pure, for the store's values and for a workbook's alike.
 */
#include "service/draft.h"

enum { KEY_MAX = 64 };

/* --- keys ------------------------------------------------------------------------------------ */

/* Cut ".gk1" ".hk1" ".gk2" off the end of a key. */
static enum period
cut_period(char *key)
{
    char *dot = strrchr(key, '.');
    enum period period;

    if (!dot || !period_parse(dot + 1, &period))
        return PERIOD_END_2;
    *dot = '\0';
    return period;
}

static bool
key_copy(const char *key, char copy[KEY_MAX])
{
    size_t size = strlen(key);

    if (size >= KEY_MAX)
        return false;
    memcpy(copy, key, size + 1);
    return true;
}

bool
subject_key_parse(const char *key, const struct subject **subject, enum subject_part *part,
                  enum period *period)
{
    static const char *const parts[] = {
        [SUBJECT_LEVEL] = "muc", [SUBJECT_MARK] = "diem", [SUBJECT_COMMENT] = "nhan_xet"};
    char copy[KEY_MAX];

    if (!text_starts(key, "mon.") || !key_copy(key, copy))
        return false;
    *period = cut_period(copy);
    char *code = copy + 4, *dot = strchr(code, '.');
    if (!dot)
        return false;
    *dot = '\0';
    *subject = curriculum_subject(code);
    for (size_t i = 0; *subject && i < COUNT_OF(parts); i++) {
        if (text_equal(dot + 1, parts[i])) {
            *part = (enum subject_part)i;
            return true;
        }
    }
    return false;
}

const struct field *
field_key_parse(const char *key, enum period *period)
{
    char copy[KEY_MAX];

    if (!key_copy(key, copy))
        return NULL;
    *period = cut_period(copy);
    return field_by_key(copy);
}

/* --- putting --------------------------------------------------------------------------------- */

void
draft_begin(struct draft *draft, int grade, const char *year_name, struct arena *arena)
{
    struct error err = {0};
    int first_year = 0;

    memset(draft, 0, sizeof *draft);
    record_init(&draft->record);
    draft_facts_init(&draft->facts);
    draft->record.grade = grade;
    draft->record.year_name = draft->record.year_code = arena_text(arena, year_name);
    draft->record.education_level = "1";
    for (size_t i = 0; i < TEMPLATE_ROWS; i++) {
        const struct subject *subject = curriculum_subject_at(i);
        draft->record.subjects[i] = (struct subject_result){
            .code = subject->code, .name = subject->name, .mark = MARK_NONE};
    }
    draft->record.subject_count = TEMPLATE_ROWS;
    if (!year_name || !school_year_parse(year_name, &first_year))
        draft->refusal = "Không rõ năm học của học sinh nên không biết áp dụng quy định nào.";
    else if (grade == 0)
        draft->refusal = "Không rõ khối lớp của học sinh nên không biết áp dụng chương trình nào.";
    else if (curriculum_find(grade, first_year, &draft->curriculum, &err) != OK)
        draft->refusal = arena_text(arena, err.message);
    if (draft->curriculum)
        draft->record.circular = draft->curriculum->circular;
}

static void
put_broken(struct draft *draft, const char *key, const char *message, struct arena *arena)
{
    *list_add(arena, draft->broken.list) = (struct problem){.rule = "HB-gia-tri",
                                                            .severity = SEVERITY_ERROR,
                                                            .article = "CV2088 Phụ lục 1.1",
                                                            .field = arena_text(arena, key),
                                                            .message = arena_text(arena, message)};
}

/* The rows are the template's until draft_finish(), so that a subject's place is its row. */
static void
put_subject(struct draft *draft, const struct subject *subject, enum subject_part part,
            enum period period, const char *text, struct arena *arena)
{
    struct subject_result *result = &draft->record.subjects[subject->row];
    enum level level = LEVEL_NONE;
    int mark = MARK_NONE;
    bool year_end = period == PERIOD_END_2, fine = true;

    if (part == SUBJECT_LEVEL)
        fine = level_parse(text, &level);
    else if (part == SUBJECT_MARK)
        fine = text_to_int(text, 0, 10, &mark);
    if (!fine) {
        put_broken(
            draft, arena_printf(arena, "mon.%s", subject->code),
            arena_printf(arena, "Môn %s: giá trị “%s” không đọc được.", subject->short_name, text),
            arena);
        return;
    }
    if (part == SUBJECT_LEVEL)
        draft->levels[subject->row][period] = level;
    if (part == SUBJECT_MARK)
        draft->facts.marks[subject->row][period] = mark;
    if (part == SUBJECT_LEVEL && year_end)
        result->level = level;
    else if (part == SUBJECT_MARK && year_end)
        result->mark = mark;
    else if (part == SUBJECT_COMMENT && year_end)
        result->comment = arena_text(arena, text);
}

static bool
put_note(struct draft *draft, const char *key, const char *text, struct arena *arena)
{
    if (text_equal(key, "trang_thai"))
        draft->pupil_state = arena_text(arena, text);
    else if (text_equal(key, "ghi_chu"))
        draft->note = arena_text(arena, text);
    else if (text_equal(key, "ly_do_chua_co_so_dinh_danh"))
        draft->facts.no_number_reason = arena_text(arena, text);
    else if (text_equal(key, "ly_do_khong_co_ten_me"))
        draft->facts.no_mother_reason = arena_text(arena, text);
    else if (text_equal(key, "khen_thuong_cuoi_nam"))
        draft->award_marked = true;
    else if (text_equal(key, "khen_thuong_dot_xuat"))
        draft->award_sudden_marked = true;
    else
        return text_starts(key, "qua_trinh.");
    return true;
}

static void
put_field(struct draft *draft, const struct field *field, enum period period, const char *text,
          struct arena *arena)
{
    struct error err = {0};

    if (field->kind == FIELD_RATING) {
        size_t trait = (field->offset - offsetof(struct record, ratings)) / sizeof(enum rating);
        (void)rating_parse(text, &draft->ratings[trait][period]);
    }
    if (period != PERIOD_END_2)
        return;
    if (record_set(&draft->record, field, text, arena, &err) != OK)
        put_broken(draft, field->key, err.message, arena);
}

void
draft_put(struct draft *draft, const char *key, const char *text, struct arena *arena)
{
    const struct subject *subject;
    enum subject_part part;
    enum period period;

    if (text_is_blank(text) || put_note(draft, key, text, arena))
        return;
    if (subject_key_parse(key, &subject, &part, &period)) {
        put_subject(draft, subject, part, period, text, arena);
        return;
    }
    const struct field *field = field_key_parse(key, &period);
    if (field)
        put_field(draft, field, period, text, arena);
    else
        put_broken(draft, key, arena_printf(arena, "Không có mục “%s” trong học bạ.", key), arena);
}

/* --- finishing ------------------------------------------------------------------------------- */

static bool
row_is_needed(const struct draft *draft, size_t row)
{
    const struct subject_result *result = &draft->record.subjects[row];
    const struct curriculum_row *taught =
        draft->curriculum ? curriculum_row_find(draft->curriculum, result->code) : NULL;

    if (taught && !taught->elective)
        return true;
    if (result->level != LEVEL_NONE || result->mark != MARK_NONE || result->comment)
        return true;
    for (size_t period = 0; period < PERIOD_COUNT; period++) {
        if (draft->facts.marks[row][period] != MARK_NONE ||
            draft->levels[row][period] != LEVEL_NONE)
            return true;
    }
    return false;
}

/* Keep the rows that the grade has or that say something. */
static void
keep_rows(struct draft *draft)
{
    size_t kept = 0;

    for (size_t row = 0; row < TEMPLATE_ROWS; row++) {
        if (!row_is_needed(draft, row))
            continue;
        draft->record.subjects[kept] = draft->record.subjects[row];
        memmove(draft->facts.marks[kept], draft->facts.marks[row], sizeof draft->facts.marks[0]);
        memmove(draft->levels[kept], draft->levels[row], sizeof draft->levels[0]);
        kept++;
    }
    draft->record.subject_count = kept;
}

/* Completion follows from the result (Điều 11.1.a); who completed is promoted; for the others
 * promotion is the principal's decision and stays as it was entered. */
static void
conclude(struct draft *draft, struct arena *arena)
{
    struct record *record = &draft->record;
    enum result computed = draft->curriculum
                               ? rules_overall_result(record, draft->curriculum, &draft->facts)
                               : RESULT_NONE;

    draft->facts.entered_result = record->result;
    if (computed != RESULT_NONE)
        record->result = computed;
    if (record->result == RESULT_NONE)
        return;
    bool completed = record->result != RESULT_NOT_COMPLETED;
    if (record->completed_class == ANSWER_NONE)
        record->completed_class = completed ? ANSWER_YES : ANSWER_NO;
    if (record->promoted == ANSWER_NONE && completed)
        record->promoted = ANSWER_YES;
    if (record->grade == 5 && record->completed_primary == ANSWER_NONE)
        record->completed_primary = completed ? ANSWER_YES : ANSWER_NO;
    if (!record->award && draft->award_marked && record->result == RESULT_EXCELLENT)
        record->award = "Học sinh Xuất sắc";
    if (!record->award && draft->facts.award_exemplary)
        record->award = "Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện";
    if (!record->completion_text)
        record->completion_text = rules_completion_text(record, arena);
}

void
draft_finish(struct draft *draft, struct arena *arena)
{
    keep_rows(draft);
    conclude(draft, arena);
}

void
draft_check(const struct draft *draft, struct arena *arena, struct problems *problems)
{
    for (size_t i = 0; i < draft->broken.list.count; i++)
        *list_add(arena, problems->list) = draft->broken.list.items[i];
    if (draft->curriculum) {
        rules_check(&draft->record, draft->curriculum, &draft->facts, arena, problems);
        return;
    }
    *list_add(arena, problems->list) = (struct problem){.rule = "TT27-2-lo-trinh",
                                                        .severity = SEVERITY_ERROR,
                                                        .article = "TT27 Điều 2",
                                                        .field = "ma_khoi",
                                                        .message = draft->refusal};
}

static void
add_sentence(struct buffer *out, const char *label, const char *text)
{
    if (text_is_blank(text))
        return;
    if (out->size)
        buffer_char(out, ' ');
    if (label)
        buffer_printf(out, "%s: ", label);
    buffer_text(out, text);
    if (!strchr(".;!?", text[strlen(text) - 1]))
        buffer_char(out, '.');
}

const char *
draft_teacher_comment(const struct draft *draft, struct arena *arena)
{
    const struct record *record = &draft->record;
    struct buffer out;

    buffer_init(&out, 1 << 20);
    if (draft->facts.strict_v10) {
        for (size_t i = 0; i < record->subject_count; i++)
            add_sentence(&out, record->subjects[i].name, record->subjects[i].comment);
    }
    if (!text_is_blank(record->class_teacher_comment)) {
        add_sentence(&out, NULL, record->class_teacher_comment);
    } else {
        add_sentence(&out, NULL, record->comment_qualities);
        add_sentence(&out, NULL, record->comment_general);
        add_sentence(&out, NULL, record->comment_specific);
    }
    const char *text = out.size ? arena_text(arena, out.data) : NULL;
    buffer_clear(&out);
    return text;
}
