/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/receipt.h"

#include "serve/queue.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
receipt_again_path(const struct visit *visit, const struct refused_class *class)
{
    return arena_printf(visit->arena, "/ky/%s/%s%s%s?lai=1", class->class_id, class->role,
                        class->subject ? "-" : "", class->subject ? class->subject : "");
}

const char *
receipt_role_word(const struct visit *visit, const char *role, const char *subject)
{
    struct queue_class as = {.subject = subject};

    return signer_role_parse(role, &as.role) ? queue_role_word(visit, &as) : role;
}

const char *
receipt_path(const struct visit *visit, const struct receipt *receipt)
{
    return arena_printf(visit->arena, "/luot-ky/%s/bien-nhan", receipt->batch);
}

/* --- files ------------------------------------------------------------------------------------ */

static const char *
file_name(const struct visit *visit, const struct receipt *receipt, const char *end)
{
    return arena_printf(visit->arena, "%s-%s-%.8s.%s",
                        receipt->signed_count ? "bien-nhan-ky" : "danh-sach-ky",
                        receipt->class_name, receipt->batch, end);
}

enum status
receipt_pdf(struct visit *visit, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new(RECEIPT_PDF_MAX);
    struct receipt_view view;

    TRY(receipt_load(visit->app, visit->argument[0], &view, err));
    TRY(receipt_paper(visit->app, &view, pdf, err));
    visit_send_file(visit, buffer_span(pdf), "application/pdf", file_name(visit, &view.it, "pdf"),
                    true);
    return OK;
}

enum status
receipt_csv(struct visit *visit, struct error *err)
{
    struct receipt_view view;
    struct span csv;

    TRY(receipt_load(visit->app, visit->argument[0], &view, err));
    TRY(receipt_table(visit->app, &view, &csv, err));
    visit_send_file(visit, csv, "text/csv; charset=utf-8", file_name(visit, &view.it, "csv"), true);
    return OK;
}

/* --- the API ---------------------------------------------------------------------------------- */

static void
write_receipt(struct json *json, const struct receipt *it)
{
    json_text_field(json, "id", it->batch);
    json_text_field(json, "class", it->class_id);
    json_text_field(json, "name", it->class_name);
    json_text_field(json, "year", it->year);
    json_text_field(json, "role", it->role);
    json_text_field(json, "subject", it->subject);
    json_text_field(json, "signer", it->login);
    json_text_field(json, "certificate", it->certificate);
    json_text_field(json, "sentence", it->sentence);
    json_moment_field(json, "started", it->started);
    json_moment_field(json, "ended", it->ended);
    json_int_field(json, "signed", it->signed_count);
    json_int_field(json, "failed", it->failed);
    json_int_field(json, "open", it->open);
}

static void
write_item(struct json *json, const struct receipt_item *item)
{
    json_open(json, '{');
    json_text_field(json, "record", item->record);
    json_text_field(json, "pupil", item->pupil_name);
    json_text_field(json, "digest", item->digest);
    json_text_field(json, "outcome", item->outcome);
    json_text_field(json, "message", item->message);
    json_moment_field(json, "at", item->ended);
    json_text_field(json, "state", item->state);
    json_close(json, '}');
}

enum status
receipt_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct receipt_view view;

    TRY(receipt_load(visit->app, visit->argument[0], &view, err));
    json_open(&json, '{');
    write_receipt(&json, &view.it);
    json_int_field(&json, "seconds", view.estimate.seconds);
    json_int_field(&json, "pin_each", view.estimate.pin_each);
    json_open_list(&json, "items");
    for (size_t i = 0; i < view.items.list.count; i++)
        write_item(&json, &view.items.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
receipt_list_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    const char *class_id = web_query(visit->request, "class");
    struct receipts receipts;

    if (text_is_blank(class_id))
        return fail(err, USAGE, "Thiếu “class”.");
    TRY(receipt_list(visit->app, class_id, &receipts, err));
    json_open(&json, '{');
    json_open_list(&json, "batches");
    for (size_t i = 0; i < receipts.list.count; i++) {
        json_open(&json, '{');
        write_receipt(&json, &receipts.list.items[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
refused_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct failed_records records;
    struct refused_classes classes;

    TRY(receipt_list_refused(visit->app, &records, &classes, err));
    json_open(&json, '{');
    json_int_field(&json, "count", (int64_t)classes.count);
    json_open_list(&json, "records");
    for (size_t i = 0; i < records.list.count; i++) {
        const struct failed_record *one = &records.list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "class", one->class_id);
        json_text_field(&json, "name", one->class_name);
        json_text_field(&json, "role", one->role);
        json_text_field(&json, "subject", one->subject);
        json_text_field(&json, "record", one->record);
        json_text_field(&json, "message", one->message);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
