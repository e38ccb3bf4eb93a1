/* SPDX-License-Identifier: Apache-2.0
 *
 * The class summary, one workbook per grade: a combined class holds several.
 */
#include "service/export_parts.h"
#include "sheet/xlsx_write.h"

enum { GRADES = 5 };

static void
put_period(const struct draft *draft, enum period period, struct summary_pupil *pupil)
{
    const struct record *record = &draft->record;

    for (size_t i = 0; i < record->subject_count; i++)
        pupil->marks[pupil->mark_count++] =
            (struct summary_mark){.code = record->subjects[i].code,
                                  .level = draft->levels[i][period],
                                  .mark = draft->facts.marks[i][period]};
    for (size_t i = 0; i < TRAIT_COUNT; i++)
        pupil->ratings[i] = draft->ratings[i][period];
}

static void
fill_pupil(const struct draft *draft, enum period period, struct summary_pupil *pupil)
{
    *pupil = (struct summary_pupil){.record = &draft->record,
                                    .award = draft->award_marked || draft->record.award,
                                    .award_sudden =
                                        draft->award_sudden_marked || draft->record.award_sudden,
                                    .note = draft->note};
    if (period != PERIOD_END_2)
        put_period(draft, period, pupil);
}

static enum status
write_grade(struct exporting *work, const struct drafts *drafts, int grade, struct error *err)
{
    struct arena *arena = work->app->arena;
    const struct class_context *context = &drafts->context;
    enum period period = work->order->period;
    struct summary_pupil *pupils =
        arena_make_array(arena, drafts->list.count + 1, struct summary_pupil);
    struct class_summary summary = {
        .department_name = context->department.name,
        .school_name = context->school.name,
        .class_name = context->class.name,
        .year_name = context->class.year,
        .grade = grade,
        .period = period,
        .pupils = pupils,
        .class_teacher_name = context->class_teacher ? context->class_teacher->person_name : NULL,
        .principal_name = context->principal ? context->principal->person_name : NULL,
        .place = context->school.issue_place,
        .date = period == PERIOD_END_2 ? context->rules.issue_date : (struct date){0},
        .training = work->app->kind == INSTANCE_TRAINING};
    struct span bytes;

    for (size_t i = 0; i < drafts->list.count; i++) {
        if (drafts->list.items[i].record.grade == grade)
            fill_pupil(&drafts->list.items[i], period, &pupils[summary.count++]);
    }
    if (summary.count == 0)
        return OK;
    TRY(xlsx_write_summary(&summary, arena, &bytes, err));
    return export_write(work,
                        arena_printf(arena, "%s-tong-hop-khoi-%d-%s.xlsx", work->class_word, grade,
                                     period_code(period)),
                        bytes, err);
}

enum status
export_xlsx(struct exporting *work, struct error *err)
{
    struct drafts drafts;

    TRY(drafts_load(work->app, work->class.id, &drafts, err));
    for (int grade = 1; grade <= GRADES; grade++)
        TRY(write_grade(work, &drafts, grade, err));
    if (work->report->files.count == 0)
        return fail(err, NOT_FOUND, "Lớp này chưa có học sinh nào.");
    return OK;
}
