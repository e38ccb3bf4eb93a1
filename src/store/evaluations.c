/* SPDX-License-Identifier: Apache-2.0 */
#include "store/evaluations.h"

#include "store/ask.h"

static void
read_evaluated(struct row *row, void *into)
{
    struct evaluated_pupil *pupil = into;
    pupil->enrolment = row_text(row);
    pupil->ethnicity = row_text(row);
    pupil->exempt = row_int(row) != 0;
}

enum status
store_list_evaluated_pupils(struct store *store, const char *class_id, struct arena *arena,
                            struct evaluated_pupils *pupils, struct error *err)
{
    return ask_list(ASK(store, SQL_list_evaluated_pupils, v_text(class_id)), read_evaluated, arena,
                    pupils->list, err);
}

static void
read_campus(struct row *row, void *into)
{
    struct class_campus *campus = into;
    campus->class_id = row_text(row);
    campus->campus = row_text(row);
    campus->code = row_text(row);
    campus->name = row_text(row);
}

enum status
store_list_class_campuses(struct store *store, const char *year, struct arena *arena,
                          struct class_campuses *campuses, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_campuses, v_text(year)), read_campus, arena,
                    campuses->list, err);
}

static void
read_received_enrolment(struct row *row, void *into)
{
    *(const char **)into = row_text(row);
}

enum status
store_list_received_enrolments(struct store *store, const struct pilot_question *asked,
                               struct arena *arena, struct received_enrolments *enrolments,
                               struct error *err)
{
    return ask_list(ASK(store, SQL_list_received_enrolments, v_text(asked->department),
                        v_text(asked->year), v_day(asked->day), v_moment(asked->at)),
                    read_received_enrolment, arena, enrolments->list, err);
}

static void
read_reported(struct row *row, void *into)
{
    struct reported_count *count = into;
    count->unit = row_text(row);
    count->pupils = row_int(row);
}

enum status
store_count_reported(struct store *store, const char *department, const char *year, struct date day,
                     bool received, struct arena *arena, struct reported_counts *counts,
                     struct error *err)
{
    if (received)
        return ask_list(ASK(store, SQL_count_reported_received, v_text(department), v_text(year)),
                        read_reported, arena, counts->list, err);
    return ask_list(
        ASK(store, SQL_count_reported_pupils, v_text(department), v_text(year), v_day(day)),
        read_reported, arena, counts->list, err);
}

/* --- texts ------------------------------------------------------------------------------------ */

enum status
store_add_evaluation_text(struct store *store, const struct evaluation_period *period,
                          const char *part, const char *text, const struct stamp *stamp,
                          struct error *err)
{
    return ask(ASK(store, SQL_add_evaluation_text, v_text(period->unit), v_text(period->year),
                   v_day(period->from), v_day(period->to), v_text(part), v_text(text),
                   v_moment(stamp->at), v_text(stamp->by)),
               err);
}

static void
read_evaluation_text(struct row *row, void *into)
{
    struct evaluation_text *text = into;
    text->number = row_int(row);
    text->part = row_text(row);
    text->text = row_text(row);
    text->made = row_moment(row);
    text->by = row_text(row);
}

enum status
store_list_evaluation_texts(struct store *store, const struct evaluation_period *period,
                            struct arena *arena, struct evaluation_texts *texts, struct error *err)
{
    return ask_list(ASK(store, SQL_list_evaluation_texts, v_text(period->unit),
                        v_text(period->year), v_day(period->from), v_day(period->to),
                        v_int(EVALUATION_TEXTS_MAX)),
                    read_evaluation_text, arena, texts->list, err);
}
