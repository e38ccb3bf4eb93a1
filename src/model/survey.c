/* SPDX-License-Identifier: Apache-2.0 */
#include "model/survey.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "embedded_data.h"
#include "model/record.h"

enum { PARTS_MAX = SURVEY_OPTIONS_MAX + 3 };

/* --- words ------------------------------------------------------------------------------------ */

struct word_pair {
    const char *key, *word;
};

static const struct word_pair audiences[SURVEY_AUDIENCE_COUNT] = {
    [SURVEY_TEACHERS] = {"teachers", "giáo viên"},
    [SURVEY_PRINCIPALS] = {"principals", "hiệu trưởng"},
    [SURVEY_PARENTS] = {"parents", "cha mẹ học sinh"},
};

static const struct word_pair kinds[SURVEY_KIND_COUNT] = {
    [SURVEY_SCALE] = {"scale", "thang"},
    [SURVEY_CHOICE] = {"choice", "chọn một"},
    [SURVEY_CHOICES] = {"choices", "chọn nhiều"},
    [SURVEY_NUMBER] = {"number", "số"},
    [SURVEY_TEXT] = {"text", "chữ"},
};

enum head { HEAD_TITLE, HEAD_AUDIENCE, HEAD_INTRO, HEAD_COUNT };

static const struct word_pair heads[HEAD_COUNT] = {
    [HEAD_TITLE] = {"title", "tiêu đề"},
    [HEAD_AUDIENCE] = {"for", "dành cho"},
    [HEAD_INTRO] = {"intro", "lời đầu"},
};

static bool
find_word(const struct word_pair *pairs, int count, const char *text, int *found)
{
    for (int i = 0; i < count; i++)
        if (text_equal(text, pairs[i].key) || text_equal(text, pairs[i].word)) {
            *found = i;
            return true;
        }
    return false;
}

const char *
survey_audience_key(enum survey_audience audience)
{
    return audiences[audience].key;
}

const char *
survey_audience_word(enum survey_audience audience)
{
    return audiences[audience].word;
}

bool
survey_audience_parse(const char *text, enum survey_audience *audience)
{
    int found;

    if (!find_word(audiences, SURVEY_AUDIENCE_COUNT, text, &found))
        return false;
    *audience = (enum survey_audience)found;
    return true;
}

const char *
survey_kind_key(enum survey_kind kind)
{
    return kinds[kind].key;
}

const char *
survey_kind_word(enum survey_kind kind)
{
    return kinds[kind].word;
}

bool
survey_kind_parse(const char *text, enum survey_kind *kind)
{
    int found;

    if (!find_word(kinds, SURVEY_KIND_COUNT, text, &found))
        return false;
    *kind = (enum survey_kind)found;
    return true;
}

/* --- a line ----------------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    struct survey_form *form;
    bool seen[HEAD_COUNT];
    int number; /* of the line */
    const char *parts[PARTS_MAX];
    int count;
};

static enum status
fail_line(const struct reading *it, const char *what, struct error *err)
{
    return fail(err, USAGE, "Dòng %d của phiếu khảo sát: %s. Chưa ghi gì.", it->number, what);
}

/* The parts between bars, without blanks at their ends. */
static bool
split(struct reading *it, const char *line)
{
    it->count = 0;
    for (const char *at = line; at; it->count++) {
        const char *bar = strchr(at, '|');
        if (it->count == PARTS_MAX)
            return false;
        it->parts[it->count] = text_squeeze(
            it->arena, arena_copy(it->arena, at, bar ? (size_t)(bar - at) : strlen(at)));
        at = bar ? bar + 1 : NULL;
    }
    return true;
}

static enum status
clean(struct reading *it, int part, unsigned most, const char **text, struct error *err)
{
    struct error why;

    if (part >= it->count || text_is_blank(it->parts[part]))
        return fail_line(it, "thiếu nội dung sau dấu |", err);
    if (text_clean(it->parts[part], "Nội dung", most, it->arena, text, &why) != OK)
        return fail_line(it, why.message, err);
    return OK;
}

static enum status
read_head(struct reading *it, enum head head, struct error *err)
{
    struct survey_form *form = it->form;

    if (it->seen[head])
        return fail_line(it, "phần này đã có ở dòng trên", err);
    it->seen[head] = true;
    switch (head) {
    case HEAD_TITLE: return clean(it, 1, SURVEY_TITLE_MAX, &form->title, err);
    case HEAD_INTRO: return clean(it, 1, SURVEY_INTRO_MAX, &form->intro, err);
    default:
        return it->count == 2 && survey_audience_parse(it->parts[1], &form->audience)
                   ? OK
                   : fail_line(it,
                               "phiếu dành cho “giáo viên”, “hiệu trưởng” hoặc “cha mẹ học sinh”",
                               err);
    }
}

/* --- questions -------------------------------------------------------------------------------- */

static enum status
read_words(struct reading *it, struct survey_question *question, struct error *err)
{
    question->word_count = it->count - 2;
    for (int i = 0; i < question->word_count; i++)
        TRY(clean(it, i + 2, SURVEY_TITLE_MAX, &question->words[i], err));
    return OK;
}

