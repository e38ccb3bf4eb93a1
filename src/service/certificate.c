/* SPDX-License-Identifier: Apache-2.0 */
#include "model/role.h"
#include "service/access.h"
#include "service/certificate_inside.h"
#include "store/key_closings.h"

enum { SHORTEST_PREFIX = 8 };

/* --- reading the file ------------------------------------------------------------------------ */

static bool
looks_like_pem(struct span file)
{
    return memmem(file.data, file.size, "-----BEGIN ", 11) != NULL;
}

bool
certificate_file_holds_key(struct span file)
{
    struct certificate *certificate = NULL;
    struct error ignored;

    if (looks_like_pem(file) || file.size < 2 || (unsigned char)file.data[0] != 0x30)
        return false;
    bool is_certificate = certificate_parse(file, &certificate, &ignored) == OK;
    certificate_free(certificate);
    return !is_certificate;
}

/* The first certificate of the file; the caller frees it. */
static enum status
read_certificate(const struct certificate_registration *request, struct certificate **certificate,
                 struct error *err)
{
    if (looks_like_pem(request->file))
        return certificate_parse_pem(request->file, certificate, err);
    return certificate_parse(request->file, certificate, err);
}

/* --- is it the holder's? --------------------------------------------------------------------- */

static enum status
check_use(struct app *app, const struct certificate *certificate, struct error *err)
{
    int64_t now = app_now(app).seconds;
    char day[DATE_TEXT_SIZE];

    if (certificate->is_ca)
        return fail(err, INVALID,
                    "Đây là chứng thư của một tổ chức chứng thực (CA), không phải của "
                    "người hay đơn vị ký.");
    if (now > certificate->not_after) {
        date_write_vietnamese(moment_to_date(moment_in_vietnam(certificate->not_after)), day);
        return fail(err, INVALID, "Chứng thư đã hết hạn ngày %s; hãy đăng ký chứng thư mới.", day);
    }
    if (!(certificate->usage & (USAGE_ABSENT | USAGE_DIGITAL_SIGNATURE | USAGE_NON_REPUDIATION)))
        return fail(err, INVALID, "Chứng thư không dùng được để ký (keyUsage).");
    if (app->kind == INSTANCE_REAL && certificate_is_training(certificate))
        return fail(err, INVALID, "Đây là chứng thư THỬ NGHIỆM; hệ thống thật không nhận.");
    return OK;
}

static enum status
check_person(const struct certificate *certificate, const struct person *person, struct error *err)
{
    if (certificate->tax_code || certificate->school_code || certificate->department_code)
        return fail(err, INVALID, "Đây là chứng thư của tổ chức “%s”, không phải của %s.",
                    certificate->common_name, person->name);
    if (!certificate->person_number)
        return fail(err, INVALID,
                    "Chứng thư không ghi số định danh (UID=CCCD:...), nên không biết "
                    "có phải của %s không.",
                    person->name);
    if (!person->personal_number)
        return fail(err, INVALID,
                    "%s chưa có số định danh trong hệ thống; hãy bổ sung rồi đăng ký lại.",
                    person->name);
    if (!text_equal(certificate->person_number, person->personal_number))
        return fail(err, INVALID, "Số định danh trong chứng thư (%s) khác của %s.",
                    certificate->person_number, person->name);
    return OK;
}

static enum status
check_unit(const struct certificate *certificate, const struct unit *unit, struct error *err)
{
    const char *code = text_equal(unit->kind, UNIT_SCHOOL) ? certificate->school_code
                                                           : certificate->department_code;

    if (certificate->person_number)
        return fail(err, INVALID,
                    "Đây là chứng thư của một người (%s), không làm con dấu của %s "
                    "được.",
                    certificate->common_name, unit->name);
    if (code && !text_equal(code, unit->code))
        return fail(err, INVALID, "Mã đơn vị trong chứng thư (%s) khác mã của %s (%s).", code,
                    unit->name, unit->code);
    if (!code && !certificate->tax_code)
        return fail(err, INVALID,
                    "Chứng thư không ghi mã đơn vị (UID=MST:... hoặc MATRUONG:...), nên không biết "
                    "có phải của %s không.",
                    unit->name);
    return OK;
}

