/* SPDX-License-Identifier: Apache-2.0
 *
 * The school's side of families: who has a code, slips for a class or a pupil, ending a code.
 */
#include "serve/family.h"
#include "serve/inside.h"
#include "serve/pages.h"
#include "store/classes.h"

enum { SLIPS_PDF_MAX = 64 * 1024 * 1024 };

enum status
slips_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct family_states states = {0};
    struct school_class class;

    TRY(family_list(visit->app, visit->argument[0], &states, err));
    TRY(store_find_class(visit->app->store, visit->argument[0], visit->arena, &class, err));
    class_slips(out, visit, &class, &states);
    visit_send_page(visit, out);
    return OK;
}

enum status
slips_send(struct visit *visit, const struct slips_order *order, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new_wiped(SLIPS_PDF_MAX);
    struct slips_report report = {0};

    TRY(family_make_slips(visit->app, order, pdf, &report, err));
    if (report.slips == 0) {
        const struct outcome *first = &report.batch.list.items[0];
        return fail(err, CONFLICT, "Không in phiếu nào. %s",
                    first->message && report.batch.failed
                        ? first->message
                        : "Mọi học sinh đã có mã; mã cũ không in lại được, chỉ đổi được mã mới.");
    }
    visit_send_file(visit, buffer_span(pdf), "application/pdf", "phieu-gia-dinh.pdf", true);
    return OK;
}

enum status
slips_print_page(struct visit *visit, struct error *err)
{
    const struct slips_order order = {
        .of = {visit->argument[0], web_form(visit->request, "hoc_sinh")},
        .renew = text_equal(web_form(visit->request, "doi_ma"), "1"),
        .address = visit->serve->order->public_address,
    };

    return slips_send(visit, &order, err);
}

enum status
slip_end(struct visit *visit, struct error *err)
{
    const char *pupil, *reason, *class_id = visit->argument[0];

    TRY(visit_need(visit, "hoc_sinh", "học sinh", &pupil, err));
    TRY(visit_need(visit, "ly_do", "lý do thu hồi", &reason, err));
    TRY(family_end_code(visit->app, pupil, reason, err));
    visit_go(visit, "/lop/%s/phieu-gia-dinh", class_id);
    return OK;
}
