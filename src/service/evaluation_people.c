/* SPDX-License-Identifier: Apache-2.0
 *
 * Who was trained for the pilot, and what its people say of it.
 */
#include "service/evaluation_inside.h"

static const char nothing[] = "–";

enum status
evaluation_load_people(struct evaluating *it, struct error *err)
{
    struct evaluation *out = it->out;

    TRY(training_report(it->app, out->department.id, out->monitor.year, out->from, out->to,
                        &out->trainings, err));
    return survey_report(it->app, out->department.id, out->monitor.year, out->from, out->to,
                         &out->surveys, err);
}

/* --- sums ------------------------------------------------------------------------------------- */

static bool
is_trained(const struct evaluation *it, const char *school)
{
    for (size_t i = 0; i < it->trainings.list.count; i++) {
        const struct training_totals *totals = &it->trainings.list.items[i].totals;
        for (size_t t = 0; t < totals->list.count; t++)
            if (text_equal(totals->list.items[t].school_code, school) &&
                totals->list.items[t].attended + totals->list.items[t].others > 0)
                return true;
    }
    return false;
}

struct evaluation_people
evaluation_count_people(const struct evaluation *it)
{
    struct evaluation_people sum = {0};

    for (size_t i = 0; i < it->trainings.list.count; i++) {
        sum.expected += it->trainings.list.items[i].expected;
        sum.attended += it->trainings.list.items[i].attended;
    }
    for (size_t i = 0; i < it->schools.count; i++)
        sum.schools += is_trained(it, it->schools.items[i].code);
    for (size_t i = 0; i < it->surveys.list.count; i++) {
        sum.asked += it->surveys.list.items[i].expected;
        sum.answered += it->surveys.list.items[i].answered;
    }
    return sum;
}

/* --- training --------------------------------------------------------------------------------- */

static void
add_trainings(struct arena *arena, const struct evaluation *it, struct dossier_section *section)
{
    struct dossier_table *table =
        dossier_add_table(arena, section, "Tập huấn", "1. Các buổi tập huấn trong kỳ");

    dossier_column(table, "Ngày", 14, false);
    dossier_column(table, "Buổi tập huấn", 38, false);
    dossier_column(table, "Đơn vị tập huấn", 20, false);
    dossier_column(table, "Trường", 8, true);
    dossier_column(table, "Dự kiến", 9, true);
    dossier_column(table, "Có mặt", 9, true);
    dossier_column(table, "Tỉ lệ", 10, true);
    table->empty = "Chưa có dữ liệu: trong kỳ không ghi buổi tập huấn nào.";
    for (size_t i = 0; i < it->trainings.list.count; i++) {
        const struct training *one = &it->trainings.list.items[i];
        dossier_text(arena, table, evaluation_day(arena, one->it.held_on));
        dossier_text(arena, table, arena_printf(arena, "%s (%s)", one->it.title, one->it.code));
        dossier_text(arena, table, text_is_blank(one->it.held_by) ? nothing : one->it.held_by);
        dossier_number(arena, table, (int64_t)one->totals.list.count);
        dossier_number(arena, table, one->expected);
        dossier_number(arena, table, one->attended);
        dossier_rate(arena, table, one->attended, one->expected, nothing);
    }
    if (it->trainings.list.count > 0)
        dossier_add_text(
            arena, section, DOSSIER_NOTE,
            "Có mặt chỉ tính người thuộc diện dự kiến; người đến thêm không tính vào tỉ "
            "lệ.");
}

/* --- questionnaires --------------------------------------------------------------------------- */

/* "dễ 12 (60,0 %); khó 8 (40,0 %)"; a step without a word is its number. */
static const char *
shares(struct arena *arena, const struct survey_question *question,
       const struct survey_tally *tally)
{
    const char *text = "";

    for (int i = 0; i < question->word_count; i++) {
        const char *word = question->words[i];
        text = arena_printf(arena, "%s%s%s %s (%s)", text, i ? "; " : "",
                            text_is_blank(word) ? arena_printf(arena, "mức %d:", i + 1) : word,
                            dossier_number_text(arena, tally->counts[i]),
                            dossier_rate_text(arena, tally->counts[i], tally->answered));
    }
    return text;
}

static const char *
mean_words(struct arena *arena, int64_t hundredths)
{
    enum { HUNDRED = 100 };

    return arena_printf(arena, "%lld,%02d", (long long)(hundredths / HUNDRED),
                        (int)(hundredths % HUNDRED));
}

static const char *
answer_words(struct arena *arena, const struct survey_question *question,
             const struct survey_tally *tally)
{
    if (question->kind == SURVEY_TEXT)
        return "ý kiến bằng lời, xem ở trang phiếu khảo sát";
    if (tally->answered == 0)
        return "chưa ai trả lời";
    switch (question->kind) {
    case SURVEY_SCALE:
        return arena_printf(arena, "trung bình %s trên %d; %s", mean_words(arena, tally->mean),
                            SURVEY_STEPS, shares(arena, question, tally));
    case SURVEY_NUMBER:
        return arena_printf(
            arena, "trung bình %s; trung vị %s; từ %s đến %s", mean_words(arena, tally->mean),
            dossier_number_text(arena, tally->median), dossier_number_text(arena, tally->least),
            dossier_number_text(arena, tally->most));
    default: return shares(arena, question, tally);
    }
}

static void
add_survey(struct arena *arena, struct dossier_section *section, size_t number,
           const struct survey_results *one)
{
    const struct survey_form *form = &one->it.form;
    const char *title = arena_printf(
        arena, "%s (%s), dành cho %s: %s/%s phiếu (%s)", one->it.it.title, one->it.it.code,
        survey_audience_word(form->audience), dossier_number_text(arena, one->answered),
        dossier_number_text(arena, one->expected),
        dossier_rate_text(arena, one->answered, one->expected));
    struct dossier_table *table;

    if (!one->enough) {
        dossier_add_text(arena, section, DOSSIER_POINT,
                         arena_printf(arena, "- %s; dưới %d phiếu: không công bố kết quả.", title,
                                      SURVEY_PRIVATE));
        return;
    }
    table = dossier_add_table(arena, section, arena_printf(arena, "Phiếu %zu", number), title);
    dossier_column(table, "Câu hỏi", 38, false);
    dossier_column(table, "Trả lời", 10, true);
    dossier_column(table, "Kết quả", 52, false);
    for (size_t q = 0; q < form->questions.count; q++) {
        dossier_text(arena, table, form->questions.items[q].text);
        dossier_number(arena, table, one->all.tallies[q].answered);
        dossier_text(arena, table,
                     answer_words(arena, &form->questions.items[q], &one->all.tallies[q]));
    }
}

void
evaluation_add_people(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "tap-huan", "TẬP HUẤN VÀ Ý KIẾN KHẢO SÁT");

    add_trainings(arena, it, section);
    dossier_add_text(arena, section, DOSSIER_HEADING, "2. Phiếu khảo sát");
    if (it->surveys.list.count == 0)
        dossier_add_text(arena, section, DOSSIER_PARAGRAPH,
                         "Chưa có dữ liệu: trong kỳ Sở không mở phiếu khảo sát nào.");
    for (size_t i = 0; i < it->surveys.list.count; i++)
        add_survey(arena, section, i + 1, &it->surveys.list.items[i]);
}
