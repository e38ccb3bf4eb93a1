/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificates and signature values as services write them.
 */
#include "signers/remote_internal.h"

#include <ctype.h>

#include "base/encode.h"
#include "crypto/cms.h"
#include "crypto/ecdsa_value.h"

/* Base64 with the line breaks that some services put in. False: it is none. */
static bool
read_base64(const char *text, struct arena *arena, struct span *bytes)
{
    size_t size = 0, length = strlen(text), kept = 0;
    char *clean = arena_alloc(arena, length + 1);
    uint8_t *out = arena_alloc(arena, length + 1);

    for (size_t i = 0; i < length; i++)
        if (!isspace((unsigned char)text[i]))
            clean[kept++] = text[i];
    if (kept == 0 || !base64_read((struct span){clean, kept}, out, &size))
        return false;
    *bytes = (struct span){(const char *)out, size};
    return true;
}

/* --- certificates ----------------------------------------------------------------------------- */

static struct certificate *
read_certificate(const char *text, struct arena *arena)
{
    struct certificate *certificate;
    struct error ignored;
    struct span der;

    if (!text)
        return NULL;
    if (text_starts(text, "-----BEGIN"))
        return certificate_parse_pem(span_of(text), &certificate, &ignored) == OK ? certificate
                                                                                  : NULL;
    if (!read_base64(text, arena, &der) || certificate_parse(der, &certificate, &ignored) != OK)
        return NULL;
    return certificate;
}

/* The signer's, what the service gave with it, and what the person's file has; no root. */
static void
add_issuer(struct certificate_chain *chain, struct certificate *issuer)
{
    bool wanted = issuer && issuer->is_ca && !issuer->is_self_issued;

    for (size_t i = 0; wanted && i < chain->count; i++)
        wanted = !digest_equal(&chain->items[i]->sha256, &issuer->sha256);
    if (!wanted || !certificate_chain_add(chain, issuer))
        certificate_free(issuer);
}

void
remote_offer(struct remote *remote, struct signer_offers *offers, const char *name,
             const char *const *certificates, size_t count, size_t batch_max)
{
    AUTO(arena) *arena = arena_new();
    struct certificate *own = count > 0 ? read_certificate(certificates[0], arena) : NULL;
    size_t most = (size_t)remote->settings.batch_max;
    struct signer_limits limits = {
        .batch_max = batch_max > 0 && batch_max < most ? batch_max : most,
        .confirms = true,
    };

    if (!own || own->is_ca || text_is_blank(name)) {
        certificate_free(own);
        return;
    }
    struct certificate_chain *chain = certificate_chain_new();
    certificate_chain_add(chain, own);
    for (size_t i = 1; i < count; i++)
        add_issuer(chain, read_certificate(certificates[i], arena));
    for (size_t i = 0; remote->issuers && i < remote->issuers->count; i++) {
        struct certificate *copy = NULL;
        struct error ignored;
        if (certificate_parse(remote->issuers->items[i]->der, &copy, &ignored) == OK)
            add_issuer(chain, copy);
    }
    struct remote_key *key = list_add(remote->arena, remote->keys);
    key->name = arena_text(remote->arena, name);
    (void)!certificate_parse(own->der, &key->certificate, &(struct error){0});
    signer_offer(offers, chain, &limits,
                 arena_printf(arena, "tài khoản “%s” ở %s", remote->settings.user,
                              remote->dialect->service));
}

const char *
remote_signature_algorithm(const struct remote_key *key)
{
    return public_key_kind(key->certificate->key) == KEY_RSA ? "1.2.840.113549.1.1.1"
                                                             : "1.2.840.10045.4.3.2";
}

/* --- values ----------------------------------------------------------------------------------- */

/* Sources disagree on what `signature_value` holds. A CMS over attributes of its own is no
 * signature over our digest: it stays as it is, and is refused for not fitting. */
static struct span
read_value(const char *text, struct arena *arena)
{
    struct span value = {"", 0};
    struct error ignored;
    struct cms cms;

    if (!text || !read_base64(text, arena, &value))
        return (struct span){"", 0}; /* fits nothing: said so for this item alone */
    if (value.size > P256_SIGNATURE_SIZE && value.size <= CMS_MAX &&
        cms_parse(value, CMS_DATA, &cms, &ignored) == OK && cms.attributes.size == 0)
        return cms.signature;
    return value;
}

void
remote_report(struct remote_step *step, size_t item, const char *text)
{
    AUTO(arena) *arena = arena_new();

    signer_report_value(step->reports, item, read_value(text, arena));
}

static bool
fits(const struct remote_key *key, const struct digest *digest, struct span value)
{
    uint8_t raw[P256_SIGNATURE_SIZE];
    struct error ignored;

    if (public_key_kind(key->certificate->key) == KEY_P256 && value.size != sizeof raw &&
        ecdsa_value_from_der((const uint8_t *)value.data, value.size, raw))
        value = (struct span){(const char *)raw, sizeof raw};
    return public_key_verify(key->certificate->key, digest, value, &ignored) == OK;
}

void
remote_report_right(struct remote_step *step, size_t item, const char *text)
{
    AUTO(arena) *arena = arena_new();
    struct span value = read_value(text, arena);

    if (item < step->order->count && !signer_reported(step->reports, item) &&
        fits(step->key, &step->order->items[item].digest, value))
        signer_report_value(step->reports, item, value);
}

enum status
remote_report_list(struct remote_step *step, const struct json_value *signatures, struct error *err)
{
    if (!signatures || signatures->kind != JSON_ARRAY ||
        signatures->items.count != step->order->count)
        return fail(err, UNTRUSTED,
                    "Dịch vụ ký %s trả về không đủ số chữ ký của lượt này; không chữ ký nào của "
                    "lượt này được gắn.",
                    step->remote->dialect->service);
    for (size_t i = 0; i < step->order->count; i++)
        remote_report(step, i, signatures->items.items[i].text);
    signer_report_phase(step->reports, SIGNER_FINISHED, 0, 0);
    return OK;
}
