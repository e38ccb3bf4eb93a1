/* SPDX-License-Identifier: Apache-2.0 */
#include "service/survey.h"
#include "sheet/table_write.h"

/* --- cells ------------------------------------------------------------------------------------ */

struct filing {
    struct app *app;
    const struct survey_results *results;
    struct sheet_table table;
};

static void
add_text(struct filing *it, const char *text)
{
    *list_add(it->app->arena, it->table.cells) = (struct sheet_cell){.text = text ? text : ""};
}

static void
add_number(struct filing *it, int64_t number)
{
    *list_add(it->app->arena, it->table.cells) = (struct sheet_cell){.number = number};
}

/* One line: the question, the group, what is counted, how many. */
static void
add_line(struct filing *it, size_t q, const struct survey_part *part, const char *what,
         int64_t number)
{
    add_number(it, (int64_t)q + 1);
    add_text(it, it->results->it.form.questions.items[q].text);
    add_text(it, part->name);
    add_number(it, part->answers);
    add_text(it, what);
    add_number(it, number);
}

/* --- a question ------------------------------------------------------------------------------- */

static void
add_options(struct filing *it, size_t q, const struct survey_part *part)
{
    const struct survey_question *question = &it->results->it.form.questions.items[q];
    const struct survey_tally *tally = &part->tallies[q];

    for (int i = 0; i < question->word_count; i++) {
        const char *word = question->kind == SURVEY_SCALE
                               ? arena_printf(it->app->arena, "%d %s", i + 1, question->words[i])
                               : question->words[i];
        add_line(it, q, part, word, tally->counts[i]);
    }
}

static void
add_question(struct filing *it, size_t q, const struct survey_part *part)
{
    enum survey_kind kind = it->results->it.form.questions.items[q].kind;
    const struct survey_tally *tally = &part->tallies[q];

    add_line(it, q, part, "Số người trả lời câu này", tally->answered);
    add_options(it, q, part);
    if (tally->answered == 0 || (kind != SURVEY_SCALE && kind != SURVEY_NUMBER))
        return;
    add_line(it, q, part, "Trung bình × 100", tally->mean);
    if (kind != SURVEY_NUMBER)
        return;
    add_line(it, q, part, "Nhỏ nhất", tally->least);
    add_line(it, q, part, "Trung vị", tally->median);
    add_line(it, q, part, "Lớn nhất", tally->most);
}

static void
add_part(struct filing *it, const struct survey_part *part)
{
    for (size_t q = 0; q < it->results->it.form.questions.count; q++)
        add_question(it, q, part);
}

static void
add_texts(struct filing *it)
{
    const struct survey_values *texts = &it->results->texts;

    for (size_t i = 0; i < texts->list.count; i++)
        add_line(it, (size_t)texts->list.items[i].question - 1, &it->results->all,
                 texts->list.items[i].body, 1);
}

/* --- the table -------------------------------------------------------------------------------- */

static void
add_head(struct filing *it)
{
    static const struct sheet_column columns[] = {
        {"Câu", 6, true},       {"Câu hỏi", 60, false},
        {"Nhóm", 36, false},    {"Số phiếu của nhóm", 10, true},
        {"Trả lời", 40, false}, {"Số lượng", 10, true}};
    const struct survey_results *results = it->results;
    struct arena *arena = it->app->arena;
    char now[MOMENT_TEXT_SIZE];

    it->table.name = "Khảo sát";
    it->table.date = results->it.it.from;
    it->table.title = arena_printf(arena, "%s – %s", results->it.it.code, results->it.form.title);
    it->table.notes[0] = arena_printf(arena, "Lập lúc %s", moment_write(app_now(it->app), now));
    it->table.notes[1] = arena_printf(arena, "%lld trên %lld người được hỏi (%s) đã trả lời",
                                      (long long)results->answered, (long long)results->expected,
                                      survey_audience_word(results->it.form.audience));
    it->table.notes[2] =
        results->enough
            ? "Phiếu ẩn danh. Nhóm dưới 5 phiếu gộp với nhóm khác."
            : "Phiếu ẩn danh. Dưới 5 phiếu: chưa có kết quả, để không lộ ai trả lời gì.";
    memcpy(it->table.columns, columns, sizeof columns);
    it->table.column_count = COUNT_OF(columns);
}

enum status
survey_file(struct app *app, const struct survey_results *results, bool workbook,
            struct span *bytes, struct error *err)
{
    struct filing it = {.app = app, .results = results};

    add_head(&it);
    if (results->enough) {
        add_part(&it, &results->all);
        for (size_t i = 0; i < results->roles.list.count; i++)
            add_part(&it, &results->roles.list.items[i]);
        for (size_t i = 0; i < results->schools.list.count; i++)
            add_part(&it, &results->schools.list.items[i]);
        add_texts(&it);
    }
    return workbook ? xlsx_write_table(&it.table, app->arena, bytes, err)
                    : csv_write_table(&it.table, app->arena, bytes, err);
}
