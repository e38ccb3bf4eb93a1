/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the evaluation: its parts, in the order in which they are loaded; each needs those before
 * it.
 */
#ifndef HOCBA_SERVICE_EVALUATION_INSIDE_H
#define HOCBA_SERVICE_EVALUATION_INSIDE_H

#include "service/evaluation.h"
#include "store/evaluations.h"

struct evaluating {
    struct app *app;
    struct evaluation *out;
    struct pilot_question pilot;
    struct units below; /* the department and all below it on the last day, by id */
};

const struct unit *evaluating_unit(const struct evaluating *it, const char *id); /* NULL: none */
struct evaluation_school *evaluating_school(const struct evaluating *it, const char *id);

MUST_CHECK enum status evaluation_load_schools(struct evaluating *it, struct error *err);
MUST_CHECK enum status evaluation_load_time(struct evaluating *it, struct error *err);
MUST_CHECK enum status evaluation_load_obstacles(struct evaluating *it, struct error *err);
MUST_CHECK enum status evaluation_load_inspections(struct evaluating *it, struct error *err);
MUST_CHECK enum status evaluation_load_people(struct evaluating *it, struct error *err);
MUST_CHECK enum status evaluation_load_reported(struct evaluating *it, struct error *err);
MUST_CHECK enum status evaluation_load_groups(struct evaluating *it, struct error *err);
MUST_CHECK enum status evaluation_load_texts(struct evaluating *it, struct error *err);
/* Reasons, then the worst first. */
void evaluation_rank_schools(struct evaluating *it);
void evaluation_count_indicators(struct evaluating *it);

/* Sums over the trainings and questionnaires; schools: where somebody was trained. */
struct evaluation_people {
    int64_t expected, attended, schools, asked, answered;
};
struct evaluation_people evaluation_count_people(const struct evaluation *it);

/* Parts of the report. */
void evaluation_add_indicators(struct arena *arena, const struct evaluation *it,
                               struct dossier *dossier);
void evaluation_add_time(struct arena *arena, const struct evaluation *it, struct dossier *dossier);
void evaluation_add_schools(struct arena *arena, const struct evaluation *it,
                            struct dossier *dossier);
void evaluation_add_groups(struct arena *arena, const struct evaluation *it,
                           struct dossier *dossier);
void evaluation_add_conditions(struct arena *arena, const struct evaluation *it,
                               struct dossier *dossier);
void evaluation_add_people(struct arena *arena, const struct evaluation *it,
                           struct dossier *dossier);
void evaluation_add_obstacles(struct arena *arena, const struct evaluation *it,
                              struct dossier *dossier);
void evaluation_add_text(struct arena *arena, const struct evaluation *it,
                         enum evaluation_part part, struct dossier_section *section);
void evaluation_add_annexes(struct arena *arena, const struct evaluation *it,
                            struct dossier *dossier);
const char *evaluation_day(struct arena *arena, struct date day); /* "31/5/2024" */

#endif
