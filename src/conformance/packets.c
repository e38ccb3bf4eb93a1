/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/packets.h"

#include <stdio.h>

#include "base/encode.h"
#include "base/uuid.h"
#include "crypto/issue_certificate.h"
#include "crypto/random.h"
#include "sign/packet_write.h"

enum { DAY = 24 * 3600, TAG_MAX = 64 };

/* --- signing ---------------------------------------------------------------------------------- */

static enum status
sign_by_session(const struct packet_seal *seal, const struct digest *digest,
                struct signature_value *value, struct error *err)
{
    static const char title[] = "Gói học bạ để kiểm tra cổng tiếp nhận";
    AUTO(signer_batch) *batch = NULL;
    struct signer_item item = {*digest, title};
    char id[UUID_TEXT_SIZE];
    struct signer_order order = {
        .id = random_uuid(id),
        .certificate = xades_identity_certificate(seal->identity)->sha256,
        .title = title,
        .role = "",
        .school = "",
        .class = "",
        .year = "",
        .items = &item,
        .count = 1,
    };
    struct signer_watch watch = {.wait = seal->wait};

    TRY(signer_batch_new(seal->session, &order, false, &batch, err));
    TRY(signer_batch_run(batch, &watch, err));
    const struct signer_result *result = signer_batch_results(batch);
    if (result->state != SIGNER_ITEM_DONE) {
        *err = result->error;
        return status_is(err->status);
    }
    *value = result->value;
    return OK;
}

struct span
packet_list(const struct records *records, struct arena *arena)
{
    AUTO(buffer) *list = buffer_new(CONTENT_MAX);

    buffer_text(list, PACKET_OPEN);
    for (size_t i = 0; i < records->list.count; i++)
        buffer_add(list, records->list.items[i].data, records->list.items[i].size);
    buffer_text(list, PACKET_CLOSE);
    return (struct span){arena_copy(arena, list->data, list->size), list->size};
}

enum status
packet_signed(const struct records *records, const struct packet_seal *seal, struct moment time,
              struct arena *arena, struct span *packet, struct error *err)
{
    AUTO(buffer) *out = buffer_new(CONTENT_MAX);
    struct packet_pending pending;
    struct signature_value value = {.size = 0};

    TRY(packet_prepare(packet_list(records, arena), time, seal->identity, arena, &pending, err));
    TRY(seal->session ? sign_by_session(seal, &pending.to_be_signed, &value, err)
                      : private_key_sign(seal->key, &pending.to_be_signed, &value, err));
    TRY(packet_attach(&pending, (struct span){(const char *)value.bytes, value.size}, out, err));
    *packet = (struct span){arena_copy(arena, out->data, out->size), out->size};
    return OK;
}

enum status
stranger_make(int64_t now, struct private_key **key, struct xades_identity **identity,
              struct error *err)
{
    AUTO(certificate_chain) *chain = certificate_chain_new();
    const struct certificate_request request = {.kind = CERTIFICATE_ROOT,
                                                .common_name = "Không ai duyệt",
                                                .organisation = "THỬ NGHIỆM",
                                                .valid_from = now - DAY,
                                                .valid_to = now + DAY,
                                                .training = true};
    struct certificate *certificate;

    TRY(private_key_make(KEY_P256, 0, key, err));
    TRY(certificate_issue(&request, *key, NULL, &certificate, err));
    certificate_chain_add(chain, certificate);
    return xades_identity_make(chain, identity, err);
}

/* --- content ---------------------------------------------------------------------------------- */

enum status
packet_content(struct span text, struct arena *arena, const char **content, struct error *err)
{
    AUTO(buffer) *out = buffer_new(CONTENT_MAX);

    TRY(content_pack(text, out, err));
    *content = arena_copy(arena, out->data, out->size);
    return OK;
}

const char *
content_declare(const char *content, uint32_t length, struct arena *arena)
{
    struct span text = span_of(content);
    uint8_t *bytes = arena_alloc(arena, text.size);
    size_t size = 0;

    if (!base64_read(text, bytes, &size) || size < CONTENT_LENGTH_SIZE)
        return content;
    for (int i = 0; i < CONTENT_LENGTH_SIZE; i++)
        bytes[i] = (uint8_t)(length >> (8 * i));
    return base64_write(arena, bytes, size);
}

/* --- wrong in one thing ----------------------------------------------------------------------- */

static const char *
splice(struct span text, const char *at, size_t size, const char *by, struct arena *arena)
{
    int before = (int)(at - text.data), after = (int)text.size - before - (int)size;

    return arena_printf(arena, "%.*s%s%.*s", before, text.data, by, after, at + size);
}

const char *
text_bend(struct span text, const char *old, const char *by, struct arena *arena)
{
    const char *at = memmem(text.data, text.size, old, strlen(old));

    return at ? splice(text, at, strlen(old), by, arena) : NULL;
}

const char *
text_bend_element(struct span text, const char *tag, const char *by, struct arena *arena)
{
    char open[TAG_MAX + 3], close[TAG_MAX + 4];
    const char *end = text.data + text.size;

    snprintf(open, sizeof open, "<%s>", tag);
    snprintf(close, sizeof close, "</%s>", tag);
    const char *at = memmem(text.data, text.size, open, strlen(open));
    if (!at)
        return NULL;
    at += strlen(open);
    const char *stop = memmem(at, (size_t)(end - at), close, strlen(close));
    return stop ? splice(text, at, (size_t)(stop - at), by, arena) : NULL;
}
