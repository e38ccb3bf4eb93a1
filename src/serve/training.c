/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/training.h"

#include "serve/form.h"
#include "serve/pages.h"

enum { NEW_YEAR_MONTH = 8 }; /* a school year is asked for from August on */

/* --- words ------------------------------------------------------------------------------------ */

const char *
school_year_now(const struct visit *visit)
{
    struct date today = app_today(visit->app);
    int first = today.month >= NEW_YEAR_MONTH ? today.year : today.year - 1;

    return arena_printf(visit->arena, "%d-%d", first, first + 1);
}

const char *
training_rate(const struct visit *visit, int64_t attended, int64_t expected)
{
    if (expected == 0)
        return "–";
    return arena_printf(visit->arena, "%lld/%lld (%lld %%)", (long long)attended,
                        (long long)expected, (long long)(attended * 100 / expected));
}

const char *
training_length(const struct visit *visit, int64_t minutes)
{
    long long hours = minutes / 60, rest = minutes % 60;

    if (rest == 0)
        return arena_printf(visit->arena, T("%lld giờ", "%lld h"), hours);
    if (hours == 0)
        return arena_printf(visit->arena, T("%lld phút", "%lld min"), rest);
    return arena_printf(visit->arena, T("%lld giờ %lld phút", "%lld h %lld min"), hours, rest);
}

const char *
training_roles(const struct visit *visit, const struct text_list *roles)
{
    const char *all = "";
    enum role role;

    for (size_t i = 0; i < roles->list.count; i++)
        if (role_parse(roles->list.items[i], &role))
            all = arena_printf(visit->arena, "%s%s%s", all, *all ? ", " : "", role_word(role));
    return all;
}

/* --- sessions --------------------------------------------------------------------------------- */