/* Who holds it: filled into `stored`; *unit_id is where the right to register is asked. */
static enum status
check_holder(struct app *app, const struct certificate_registration *request,
             const struct certificate *certificate, struct stored_certificate *stored,
             const char **unit_id, struct error *err)
{
    struct person person;
    struct unit unit;

    if (request->login) {
        TRY(person_find(app, request->login, &person, err));
        TRY(check_person(certificate, &person, err));
        stored->person = person.id;
        *unit_id = person.unit;
        return OK;
    }
    TRY(unit_find(app, request->unit_code, &unit, err));
    TRY(check_unit(certificate, &unit, err));
    stored->unit = *unit_id = unit.id;
    return OK;
}

struct registering {
    const struct stored_certificate *stored;
    const struct certificate_proof *proof; /* NULL: not proven */
    const struct stamp *stamp;
};

static enum status
store_registration(struct store *store, void *context, struct error *err)
{
    const struct registering *it = context;

    TRY(store_add_certificate(store, it->stored, it->stamp, err));
    if (!it->proof)
        return OK;
    return store_add_certificate_proof(store, it->stored->id, it->proof->statement,
                                       it->proof->signature, it->stamp, err);
}

/* Neither the certificate nor another one of its key, once that was closed in the ledger. */
static enum status
check_unknown(struct app *app, const struct stored_certificate *stored,
              const struct certificate *certificate, struct error *err)
{
    struct digest key = certificate_key_id(certificate);
    struct key_closings closed = {0};
    struct stored_certificate known;
    char key_id[SHA256_HEX_SIZE];
    struct error ignored;

    if (store_find_certificate_by_sha256(app->store, stored->sha256, app->arena, &known,
                                         &ignored) == OK)
        return fail(err, CONFLICT, "Chứng thư số này đã được đăng ký từ trước. Chưa thêm gì.");
    TRY(store_list_key_closings(app->store, digest_hex(&key, key_id), false, 1, app->arena, &closed,
                                err));
    return closed.list.count == 0
               ? OK
               : fail(err, CONFLICT,
                      "Khóa của chứng thư số này đã thôi dùng hoặc bị lộ theo sổ cái, nên sổ không "
                      "nhận gì ký bằng nó nữa. Chưa thêm gì; hãy xin chứng thư của một khóa mới.");
}

/* Prove before anything is written: a key may take its time, or not be there. */
static enum status
keep_certificate(struct app *app, const struct stored_certificate *stored,
                 const struct certificate *certificate, struct signer_session *prover,
                 struct error *err)
{
    struct certificate_proof proof;

    TRY(check_unknown(app, stored, certificate, err));
    if (prover)
        TRY(certificate_proof_make(app, prover, certificate, &proof, err));
    const struct stamp stamp = app_stamp(app, "certificate add");
    struct registering it = {stored, prover ? &proof : NULL, &stamp};
    return store_transact(app->store, store_registration, &it, err);
}

static void
describe(struct app *app, const struct certificate *certificate, struct stored_certificate *stored)
{
    char hex[SHA256_HEX_SIZE];

    stored->id = app_new_id(app);
    stored->sha256 = arena_text(app->arena, digest_hex(&certificate->sha256, hex));
    stored->der =
        (struct span){arena_copy(app->arena, certificate->der.data, certificate->der.size),
                      certificate->der.size};
    stored->subject = arena_text(app->arena, certificate->subject);
    stored->provider = arena_text(app->arena, certificate->issuer_name);
    stored->not_before = moment_in_vietnam(certificate->not_before);
    stored->not_after = moment_in_vietnam(certificate->not_after);
    stored->state = CERTIFICATE_REGISTERED;
}

enum status
certificate_register_sent(struct app *app, struct span document, const char *unit_code,
                          const char *storage, const char *client,
                          struct stored_certificate *registered, struct error *err)
{
    AUTO(certificate) *certificate = NULL;
    const struct certificate_registration request = {.unit_code = unit_code};
    const struct stamp stamp = {.at = app_now(app), .by = client, .source = "gateway"};
    struct certificate_proof proof = {.signature = span_of("")};
    struct stored_certificate stored = {.storage = storage};
    const char *unit_id, *sha256;
    struct span der;