static enum status
read_scale(struct reading *it, struct survey_question *question, struct error *err)
{
    if (it->count - 2 != 2 && it->count - 2 != SURVEY_STEPS)
        return fail_line(it, "thang cần hai chữ ở hai đầu, hoặc đủ năm chữ cho năm mức", err);
    TRY(read_words(it, question, err));
    if (question->word_count == 2) {
        question->words[SURVEY_STEPS - 1] = question->words[1];
        for (int i = 1; i < SURVEY_STEPS - 1; i++)
            question->words[i] = "";
        question->word_count = SURVEY_STEPS;
    }
    return OK;
}

static enum status
read_options(struct reading *it, struct survey_question *question, struct error *err)
{
    if (it->count - 2 < 2 || it->count - 2 > SURVEY_OPTIONS_MAX)
        return fail_line(it, "câu chọn cần từ 2 đến 12 lựa chọn, cách nhau bằng dấu |", err);
    TRY(read_words(it, question, err));
    for (int i = 0; i < question->word_count; i++)
        for (int k = 0; k < i; k++)
            if (text_equal(question->words[i], question->words[k]))
                return fail_line(it, "có hai lựa chọn giống nhau", err);
    return OK;
}

static enum status
read_number(struct reading *it, struct survey_question *question, struct error *err)
{
    question->most = SURVEY_NUMBER_MAX;
    if (it->count == 2)
        return OK;
    if (it->count != 4 || !text_to_int(it->parts[2], 0, SURVEY_NUMBER_MAX, &question->least) ||
        !text_to_int(it->parts[3], question->least, SURVEY_NUMBER_MAX, &question->most))
        return fail_line(it, "câu số ghi: số | câu hỏi | nhỏ nhất | lớn nhất (0 đến 1000000)", err);
    return OK;
}

static enum status
read_question(struct reading *it, enum survey_kind kind, bool required, struct error *err)
{
    struct survey_question *question;

    if (it->form->questions.count == SURVEY_QUESTIONS_MAX)
        return fail_line(it, "một phiếu có nhiều nhất 20 câu", err);
    question = list_add(it->arena, it->form->questions);
    question->kind = kind;
    question->required = required;
    TRY(clean(it, 1, SURVEY_QUESTION_MAX, &question->text, err));
    switch (kind) {
    case SURVEY_SCALE: return read_scale(it, question, err);
    case SURVEY_CHOICE:
    case SURVEY_CHOICES: return read_options(it, question, err);
    case SURVEY_NUMBER: return read_number(it, question, err);
    default: return it->count == 2 ? OK : fail_line(it, "câu chữ không có lựa chọn", err);
    }
}

static enum status
read_line(struct reading *it, const char *line, struct error *err)
{
    enum survey_kind kind;
    int head;

    if (!split(it, line))
        return fail_line(it, "quá nhiều phần giữa các dấu |", err);
    if (find_word(heads, HEAD_COUNT, it->parts[0], &head))
        return read_head(it, (enum head)head, err);
    size_t size = strlen(it->parts[0]);
    bool star = size > 0 && it->parts[0][size - 1] == '*';
    const char *word = text_squeeze(it->arena, arena_copy(it->arena, it->parts[0], size - star));
    if (!survey_kind_parse(word, &kind))
        return fail_line(it,
                         "bắt đầu bằng tiêu đề, dành cho, lời đầu, thang, chọn một, chọn nhiều, số "
                         "hoặc chữ, rồi dấu |",
                         err);
    return read_question(it, kind, star, err);
}

/* --- the whole -------------------------------------------------------------------------------- */

enum status
survey_form_parse(const char *text, struct arena *arena, struct survey_form *form,
                  struct error *err)
{
    struct reading it = {.arena = arena, .form = form};
    struct span rest, line;

    *form = (struct survey_form){.intro = ""};
    if (text_is_blank(text))
        return fail(err, USAGE, "Phiếu khảo sát chưa có nội dung. Chưa ghi gì.");
    if (strlen(text) > SURVEY_BYTES_MAX || !utf8_is_valid(span_of(text)))
        return fail(err, USAGE, "Phiếu khảo sát dài quá %d byte, hoặc không phải chữ UTF-8.",
                    SURVEY_BYTES_MAX);
    rest = span_of(arena_printf(arena, "%s\n", unicode_nfc(arena, text)));
    while (span_next_line(&rest, &line)) {
        it.number++;
        const char *words = text_squeeze(arena, arena_copy(arena, line.data, line.size));
        if (*words && *words != '#')
            TRY(read_line(&it, words, err));
    }
    if (!it.seen[HEAD_TITLE] || !it.seen[HEAD_AUDIENCE] || form->questions.count == 0)
        return fail(err, USAGE,
                    "Phiếu khảo sát cần một dòng “tiêu đề”, một dòng “dành cho” và ít nhất một câu "
                    "hỏi. Chưa ghi gì.");
    return OK;
}

struct span
survey_form_ready(enum survey_audience audience)
{
    switch (audience) {
    case SURVEY_PRINCIPALS: return embedded_survey_principals_txt;
    case SURVEY_PARENTS: return embedded_survey_parents_txt;
    default: return embedded_survey_teachers_txt;
    }
}
