/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/grid.h"
#include "serve/pages.h"
#include "service/access_log.h"
#include "store/classes.h"

/* The words of the address are Vietnamese, the API's English. */
static const struct {
    const char *word;
    enum grid_view view;
} views[] = {{"mon", GRID_SUBJECT},     {"tat-ca", GRID_ALL},    {"pham-chat", GRID_TRAITS},
             {"ket-qua", GRID_RESULTS}, {"the-chat", GRID_BODY}, {"hoc-sinh", GRID_PUPIL}};

const char *
grid_link(const struct visit *visit, const struct grid_page_view *view, const char *view_word,
          const char *subject)
{
    return arena_printf(visit->arena, "/lop/%s/nhap?xem=%s&ky=%s%s%s", view->order.class_id,
                        view_word, view->period_word, subject ? "&mon=" : "",
                        subject ? subject : "");
}

const char *
grid_period_link(const struct visit *visit, const struct grid_page_view *view, enum period period)
{
    struct grid_page_view other = *view;

    other.period_word = period_code(period);
    return grid_link(visit, &other, view->word,
                     view->order.view == GRID_SUBJECT ? view->order.subject : NULL);
}

const char *
grid_pupil_link(const struct visit *visit, const struct grid_page_view *view,
                const struct grid_row *row)
{
    return arena_printf(visit->arena, "/lop/%s/nhap?xem=hoc-sinh&ky=%s&hs=%s", view->order.class_id,
                        view->period_word, row->draft->enrolled.enrolment.id);
}

/* The curriculum of the class, from its year and the grade in its name. */
static enum status
find_curriculum(struct visit *visit, struct grid_page_view *view, struct error *err)
{
    struct school_class class;
    struct error none = {0};
    int first_year = 0;

    TRY(store_find_class(visit->app->store, view->order.class_id, visit->arena, &class, err));
    if (school_year_parse(class.year, &first_year) &&
        curriculum_find(class_name_grade(class.name), first_year, &view->curriculum, &none) != OK)
        view->curriculum = NULL;
    return OK;
}

static void
read_view(const char *word, struct grid_page_view *view)
{
    view->word = views[0].word;
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        if (!text_equal(views[i].word, word))
            continue;
        view->word = views[i].word;
        view->order.view = views[i].view;
    }
}

enum status
grid_page(struct visit *visit, struct error *err)
{
    const struct web_request *request = visit->request;
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct grid_page_view view = {
        .order = {.class_id = visit->argument[0], .period = PERIOD_END_2, .to_read = true}};
    const char *period = web_query(request, "ky");

    if (period && !period_parse(period, &view.order.period))
        return fail(err, USAGE, "Không có kỳ “%s”.", period);
    TRY(find_curriculum(visit, &view, err));
    view.period_word = period_code(view.order.period);
    read_view(web_query(request, "xem"), &view);
    view.order.subject = web_query(request, "mon");
    if (text_is_blank(view.order.subject) && view.curriculum)
        view.order.subject = view.curriculum->rows[0].subject->code;
    view.order.enrolment = web_query(request, "hs");
    TRY(grid_load(visit->app, &view.order, &view.grid, err));
    TRY(access_log_class(visit->app, &view.grid.drafts.context.class, visit->request->address,
                         err));
    grid_show(out, visit, &view);
    visit_send_page(visit, out);
    return OK;
}
