/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/freeze.h"

#include "model/role.h"
#include "serve/form.h"
#include "serve/kept_key.h"
#include "serve/pages.h"
#include "service/reasons.h"
#include "service/school.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
freeze_class_word(const struct visit *visit, const struct freeze_look_row *row, const char **tone)
{
    *tone = row->empty || row->manifest.current ? "good" : "warn";
    if (row->empty)
        return T("không có học sinh", "no pupils");
    if (row->manifest.current)
        return T("đã chốt", "closed");
    return row->manifest.closed ? T("đã thay đổi sau khi chốt", "changed since it was closed")
                                : T("chưa chốt", "not closed");
}

/* Pairs of lop and ly_do, as the form has them. */
const char *
freeze_reason(const struct visit *visit, const struct freeze_look_row *row)
{
    const struct web_fields *form = &visit->request->form;
    bool here = false;

    for (size_t i = 0; i < form->list.count; i++) {
        const struct web_field *field = &form->list.items[i];
        if (text_equal(field->name, "lop"))
            here = text_equal(field->value.data, row->class.name);
        else if (here && text_equal(field->name, "ly_do"))
            return field->value.data;
    }
    return row->reason ? row->reason : "";
}

/* --- showing ---------------------------------------------------------------------------------- */

static enum status
find_year(struct visit *visit, const char *name, struct freeze_view *view, struct error *err)
{
    TRY(school_find(visit->app, NULL, &view->school, err));
    TRY(years_list(visit->app, view->school.id, &view->years, err));
    for (size_t i = 0; i < view->years.list.count; i++)
        if (text_is_blank(name) || text_equal(view->years.list.items[i].name, name))
            view->year = view->years.list.items[i].name;
    return view->year ? OK : fail(err, NOT_FOUND, "Trường chưa mở năm học ấy.");
}

static enum status
send_freeze(struct visit *visit, struct freeze_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *path;

    TRY(freeze_look(visit->app, view->school.id, view->year, &view->look, err));
    if (visit->api) {
        freeze_send(visit, view);
        return OK;
    }
    view->leader = visit->roles & (ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL));
    TRY(sign_key_find_own(visit->app, &path, err));
    TRY(sign_remote_list(visit->app, &view->services, err));
    TRY(kept_key_look(visit, path, "hocba year freeze", &view->key, err));
    freeze_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
freeze_page(struct visit *visit, struct error *err)
{
    struct freeze_view view = {0};

    TRY(find_year(visit, web_query(visit->request, "nam"), &view, err));
    return send_freeze(visit, &view, err);
}

enum status
freeze_xml_of(struct visit *visit, struct error *err)
{
    struct freeze_view view = {0};
    struct year_freeze newest;
    struct freeze_data data;

    TRY(find_year(visit, visit->argument[0], &view, err));
    TRY(freeze_newest(visit->app, view.school.id, view.year, &newest, &data, err));
    visit_send_file(visit, newest.bytes, "application/xml",
                    arena_printf(visit->arena, "chot-nam-hoc-%s.xml", view.year), true);
    return OK;
}

/* --- doing ------------------------------------------------------------------------------------ */

static enum status
sign_freeze(struct visit *visit, const struct freeze_view *view, struct freeze_made *made,
            struct error *err)
{
    AUTO(buffer) *reasons = buffer_new(REASONS_FILE_MAX);
    AUTO(signer_session) *session = NULL;
    struct freeze_order order = {.unit = view->school.id, .year = view->year};
    struct signer_source source;
    const char *path;

    TRY(form_read_reasons(visit, "lop", reasons, err));
    order.reasons = buffer_span(reasons);
    TRY(freeze_check(visit->app, &order, err));
    TRY(sign_key_find_own(visit->app, &path, err));
    TRY(kept_key_unlock(visit, path, &source, &session, err));
    return freeze_sign(visit->app, session, &order, made, err);
}

enum status
freeze_take(struct visit *visit, struct error *err)
{
    struct freeze_view view = {0};
    struct freeze_made made;

    TRY(find_year(visit, web_form(visit->request, "nam"), &view, err));
    enum status status = sign_freeze(visit, &view, &made, err);
    if (status == OK) {
        view.notice.good = made.already
                               ? T("Văn bản chốt mới nhất đã ghi đúng như vậy; không phải ký lại.",
                                   "The newest freeze says the same; nothing to sign.")
                               : T("Đã chốt năm học.", "The school year is frozen.");
        outcome_enter_ledger(visit, &view.notice);
    } else if (!outcome_is_shown(visit, status, err, &view.notice)) {
        return status;
    }
    if (visit->api) {
        outcome_send(visit, &view.notice);
        return OK;
    }
    struct error why = *err;
    if (send_freeze(visit, &view, err) == OK)
        return OK;
    if (status == OK)
        return err->status;
    *err = why; /* who may not see the page hears only the first sentence */
    return status;
}
