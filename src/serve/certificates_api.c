/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/certificates.h"
#include "service/access.h"

static void
write_certificate(struct json *json, const struct certificate_line *line)
{
    const struct stored_certificate *it = &line->certificate;

    json_text_field(json, "certificate", it->sha256);
    json_text_field(json, "subject", it->subject);
    json_text_field(json, "holder", line->holder);
    json_text_field(json, "unit", line->unit_code);
    json_bool_field(json, "seal", it->unit != NULL);
    json_text_field(json, "storage", it->storage);
    json_text_field(json, "provider", it->provider);
    json_moment_field(json, "from", it->not_before);
    json_moment_field(json, "to", it->not_after);
    json_text_field(json, "state", it->state);
    json_bool_field(json, "proven", line->proven);
}

static void
write_readiness_row(struct json *json, const struct readiness_row *row)
{
    json_open(json, '{');
    json_text_field(json, "role", signer_role_key(row->role));
    json_text_field(json, "name", row->name);
    json_text_field(json, "login", row->login);
    json_text_field(json, "where", row->where);
    json_text_field(json, "state", readiness_key(row->state));
    json_bool_field(json, "can_sign", readiness_can_sign(row->state));
    json_bool_field(json, "covered", row->covered);
    json_text_field(json, "certificate", row->certificate);
    json_day_field(json, "last_day", row->last_day);
    json_text_field(json, "why", row->why);
    json_text_field(json, "todo", row->todo);
    json_close(json, '}');
}

static void
write_school(struct json *json, const struct readiness *of)
{
    json_open(json, '{');
    json_text_field(json, "school", of->school.code);
    json_text_field(json, "name", of->school.name);
    json_text_field(json, "year", of->year);
    json_day_field(json, "signing_day", of->on);
    json_int_field(json, "ready", (int64_t)of->ready);
    json_int_field(json, "waiting", (int64_t)of->waiting);
    json_open_list(json, "signers");
    for (size_t i = 0; i < of->rows.count; i++)
        write_readiness_row(json, &of->rows.items[i]);
    json_close(json, ']');
    json_close(json, '}');
}

void
certificates_send(struct visit *visit, const struct certificates_look *look)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_open_list(&json, "waiting");
    for (size_t i = 0; i < look->waiting.list.count; i++) {
        json_open(&json, '{');
        write_certificate(&json, &look->waiting.list.items[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_open_list(&json, "schools");
    for (size_t i = 0; i < look->schools.list.count; i++)
        if (!look->only_waiting || look->schools.list.items[i].waiting > 0)
            write_school(&json, &look->schools.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

void
certificate_send(struct visit *visit, const struct certificate_look *look)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    write_certificate(&json, &look->line);
    json_bool_field(&json, "may_decide", look->may_decide);
    json_open_list(&json, "history");
    for (size_t i = 0; i < look->line.events.list.count; i++) {
        const struct certificate_event *event = &look->line.events.list.items[i];
        json_open(&json, '{');
        json_text_field(&json, "event", event->event);
        json_moment_field(&json, "at", event->at);
        json_text_field(&json, "by", event->by);
        json_text_field(&json, "reason", event->reason);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

/* Whether a certificate is somebody's is told only to whoever may register it. */
static enum status
check_registrar(struct visit *visit, const struct certificate_registration *registration,
                struct error *err)
{
    struct person person;
    struct unit unit;

    if (!registration->login == !registration->unit_code)
        return fail(err, USAGE,
                    "Cần login hoặc unit: chứng thư của người nào, hay của đơn vị nào. Chưa ghi "
                    "gì.");
    if (registration->login) {
        TRY(person_find(visit->app, registration->login, &person, err));
        return access_check(visit->app, MAY_REGISTER_CERTIFICATE, person.unit, err);
    }
    TRY(unit_find(visit->app, registration->unit_code, &unit, err));
    return access_check(visit->app, MAY_REGISTER_CERTIFICATE, unit.id, err);
}

/* What `hocba certificate register` does; there is no page for it. */
enum status
certificate_register_take(struct visit *visit, struct error *err)
{
    const struct web_field *file = web_file(visit->request, "tep");
    struct certificate_registration registration = {.login = web_form(visit->request, "ten"),
                                                    .unit_code = web_form(visit->request, "don_vi"),
                                                    .storage = web_form(visit->request, "luu")};
    struct stored_certificate registered;

    TRY(check_registrar(visit, &registration, err));
    if (!file || file->value.size == 0 || file->value.size > CERTIFICATE_FILE_MAX)
        return fail(err, USAGE, "Cần certificate: chứng thư số, PEM hoặc DER. Chưa ghi gì.");
    if (certificate_file_holds_key(file->value))
        return fail(err, USAGE,
                    "Đây là tệp PKCS#12 có khóa bí mật: đừng gửi nó đi đâu. Hãy gửi riêng chứng "
                    "thư. Chưa ghi gì.");
    registration.file = file->value;
    TRY(certificate_register(visit->app, &registration, &registered, err));
    visit->made = registered.sha256;
    visit_go(visit, "/chung-thu/%s", registered.sha256);
    return OK;
}
