/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/family.h"
#include "serve/pages.h"
#include "serve/survey.h"
#include "serve/visitors.h"

/* The pupil whose code this browser has shown. NOT_FOUND: none, or the code has ended. */
static enum status
find_pupil(struct visit *visit, const char **pupil, struct error *err)
{
    struct pupil_file file;

    TRY(family_find_file(visit, &file, err));
    *pupil = file.pupil.id;
    return OK;
}

static enum status
send_form(struct visit *visit, const char *pupil, struct survey_answer_view *view,
          struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(survey_find_family(visit->app, pupil, visit->argument[0], &view->it, err));
    view->action = arena_printf(visit->arena, "/gia-dinh/khao-sat/%s", view->it.it.it.code);
    if (visit->api) {
        survey_answer_send(visit, view);
        return OK;
    }
    survey_answer_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
survey_family_api(struct visit *visit, struct error *err)
{
    struct surveys_view view = {0};
    const char *pupil;

    TRY(find_pupil(visit, &pupil, err));
    TRY(survey_list_family(visit->app, pupil, &view.askings, err));
    surveys_send(visit, &view);
    return OK;
}

enum status
survey_family_form(struct visit *visit, struct error *err)
{
    struct survey_answer_view view = {0};
    const char *pupil;

    TRY(find_pupil(visit, &pupil, err));
    return send_form(visit, pupil, &view, err);
}

enum status
survey_family_take(struct visit *visit, struct error *err)
{
    struct survey_answer_view view = {0};
    struct survey_givens givens;
    const char *pupil;

    if (!visitor_may_try(visit, TRY_FAMILY_ADDRESS, (struct span){0}))
        return OK;
    TRY(find_pupil(visit, &pupil, err));
    survey_read_form(visit, &givens);
    enum status status = survey_take_family(visit->app, pupil, visit->argument[0], &givens, err);
    if (status == OK) {
        visitor_succeeded(visit, TRY_FAMILY_ADDRESS, (struct span){0});
        visit_go(visit, "/gia-dinh?da-gui=1");
        return OK;
    }
    return outcome_is_shown(visit, status, err, &view.notice) ? send_form(visit, pupil, &view, err)
                                                              : status;
}
