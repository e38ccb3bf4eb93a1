/* SPDX-License-Identifier: Apache-2.0 */
#include "service/registry.h"

#include "crypto/random.h"
#include "model/role.h"
#include "service/access.h"
#include "service/department.h"
#include "service/signing.h"
#include "sign/xades_write.h"
#include "store/certificates.h"
#include "store/classes.h"
#include "store/people.h"
#include "store/units.h"
#include "xml/registry_xml.h"

enum { SECONDS_PER_DAY = 24 * 60 * 60 };

struct exporting {
    struct app *app;
    struct unit department;
    struct registry_data data;
};

/* When that event happened to the certificate; {0}: never. */
static struct moment
event_at(const struct certificate_events *events, const char *event)
{
    struct moment at = {0};

    for (size_t i = 0; i < events->list.count; i++) {
        if (text_equal(events->list.items[i].event, event))
            at = events->list.items[i].at;
    }
    return at;
}

static struct registry_row *
add_row(struct exporting *work, const struct stored_certificate *certificate,
        const struct unit *school, enum signer_role role, const struct certificate_events *events)
{
    struct registry_row *row = list_add(work->app->arena, work->data.rows);
    struct digest digest;

    if (digest_parse_hex(span_of(certificate->sha256), &digest))
        memcpy(row->certificate_sha256, digest.bytes, sizeof row->certificate_sha256);
    row->role = role;
    row->school_code = school->code;
    row->revoked = event_at(events, CERTIFICATE_WITHDRAWN);
    return row;
}

/* A person's row per assignment that signs. */
static enum status
add_person(struct exporting *work, const struct stored_certificate *certificate,
           const struct unit *school, const struct certificate_events *events, struct error *err)
{
    struct app *app = work->app;
    struct assignment_filter filter = {.person = certificate->person, .unit = school->id};
    struct assignments assignments = {0};

    TRY(store_list_assignments(app->store, &filter, app->arena, &assignments, err));
    for (size_t i = 0; i < assignments.list.count; i++) {
        const struct assignment *held = &assignments.list.items[i];
        struct school_class class = {0};
        enum role role;
        if (!role_parse(held->role, &role) || !role_table[role].signs || role == ROLE_SEAL_CLERK)
            continue;
        if (text_equal(held->class_id, "-")) /* of a grade without classes */
            continue;
        if (held->class_id)
            TRY(store_find_class(app->store, held->class_id, app->arena, &class, err));
        struct registry_row *row =
            add_row(work, certificate, school, role_table[role].signs_as, events);
        row->year_name = held->year;
        row->class_name = class.name;
        row->subject_code = held->subject;
        row->from = moment_of_date(held->from);
        if (!date_is_none(held->to)) {
            row->to = moment_of_date(held->to);
            row->to.seconds += SECONDS_PER_DAY;
        }
        if (date_to_days(moment_to_date(held->ended_at)) == date_to_days(held->to) + 1)
            row->to = held->ended_at; /* a delegation, in the middle of a day */
    }
    return OK;
}

static enum status
add_certificate(struct exporting *work, const struct stored_certificate *certificate,
                const struct unit *school, struct error *err)
{
    struct certificate_events events = {0};

    TRY(store_list_certificate_events(work->app->store, certificate->id, work->app->arena, &events,
                                      err));
    if (certificate->person)
        return add_person(work, certificate, school, &events, err);
    struct moment approved = event_at(&events, CERTIFICATE_APPROVED);
    if (approved.seconds)
        add_row(work, certificate, school, SIGNER_SCHOOL, &events)->from = approved;
    return OK;
}

static enum status
add_school(struct exporting *work, const struct unit *school, struct error *err)
{
    struct stored_certificates certificates = {0};

    TRY(store_list_certificates(work->app->store, NULL, school->id, work->app->arena, &certificates,
                                err));
    for (size_t i = 0; i < certificates.list.count; i++)
        TRY(add_certificate(work, &certificates.list.items[i], school, err));
    return OK;
}

static enum status
collect(struct exporting *work, struct error *err)
{
    struct app *app = work->app;
    struct units below = {0};

    work->data.department_name = work->department.name;
    work->data.department_code = work->department.code;
    work->data.made = app_now(app);
    TRY(store_list_units_below(app->store, work->department.id, app_today(app), app->arena, &below,
                               err));
    for (size_t i = 0; i < below.list.count; i++) {
        if (text_equal(below.list.items[i].kind, UNIT_SCHOOL))
            TRY(add_school(work, &below.list.items[i], err));
    }
    return OK;
}

static enum status
seal(struct app *app, struct signer_session *session, const struct xades_identity *identity,
     struct span plain, struct moment time, struct buffer *out, struct error *err)
{
    uint8_t salt[XADES_SALT_SIZE];
    struct signature_value value;
    struct xades_pending pending;

    random_bytes(salt, sizeof salt);
    TRY(xades_prepare_registry(plain, time, salt, identity, app->arena, &pending, err));
    TRY(sign_one(app, session, "Ký sổ đăng ký người ký",
                 &xades_identity_certificate(identity)->sha256, &pending.to_be_signed, &value,
                 err));
    return xades_attach(plain, &pending, (struct span){(const char *)value.bytes, value.size}, out,
                        err);
}

enum status
registry_export(struct app *app, struct signer_session *session, struct buffer *out, size_t *rows,
                struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    AUTO(buffer) *plain = buffer_new(REGISTRY_FILE_MAX);
    struct exporting work = {.app = app};
    const struct signer_certificates *all;

    TRY(signer_session_certificates(session, &all, err));
    if (all->list.count != 1)
        return fail(err, USAGE, "Sổ đăng ký được ký bằng một tệp khóa có đúng một chứng thư.");
    const struct certificate_chain *chain = all->list.items[0].chain;
    TRY(xades_identity_make(chain, &identity, err));
    TRY(department_of_seal(app, chain->items[0], &work.department, err));
    TRY(access_check(app, MAY_EXPORT_REGISTRY, work.department.id, err));
    TRY(collect(&work, err));
    TRY(registry_xml_write(&work.data, plain, err));
    TRY(seal(app, session, identity, buffer_span(plain), work.data.made, out, err));
    *rows = work.data.rows.count;
    return OK;
}
