/* SPDX-License-Identifier: Apache-2.0
 *
 * The demo's own certificates: a root that no real instance trusts, an issuing
 * authority, and a key file per signer.  RSA for the seals, as tokens have it
 * today; P-256 for people.
 */
#include "service/demo_parts.h"

#include <stdio.h>

#include "base/file.h"
#include "crypto/issue_certificate.h"
#include "crypto/pkcs12.h"
#include "crypto/random.h"
#include "service/certificate.h"

#define DEMO_ORGANISATION "Học bạ số THỬ NGHIỆM"
#define DEMO_TAX_SCHOOL   "5700000001"
#define DEMO_TAX_DEPT     "5700000002"

enum { SEAL_BITS = 2048, PIN_DIGITS = 8, YEARS = 3 };

static const struct date valid_from = {2024, 1, 1};

struct pki {
    struct demo *demo;
    const char *folder;
    int64_t from, to;
    struct private_key *root_key, *authority_key;
    struct certificate *root, *authority;
};

static void
pki_clear(struct pki *pki)
{
    certificate_free(pki->authority);
    certificate_free(pki->root);
    private_key_free(pki->authority_key);
    private_key_free(pki->root_key);
}

static const char *
pki_path(const struct pki *pki, const char *name, const char *extension)
{
    return arena_printf(pki->demo->app->arena, "%s/%s%s", pki->folder, name, extension);
}

static enum status
write_chain(const struct pki *pki, const char *name, const struct certificate *const *chain,
            size_t count, struct error *err)
{
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);

    for (size_t i = 0; i < count; i++)
        certificate_write_pem(chain[i], pem);
    return file_write(pki_path(pki, name, ".pem"), buffer_span(pem), 0644, err);
}

static enum status
make_authorities(struct pki *pki, struct error *err)
{
    struct certificate_request request = {.kind = CERTIFICATE_ROOT,
                                          .common_name = "Gốc chứng thực THỬ NGHIỆM",
                                          .organisation = DEMO_ORGANISATION,
                                          .valid_from = pki->from,
                                          .valid_to = pki->to,
                                          .training = true};

    TRY(private_key_make(KEY_P256, 0, &pki->root_key, err));
    TRY(private_key_make(KEY_P256, 0, &pki->authority_key, err));
    TRY(certificate_issue(&request, pki->root_key, NULL, &pki->root, err));
    struct certificate_issuer root = {pki->root, pki->root_key};
    request.kind = CERTIFICATE_AUTHORITY;
    request.common_name = "Nơi cấp chứng thư THỬ NGHIỆM";
    TRY(certificate_issue(&request, pki->authority_key, &root, &pki->authority, err));
    const struct certificate *roots[] = {pki->root}, *authorities[] = {pki->authority};
    TRY(write_chain(pki, "root", roots, 1, err));
    return write_chain(pki, "ca", authorities, 1, err);
}

/* Who the certificate is about. */
static enum status
request_for(struct pki *pki, const struct demo_signer *signer, struct certificate_request *request,
            struct error *err)
{
    struct app *app = pki->demo->app;
    struct person person;
    struct unit unit;

    *request = (struct certificate_request){.organisation = DEMO_ORGANISATION,
                                            .province = "Quảng Ninh",
                                            .valid_from = pki->from,
                                            .valid_to = pki->to,
                                            .training = true};
    if (signer->login) {
        TRY(person_find(app, signer->login, &person, err));
        request->kind = CERTIFICATE_PERSON;
        request->common_name = person.name;
        request->person_number = person.personal_number;
        return OK;
    }
    TRY(unit_find(app, signer->unit, &unit, err));
    bool school = text_equal(unit.kind, UNIT_SCHOOL);
    request->kind = CERTIFICATE_ORGANISATION;
    request->common_name = unit.name;
    request->tax_code = school ? DEMO_TAX_SCHOOL : DEMO_TAX_DEPT;
    request->school_code = school ? unit.code : NULL;
    request->department_code = school ? NULL : unit.code;
    return OK;
}

