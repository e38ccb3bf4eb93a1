/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/hash.h"
#include "crypto/random.h"
#include "service/access.h"
#include "service/certificate_inside.h"
#include "service/signing.h"
#include "verify/statement.h"

/* The first line says what was signed, so that no other signature of the key can pass for it, nor
 * it for another. */
#define PROOF_HEAD "hocba-certificate-proof-v1\nsha256="

enum status
certificate_proof_make(struct app *app, struct signer_session *prover,
                       const struct certificate *certificate, struct certificate_proof *proof,
                       struct error *err)
{
    char hex[SHA256_HEX_SIZE], nonce_hex[SHA256_HEX_SIZE];
    struct signature_value value;
    struct digest nonce, digest; /* as long as a digest, and written like one */

    random_bytes(nonce.bytes, sizeof nonce.bytes);
    proof->statement = arena_printf(app->arena, PROOF_HEAD "%s\nat=%s\nnonce=%s\n",
                                    digest_hex(&certificate->sha256, hex), app_now_text(app),
                                    digest_hex(&nonce, nonce_hex));
    digest = sha256(span_of(proof->statement));
    TRY(sign_one(app, prover, "Chứng minh giữ khóa của chứng thư", &certificate->sha256, &digest,
                 &value, err));
    proof->signature =
        (struct span){arena_copy(app->arena, (const char *)value.bytes, value.size), value.size};
    if (!certificate_proof_holds(certificate, proof))
        return fail(err, UNTRUSTED,
                    "Chữ ký không phải của khóa trong chứng thư này. Chưa đăng ký gì.");
    return OK;
}

enum status
certificate_statement_read(struct span document, struct arena *arena, struct span *der,
                           const char **sha256, struct error *err)
{
    const struct foreign_settings settings = {.utf8_only = true};
    struct statement statement;

    TRY(verify_statement(document, &settings, arena, &statement, err));
    *der = statement.certificate;
    *sha256 = statement.sha256;
    return OK;
}

static bool
statement_holds(const struct certificate *certificate, const char *statement)
{
    AUTO(arena) *arena = arena_new();
    char hex[SHA256_HEX_SIZE];
    struct error ignored;
    const char *sha256;
    struct span der;

    return certificate_statement_read(span_of(statement), arena, &der, &sha256, &ignored) == OK &&
           text_equal(sha256, digest_hex(&certificate->sha256, hex));
}

bool
certificate_proof_holds(const struct certificate *certificate,
                        const struct certificate_proof *proof)
{
    char hex[SHA256_HEX_SIZE];
    struct error ignored;

    if (proof->statement[0] == '<')
        return statement_holds(certificate, proof->statement);
    if (!text_starts(proof->statement, PROOF_HEAD))
        return false;
    const char *about = proof->statement + strlen(PROOF_HEAD);
    if (!text_starts(about, digest_hex(&certificate->sha256, hex)))
        return false;
    const struct digest digest = sha256(span_of(proof->statement));
    return public_key_verify(certificate->key, &digest, proof->signature, &ignored) == OK;
}

enum status
certificate_prove(struct app *app, const char *which, struct signer_session *prover,
                  struct stored_certificate *stored, struct error *err)
{
    AUTO(certificate) *certificate = NULL;
    struct certificate_proof proof;

    TRY(certificate_find(app, which, stored, err));
    TRY(access_check(app, MAY_REGISTER_CERTIFICATE, stored->place, err));
    TRY(certificate_parse(stored->der, &certificate, err));
    TRY(certificate_proof_make(app, prover, certificate, &proof, err));
    const struct stamp stamp = app_stamp(app, NULL);
    return store_add_certificate_proof(app->store, stored->id, proof.statement, proof.signature,
                                       &stamp, err);
}
