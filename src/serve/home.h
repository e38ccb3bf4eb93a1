/* SPDX-License-Identifier: Apache-2.0
 *
 * The first page of whoever signed in.
 */
#ifndef HOCBA_SERVE_HOME_H
#define HOCBA_SERVE_HOME_H

#include "serve/visit.h"
#include "service/agenda.h"
#include "service/deadlines.h"
#include "service/overview.h"
#include "service/receipt.h"
#include "service/survey.h"

visit_run home_show;

/* What is asked of somebody in a school beside their classes. */
struct home_news {
    struct deadlines deadlines;     /* near or past, and not met */
    struct survey_askings askings;  /* open today and not answered yet */
    struct refused_classes refused; /* what their last tries to sign could not */
    int64_t proposals;              /* sentences for the school's bank of comments that wait */
};

/* What each kind of an agenda is called, where it is done, and what is to be done. */
struct home_task {
    const char *path, *word, *english, *todo, *todo_english;
};
extern const struct home_task home_tasks[AGENDA_COUNT];

const char *home_class_path(const struct visit *visit, const struct overview_class *class);
/* "giáo viên chủ nhiệm; Toán, Tiếng Việt" */
const char *home_part(const struct visit *visit, const struct overview_class *class);
/* "Hạn nhập xong kết quả 31/5/2024 (còn 3 ngày)" */
const char *home_deadline_words(const struct visit *visit, const struct deadline *deadline);
/* A class of ui/hocba.css. */
bool home_has_parts(const struct visit *visit, const struct overview *overview);
bool home_is_on_the_way(const struct overview_class *class);
const char *home_state_tone(enum state state);

#endif