/* Eight random digits: a demo's PIN, printed and lying beside its key. */
static const char *
make_pin(struct arena *arena)
{
    uint8_t bytes[PIN_DIGITS];
    char pin[PIN_DIGITS + 1] = "";

    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < PIN_DIGITS; i++)
        pin[i] = (char)('0' + bytes[i] % 10);
    return arena_text(arena, pin);
}

/* The key's file and its certificate's, with the PIN. */
static enum status
make_files(struct pki *pki, const struct certificate_request *request, enum key_kind kind,
           bool by_root, const char *name, const char *pin, struct error *err)
{
    AUTO(private_key) *key = NULL;
    AUTO(certificate_chain) *chain = certificate_chain_new();
    AUTO(secret) *passphrase = secret_copy(pin, strlen(pin));
    AUTO(buffer) *file = buffer_new(PKCS12_MAX);
    struct certificate_issuer authority = {pki->authority, pki->authority_key};
    struct certificate_issuer root = {pki->root, pki->root_key};
    struct certificate *certificate;

    TRY(private_key_make(kind, SEAL_BITS, &key, err));
    TRY(certificate_issue(request, key, by_root ? &root : &authority, &certificate, err));
    certificate_chain_add(chain, certificate);
    if (!by_root) {
        TRY(certificate_parse(pki->authority->der, &certificate, err));
        certificate_chain_add(chain, certificate);
    }
    TRY(pkcs12_write(key, chain, name, passphrase, file, err));
    TRY(file_write(pki_path(pki, name, ".p12"), buffer_span(file), 0600, err));
    TRY(file_write(pki_path(pki, name, ".pin"), span_of(pin), 0600, err));
    const struct certificate *both[] = {chain->items[0], chain->items[1]};
    return write_chain(pki, name, both, by_root ? 1 : 2, err);
}

/* Proven, as everybody should: the key is here. */
enum status
demo_register(struct demo *demo, const struct demo_signer *signer,
              struct stored_certificate *registered, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct arena *arena = demo->app->arena;
    struct signer_source source;

    TRY(demo_open_key(demo, signer->file, &source, &session, err));
    struct certificate_registration registration = {
        .login = signer->login, .unit_code = signer->unit, .prover = session};
    TRY(file_read(arena, arena_printf(arena, "%s/pki/%s.pem", demo->home, signer->file),
                  CERTIFICATE_FILE_MAX, &registration.file, err));
    return certificate_register(demo->app, &registration, registered, err);
}

/* By a person of the department: nobody else may. */
static enum status
approve(struct pki *pki, const struct stored_certificate *seal, struct error *err)
{
    struct app_options options = *pki->demo->order->options;
    struct stored_certificate approved = {0};
    struct app *department;

    options.by = DEMO_APPROVER;
    TRY(app_open(&options, &department, err));
    enum status status =
        certificate_decide(department, seal->id, CERTIFICATE_APPROVED, NULL, &approved, err);
    app_close(department);
    return status;
}

/* The training authority that answers for timestamps and revocation
 * (service/levels.h). */
static enum status
make_evidence_makers(struct pki *pki, struct error *err)
{
    static const struct {
        const char *file, *name;
        enum certificate_kind kind;
        bool by_root;
    } makers[] = {
        {"tsa", "Dấu thời gian THỬ NGHIỆM", CERTIFICATE_TSA, false},
        {"ocsp", "Trả lời về thu hồi THỬ NGHIỆM", CERTIFICATE_RESPONDER, false},
        {"ocsp-root", "Trả lời về thu hồi của gốc THỬ NGHIỆM", CERTIFICATE_RESPONDER, true},
    };

    for (size_t i = 0; i < COUNT_OF(makers); i++) {
        struct certificate_request request = {.kind = makers[i].kind,
                                              .common_name = makers[i].name,
                                              .organisation = DEMO_ORGANISATION,
                                              .valid_from = pki->from,
                                              .valid_to = pki->to,
                                              .training = true};
        TRY(make_files(pki, &request, KEY_P256, makers[i].by_root, makers[i].file,
                       make_pin(pki->demo->app->arena), err));
    }
    return OK;
}

static enum status
make_signer_files(struct pki *pki, const struct demo_signer *signer, const char *pin,
                  struct error *err)
{
    struct certificate_request request;

