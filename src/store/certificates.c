/* SPDX-License-Identifier: Apache-2.0 */
#include "store/certificates.h"

#include "store/ask.h"

static void
read_certificate(struct row *row, void *into)
{
    struct stored_certificate *it = into;
    it->id = row_text(row);
    it->sha256 = row_text(row);
    it->der = row_bytes(row);
    it->person = row_text(row);
    it->unit = row_text(row);
    it->subject = row_text(row);
    it->not_before = row_moment(row);
    it->not_after = row_moment(row);
    it->storage = row_text(row);
    it->provider = row_text(row);
    it->state = row_text(row);
    it->place = row_text(row);
}

struct registration {
    const struct stored_certificate *certificate;
    const struct stamp *stamp;
};

static enum status
add_certificate(struct store *store, void *context, struct error *err)
{
    const struct registration *registration = context;
    const struct stored_certificate *it = registration->certificate;
    bool hit;
    TRY(ask_hit(ASK(store, SQL_add_certificate, v_text(it->id), v_text(it->sha256),
                    v_bytes(it->der), v_text(it->person), v_text(it->unit), v_text(it->subject),
                    v_moment(it->not_before), v_moment(it->not_after), v_text(it->storage),
                    v_text(it->provider)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Chứng thư số này đã được đăng ký từ trước. Chưa thêm gì.");
    return store_add_certificate_event(store, it->id, CERTIFICATE_REGISTERED, registration->stamp,
                                       err);
}

enum status
store_add_certificate(struct store *store, const struct stored_certificate *certificate,
                      const struct stamp *stamp, struct error *err)
{
    struct registration it = {certificate, stamp};
    return store_transact(store, add_certificate, &it, err);
}

enum status
store_add_certificate_event(struct store *store, const char *certificate, const char *event,
                            const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_add_certificate_event, v_text(certificate), v_text(event),
                   v_moment(stamp->at), v_text(stamp->by), v_text(stamp->source)),
               err);
}

enum status
store_find_certificate(struct store *store, const char *id, struct arena *arena,
                       struct stored_certificate *certificate, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_certificate, v_text(id)), read_certificate, arena, certificate,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có chứng thư số ấy trong kho.");
}

enum status
store_find_certificate_by_sha256(struct store *store, const char *sha256, struct arena *arena,
                                 struct stored_certificate *certificate, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_certificate_by_sha256, v_text(sha256)), read_certificate, arena,
                certificate, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Chứng thư số này chưa được đăng ký.");
}

enum status
store_list_certificates(struct store *store, const char *person, const char *of_unit,
                        struct arena *arena, struct stored_certificates *certificates,
                        struct error *err)
{
    return ask_list(ASK(store, SQL_list_certificates, v_text(person), v_text(of_unit)),
                    read_certificate, arena, certificates->list, err);
}

static void
read_event(struct row *row, void *into)
{
    struct certificate_event *event = into;
    event->number = row_int(row);
    event->certificate = row_text(row);
    event->event = row_text(row);
    event->at = row_moment(row);
    event->by = row_text(row);
    event->reason = row_text(row);
}

enum status
store_list_certificate_events(struct store *store, const char *certificate, struct arena *arena,
                              struct certificate_events *events, struct error *err)
{
    return ask_list(ASK(store, SQL_list_certificate_events, v_text(certificate)), read_event, arena,
                    events->list, err);
}

static void
read_proof(struct row *row, void *into)
{
    struct certificate_proof *proof = into;
    proof->certificate = row_text(row);
    proof->statement = row_text(row);
    proof->signature = row_bytes(row);
    proof->at = row_moment(row);
    proof->by = row_text(row);
}

enum status
store_add_certificate_proof(struct store *store, const char *certificate, const char *statement,
                            struct span signature, const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_add_certificate_proof, v_text(certificate), v_text(statement),
                   v_bytes(signature), v_moment(stamp->at), v_text(stamp->by)),
               err);
}

enum status
store_find_certificate_proof(struct store *store, const char *certificate, struct arena *arena,
                             struct certificate_proof *proof, bool *found, struct error *err)
{
    return ask_one(ASK(store, SQL_find_certificate_proof, v_text(certificate)), read_proof, arena,
                   proof, found, err);
}