    TRY(certificate_statement_read(document, app->arena, &der, &sha256, err));
    TRY(certificate_parse(der, &certificate, err));
    TRY(check_use(app, certificate, err));
    TRY(check_holder(app, &request, certificate, &stored, &unit_id, err));
    describe(app, certificate, &stored);
    TRY(check_unknown(app, &stored, certificate, err));
    proof.statement = arena_copy(app->arena, document.data, document.size);
    struct registering it = {&stored, &proof, &stamp};
    TRY(store_registration(app->store, &it, err));
    *registered = stored;
    return OK;
}

enum status
certificate_register(struct app *app, const struct certificate_registration *request,
                     struct stored_certificate *registered, struct error *err)
{
    AUTO(certificate) *certificate = NULL;
    struct stored_certificate stored = {.storage = request->storage ? request->storage : "PKCS12"};
    const char *unit_id;

    if (!request->login == !request->unit_code)
        return fail(err, USAGE, "Hãy ghi chứng thư của ai: --person TÊN hoặc --unit MÃ.");
    TRY(read_certificate(request, &certificate, err));
    TRY(check_use(app, certificate, err));
    TRY(check_holder(app, request, certificate, &stored, &unit_id, err));
    TRY(access_check(app, MAY_REGISTER_CERTIFICATE, unit_id, err));
    describe(app, certificate, &stored);
    TRY(keep_certificate(app, &stored, certificate, request->prover, err));
    *registered = stored;
    return OK;
}

/* --- deciding -------------------------------------------------------------------------------- */

enum status
certificate_find(struct app *app, const char *which, struct stored_certificate *certificate,
                 struct error *err)
{
    struct stored_certificates all = {0};
    size_t found = 0;

    TRY(store_list_certificates(app->store, NULL, NULL, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct stored_certificate *one = &all.list.items[i];
        bool by_prefix = strlen(which) >= SHORTEST_PREFIX && text_starts(one->sha256, which);
        if (!text_equal(one->id, which) && !by_prefix)
            continue;
        *certificate = *one;
        found++;
    }
    if (found == 0)
        return fail(err, NOT_FOUND, "Không có chứng thư “%s”. “hocba certificate list” liệt kê.",
                    which);
    if (found > 1)
        return fail(err, USAGE, "Có %zu chứng thư bắt đầu bằng “%s”; hãy ghi dài hơn.", found,
                    which);
    return OK;
}

static enum status
check_step(const struct stored_certificate *certificate, const char *event, const char *reason,
           struct error *err)
{
    if (!text_equal(event, CERTIFICATE_APPROVED) && text_is_blank(reason))
        return fail(err, USAGE, "Từ chối hoặc thu hồi phải ghi lý do (--reason).");
    if (text_equal(certificate->state, event))
        return fail(err, CONFLICT, "Chứng thư này đã ở trạng thái đó rồi.");
    if (text_equal(certificate->state, CERTIFICATE_WITHDRAWN))
        return fail(err, CONFLICT,
                    "Chứng thư đã bị thu hồi; muốn dùng lại phải đăng ký chứng thư "
                    "mới.");
    return OK;
}

struct deciding {
    struct app *app;
    const char *which, *event, *reason;
    struct stored_certificate *certificate;
};

/* Whole, so that nobody approves what another withdraws at the same time. */
static enum status
take_decision(struct store *store, void *context, struct error *err)
{
    const struct deciding *it = context;
    struct stored_certificate *certificate = it->certificate;
    struct stamp stamp = app_stamp(it->app, it->reason);

    TRY(certificate_find(it->app, it->which, certificate, err));
    /* Withdrawing is also the right of who may register; approving is the department's alone. */
    enum right right = text_equal(it->event, CERTIFICATE_WITHDRAWN) ? MAY_REGISTER_CERTIFICATE
                                                                    : MAY_APPROVE_CERTIFICATE;
    TRY(access_check(it->app, right, certificate->place, err));
    TRY(check_step(certificate, it->event, it->reason, err));
    TRY(store_add_certificate_event(store, certificate->id, it->event, &stamp, err));
    certificate->state = it->event;
    return OK;
}

enum status
certificate_decide(struct app *app, const char *which, const char *event, const char *reason,
                   struct stored_certificate *certificate, struct error *err)
{
    struct deciding it = {app, which, event, reason, certificate};

    return store_transact(app->store, take_decision, &it, err);
}