    TRY(request_for(pki, signer, &request, err));
    return make_files(pki, &request, signer->unit ? KEY_RSA : KEY_P256, false, signer->file, pin,
                      err);
}

/* Where a school keeps keys for its people (service/sign_key.h), for who tries it. */
static enum status
keep_for_server(struct pki *pki, const struct demo_signer *signer, struct error *err)
{
    struct arena *arena = pki->demo->app->arena;
    const char *name = signer->login ? signer->login : arena_printf(arena, "seal-%s", signer->unit);
    struct span file;

    TRY(file_read(arena, pki_path(pki, signer->file, ".p12"), PKCS12_MAX, &file, err));
    return file_write(arena_printf(arena, "%s/keys/%s.p12", pki->demo->home, name), file, 0600,
                      err);
}

static enum status
make_signers(struct pki *pki, struct error *err)
{
    struct arena *arena = pki->demo->app->arena;

    TRY(folder_make(arena_printf(arena, "%s/keys", pki->demo->home), 0700, err));

    for (size_t i = 0; i < demo_signer_count; i++) {
        const struct demo_signer *signer = &demo_signers[i];
        struct stored_certificate registered;
        const char *pin = make_pin(arena);
        TRY(make_signer_files(pki, signer, pin, err));
        TRY(demo_register(pki->demo, signer, &registered, err));
        TRY(keep_for_server(pki, signer, err));
        if (signer->unit)
            TRY(approve(pki, &registered, err));
        *list_add(arena, pki->demo->report->keys) =
            (struct demo_key){signer->whose, pki_path(pki, signer->file, ".p12"), pin};
        app_progress(pki->demo->app, "Cấp chứng thư", i + 1, demo_signer_count);
    }
    return OK;
}

/* The signers of a supplier's school: who they are stands in the table, not in this instance. */
static enum status
make_supplier_files(struct pki *pki, const struct demo_supplier *supplier, struct error *err)
{
    struct arena *arena = pki->demo->app->arena;
    struct certificate_request request = {.organisation = DEMO_ORGANISATION,
                                          .province = "Quảng Ninh",
                                          .valid_from = pki->from,
                                          .valid_to = pki->to,
                                          .training = true,
                                          .kind = CERTIFICATE_PERSON};

    request.common_name = supplier->class.teacher;
    request.person_number = supplier->class.number;
    TRY(make_files(pki, &request, KEY_P256, false, supplier->class.signer, make_pin(arena), err));
    request.common_name = supplier->principal;
    request.person_number = supplier->principal_number;
    TRY(make_files(pki, &request, KEY_P256, false, supplier->class.principal, make_pin(arena),
                   err));
    request.kind = CERTIFICATE_ORGANISATION;
    request.common_name = supplier->name;
    request.person_number = NULL;
    request.tax_code = supplier->tax_code;
    request.school_code = supplier->code;
    return make_files(pki, &request, KEY_P256, false, supplier->class.seal, make_pin(arena), err);
}

static enum status
make_suppliers(struct pki *pki, struct error *err)
{
    for (size_t i = 0; pki->demo->order->suppliers && i < demo_supplier_count; i++)
        TRY(make_supplier_files(pki, &demo_suppliers[i], err));
    return OK;
}

enum status
demo_make_pki(struct demo *demo, struct error *err)
{
    struct pki pki = {.demo = demo, .from = moment_of_date(valid_from).seconds};
    struct date end = moment_to_date(moment_in_vietnam(demo->order->options->system_clock()));

    /* Three years on; 29 February has no such day in most of them. */
    end.year = (int16_t)(end.year + YEARS);
    if (!date_is_valid(end))
        end.day--;
    pki.to = moment_of_date(end).seconds;
    pki.folder = arena_printf(demo->app->arena, "%s/pki", demo->home);
    TRY(folder_make(pki.folder, 0700, err));
    enum status status = make_authorities(&pki, err);
    if (status == OK)
        status = make_signers(&pki, err);
    if (status == OK)
        status = make_evidence_makers(&pki, err);
    if (status == OK)
        status = make_suppliers(&pki, err);
    pki_clear(&pki);
    return status;
}