static enum status
send_list(struct visit *visit, struct trainings_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(training_list(visit->app, NULL, &view->list, err));
    if (visit->api) {
        trainings_send(visit, view);
        return OK;
    }
    trainings_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
trainings_page(struct visit *visit, struct error *err)
{
    struct trainings_view view = {0};

    return send_list(visit, &view, err);
}

static enum status
add(struct visit *visit, const char **code, struct error *err)
{
    const struct web_request *request = visit->request;
    const char *roles[ROLE_COUNT],
        **schools = arena_make_array(visit->arena, TRAINING_SCHOOLS_MAX + 1, const char *);
    struct training_order order = {
        .code = web_form(request, "ma"),
        .year = web_form(request, "nam_hoc"),
        .title = web_form(request, "ten"),
        .topic = web_form(request, "noi_dung"),
        .place = web_form(request, "dia_diem"),
        .held_by = web_form(request, "nguoi_giang"),
        .roles = roles,
        .role_count = form_read_values(visit, "vai_tro", roles, COUNT_OF(roles)),
        .schools = schools,
        .school_count = form_read_words(visit, "truong", schools, TRAINING_SCHOOLS_MAX + 1)};

    TRY(form_read_day(visit, "ngay", &order.held_on, err));
    if (!training_parse_hours(web_form(request, "so_gio"), visit->arena, &order.minutes))
        return fail(err, USAGE, "Số giờ ghi như 2 hoặc 1,5. Chưa ghi gì.");
    return training_add(visit->app, &order, code, err);
}

enum status
training_add_take(struct visit *visit, struct error *err)
{
    struct trainings_view view = {0};
    const char *code;
    enum status status = add(visit, &code, err);

    if (status == OK) {
        visit->made = code;
        visit_go(visit, "/tap-huan/%s", code);
        return OK;
    }
    return outcome_is_shown(visit, status, err, &view.notice) ? send_list(visit, &view, err)
                                                              : status;
}

/* --- a session -------------------------------------------------------------------------------- */

/* The school that is asked for, or the only one. */
static const struct training_total *
choose_school(const struct visit *visit, const struct training *training, const char *code)
{
    if (!code && training->totals.list.count == 1)
        return &training->totals.list.items[0];
    code = code ? code : web_query(visit->request, "truong");
    for (size_t i = 0; i < training->totals.list.count; i++)
        if (text_equal(training->totals.list.items[i].school_code, code))
            return &training->totals.list.items[i];
    return NULL;
}

static void
keep_school(struct training_people *people, const char *school)
{
    size_t kept = 0;

    for (size_t i = 0; i < people->list.count; i++)
        if (text_equal(people->list.items[i].school, school))
            people->list.items[kept++] = people->list.items[i];
    people->list.count = kept;
}

static enum status
send_session(struct visit *visit, const char *school, struct training_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(training_load(visit->app, visit->argument[0], &view->it, &view->people, err));
    view->school = choose_school(visit, &view->it, school);
    keep_school(&view->people, view->school ? view->school->school : "");
    if (view->school)
        TRY(training_may_mark(visit->app, view->school->school, &view->may_mark, err));
    const struct training_total *first = view->it.totals.list.items;
    if (first)
        TRY(training_may_mark(visit->app, first->school, &view->may_add, err));
    if (visit->api) {
        training_send(visit, view);
        return OK;
    }
    training_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
training_page(struct visit *visit, struct error *err)
{
    struct training_view view = {0};

    return send_session(visit, NULL, &view, err);
}

static enum status
mark_names(struct visit *visit, struct training_marked *marked, struct error *err)
{
    const char *code = visit->argument[0];
    bool undo = !text_is_blank(web_form(visit->request, "ghi_nham"));
    struct text_list logins = {0};

    TRY(training_read_names(visit->app, code, web_form(visit->request, "danh_sach"), &logins, err));
    return training_mark(visit->app, code, logins.list.items, logins.list.count, !undo, marked,
                         err);
}

static enum status
show_marked(struct visit *visit, enum status status, const char *school,
            const struct training_marked *marked, struct error *err)
{
    struct training_view view = {0};

    if (status == OK)
        view.notice.good = arena_printf(visit->arena,
                                        T("Đã ghi %zu người; %zu người đã ghi như vậy từ trước.",
                                          "%zu people were written down; %zu were so already."),
                                        marked->changed, marked->unchanged);
    else if (!outcome_is_shown(visit, status, err, &view.notice))
        return status;
    return send_session(visit, school, &view, err);
}

enum status
training_names_take(struct visit *visit, struct error *err)
{
    struct training_marked marked = {0};
    enum status status = mark_names(visit, &marked, err);

    return show_marked(visit, status, NULL, &marked, err);
}

enum status
training_school_take(struct visit *visit, struct error *err)
{
    const char **logins = arena_make_array(visit->arena, TRAINING_MARKS_MAX + 1, const char *),
               *school = visit->argument[1];
    size_t count = form_read_values(visit, "nguoi", logins, TRAINING_MARKS_MAX + 1);
    struct training_marked marked = {0};
    enum status status =
        training_mark_school(visit->app, visit->argument[0], school, logins, count, &marked, err);

    return show_marked(visit, status, school, &marked, err);
}

enum status
training_cancel_take(struct visit *visit, struct error *err)
{
    struct training_view view = {0};
    enum status status =
        training_cancel(visit->app, visit->argument[0], web_form(visit->request, "ly_do"), err);

    if (status == OK) {
        visit_go(visit, "/tap-huan/%s", visit->argument[0]);
        return OK;
    }
    return outcome_is_shown(visit, status, err, &view.notice)
               ? send_session(visit, NULL, &view, err)
               : status;
}

enum status
training_file_send(struct visit *visit, struct error *err)
{
    const char *kind = visit->argument[1];
    bool workbook = text_equal(kind, "xlsx");
    struct training_people people;
    struct training training;
    struct span bytes;

    if (!workbook && !text_equal(kind, "csv"))
        return fail(err, NOT_FOUND, "Chỉ có tệp csv và xlsx.");
    TRY(training_load(visit->app, visit->argument[0], &training, &people, err));
    TRY(training_file(visit->app, &training, &people, workbook, &bytes, err));
    visit_send_file(visit, bytes,
                    workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                             : "text/csv; charset=utf-8",
                    arena_printf(visit->arena, "tap-huan-%s.%s", training.it.code, kind), true);
    return OK;
}
